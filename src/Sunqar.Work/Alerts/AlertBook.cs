using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Alerts;

/// <summary>The alerts of a journal, folded as far as somebody asked: from the newest snapshot, then fact by fact. Not
/// thread-safe.</summary>
public sealed class AlertBook
{
    /// <summary>Name of the fold's snapshots.</summary>
    private const string FoldName = "alerts";

    /// <summary>A snapshot is kept when at least so many facts came since the last.</summary>
    private const long SnapshotFactsMin = 100_000;

    private readonly IJournal _journal;
    private readonly AlertFold _alerts;
    private readonly Suppressions _suppressions = new();
    private long _kept;
    private readonly CaseMentions _cases = new();
    private long _casesNext;
    private long _actsNext;

    public AlertBook(IJournal journal)
    {
        _journal = journal;
        var snapshot = journal.LatestSnapshot(Streams.Payments, FoldName);
        _alerts = (snapshot is null ? null : AlertSnapshot.Restore(snapshot.Content)) ?? new AlertFold();
        _kept = _alerts.Next;
    }

    internal AlertFold Fold => _alerts;

    /// <summary>Times that a rule spoke of a week that was let go, or of alerts let go with it.</summary>
    public long Forgotten => _alerts.Forgotten;

    /// <summary>Times that a rule spoke of a payment that names nobody and nothing.</summary>
    public long Unattributed => _alerts.Unattributed;

    /// <summary>Reads on, at most so many facts.</summary>
    /// <returns>How many there were; fewer than asked for at the journal's end.</returns>
    public int Advance(int factsMax, CancellationToken cancel)
    {
        var read = 0;
        // Most payments say nothing to alerts: they are passed over as they lie, so that following the desk makes no garbage beside it.
        foreach (var recorded in _journal.Read(Streams.Payments, _alerts.Next, IsWanted))
        {
            cancel.ThrowIfCancellationRequested();
            _alerts.Apply(in recorded);
            if (++read == factsMax)
                break;
        }
        var head = _journal.Head(Streams.Cases).Next;
        if (head > _casesNext)
        {
            foreach (var recorded in _journal.Read(Streams.Cases, _casesNext))
            {
                _suppressions.Apply(recorded.Fact);
                _cases.Apply(recorded.Fact);
            }
            _casesNext = head;
            read = Math.Max(read, 1);
        }
        var acts = _journal.Head(Streams.Acts).Next;
        if (acts > _actsNext)
        {
            foreach (var suppressed in _journal.Read<Act>(Streams.Acts, _actsNext).SelectMany(act => act.What).OfType<AlertSuppressed>())
            {
                _suppressions.Apply(suppressed);
                read = Math.Max(read, 1);
            }
            _actsNext = acts;
        }
        return read;
    }

    private bool IsWanted(in DecidedPaymentRow row) =>
        row.ReasonCount > 0 || _alerts.MayChange(row.Sender, row.Recipient, row.Device, row.TimeUs);

    /// <summary>Keeps the state where folding it again would take long.</summary>
    /// <exception cref="IOException">It found no room; nothing is lost, the next start reads more.</exception>
    public void Keep()
    {
        if (_alerts.Next - _kept < SnapshotFactsMin)
            return;
        _journal.SaveSnapshot(Streams.Payments, FoldName, _alerts.Next, AlertSnapshot.Save(_alerts));
        _kept = _alerts.Next;
    }

    /// <summary>Every alert, suppressed ones too, the strictest answer first, then the newest.</summary>
    public IReadOnlyList<Alert> List() => _alerts.List(_suppressions, _cases);
}
