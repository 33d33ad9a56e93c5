using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>Cuts pairs at one account into runs that fit the window.</summary>
internal static class HotRuns
{
    /// <summary>The run of most pairs within the window (the earliest of equals), by time.</summary>
    public static List<int> Longest(BriefPairs pairs, List<int> numbers, long windowUs) =>
        Longest(ByTime(pairs, numbers), p => pairs.FirstUs[p], p => pairs.LastUs[p], windowUs);

    /// <summary>All pairs in runs within the window, the longest taken out first; runs shorter than <paramref name="least"/> are left
    /// out.</summary>
    public static IEnumerable<List<int>> All(BriefPairs pairs, List<int> numbers, long windowUs, int least) =>
        All(ByTime(pairs, numbers), p => pairs.FirstUs[p], p => pairs.LastUs[p], windowUs, least);

    /// <summary>The same over anything that lasts from a first to a last time.</summary>
    /// <param name="ordered">By first time.</param>
    public static IEnumerable<List<T>> All<T>(List<T> ordered, Func<T, long> firstUs, Func<T, long> lastUs, long windowUs, int least)
    {
        var left = ordered;
        while (left.Count >= least)
        {
            var run = Longest(left, firstUs, lastUs, windowUs);
            if (run.Count < least)
                yield break;
            yield return run;
            var taken = run.ToHashSet();
            left = left.FindAll(p => !taken.Contains(p));
        }
    }

    private static List<T> Longest<T>(List<T> ordered, Func<T, long> firstUs, Func<T, long> lastUs, long windowUs)
    {
        int best = 0,
            bestStart = 0;
        for (int start = 0, end = 0; start < ordered.Count; start++)
        {
            end = Math.Max(end, start);
            while (end < ordered.Count && lastUs(ordered[end]) - firstUs(ordered[start]) <= windowUs)
            {
                end++;
            }
            if (end - start > best)
                (best, bestStart) = (end - start, start);
        }
        return ordered.GetRange(bestStart, best);
    }

    private static List<int> ByTime(BriefPairs pairs, List<int> numbers) => [.. numbers.Order(Comparer<int>.Create(pairs.InTime))];
}
