using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Sunqar.Core.Identity;

/// <summary>Why a text is not a <see cref="CardToken"/>.</summary>
public enum CardTokenFault : byte
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Not 1 to 64 characters.</summary>
    Length = 1,

    /// <summary>A character outside A-Z, a-z, 0-9, underscore, hyphen.</summary>
    Characters = 2,
}

/// <summary>
/// The name a bank gives a card instead of its number: 1 to 64 of [A-Za-z0-9_-]. The default value is no card; every other value is a
/// token.
/// </summary>
public readonly record struct CardToken
{
    /// <summary>Most characters.</summary>
    public const int LengthMax = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    );

    private static readonly SearchValues<byte> AllowedBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8
    );

    private readonly string? _text;

    private CardToken(string text) => _text = text;

    /// <summary>True for the default value.</summary>
    public bool IsNone => _text is null;

    /// <summary>Why these characters are no token; allocates nothing.</summary>
    public static CardTokenFault Judge(ReadOnlySpan<char> text) =>
        text.Length is 0 or > LengthMax ? CardTokenFault.Length
        : text.ContainsAnyExcept(Allowed) ? CardTokenFault.Characters
        : CardTokenFault.None;

    /// <inheritdoc cref="Judge(ReadOnlySpan{char})"/>
    public static CardTokenFault Judge(ReadOnlySpan<byte> text) =>
        text.Length is 0 or > LengthMax ? CardTokenFault.Length
        : text.ContainsAnyExcept(AllowedBytes) ? CardTokenFault.Characters
        : CardTokenFault.None;

    /// <summary>Reads a token.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CardToken token, out CardTokenFault fault)
    {
        fault = Judge(text);
        token = fault == CardTokenFault.None ? new CardToken(text.ToString()) : default;
        return fault == CardTokenFault.None;
    }

    /// <summary>The token; empty for the default value.</summary>
    public override string ToString() => _text ?? "";

    internal static CardToken FromHash(ReadOnlySpan<byte> hash) => new("pan_" + Base64Url.EncodeToString(hash));
}

/// <summary>Turns a card number into a token at the door; what stands behind the door never sees a number.</summary>
public interface ICardTokeniser
{
    /// <summary>The same token for the same number, always.</summary>
    CardToken Tokenise(Pan pan);
}

/// <summary>
/// Tokens by a keyed hash (HMAC-SHA-256, first 24 bytes): whoever lacks the key cannot try the 10^10 numbers of an issuer against a token.
/// </summary>
/// <param name="key">At least 16 bytes of secret; whoever gives it keeps it.</param>
public sealed class KeyedCardTokeniser(ReadOnlyMemory<byte> key) : ICardTokeniser
{
    private const int KeyBytesMin = 16;
    private const int TokenBytes = 24;

    private readonly ReadOnlyMemory<byte> _key =
        key.Length >= KeyBytesMin ? key : throw new ArgumentException($"A key has at least {KeyBytesMin} bytes.", nameof(key));

    /// <inheritdoc/>
    public CardToken Tokenise(Pan pan)
    {
        Span<byte> digits = stackalloc byte[Pan.LengthMax];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Span, digits[..pan.Write(digits)], hash);
        digits.Clear();
        return CardToken.FromHash(hash[..TokenBytes]);
    }
}
