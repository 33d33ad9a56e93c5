namespace Sunqar.Formats.Transfers;

/// <summary>Amounts as people and spreadsheets write them: a point or a comma before the decimals, and blanks, apostrophes or the other of
/// the two between groups of three digits.</summary>
internal static class LooseNumber
{
    private const byte Point = (byte)'.',
        Comma = (byte)',';

    /// <summary>What a text tells of the decimal mark, whatever it is.</summary>
    public static (byte? Decimal, bool IsAmbiguous) Evidence(ReadOnlySpan<byte> text)
    {
        int point = text.LastIndexOf(Point),
            comma = text.LastIndexOf(Comma);
        if (point < 0 && comma < 0)
        {
            return (null, false);
        }
        if (point >= 0 && comma >= 0)
        {
            return (point > comma ? Point : Comma, false);
        }
        var (mark, other, at) = point >= 0 ? (Point, Comma, point) : (Comma, Point, comma);
        if (text.Count(mark) > 1)
        {
            return (other, false);
        }
        // A group has three digits behind its mark, and one to three before it that do not begin with a zero.
        var before = text[..at].TrimStart((byte)'+');
        var mayBeGroup = text.Length - at - 1 == 3 && before.Length is >= 1 and <= 3 && before[0] != (byte)'0';
        return mayBeGroup ? (null, true) : (mark, false);
    }

    /// <summary>Reads an amount in millionths; digits beyond the sixth are cut.</summary>
    public static bool TryParseMicro(ReadOnlySpan<byte> text, byte decimalMark, out long micro)
    {
        micro = 0;
        Span<byte> plain = stackalloc byte[48];
        if (text.Length is 0 or > 48)
        {
            return false;
        }
        text = text[0] == (byte)'+' ? text[1..] : text;
        int length = 0,
            inGroup = 0,
            groups = 0;
        var isFraction = false;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character is >= (byte)'0' and <= (byte)'9')
            {
                plain[length++] = character;
                inGroup++;
            }
            else if (character == decimalMark && !isFraction)
            {
                if (groups > 0 && inGroup != 3)
                {
                    return false;
                }
                plain[length++] = Point;
                isFraction = true;
            }
            else if (!isFraction && GroupMark(text[at..], decimalMark) is > 0 and var bytes)
            {
                if (inGroup is 0 or > 3 || (groups > 0 && inGroup != 3))
                {
                    return false;
                }
                (groups, inGroup, at) = (groups + 1, 0, at + bytes - 1);
            }
            else
            {
                return false;
            }
        }
        return (isFraction || groups == 0 || inGroup == 3) && TextNumber.TryParseMicro(plain[..length], out micro);
    }

    /// <summary>How many bytes the mark between groups has that stands here; 0 for none.</summary>
    private static int GroupMark(ReadOnlySpan<byte> text, byte decimalMark) =>
        text[0] is (byte)' ' or (byte)'\'' || (text[0] is Point or Comma && text[0] != decimalMark) ? 1
        : text.StartsWith("\u00A0"u8) ? 2
        : text.StartsWith("\u202F"u8) || text.StartsWith("\u2009"u8) ? 3
        : 0;
}
