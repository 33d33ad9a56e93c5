namespace Sunqar.Core.Transfers;

/// <summary>
/// How many threads data-parallel work is spread over: as many as the machine runs at once, and no more. Without a bound the thread pool
/// takes long blocks for blocked threads and adds one a second, until hundreds fight for two cores. Results never depend on this number.
/// </summary>
public static class Cores
{
    public static ParallelOptions Options { get; } = Bounded();

    private static ParallelOptions Bounded()
    {
        // By default the pool keeps at least one thread a core: the number of cores, without asking the environment.
        ThreadPool.GetMinThreads(out var threads, out _);
        return new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) };
    }
}
