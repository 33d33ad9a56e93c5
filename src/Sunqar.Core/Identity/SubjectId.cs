namespace Sunqar.Core.Identity;

/// <summary>What kind of thing a <see cref="SubjectId"/> stands for.</summary>
public enum SubjectKind : byte
{
    None = 0,
    Person = 1,
    Account = 2,
    Card = 3,
    Device = 4,

    /// <summary>A telephone number.</summary>
    Phone = 5,

    /// <summary>A network address (IP).</summary>
    Ip = 6,
}

/// <summary>
/// A random 64-bit name for a person, account, card, device, telephone or network address. It says nothing about whom it stands for: only
/// the key store maps a keyed hash of the real identifier to it. Facts carry this instead of personal data. Zero means "absent".
/// </summary>
public readonly record struct SubjectId(ulong Value) : IComparable<SubjectId>
{
    public static readonly SubjectId None = default;
    public bool IsNone => Value == 0;

    public int CompareTo(SubjectId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
