using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Replaying;

/// <summary>
/// The payments stream walked from its first fact, beside what decisions look up: registers and rates are taken in where
/// <see cref="LookupsTaken"/> says that the desk took them, so that every payment meets what its decision met. Before the first such fact
/// (a simulated country) they are taken in as they were recorded.
/// </summary>
public sealed class History
{
    private readonly IJournal _journal;
    private readonly RegistryFold _registry = new();
    private readonly LinkedList<RecordedFact> _ahead;
    private bool _isMarked;

    public History(IJournal journal)
    {
        _journal = journal;
        _ahead = new LinkedList<RecordedFact>(
            Lookups.Recorded(journal.Read(Streams.Registry), new ImportGate().Pass(journal.Read(Streams.Imports)))
        );
    }

    public RateTable Rates { get; } = new();

    /// <summary>The registry as of the fact that was walked last.</summary>
    public IRegistryView Registry => _registry.Snapshot;

    /// <summary>Facts of the payments stream up to a sequence, in order.</summary>
    public IEnumerable<RecordedFact> Walk(long until = long.MaxValue)
    {
        foreach (var recorded in _journal.Read(Streams.Payments))
        {
            if (recorded.Sequence >= until)
            {
                yield break;
            }
            if (recorded.Fact is LookupsTaken taken)
            {
                _isMarked = true;
                TakeIn(taken);
            }
            while (!_isMarked && _ahead.First is { } first && first.Value.RecordedUs <= recorded.RecordedUs)
                TakeIn(first);
            yield return recorded;
        }
    }

    private void TakeIn(LookupsTaken taken)
    {
        for (var node = _ahead.First; node is not null; )
        {
            var next = node.Next;
            if (Lookups.IsTaken(node.Value, taken))
                TakeIn(node);
            node = next;
        }
    }

    private void TakeIn(LinkedListNode<RecordedFact> node)
    {
        _ahead.Remove(node);
        _registry.Apply(node.Value.Fact);
        if (node.Value.Fact is RatePublished rate)
            Rates.Add(rate);
    }

    /// <summary>An engine under a rulebook, with all that the stream holds before a sequence folded in: new windows see old
    /// payments.</summary>
    public DecisionEngine EngineAt(LoadedRulebook rulebook, long sequence)
    {
        var engine = new DecisionEngine(rulebook, Rates);
        var lookups = sequence == 0 ? null : Lookups.Of(_journal).Picture;
        foreach (var recorded in sequence == 0 ? [] : _journal.Read(Streams.Payments))
        {
            if (recorded.Sequence >= sequence)
            {
                break;
            }
            // As a start fills windows: each payment at the rates that were known when it was taken.
            if (recorded.Fact is LookupsTaken taken)
                engine.Use(lookups!.RatesAsOf(taken));
            else
                engine.Fold(recorded.Fact);
        }
        engine.Use(Rates);
        return engine;
    }
}
