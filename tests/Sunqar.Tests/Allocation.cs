namespace Sunqar.Tests;

/// <summary>What a piece of work allocates, told so that neither the runtime nor another test changes the figure.</summary>
internal static class Allocation
{
    /// <summary>The fewest bytes that one of <paramref name="rounds"/> runs of <paramref name="work"/> allocated on this thread. A
    /// collection that falls into a run counts what was left of the thread's own piece of the heap (up to 8 KiB) as allocated, and
    /// code that is not compiled finally yet may box; what the work itself allocates, it allocates every time. The first run warms up
    /// and does not count; the rest of the rounds are left out as soon as one run allocated nothing.</summary>
    public static long Least(int rounds, Action work)
    {
        work();
        var least = long.MaxValue;
        for (var round = 0; round < rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
