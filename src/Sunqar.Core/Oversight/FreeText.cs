namespace Sunqar.Core.Oversight;

/// <summary>
/// Texts that people type into the log, which cannot forget: identifiers are refused. A name cannot be told by a machine; the pages say that none belongs there.
/// </summary>
public static class FreeText
{
    /// <summary>Runs of digits, blanks and dashes between them not counted, from which a text is refused: an IIN has 12, a card 13 to 19, a phone number 11; a date has 8.</summary>
    private const int DigitsMin = 11;

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public static string? Fault(string text, int lengthMax = AccessLimits.TextLengthMax)
    {
        if (string.IsNullOrWhiteSpace(text)) return "Say why, in a sentence.";
        if (text.Length > lengthMax) return $"At most {lengthMax} characters.";
        if (text.Any(c => char.IsControl(c) && c is not '\n' and not '\r')) return "No control characters.";
        var run = 0;
        foreach (var c in text)
        {
            if (char.IsDigit(c)) run++;
            else if (c is not (' ' or '-' or '\u00a0')) run = 0;
            if (run >= DigitsMin) return "No identifiers here: this text cannot be forgotten.";
        }
        return null;
    }
}
