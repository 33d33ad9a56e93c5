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
}

/// <summary>A text has at least one character, at most <paramref name="CharactersMax"/> (UTF-16 units), all of one alphabet.</summary>
public sealed record TextLimit(int CharactersMax, TextAlphabet Alphabet)
{
    private static readonly SearchValues<char> Code = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    /// <summary>The limit in words.</summary>
    public string Expected =>
        $"a string of 1 to {CharactersMax} "
        + Alphabet switch
        {
            TextAlphabet.Visible => "visible ASCII characters",
            TextAlphabet.Code => "of A-Z, a-z, 0-9, point, underscore, hyphen",
            _ => "characters, no control characters",
        };

    /// <summary>Whether the text keeps the limit.</summary>
    public bool Admits(ReadOnlySpan<char> text) =>
        text.Length > 0
        && text.Length <= CharactersMax
        && Alphabet switch
        {
            TextAlphabet.Visible => !text.ContainsAnyExceptInRange('!', '~'),
            TextAlphabet.Code => !text.ContainsAnyExcept(Code),
            _ => !text.ContainsAnyInRange('\u0000', '\u001f') && !text.ContainsAnyInRange('\u007f', '\u009f'),
        };
}
