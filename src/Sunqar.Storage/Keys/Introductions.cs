namespace Sunqar.Storage.Keys;

/// <summary>
/// Which entries the journal is known to have introduced. An entry is durable before its first fact, so a crash may come between the two:
/// such a subject is introduced once more when it is met again, which does no harm.
/// </summary>
internal sealed class Introductions
{
    private readonly HashSet<int> _lost = [];
    private readonly List<int> _awaiting = [];
    private long _safe;

    /// <summary>Up to which entry of the file the journal holds the introductions, lost ones apart.</summary>
    public long Confirmed { get; private set; }

    /// <summary>What the file may say: not more than was so at the start, while introductions from before are still missing.</summary>
    public long Noted => _lost.Count > 0 ? _safe : Confirmed;

    /// <summary>Slots whose introduction may be missing in the journal.</summary>
    public IReadOnlyCollection<int> Lost => _lost;

    /// <summary>Slots written and introduced, but not yet confirmed.</summary>
    public IReadOnlyList<int> Awaiting => _awaiting;

    /// <param name="safe">Up to which entry the file says that all are introduced.</param>
    /// <param name="written">Entries in the file.</param>
    /// <param name="lost">Slots of those behind <paramref name="safe"/>.</param>
    public void Start(long safe, long written, IEnumerable<int> lost)
    {
        (_safe, Confirmed) = (safe, written);
        _awaiting.Clear();
        _lost.Clear();
        _lost.UnionWith(lost);
    }

    /// <summary>True where the subject has to be introduced again; the caller does so.</summary>
    public bool TakeLost(int slot) => _lost.Count > 0 && _lost.Remove(slot);

    public void AddLost(int slot) => _lost.Add(slot);

    /// <summary>The entry of a slot was written, as the file's next.</summary>
    public void Wrote(int slot) => _awaiting.Add(slot);

    /// <summary>The journal holds the introductions of every entry written so far, up to a number.</summary>
    public void Confirm(long upTo)
    {
        var count = (int)Math.Min(upTo - Confirmed, _awaiting.Count);
        if (count <= 0)
            return;
        _awaiting.RemoveRange(0, count);
        Confirmed += count;
    }
}
