using System.Numerics;

namespace Sunqar.Core.Identity;

/// <summary>Why a text is not a <see cref="Bin"/>: the first rule it breaks.</summary>
public enum BinFault : byte
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Not twelve characters.</summary>
    Length = 1,

    /// <summary>A character that is no ASCII digit.</summary>
    NotDigits = 2,

    /// <summary>Digit 5 is not 4, 5 or 6; with 0..3 there it may be a person's <see cref="Iin"/>.</summary>
    NotOrganisation = 3,

    /// <summary>Digits 3 and 4 are no month.</summary>
    Month = 4,

    /// <summary>No digit could check the first eleven: such a number is never issued.</summary>
    NeverIssued = 5,

    /// <summary>The last digit does not check the first eleven.</summary>
    CheckDigit = 6,
}

/// <summary>What registers under a BIN, by its digit 5.</summary>
public enum OrganisationType : byte
{
    /// <summary>The default BIN, which names nobody.</summary>
    None = 0,
    Resident = 4,
    NonResident = 5,
    JointSoleProprietor = 6,
}

/// <summary>
/// Business identification number of an organisation in Kazakhstan: <c>YYMM T A NNNNN C</c> (year and month of registration, type,
/// attribute, serial, check digit). The default value is <see cref="None"/>; every other value has passed every rule of
/// <see cref="BinFault"/>.
/// </summary>
public readonly struct Bin : IEquatable<Bin>
{
    /// <summary>Characters in a BIN.</summary>
    public const int Length = TwelveDigits.Length;

    /// <summary>No BIN: the default value. Twelve zeros name no month, so no organisation has it.</summary>
    public static readonly Bin None;

    private readonly ulong _packed;

    private Bin(ulong packed) => _packed = packed;

    /// <summary>True for the default value, which names nobody.</summary>
    public bool IsNone => _packed == 0;

    /// <summary>Type by digit 5.</summary>
    public OrganisationType Type => (OrganisationType)(_packed / 10_000_000 % 10);

    /// <summary>Reads twelve characters, without allocating.</summary>
    /// <param name="fault">The first rule that the text breaks.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Bin bin, out BinFault fault) => Read(text, out bin, out fault);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Bin, out BinFault)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out Bin bin, out BinFault fault) => Read(text, out bin, out fault);

    /// <summary>The BIN issued for these parts; null where no check digit exists and so none is ever issued.</summary>
    /// <param name="year">Last two digits of the year of registration, 0..99.</param>
    /// <param name="month">1..12.</param>
    /// <param name="attribute">Digit 6 (head office, branch, representation, ...), 0..9.</param>
    /// <param name="serial">0..99999.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is out of its range.</exception>
    public static Bin? FromParts(int year, int month, OrganisationType type, int attribute, int serial)
    {
        CheckRange(year, 0, 99, nameof(year));
        CheckRange(month, 1, 12, nameof(month));
        CheckRange((int)type, 4, 6, nameof(type));
        CheckRange(attribute, 0, 9, nameof(attribute));
        CheckRange(serial, 0, 99_999, nameof(serial));
        var head = (ulong)(year * 10_000 + month * 100 + (int)type * 10 + attribute);
        var eleven = head * 100_000 + (ulong)serial;
        var check = TwelveDigits.CheckDigit(eleven);
        return check < 0 ? null : new Bin(eleven * 10 + (ulong)check);
    }

    /// <summary>The twelve digits; empty for <see cref="None"/>.</summary>
    public override string ToString() => IsNone ? "" : TwelveDigits.ToText(_packed);

    /// <summary>Same twelve digits.</summary>
    public bool Equals(Bin other) => _packed == other._packed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bin other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _packed.GetHashCode();

    /// <summary>Same twelve digits.</summary>
    public static bool operator ==(Bin left, Bin right) => left.Equals(right);

    /// <summary>Other digits.</summary>
    public static bool operator !=(Bin left, Bin right) => !left.Equals(right);

    private static void CheckRange(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Must be {least}..{most}.");
        }
    }

    private static bool Read<T>(ReadOnlySpan<T> text, out Bin bin, out BinFault fault)
        where T : unmanaged, IBinaryInteger<T>
    {
        bin = None;
        ulong packed = 0;
        fault =
            text.Length != Length ? BinFault.Length
            : !TwelveDigits.TryPack(text, out packed) ? BinFault.NotDigits
            : Judge(packed);
        if (fault == BinFault.None)
        {
            bin = new Bin(packed);
        }
        return fault == BinFault.None;
    }

    private static BinFault Judge(ulong packed)
    {
        if (packed / 10_000_000 % 10 is < 4 or > 6)
        {
            return BinFault.NotOrganisation;
        }
        if (packed / 100_000_000 % 100 is < 1 or > 12)
        {
            return BinFault.Month;
        }
        var check = TwelveDigits.CheckDigit(packed / 10);
        return check < 0 ? BinFault.NeverIssued
            : (int)(packed % 10) == check ? BinFault.None
            : BinFault.CheckDigit;
    }
}
