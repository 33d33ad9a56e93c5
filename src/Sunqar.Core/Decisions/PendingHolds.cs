using Sunqar.Core.Payments;

namespace Sunqar.Core.Decisions;

/// <summary>Payments held and not yet confirmed, undone or lapsed. A hold lapses after its own time, unless a measure keeps it
/// longer.</summary>
internal sealed class PendingHolds
{
    private readonly Dictionary<(string Institution, string Id), Hold> _holds = [];
    private readonly PriorityQueue<(string Institution, string Id), (long LookUs, long Order)> _byLook = new();
    private long _order;

    /// <param name="LookUs">When it is looked at next: at its expiry, or when the measure that keeps it ends.</param>
    /// <param name="IsGiven">Its lapse was given out and is being appended: it is not given out twice.</param>
    private readonly record struct Hold(SealedPayment Payment, long ExpiresUs, long LookUs, bool IsGiven = false);

    public int Count => _holds.Count;

    /// <summary>The holds in the order in which they lapse by their own time.</summary>
    public IEnumerable<(SealedPayment Payment, long ExpiresUs)> All =>
        _holds
            .Values.OrderBy(h => h.ExpiresUs)
            .ThenBy(h => h.Payment.Institution, StringComparer.Ordinal)
            .ThenBy(h => h.Payment.Id, StringComparer.Ordinal)
            .Select(h => (h.Payment, h.ExpiresUs));

    public void Add(in SealedPayment payment, long expiresUs) => Look(new Hold(payment, expiresUs, expiresUs));

    public void Remove(in SealedPayment payment) => _holds.Remove((payment.Institution, payment.Id));

    /// <summary>A measure ended: what it kept is looked at again.</summary>
    public void LookAgain(long atUs)
    {
        foreach (var hold in _holds.Values.Where(h => !h.IsGiven && h.LookUs > h.ExpiresUs).ToList())
            Look(hold with { LookUs = Math.Min(hold.LookUs, Math.Max(hold.ExpiresUs, atUs)) });
    }

    /// <param name="measures">What keeps holds from lapsing.</param>
    public IReadOnlyList<HoldLapsed> Due(long nowUs, int most, MeasureTable measures)
    {
        List<HoldLapsed>? due = null;
        while ((due?.Count ?? 0) < most && _byLook.TryPeek(out var key, out var at) && at.LookUs <= nowUs)
        {
            _byLook.Dequeue();
            if (!_holds.TryGetValue(key, out var hold) || hold.LookUs != at.LookUs || hold.IsGiven)
                continue;
            var keptUs = measures.KeptUntil(hold.Payment);
            if (keptUs > nowUs)
            {
                Look(hold with { LookUs = keptUs });
                continue;
            }
            _holds[key] = hold with { IsGiven = true };
            (due ??= []).Add(new HoldLapsed(hold.Payment, Math.Max(at.LookUs, keptUs)));
        }
        // The queue gave the key up; the hold itself goes when the lapse is applied. One that the caller fails to append comes back after a
        // restart.
        return due ?? (IReadOnlyList<HoldLapsed>)[];
    }

    private void Look(in Hold hold)
    {
        var key = (hold.Payment.Institution, hold.Payment.Id);
        _holds[key] = hold;
        _byLook.Enqueue(key, (hold.LookUs, _order++));
    }
}
