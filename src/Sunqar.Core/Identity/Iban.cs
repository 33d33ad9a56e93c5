using System.Numerics;

namespace Sunqar.Core.Identity;

/// <summary>Why a text is not an <see cref="Iban"/>: the first rule it breaks.</summary>
public enum IbanFault : byte
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Not twenty characters.</summary>
    Length = 1,

    /// <summary>Not an account in Kazakhstan: the text does not begin with KZ.</summary>
    Country = 2,

    /// <summary>A character other than digits where digits stand, or 0-9, A-Z in the account; spaces and lower case included.</summary>
    Characters = 3,

    /// <summary>The check digits are not those of the rest.</summary>
    CheckDigits = 4,
}

/// <summary>
/// International bank account number of Kazakhstan: <c>KZkk BBB A{13}</c>, two check digits, a bank code of three digits, thirteen
/// characters of account. Source: ISO 13616, ISO 7064 MOD 97-10. The default value is <see cref="None"/>; every other value has passed
/// every rule of <see cref="IbanFault"/>.
/// </summary>
public readonly struct Iban : IEquatable<Iban>
{
    /// <summary>Characters in an IBAN of Kazakhstan.</summary>
    public const int Length = 20;

    /// <summary>Characters of the account within the bank.</summary>
    public const int AccountLength = 13;

    /// <summary>No IBAN: the default value.</summary>
    public static readonly Iban None;

    private const int HeadLength = 7;

    // One more than bank code and account as one number of base 36, so that 0 stays free for None. The check digits follow from it.
    private readonly UInt128 _packed;

    private Iban(UInt128 basic) => _packed = basic + 1;

    private static UInt128 Accounts { get; } = UInt128.CreateChecked(BigInteger.Pow(36, AccountLength));

    /// <summary>True for the default value, which names no account.</summary>
    public bool IsNone => _packed == 0;

    /// <summary>Three digits: 601 Halyk, 722 Kaspi, 965 Forte; 0 for <see cref="None"/>.</summary>
    public int BankCode => IsNone ? 0 : (int)((_packed - 1) / Accounts);

    /// <summary>Reads twenty characters, without allocating.</summary>
    /// <param name="fault">The first rule that the text breaks.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Iban iban, out IbanFault fault) => Read(text, out iban, out fault);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Iban, out IbanFault)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out Iban iban, out IbanFault fault) => Read(text, out iban, out fault);

    /// <summary>The IBAN of a numbered account at a bank.</summary>
    /// <param name="bankCode">0..999.</param>
    /// <param name="account">Below 10^13.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is out of its range.</exception>
    public static Iban FromParts(int bankCode, long account)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bankCode, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bankCode, 999);
        ArgumentOutOfRangeException.ThrowIfLessThan(account, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(account, 9_999_999_999_999);
        UInt128 basic = 0,
            place = 1;
        for (var i = 0; i < AccountLength; i++, place *= 36, account /= 10)
        {
            basic += (ulong)(account % 10) * place;
        }
        return new Iban(basic + (ulong)bankCode * Accounts);
    }

    /// <summary>The twenty characters; empty for <see cref="None"/>.</summary>
    public override string ToString() =>
        IsNone
            ? ""
            : string.Create(
                Length,
                _packed - 1,
                static (text, basic) =>
                {
                    Render(basic, text);
                    var check = CheckDigits<char>(text);
                    text[2] = (char)('0' + check / 10);
                    text[3] = (char)('0' + check % 10);
                }
            );

    /// <summary>Same account.</summary>
    public bool Equals(Iban other) => _packed == other._packed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Iban other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _packed.GetHashCode();

    /// <summary>Same account.</summary>
    public static bool operator ==(Iban left, Iban right) => left.Equals(right);

    /// <summary>Another account.</summary>
    public static bool operator !=(Iban left, Iban right) => !left.Equals(right);

    private static bool Read<T>(ReadOnlySpan<T> text, out Iban iban, out IbanFault fault)
        where T : unmanaged, IBinaryInteger<T>
    {
        iban = None;
        fault = Judge(text);
        if (fault != IbanFault.None)
        {
            return false;
        }
        UInt128 basic = 0;
        for (var i = 4; i < Length; i++)
        {
            // The bank's three digits are a plain number before an account of base 36.
            basic = basic * (i < HeadLength ? 10u : 36u) + (uint)Value(text[i]);
        }
        iban = new Iban(basic);
        return true;
    }

    private static IbanFault Judge<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (text.Length != Length)
        {
            return IbanFault.Length;
        }
        if (uint.CreateTruncating(text[0]) != 'K' || uint.CreateTruncating(text[1]) != 'Z')
        {
            return IbanFault.Country;
        }
        for (var i = 2; i < Length; i++)
        {
            var value = Value(text[i]);
            if (value < 0 || (i < HeadLength && value > 9))
            {
                return IbanFault.Characters;
            }
        }
        return Value(text[2]) * 10 + Value(text[3]) == CheckDigits(text) ? IbanFault.None : IbanFault.CheckDigits;
    }

    /// <summary>98 less the rest, modulo 97, of bank and account, then KZ00, letters as 10..35 (ISO 13616).</summary>
    private static int CheckDigits<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        var rest = 0;
        for (var i = 4; i < Length; i++)
        {
            var value = Value(text[i]);
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        const int Kz00 = 20_35_00;
        return 98 - (int)((rest * 1_000_000L + Kz00) % 97);
    }

    private static int Value<T>(T character)
        where T : unmanaged, IBinaryInteger<T> =>
        uint.CreateTruncating(character) switch
        {
            >= '0' and <= '9' and var digit => (int)(digit - '0'),
            >= 'A' and <= 'Z' and var letter => (int)(letter - 'A') + 10,
            _ => -1,
        };

    private static void Render(UInt128 basic, Span<char> text)
    {
        for (var i = Length - 1; i >= 4; i--)
        {
            var numberBase = i < HeadLength ? 10u : 36u;
            var value = (int)(basic % numberBase);
            text[i] = (char)(value < 10 ? '0' + value : 'A' + value - 10);
            basic /= numberBase;
        }
        "KZ00".CopyTo(text);
    }
}
