using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Deciding;

/// <summary>
/// What a desk needs, kept up with a journal that another node writes: windows, ids, and what decisions look up. A desk that is opened with
/// it replays only what came last. One thread.
/// </summary>
public sealed class WarmDesk
{
    private const long SnapshotFactsMin = 1_000_000;

    private readonly DataFolder _folder;
    private readonly DecisionEngine _engine;
    private long _next;
    private long _keptNext;
    private string? _chain;

    /// <summary>Replays what is there.</summary>
    public WarmDesk(DataFolder folder, LoadedRulebook rulebook, CancellationToken cancel)
    {
        // Facts speak of what was looked up before them: the end is taken first.
        var end = folder.Journal.Head(Streams.Payments).Next;
        (_folder, Rulebook, Lookups) = (folder, rulebook, Lookups.Of(folder.Journal));
        var state = DeskReplay.Run(
            folder.Journal,
            Streams.Payments,
            rulebook,
            Lookups.Picture,
            folder.PaymentIds,
            folder.Sealer,
            _ => { },
            cancel,
            end
        );
        (_engine, _next, _keptNext) = (state.Engine, state.Next, state.Next - state.Replayed);
        _chain = folder.Journal.ChainAt(Streams.Payments, _next);
    }

    /// <summary>Whose windows are filled.</summary>
    public LoadedRulebook Rulebook { get; }

    /// <summary>Nobody else folds into them before the desk has them.</summary>
    public Lookups Lookups { get; }

    /// <summary>Takes in what was written since.</summary>
    /// <returns>How many facts.</returns>
    /// <exception cref="HistoryChangedException">What was taken in before has vanished: all of this is to be let go.</exception>
    public long Advance(CancellationToken cancel)
    {
        var journal = _folder.Journal;
        // Facts speak of what was looked up before them.
        var (from, end) = (_next, journal.Head(Streams.Payments).Next);
        if (end < from || (from > 0 && journal.ChainAt(Streams.Payments, from) != _chain))
            throw Changed();
        if (end == from)
            return 0;
        var chain = journal.ChainAt(Streams.Payments, end);
        Lookups.Advance(journal);
        var picture = Lookups.Picture;
        foreach (var recorded in journal.Read(Streams.Payments, from))
        {
            if (recorded.Sequence >= end)
                break;
            cancel.ThrowIfCancellationRequested();
            DeskReplay.Take(_engine, recorded.Fact, picture);
            DeskReplay.Take(_folder.PaymentIds, in recorded, _folder.Sealer);
        }
        // A database that lost its primary meanwhile may have lost with it what no standby had.
        if (chain is null || journal.ChainAt(Streams.Payments, end) != chain)
            throw Changed();
        _folder.PaymentIds.Advance(end);
        _chain = chain;
        _next = end;
        return end - from;
    }

    private HistoryChangedException Changed()
    {
        _folder.PaymentIds.Clear();
        return new HistoryChangedException();
    }

    /// <summary>Keeps the state where replaying would take long, so that not the one that leads has to.</summary>
    /// <exception cref="IOException">It found no room; what was kept before stands.</exception>
    public void KeepSnapshot()
    {
        if (_next - _keptNext < SnapshotFactsMin)
            return;
        _keptNext = _next;
        EngineParts.Save(_folder.Journal, Streams.Payments, _next, _engine, Lookups.Picture.AsOf);
    }

    /// <summary>Takes in the last facts, and is the desk's from then on.</summary>
    internal DeskReplay.State Finish()
    {
        Advance(CancellationToken.None);
        _engine.Use(Lookups.Picture.Rates);
        return new DeskReplay.State(_engine, _next, 0);
    }
}

/// <summary>Facts that were read have vanished from the journal: a server that nobody waited for was lost.</summary>
public sealed class HistoryChangedException() : IOException("What was read of the journal is not in it any more; it is read anew.");
