using Sunqar.Core.Decisions;

namespace Sunqar.Work.Deciding;

/// <summary>What the desk did since it opened. The desk's thread counts; anyone reads, and may see a number that is a moment old.</summary>
public sealed class DeskCounts
{
    private readonly long[] _outcomes = new long[(int)Outcome.Block + 1];
    private long _refused;

    public long Duplicates { get; private set; }

    public long Conflicts { get; private set; }

    /// <summary>Payments that got no answer because nothing could be made durable.</summary>
    public long Failed { get; private set; }

    public long Lapsed { get; private set; }

    /// <summary>Groups flushed, and the facts in them.</summary>
    public long Groups { get; private set; }

    public long Facts { get; private set; }

    /// <summary>Times that newer registers, lists or rates were taken in.</summary>
    public long LookupsTaken { get; private set; }

    /// <summary>Entries that the engine's windows hold, and the bytes that these take.</summary>
    public long WindowEntries { get; private set; }

    /// <inheritdoc cref="WindowEntries"/>
    public long WindowBytes { get; private set; }

    /// <summary>Bytes of windows beyond which no new payment is decided.</summary>
    public long WindowBytesMax { get; private set; }

    /// <summary>Payments refused because too many waited.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public long Decided(Outcome outcome) => Volatile.Read(ref _outcomes[(int)outcome]);

    internal void Refuse(int payments) => Interlocked.Add(ref _refused, payments);

    internal void Fail(int payments) => Failed += payments;

    internal void Lapse(int holds) => Lapsed += holds;

    internal void Flushed(int facts)
    {
        Groups++;
        Facts += facts;
    }

    internal void Weigh(long entries, long bytes, long bytesMax) =>
        (WindowEntries, WindowBytes, WindowBytesMax) = (entries, bytes, bytesMax);

    internal void TakeLookups() => LookupsTaken++;

    internal void Answered(DeskTicket ticket)
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
    }
}
