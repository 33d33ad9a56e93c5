using Sunqar.Core.Decisions;

namespace Sunqar.Server.Deciding;

/// <summary>What the desk did since it opened. The desk's thread counts; anyone reads, and may see a number that is a moment old.</summary>
public sealed class DeskCounts
{
    /// <summary>Upper bounds of the latency buckets, microseconds; the last bucket has none.</summary>
    public static readonly IReadOnlyList<long> LatencyBoundsUs = [250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000];

    private readonly long[] _outcomes = new long[(int)Outcome.Block + 1];
    private readonly long[] _latencies = new long[LatencyBoundsUs.Count + 1];
    private long _refused;

    public long Duplicates { get; private set; }

    public long Conflicts { get; private set; }

    /// <summary>Payments that got no answer because nothing could be made durable.</summary>
    public long Failed { get; private set; }

    public long Lapsed { get; private set; }

    /// <summary>Groups flushed, and the facts in them.</summary>
    public long Groups { get; private set; }

    public long Facts { get; private set; }

    /// <summary>Sum of all latencies, microseconds.</summary>
    public long LatencySumUs { get; private set; }

    /// <summary>Payments refused because too many waited.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public long Decided(Outcome outcome) => Volatile.Read(ref _outcomes[(int)outcome]);

    /// <summary>Questions answered within the bucket, by its index; the last one has no bound.</summary>
    public long LatencyBucket(int index) => Volatile.Read(ref _latencies[index]);

    internal void Refuse(int payments) => Interlocked.Add(ref _refused, payments);

    internal void Fail(int payments) => Failed += payments;

    internal void Lapse() => Lapsed++;

    internal void Flushed(int facts)
    {
        Groups++;
        Facts += facts;
    }

    internal void Answered(DeskTicket ticket, TimeSpan latency)
    {
        foreach (ref readonly var answer in ticket.Answers)
        {
            switch (answer.Status)
            {
                case DeskStatus.Decided:
                    _outcomes[(int)answer.Decision!.Outcome]++;
                    break;
                case DeskStatus.Duplicate:
                    Duplicates++;
                    break;
                case DeskStatus.Conflict:
                    Conflicts++;
                    break;
            }
        }
        var us = latency.Ticks / TimeSpan.TicksPerMicrosecond;
        LatencySumUs += us;
        var bucket = 0;
        while (bucket < LatencyBoundsUs.Count && us > LatencyBoundsUs[bucket]) bucket++;
        _latencies[bucket]++;
    }
}
