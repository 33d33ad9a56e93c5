using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>Cuts pairs at one account into runs that fit the window.</summary>
internal static class HotRuns
{
    /// <summary>The run of most pairs within the window (the earliest of equals), by time.</summary>
    public static List<int> Longest(BriefPairs pairs, List<int> numbers, long windowUs)
    {
        var ordered = ByTime(pairs, numbers);
        int best = 0, bestStart = 0;
        for (int start = 0, end = 0; start < ordered.Count; start++)
        {
            while (end < ordered.Count && pairs.LastUs[ordered[end]] - pairs.FirstUs[ordered[start]] <= windowUs)
            {
                end++;
            }
            if (end - start > best) (best, bestStart) = (end - start, start);
        }
        return ordered.GetRange(bestStart, best);
    }

    /// <summary>All pairs in runs within the window, the longest taken out first; runs shorter than <paramref name="least"/> are left out.</summary>
    public static IEnumerable<List<int>> All(BriefPairs pairs, List<int> numbers, long windowUs, int least)
    {
        var left = numbers;
        while (left.Count >= least)
        {
            var run = Longest(pairs, left, windowUs);
            if (run.Count < least) yield break;
            yield return run;
            var taken = run.ToHashSet();
            left = left.FindAll(p => !taken.Contains(p));
        }
    }

    private static List<int> ByTime(BriefPairs pairs, List<int> numbers) =>
        [.. numbers.OrderBy(p => pairs.FirstUs[p]).ThenBy(p => p)];
}
