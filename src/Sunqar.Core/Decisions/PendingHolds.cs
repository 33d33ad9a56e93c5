using Sunqar.Core.Payments;

namespace Sunqar.Core.Decisions;

/// <summary>Payments held and not yet confirmed, undone, suspended or lapsed; at most a day of them.</summary>
internal sealed class PendingHolds
{
    private readonly Dictionary<(string Institution, string Id), (SealedPayment Payment, long ExpiresUs)> _holds = [];
    private readonly PriorityQueue<(string Institution, string Id), (long ExpiresUs, long Order)> _byExpiry = new();
    private long _order;

    public int Count => _holds.Count;

    /// <summary>The holds in the order in which they lapse.</summary>
    public IEnumerable<(SealedPayment Payment, long ExpiresUs)> All =>
        _holds.Values.OrderBy(h => h.ExpiresUs).ThenBy(h => h.Payment.Institution, StringComparer.Ordinal).ThenBy(h => h.Payment.Id, StringComparer.Ordinal);

    public void Add(in SealedPayment payment, long expiresUs)
    {
        var key = (payment.Institution, payment.Id);
        _holds[key] = (payment, expiresUs);
        _byExpiry.Enqueue(key, (expiresUs, _order++));
    }

    public void Remove(in SealedPayment payment) => _holds.Remove((payment.Institution, payment.Id));

    public IReadOnlyList<HoldLapsed> Due(long nowUs, int most)
    {
        List<HoldLapsed>? due = null;
        while ((due?.Count ?? 0) < most && _byExpiry.TryPeek(out var key, out var at) && at.ExpiresUs <= nowUs)
        {
            _byExpiry.Dequeue();
            if (_holds.TryGetValue(key, out var hold) && hold.ExpiresUs == at.ExpiresUs)
            {
                (due ??= []).Add(new HoldLapsed(hold.Payment, at.ExpiresUs));
            }
        }
        // The queue gave the key up; the hold itself goes when the lapse is applied. One that the caller fails to append comes back after a restart.
        return due ?? (IReadOnlyList<HoldLapsed>)[];
    }
}
