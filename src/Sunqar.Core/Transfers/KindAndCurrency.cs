using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>How a transfer moved and in which currency, as two bytes of a column: six bits of kind, ten of currency.</summary>
public readonly record struct KindAndCurrency
{
    /// <summary>Kinds are numbered below this.</summary>
    public const int KindsMax = 1 << KindBits;

    private const int KindBits = 6;

    private readonly ushort _packed;

    /// <exception cref="ArgumentOutOfRangeException">A kind or currency there is not.</exception>
    public KindAndCurrency(TransferKind kind, Currency currency)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)kind, KindsMax, nameof(kind));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)currency, ushort.MaxValue >> KindBits, nameof(currency));
        _packed = (ushort)(((int)currency << KindBits) | (int)kind);
    }

    public TransferKind Kind => (TransferKind)(_packed & (KindsMax - 1));

    public Currency Currency => (Currency)(_packed >> KindBits);
}
