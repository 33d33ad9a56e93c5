using System.Buffers;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>Every bound of a payment's JSON in one place. What exceeds one is refused, naming the field; nothing is cut.</summary>
public static class PaymentLimits
{
    /// <summary>Bytes of one payment: a request's body or a line of a batch, the line end not counted.</summary>
    public const int BytesMax = 16_384;

    /// <summary>How deep objects stand in each other: a payment, and a party, terminal or wallet in it.</summary>
    public const int NestingMax = 2;

    /// <summary>Largest amount in whole units of its currency; the smallest is one minor unit.</summary>
    public const long AmountUnitsMax = 1_000_000_000_000;

    /// <summary>Whether an amount is at most so large, to its last minor unit.</summary>
    public static bool Admits(Money amount) => amount.MinorUnits <= AmountUnitsMax * (Int128)amount.Currency.MinorUnitsPerUnit();

    /// <summary>Digits of an amount or quantity with its point.</summary>
    public const int NumberCharactersMax = 64;

    /// <summary>How far ahead of the clock a payment's time may be, microseconds (five minutes).</summary>
    public const long AheadUsMax = 5 * 60 * 1_000_000L;

    /// <summary>Years of a day that a bank knows of a party.</summary>
    public const int YearMin = 1900,
        YearMax = 2199;

    /// <summary>The institution's own id of the payment.</summary>
    public static readonly TextLimit Id = new(64, TextAlphabet.Visible);

    /// <summary>BIC or platform code of the asking institution.</summary>
    public static readonly TextLimit Institution = new(32, TextAlphabet.Code);

    /// <summary>A claim: an invalid IIN is kept for a rule to see, so only its length is bounded.</summary>
    public static readonly TextLimit Iin = new(32, TextAlphabet.Text);

    /// <summary>An IBAN (ISO 13616: up to 34) or the institution's own number of an account.</summary>
    public static readonly TextLimit Account = new(34, TextAlphabet.Code);

    /// <summary>A person's name (ISO 20022 Max140Text).</summary>
    public static readonly TextLimit Name = new(140, TextAlphabet.Text);

    /// <summary>An ATM or point of sale.</summary>
    public static readonly TextLimit Terminal = new(64, TextAlphabet.Visible);

    /// <summary>The terminal's city.</summary>
    public static readonly TextLimit City = new(64, TextAlphabet.Text);

    /// <summary>The customer's device as the institution's app names it.</summary>
    public static readonly TextLimit Device = new(128, TextAlphabet.Visible);

    /// <summary>The platform's code or domain.</summary>
    public static readonly TextLimit Platform = new(64, TextAlphabet.Visible);

    /// <summary>Ticker of a crypto asset.</summary>
    public static readonly TextLimit Asset = new(16, TextAlphabet.Code);

    /// <summary>Category of a merchant (ISO 18245).</summary>
    public static readonly TextLimit Category = new(4, TextAlphabet.Digits, 4);

    /// <summary>A purpose code: four letters of ISO 20022, or the national one.</summary>
    public static readonly TextLimit Purpose = new(8, TextAlphabet.Code);

    /// <summary>A country, ISO 3166-1 alpha-2.</summary>
    public static readonly TextLimit Country = new(2, TextAlphabet.Capitals, 2);

    /// <summary>A telephone in the form of E.164: plus, country code, number.</summary>
    public static readonly TextLimit Phone = new(16, TextAlphabet.Phone, 8);

    /// <summary>A network address, IPv4 or IPv6.</summary>
    public static readonly TextLimit Ip = new(45, TextAlphabet.Ip, 2);

    /// <summary>A wallet's address, in the spelling of its chain.</summary>
    public static readonly TextLimit Address = new(90, TextAlphabet.Code);
}

/// <summary>Characters that a text may have.</summary>
public enum TextAlphabet : byte
{
    /// <summary>Any but control characters.</summary>
    Text = 0,

    /// <summary>Visible ASCII, no space.</summary>
    Visible = 1,

    /// <summary>ASCII letters and digits, point, underscore, hyphen.</summary>
    Code = 2,

    /// <summary>ASCII digits.</summary>
    Digits = 3,

    /// <summary>ASCII capital letters.</summary>
    Capitals = 4,

    /// <summary>A plus first, then ASCII digits.</summary>
    Phone = 5,

    /// <summary>Hexadecimal digits, point, colon.</summary>
    Ip = 6,
}

/// <summary>A text has at least <paramref name="CharactersMin"/> characters, at most <paramref name="CharactersMax"/> (UTF-16 units), all
/// of one alphabet.</summary>
public sealed record TextLimit(int CharactersMax, TextAlphabet Alphabet, int CharactersMin = 1)
{
    private static readonly SearchValues<char> Address = SearchValues.Create("0123456789abcdefABCDEF.:");

    private static readonly SearchValues<char> Code = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    /// <summary>The limit in words.</summary>
    public string Expected =>
        (CharactersMin == CharactersMax ? $"a string of {CharactersMax} " : $"a string of {CharactersMin} to {CharactersMax} ")
        + Alphabet switch
        {
            TextAlphabet.Visible => "visible ASCII characters",
            TextAlphabet.Digits => "digits",
            TextAlphabet.Capitals => "letters A-Z",
            TextAlphabet.Phone => "characters, a plus and then digits",
            TextAlphabet.Ip => "hexadecimal digits, points, colons",
            TextAlphabet.Code => "of A-Z, a-z, 0-9, point, underscore, hyphen",
            _ => "characters, no control characters",
        };

    /// <summary>Whether the text keeps the limit.</summary>
    public bool Admits(ReadOnlySpan<char> text) =>
        text.Length >= CharactersMin
        && text.Length <= CharactersMax
        && Alphabet switch
        {
            TextAlphabet.Visible => !text.ContainsAnyExceptInRange('!', '~'),
            TextAlphabet.Code => !text.ContainsAnyExcept(Code),
            TextAlphabet.Digits => !text.ContainsAnyExceptInRange('0', '9'),
            TextAlphabet.Capitals => !text.ContainsAnyExceptInRange('A', 'Z'),
            TextAlphabet.Phone => text[0] == '+' && !text[1..].ContainsAnyExceptInRange('0', '9'),
            TextAlphabet.Ip => !text.ContainsAnyExcept(Address),
            _ => !text.ContainsAnyInRange('\u0000', '\u001f') && !text.ContainsAnyInRange('\u007f', '\u009f'),
        };
}
