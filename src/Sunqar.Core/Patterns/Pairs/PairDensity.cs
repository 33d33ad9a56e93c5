using System.Runtime.InteropServices;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>
/// How many one-off pairs begin around a time, everywhere: what chance is measured by. Told in steps (a quarter of a doubling) and by spans
/// of a day at most, so that pairs which come later change what was said of a time now and then, not always.
/// </summary>
internal sealed class PairDensity
{
    private static readonly int[] Steps = [.. Enumerable.Range(0, 121).Select(n => (int)Math.Pow(2, n / 4.0)).Distinct()];

    private readonly long _spanUs;
    private readonly Dictionary<long, int> _counts = [];
    private readonly Dictionary<long, int> _levels = [];

    /// <param name="windowUs">How far around a time is counted, microseconds, each way.</param>
    public PairDensity(long windowUs) => _spanUs = Math.Max(1, windowUs / PairEvidence.Limits.DensitySpans);

    /// <summary>The span that a time lies in.</summary>
    public long Span(long timeUs) => Math.DivRem(timeUs, _spanUs).Quotient - (timeUs % _spanUs < 0 ? 1 : 0);

    /// <summary>Counts pairs in or, below zero, out again; told only after <see cref="Settle"/>.</summary>
    public void Count(long timeUs, int pairs)
    {
        var span = Span(timeUs);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, span, out _);
        count += pairs;
        if (count == 0)
            _counts.Remove(span);
    }

    /// <summary>Pairs around a time at which one begins, rounded down to a step; at least one.</summary>
    public int Around(long timeUs) => _levels.GetValueOrDefault(Span(timeUs), 1);

    /// <summary>Brings the steps up with the counts.</summary>
    /// <returns>Spans whose step has changed.</returns>
    public HashSet<long> Settle()
    {
        var changed = new HashSet<long>();
        var spans = _counts.OrderBy(c => c.Key).ToArray();
        long sum = 0;
        for (int at = 0, low = 0, high = 0; at < spans.Length; at++)
        {
            while (high < spans.Length && spans[high].Key <= spans[at].Key + PairEvidence.Limits.DensitySpans)
            {
                sum += spans[high++].Value;
            }
            while (spans[low].Key < spans[at].Key - PairEvidence.Limits.DensitySpans)
            {
                sum -= spans[low++].Value;
            }
            var step = Array.BinarySearch(Steps, (int)Math.Min(sum, int.MaxValue));
            var level = Steps[step < 0 ? ~step - 1 : step];
            if (_levels.GetValueOrDefault(spans[at].Key) == level)
                continue;
            _levels[spans[at].Key] = level;
            changed.Add(spans[at].Key);
        }
        return changed;
    }

    /// <summary>The density over stored pairs.</summary>
    public static PairDensity Of(BriefPairs pairs, long windowUs)
    {
        var density = new PairDensity(windowUs);
        foreach (var timeUs in pairs.FirstUs)
        {
            density.Count(timeUs, 1);
        }
        density.Settle();
        return density;
    }
}
