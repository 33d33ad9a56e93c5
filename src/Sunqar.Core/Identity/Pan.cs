using System.Numerics;

namespace Sunqar.Core.Identity;

/// <summary>Why a text is not a card number: the first rule it breaks.</summary>
public enum PanFault : byte
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Not 12 to 19 characters (ISO/IEC 7812-1 with the shortest in use).</summary>
    Length = 1,

    /// <summary>A character that is no ASCII digit; spaces and dashes included.</summary>
    NotDigits = 2,

    /// <summary>The last digit does not check the others (Luhn, ISO/IEC 7812-1 annex B).</summary>
    CheckDigit = 3,
}

/// <summary>
/// A primary account number, on its way to becoming a <see cref="CardToken"/> and nowhere else: a ref struct, so it cannot be a field, be
/// boxed or outlive the call, and it prints nothing. The default value holds no number and cannot be tokenised.
/// </summary>
public readonly ref struct Pan
{
    /// <summary>Fewest digits.</summary>
    public const int LengthMin = 12;

    /// <summary>Most digits.</summary>
    public const int LengthMax = 19;

    private readonly ulong _digits;

    private Pan(ulong digits, int length)
    {
        _digits = digits;
        Length = length;
    }

    /// <summary>Number of digits; 0 for the default value.</summary>
    public int Length { get; }

    /// <summary>Reads digits, without allocating.</summary>
    /// <param name="fault">The first rule that the text breaks.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Pan pan, out PanFault fault) => Read(text, out pan, out fault);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Pan, out PanFault)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out Pan pan, out PanFault fault) => Read(text, out pan, out fault);

    /// <summary>Writes the digits as ASCII, for the keyed hash alone.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidOperationException">There is no number.</exception>
    internal int Write(Span<byte> text)
    {
        if (Length == 0)
        {
            throw new InvalidOperationException("There is no card number.");
        }
        var rest = _digits;
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        return Length;
    }

    /// <summary>Never the number: a log or message that formats it by mistake shows this.</summary>
    public override string ToString() => "(card number)";

    private static bool Read<T>(ReadOnlySpan<T> text, out Pan pan, out PanFault fault)
        where T : unmanaged, IBinaryInteger<T>
    {
        pan = default;
        ulong packed = 0;
        fault =
            text.Length is < LengthMin or > LengthMax ? PanFault.Length
            : !TwelveDigits.TryPack(text, out packed) ? PanFault.NotDigits
            : PassesLuhn(packed) ? PanFault.None
            : PanFault.CheckDigit;
        if (fault == PanFault.None)
        {
            pan = new Pan(packed, text.Length);
        }
        return fault == PanFault.None;
    }

    private static bool PassesLuhn(ulong number)
    {
        var sum = 0;
        for (var doubled = false; number > 0; number /= 10, doubled = !doubled)
        {
            var digit = (int)(number % 10) * (doubled ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }
}
