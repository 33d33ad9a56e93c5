using Sunqar.Core.Cases;
using Sunqar.Storage.Journal;

namespace Sunqar.Server.Jobs;

/// <summary>The alerts of a journal, folded as far as somebody asked: from the newest snapshot, then fact by fact. Not thread-safe.</summary>
public sealed class AlertBook
{
    /// <summary>Name of the fold's snapshots.</summary>
    private const string Fold = "alerts";

    /// <summary>A snapshot is kept when at least so many facts came since the last.</summary>
    private const long SnapshotFactsMin = 100_000;

    private readonly IJournal _journal;
    private readonly AlertFold _alerts;
    private readonly Suppressions _suppressions = new();
    private long _kept;
    private long _suppressionsNext;

    public AlertBook(IJournal journal)
    {
        _journal = journal;
        var snapshot = journal.LatestSnapshot(Streams.Payments, Fold);
        _alerts = (snapshot is null ? null : AlertSnapshot.Restore(snapshot.Content)) ?? new AlertFold();
        _kept = _alerts.Next;
    }

    /// <summary>Times that a rule spoke of a week that was let go, or of alerts let go with it.</summary>
    public long Forgotten => _alerts.Forgotten;

    /// <summary>Times that a rule spoke of a payment that names nobody and nothing.</summary>
    public long Unattributed => _alerts.Unattributed;

    /// <summary>Reads on, at most so many facts.</summary>
    /// <returns>How many there were; fewer than asked for at the journal's end.</returns>
    public int Advance(int factsMax, CancellationToken cancel)
    {
        var read = 0;
        foreach (var recorded in _journal.Read(Streams.Payments, _alerts.Next))
        {
            cancel.ThrowIfCancellationRequested();
            _alerts.Apply(in recorded);
            if (++read == factsMax) break;
        }
        var head = _journal.Head(Streams.Cases).Next;
        if (head > _suppressionsNext)
        {
            foreach (var suppressed in _journal.Read<AlertSuppressed>(Streams.Cases, _suppressionsNext)) _suppressions.Apply(suppressed);
            _suppressionsNext = head;
            read = Math.Max(read, 1);
        }
        return read;
    }

    /// <summary>Keeps the state where folding it again would take long.</summary>
    /// <exception cref="IOException">It found no room; nothing is lost, the next start reads more.</exception>
    public void Keep()
    {
        if (_alerts.Next - _kept < SnapshotFactsMin) return;
        _journal.SaveSnapshot(Streams.Payments, Fold, _alerts.Next, AlertSnapshot.Save(_alerts));
        _kept = _alerts.Next;
    }

    /// <summary>Every alert, suppressed ones too, the strictest answer first, then the newest.</summary>
    public IReadOnlyList<Alert> List() => _alerts.List(_suppressions);
}
