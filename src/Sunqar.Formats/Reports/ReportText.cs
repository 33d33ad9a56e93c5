using System.Globalization;

namespace Sunqar.Formats.Reports;

/// <summary>A field of a CSV that people open in a spreadsheet (RFC 4180): quoted where it must be, and never a formula.</summary>
internal static class CsvField
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        // A cell that begins so is computed by a spreadsheet; what comes from outside must stay a text.
        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(Special) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}

/// <summary>Millionths as a decimal text: at least two digits after the point, no more than needed.</summary>
internal static class DecimalAmount
{
    public static string Of(Int128 micro)
    {
        var magnitude = Int128.Abs(micro);
        var fraction = ((long)(magnitude % 1_000_000)).ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0').PadRight(2, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{(micro < 0 ? "-" : "")}{magnitude / 1_000_000}.{fraction}");
    }
}
