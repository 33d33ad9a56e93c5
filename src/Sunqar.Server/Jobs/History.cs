using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;

namespace Sunqar.Server.Jobs;

/// <summary>
/// The payments stream walked from its first fact, beside what decisions look up: registers and rates are taken in as they were recorded, so that every
/// payment meets the registry of its moment.
/// </summary>
public sealed class History
{
    private readonly IJournal _journal;
    private readonly RegistryFold _registry = new();
    private readonly IEnumerator<RecordedFact> _lookups;
    private bool _hasLookup;

    public History(IJournal journal)
    {
        _journal = journal;
        // A stable order: within one stream the journal's own.
        _lookups = journal.Read(Streams.Registry).Concat(new ImportGate().Pass(journal.Read(Streams.Imports))).OrderBy(f => f.RecordedUs).GetEnumerator();
        _hasLookup = _lookups.MoveNext();
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
            for (; _hasLookup && _lookups.Current.RecordedUs <= recorded.RecordedUs; _hasLookup = _lookups.MoveNext())
            {
                _registry.Apply(_lookups.Current.Fact);
                if (_lookups.Current.Fact is RatePublished rate)
                {
                    Rates.Add(rate);
                }
            }
            yield return recorded;
        }
    }

    /// <summary>An engine under a rulebook, with all that the stream holds before a sequence folded in: new windows see old payments.</summary>
    public DecisionEngine EngineAt(LoadedRulebook rulebook, long sequence)
    {
        var engine = new DecisionEngine(rulebook, Rates);
        foreach (var recorded in sequence == 0 ? [] : _journal.Read(Streams.Payments))
        {
            if (recorded.Sequence >= sequence)
            {
                break;
            }
            Fold(engine, recorded.Fact);
        }
        return engine;
    }

    /// <summary>Moves an engine on by a fact of the payments stream.</summary>
    public static void Fold(DecisionEngine engine, Fact fact)
    {
        switch (fact)
        {
            case PaymentDecided decided:
                engine.Apply(decided);
                break;
            case PaymentReversed reversed:
                engine.Apply(reversed);
                break;
            case HoldLapsed lapsed:
                engine.Apply(lapsed);
                break;
        }
    }
}
