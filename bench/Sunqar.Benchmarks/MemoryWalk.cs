namespace Sunqar.Benchmarks;

/// <summary>What it takes to wait for memory: the time of one step of a walk in which each place says where the next is, so that no two
/// waits pass together.</summary>
internal static class MemoryWalk
{
    private const int Steps = 20_000;
    private static int[] _ring = [];
    private static int _at;

    /// <summary>Nanoseconds of processor time a step, through so many MiB.</summary>
    public static double StepNs(int mebibytes)
    {
        var places = Math.Min(mebibytes, 512) << 18;
        if (_ring.Length != places)
            _ring = Ring(places);
        var began = CpuClock.Nanoseconds;
        var at = _at % places;
        for (var i = 0; i < Steps; i++)
            at = _ring[at];
        _at = at;
        return (double)(CpuClock.Nanoseconds - began) / Steps;
    }

    /// <summary>One ring through all places in an order of chance (Sattolo).</summary>
    private static int[] Ring(int places)
    {
        var (ring, dice) = (new int[places], new Random(1));
        for (var i = 0; i < places; i++)
            ring[i] = i;
        for (var i = places - 1; i > 0; i--)
        {
            var other = dice.Next(i);
            (ring[i], ring[other]) = (ring[other], ring[i]);
        }
        return ring;
    }
}
