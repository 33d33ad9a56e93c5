using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;

namespace Sunqar.Work.Deciding;

/// <summary>Another rulebook decides while the desk goes on: its windows are filled behind the answers, and only what came meanwhile is
/// filled in between two payments.</summary>
public sealed partial class DecisionDesk
{
    private volatile LoadedRulebook _rulebook;
    private volatile Prepared? _prepared;

    /// <param name="Next">The first sequence that the engine does not hold.</param>
    private sealed record Prepared(LoadedRulebook Rulebook, DecisionEngine Engine, long Next, TaskCompletionSource Taken);

    /// <summary>
    /// From some payment on, a rulebook decides; the stream says from which on. New windows see old payments, as after a start. Ends when
    /// it decides. One at a time.
    /// </summary>
    /// <param name="cancel">While windows are filled; once they are, the rulebook is taken.</param>
    public async Task UseAsync(LoadedRulebook rulebook, CancellationToken cancel)
    {
        var lookups = _offered;
        var (engine, next) = await Task.Run(() => DeskReplay.Engine(_journal, Stream, rulebook, lookups, cancel), cancel)
            .ConfigureAwait(false);
        var prepared = new Prepared(rulebook, engine, next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _prepared = prepared;
        _queue.Signal();
        await prepared.Taken.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>On the desk's thread, with nothing open and nothing in flight.</summary>
    private void TakeRulebook()
    {
        var prepared = _prepared!;
        _prepared = null;
        DeskReplay.Fill(_journal, Stream, prepared.Engine, prepared.Next, _lookups, CancellationToken.None);
        prepared.Engine.Use(_lookups.Rates);
        // What a start believes of the stream's last mark is no longer so: it reads the stream.
        _journal.SaveSnapshot(Stream, DeskReplay.PublishedFold, _decider.Open.NextSequence, Encoding.UTF8.GetBytes(""));
        _rulebook = prepared.Rulebook;
        _decider.Change(prepared.Engine);
        MarkRulebook();
        WeighWindows();
        prepared.Taken.SetResult();
    }

    private void MarkRulebook() => _decider.Open.Mark(new RulebookPublished(_rulebook.Version, _rulebook.Text, Clock.NowUs()));
}
