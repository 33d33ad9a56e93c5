using Sunqar.Core.Identity;

namespace Sunqar.Core.Cases;

/// <summary>Texts that people write into cases. They go where pseudonyms go, so an identifier in one is refused: whoever it belongs to is
/// named as a member of the case.</summary>
public static class CaseText
{
    /// <summary>Characters of a title, a name, a reference.</summary>
    public const int LineMax = 200;

    /// <summary>Characters of a note or a reason.</summary>
    public const int TextMax = 4000;

    /// <summary>Whether it can name a member of a case: 16 hexadecimal digits (a subject), a wallet, a terminal, a code of at most 128
    /// characters.</summary>
    public static bool IsMember(string text) => IsSubject(text) || Fault(text, 128) is null;

    /// <summary>A person, account, card or device by its pseudonym: 16 hexadecimal digits.</summary>
    public static bool IsSubject(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Why a text cannot be taken; null where it can.</summary>
    public static string? Fault(string text, int charactersMax)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "Something must be said here.";
        if (text.Length > charactersMax)
            return $"At most {charactersMax} characters.";
        foreach (var c in text)
        {
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
                return "Control characters are not text.";
        }
        return HoldsIdentifier(text)
            ? "It holds what looks like an IIN, a card's number or an IBAN: name the member of the case by its pseudonym instead."
            : null;
    }

    /// <summary>A valid IIN, an IBAN of Kazakhstan, or 13 to 19 digits that pass as a card's number, spaces and hyphens between them or
    /// not.</summary>
    private static bool HoldsIdentifier(string text)
    {
        Span<char> digits = stackalloc char[20];
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is 'K' or 'k' && at + 20 <= text.Length && Iban.TryParse(text.AsSpan(at, 20), out _, out _))
                return true;
            if (!char.IsAsciiDigit(text[at]) || at > 0 && char.IsAsciiDigit(text[at - 1]))
                continue;
            var count = 0;
            for (var i = at; i < text.Length && count < digits.Length && (char.IsAsciiDigit(text[i]) || text[i] is ' ' or '-'); i++)
            {
                if (!char.IsAsciiDigit(text[i]))
                    continue;
                digits[count++] = text[i];
                var isEnd = i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1]);
                if (!isEnd)
                    continue;
                if (count == 12 && Iin.TryParse(digits[..count], out _, out _))
                    return true;
                if (count is >= 13 and <= 19 && Pan.TryParse(digits[..count], out _, out _))
                    return true;
            }
        }
        return false;
    }
}
