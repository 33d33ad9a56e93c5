using System.Numerics;

namespace Sunqar.Core.Identity;

/// <summary>Why a text is not an <see cref="Iin"/>: the first rule it breaks.</summary>
public enum IinFault : byte
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Not twelve characters.</summary>
    Length = 1,

    /// <summary>A character that is no ASCII digit.</summary>
    NotDigits = 2,

    /// <summary>Digit 5 is 4, 5 or 6: the number of an organisation (a <see cref="Bin"/>), not of a person.</summary>
    Organisation = 3,

    /// <summary>Digit 7 (sex and century) is not 0..6.</summary>
    SexCentury = 4,

    /// <summary>The first six digits are no date in the century that digit 7 names.</summary>
    Date = 5,

    /// <summary>No digit could check the first eleven: such a number is never issued.</summary>
    NeverIssued = 6,

    /// <summary>The last digit does not check the first eleven.</summary>
    CheckDigit = 7,
}

/// <summary>Sex as digit 7 of an IIN records it.</summary>
public enum Sex : byte
{
    /// <summary>Not stated (digit 7 is 0).</summary>
    Unknown = 0,
    Male = 1,
    Female = 2,
}

/// <summary>
/// Individual identification number of a person in Kazakhstan: <c>YYMMDD G NNNN C</c>. G is 1/2 for a man/woman born in 18xx, 3/4 in
/// 19xx, 5/6 in 20xx, and 0 for a foreigner, of whose birth the century is then unknown. The default value is <see cref="None"/>; every
/// other value has passed every rule of <see cref="IinFault"/>.
/// </summary>
public readonly struct Iin : IEquatable<Iin>
{
    /// <summary>Characters in an IIN.</summary>
    public const int Length = TwelveDigits.Length;

    /// <summary>No IIN: the default value. Twelve zeros hold no date, so no person has it.</summary>
    public static readonly Iin None;

    private readonly ulong _packed;

    private Iin(ulong packed) => _packed = packed;

    /// <summary>The twelve digits as one number; 0 for <see cref="None"/>.</summary>
    public ulong Packed => _packed;

    /// <summary>True for the default value, which names nobody.</summary>
    public bool IsNone => _packed == 0;

    /// <summary>Digit 7: sex and century of birth, 0..6.</summary>
    public int SexCentury => (int)(_packed / 100_000 % 10);

    /// <summary>First year of the century of birth (1800, 1900, 2000); null for a foreigner and for <see cref="None"/>.</summary>
    public int? Century => SexCentury == 0 ? null : 1800 + (SexCentury - 1) / 2 * 100;

    /// <summary>Date of birth; null where the century is unknown.</summary>
    public DateOnly? BirthDate =>
        Century is int century
            ? new DateOnly(century + (int)(_packed / 10_000_000_000), (int)(_packed / 100_000_000 % 100), (int)(_packed / 1_000_000 % 100))
            : null;

    /// <summary>Sex by digit 7.</summary>
    public Sex Sex =>
        SexCentury == 0 ? Sex.Unknown
        : SexCentury % 2 == 1 ? Sex.Male
        : Sex.Female;

    /// <summary>Reads twelve characters, without allocating.</summary>
    /// <param name="fault">The first rule that the text breaks.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Iin iin, out IinFault fault) => Read(text, out iin, out fault);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Iin, out IinFault)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out Iin iin, out IinFault fault) => Read(text, out iin, out fault);

    /// <summary>For texts that the caller knows to be valid; anything else is a bug.</summary>
    /// <exception cref="FormatException">The text breaks a rule.</exception>
    public static Iin Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var iin, out var fault) ? iin : throw new FormatException($"Not an IIN: {fault}.");

    /// <summary>The IIN that <see cref="Packed"/> gave.</summary>
    public static bool TryFromPacked(ulong packed, out Iin iin, out IinFault fault)
    {
        fault = packed >= 1_000_000_000_000 ? IinFault.Length : Judge(packed);
        iin = fault == IinFault.None ? new Iin(packed) : None;
        return fault == IinFault.None;
    }

    /// <summary>The IIN issued for these parts; null where no check digit exists and so none is ever issued.</summary>
    /// <param name="birth">Date of birth.</param>
    /// <param name="sexCentury">Digit 7, 0..6; it must name the century of <paramref name="birth"/>, or be 0.</param>
    /// <param name="serial">0..9999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parts contradict each other.</exception>
    public static Iin? FromParts(DateOnly birth, int sexCentury, int serial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(serial, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, 9999);
        var fitting = sexCentury == 0 || (sexCentury is >= 1 and <= 6 && birth.Year / 100 == 18 + (sexCentury - 1) / 2);
        if (!fitting)
        {
            throw new ArgumentOutOfRangeException(nameof(sexCentury), sexCentury, $"Digit 7 does not name the century of {birth:O}.");
        }
        var date = (ulong)(birth.Year % 100 * 10_000 + birth.Month * 100 + birth.Day);
        var eleven = date * 100_000 + (ulong)(sexCentury * 10_000 + serial);
        var check = TwelveDigits.CheckDigit(eleven);
        return check < 0 ? null : new Iin(eleven * 10 + (ulong)check);
    }

    /// <summary>Writes the twelve digits as ASCII.</summary>
    /// <exception cref="InvalidOperationException">There is no IIN to write.</exception>
    public void Write(Span<byte> twelve)
    {
        if (IsNone)
        {
            throw new InvalidOperationException("There is no IIN to write.");
        }
        TwelveDigits.Write(_packed, twelve[..Length]);
    }

    /// <summary>The twelve digits; empty for <see cref="None"/>.</summary>
    public override string ToString() => IsNone ? "" : TwelveDigits.ToText(_packed);

    /// <summary>Same twelve digits.</summary>
    public bool Equals(Iin other) => _packed == other._packed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Iin other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _packed.GetHashCode();

    /// <summary>Same twelve digits.</summary>
    public static bool operator ==(Iin left, Iin right) => left.Equals(right);

    /// <summary>Other digits.</summary>
    public static bool operator !=(Iin left, Iin right) => !left.Equals(right);

    private static bool Read<T>(ReadOnlySpan<T> text, out Iin iin, out IinFault fault)
        where T : unmanaged, IBinaryInteger<T>
    {
        iin = None;
        if (text.Length != Length)
        {
            fault = IinFault.Length;
        }
        else if (!TwelveDigits.TryPack(text, out var packed))
        {
            fault = IinFault.NotDigits;
        }
        else
        {
            return TryFromPacked(packed, out iin, out fault);
        }
        return false;
    }

    private static IinFault Judge(ulong packed)
    {
        if (packed / 10_000_000 % 10 is >= 4 and <= 6)
        {
            return IinFault.Organisation;
        }
        var sexCentury = (int)(packed / 100_000 % 10);
        if (sexCentury > 6)
        {
            return IinFault.SexCentury;
        }
        // Of a foreigner only the two digits of the year are known: 2000, a leap year like 2004, admits every 29 February that may be.
        var century = sexCentury == 0 ? 2000 : 1800 + (sexCentury - 1) / 2 * 100;
        var year = century + (int)(packed / 10_000_000_000);
        var month = (int)(packed / 100_000_000 % 100);
        var day = (int)(packed / 1_000_000 % 100);
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return IinFault.Date;
        }
        var check = TwelveDigits.CheckDigit(packed / 10);
        return check < 0 ? IinFault.NeverIssued
            : (int)(packed % 10) == check ? IinFault.None
            : IinFault.CheckDigit;
    }
}
