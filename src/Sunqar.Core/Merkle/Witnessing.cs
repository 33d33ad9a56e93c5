namespace Sunqar.Core.Merkle;

/// <summary>What a witness cries out.</summary>
public enum LogAlarm : byte
{
    None = 0,

    /// <summary>Two heads of one size with different roots: two histories are shown to two people.</summary>
    Fork = 1,

    /// <summary>A larger tree that does not begin with the smaller one: what was recorded has been changed, dropped or reordered.</summary>
    Rewrite = 2,

    /// <summary>A smaller tree than before: the end of the log is gone.</summary>
    Shrunk = 3,

    /// <summary>Signed by another key.</summary>
    OtherKey = 4,

    /// <summary>It claims this key, and the signature is not of it.</summary>
    Forged = 5,

    /// <summary>What is served is no head.</summary>
    Malformed = 6,

    /// <summary>No new head within the time allowed: the log is stopped, hidden, or shown to others only.</summary>
    Silent = 7,

    /// <summary>A head from the future: it would cover a silence to come.</summary>
    Future = 8,

    /// <summary>A stream that the log marks is shorter than it was marked before, in the same epoch: an older copy stands in its
    /// place.</summary>
    RolledBack = 9,

    /// <summary>The log is another, and says that two persons restored an older copy: no theft, and to be asked about all the
    /// same.</summary>
    Restored = 10,
}

/// <summary>What a witness makes of a head.</summary>
public abstract record WitnessFinding
{
    private WitnessFinding() { }

    /// <summary>The log grew by what follows what was known.</summary>
    public sealed record Advanced(HeadReading.Good Head, long Leaves) : WitnessFinding;

    /// <summary>Two persons restored an older copy of what the log marks, and the log itself goes on: a new epoch.</summary>
    public sealed record Reopened(long Epoch) : WitnessFinding;

    /// <summary>The same tree, said again; or an earlier head of it, which a slow mirror shows.</summary>
    public sealed record Same(HeadReading.Good Head) : WitnessFinding;

    /// <param name="Known">The head that was held before: with <paramref name="Shown"/> it proves the charge to anybody who has the public
    /// key.</param>
    /// <param name="Shown">What was served; empty where nothing was.</param>
    public sealed record Alarmed(LogAlarm Alarm, string Reason, string Known, string Shown) : WitnessFinding;
}

/// <summary>
/// Judges the heads of one log by its public key and the last good head. Pure: whoever calls fetches, waits and keeps <see cref="Last"/>.
/// After an alarm what is known stays.
/// </summary>
public sealed class Witnessing(LogKey key, HeadReading.Good? last, long silenceMaxUs, long startedUs)
{
    /// <summary>How far a log's clock may be ahead of the witness's, microseconds.</summary>
    public const long ClockSkewUsMax = 5 * 60 * 1_000_000L;

    /// <summary>The largest good head, newest where several are of its size.</summary>
    public HeadReading.Good? Last { get; private set; } = last;

    /// <summary>Judges what was served.</summary>
    /// <param name="proof">Fetches the consistency proof between two sizes; null where none is served.</param>
    public async ValueTask<WitnessFinding> JudgeAsync(string note, long nowUs, Func<long, long, ValueTask<IReadOnlyList<byte[]>?>> proof)
    {
        if (key.Read(note) is not HeadReading.Good shown)
            return Unreadable(note);
        if (shown.Head.TimeUs > nowUs + ClockSkewUsMax)
            return Alarm(LogAlarm.Future, $"the head is of {shown.Head.Time}, which has not come yet", note);
        if (Last is { } known && await AgainstAsync(known, shown, proof) is { } charge)
            return charge;
        var before = Last?.Head.Size ?? -1;
        if (Last is null || shown.Head.Size > before || shown.Head.TimeUs > Last.Head.TimeUs)
            Last = shown;
        if (nowUs - Last.Head.TimeUs > silenceMaxUs)
            return Alarm(LogAlarm.Silent, $"the newest head is of {Last.Head.Time}", note);
        return shown.Head.Size > before
            ? new WitnessFinding.Advanced(shown, shown.Head.Size - Math.Max(before, 0))
            : new WitnessFinding.Same(shown);
    }

    /// <summary>Nothing was served; null as long as that may be.</summary>
    public WitnessFinding.Alarmed? Nothing(long nowUs, string why) =>
        nowUs - (Last?.Head.TimeUs ?? startedUs) > silenceMaxUs
            ? Alarm(LogAlarm.Silent, Last is null ? $"no head at all; {why}" : $"the newest head is of {Last.Head.Time}; {why}", "")
            : null;

    /// <summary>Holds a head that another witness was shown against the own: two histories cannot both be the log's.</summary>
    public async ValueTask<WitnessFinding?> CompareAsync(string note, Func<long, long, ValueTask<IReadOnlyList<byte[]>?>> proof)
    {
        if (key.Read(note) is not HeadReading.Good other)
            return Unreadable(note);
        if (Last is not { } own)
            return null;
        return other.Head.Size <= own.Head.Size
            ? await OrderedAsync(other, own, other.Note, proof)
            : await OrderedAsync(own, other, other.Note, proof);
    }

    private async ValueTask<WitnessFinding?> AgainstAsync(
        HeadReading.Good known,
        HeadReading.Good shown,
        Func<long, long, ValueTask<IReadOnlyList<byte[]>?>> proof
    ) =>
        shown.Head.Size < known.Head.Size
            ? Alarm(LogAlarm.Shrunk, $"the log had {known.Head.Size} leaves at {known.Head.Time} and shows {shown.Head.Size}", shown.Note)
            : await OrderedAsync(known, shown, shown.Note, proof);

    private async ValueTask<WitnessFinding?> OrderedAsync(
        HeadReading.Good smaller,
        HeadReading.Good larger,
        string note,
        Func<long, long, ValueTask<IReadOnlyList<byte[]>?>> proof
    )
    {
        var (from, to) = (smaller.Head, larger.Head);
        if (from.Size == to.Size)
        {
            return from.HasRoot(to.Root.Span) ? null : Alarm(LogAlarm.Fork, $"two different trees of {from.Size} leaves are signed", note);
        }
        // Every tree begins with the one without leaves.
        if (from.Size == 0)
            return null;
        if (await proof(from.Size, to.Size) is not { } path)
        {
            return Alarm(
                LogAlarm.Rewrite,
                $"no proof is served that the tree of {to.Size} leaves begins with the one of {from.Size}",
                note
            );
        }
        return MerkleCheck.Consistency(from.Size, to.Size, from.Root.Span, to.Root.Span, path)
            ? null
            : Alarm(LogAlarm.Rewrite, $"the tree of {to.Size} leaves does not begin with the one of {from.Size}", note);
    }

    private WitnessFinding.Alarmed Unreadable(string note) =>
        key.Read(note) switch
        {
            HeadReading.OtherKey other => Alarm(
                LogAlarm.OtherKey,
                $"signed by {other.Name} {other.KeyId}, not by {key.Name} {key.Id}",
                note
            ),
            HeadReading.Forged => Alarm(LogAlarm.Forged, $"the signature is not of {key.Name} {key.Id}", note),
            HeadReading.Malformed malformed => Alarm(
                LogAlarm.Malformed,
                malformed.Reason,
                note.Length > LogKey.NoteLengthMax ? note[..LogKey.NoteLengthMax] : note
            ),
            _ => throw new InvalidOperationException("A good head is readable."),
        };

    private WitnessFinding.Alarmed Alarm(LogAlarm alarm, string reason, string shown) => new(alarm, reason, Last?.Note ?? "", shown);
}
