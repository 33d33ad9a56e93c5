using Sunqar.Core.Facts;
using Sunqar.Core.Payments;

namespace Sunqar.Storage.Keys;

/// <summary>What sealing a run of payments gave. Used again for the next run.</summary>
public sealed class SealedBatch
{
    private SealedPayment[] _payments = [];

    /// <summary>The payments, in the order they were given.</summary>
    public ReadOnlySpan<SealedPayment> Payments => _payments.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Facts that the journal must hold before the payments: subjects met first, names seen first.</summary>
    public List<Fact> Introductions { get; } = [];

    /// <summary>To be given to <see cref="PaymentSealer.Confirm"/> once the journal holds <see cref="Introductions"/>.</summary>
    internal KeyMark Mark { get; set; }

    internal Span<SealedPayment> Begin(int count)
    {
        if (_payments.Length < count)
            _payments = new SealedPayment[count];
        Count = count;
        Introductions.Clear();
        return _payments.AsSpan(0, count);
    }
}
