using System.Runtime.InteropServices;

namespace Sunqar.Benchmarks;

/// <summary>What this thread has used of a processor, whatever else runs on the machine.</summary>
internal static class CpuClock
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux.</summary>
    private const int ThisThread = 3;

    public static long Nanoseconds
    {
        get
        {
            _ = clock_gettime(ThisThread, out var time);
            return time.Seconds * 1_000_000_000 + time.Nanoseconds;
        }
    }

    private readonly record struct Time(long Seconds, long Nanoseconds);

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);
}
