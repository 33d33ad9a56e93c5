namespace Sunqar.Formats.Iso20022;

/// <summary>
/// The forms of xs:decimal (XML Schema part 2, 3.2.3): a sign, zeros before the number, a point without digits on one side of it, zeros
/// behind. All of them say what one plain form says.
/// </summary>
internal static class XmlDecimal
{
    /// <summary>Without the sign +, zeros that say nothing, and a point at an end: <c>+0100.50</c> is <c>100.5</c>, <c>.50</c> is
    /// <c>0.5</c>; null for what is no decimal.</summary>
    public static string? Plain(string text)
    {
        var isNegative = text.StartsWith('-');
        var digits = isNegative || text.StartsWith('+') ? text[1..] : text;
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (digits, "") : (digits[..point], digits[(point + 1)..]);
        if (whole.Length + fraction.Length == 0 || !whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
        {
            return null;
        }
        (whole, fraction) = (whole.TrimStart('0'), fraction.TrimEnd('0'));
        var plain = (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction);
        return isNegative && plain != "0" ? "-" + plain : plain;
    }
}
