using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Ids;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Deciding;

/// <summary>
/// The desk's state from the journal: the engine from its newest snapshot and what came after it, and the fingerprints that are not on disk yet.
/// </summary>
internal static class DeskReplay
{
    /// <summary>Name of the engine's snapshots.</summary>
    public const string Fold = "engine";

    private const long FactsPerReport = 1 << 16;

    /// <param name="Replayed">Facts that the engine took after its snapshot.</param>
    public readonly record struct State(DecisionEngine Engine, long Next, long Replayed);

    /// <param name="report">Told how far the replay came, 0 to 1.</param>
    public static State Run(
        IJournal journal, string stream, LoadedRulebook rulebook, RateTable rates, IPaymentIds ids, PaymentSealer sealer, Action<double> report, CancellationToken cancel)
    {
        var next = journal.Head(stream).Next;
        if (ids.Next > next) ids.Clear();
        var (engine, engineFrom) = Engine(journal, stream, rulebook, rates);
        var (from, idsFrom) = (Math.Min(engineFrom, ids.Next), ids.Next);
        foreach (var recorded in journal.Read(stream, from))
        {
            if (recorded.Sequence >= engineFrom) Apply(engine, recorded.Fact);
            if (recorded.Sequence >= idsFrom && PaymentHistory.PaymentOf(recorded.Fact) is { } payment)
            {
                ids.Add(sealer.Fingerprint(payment.Institution, payment.Id), recorded.Sequence);
            }
            if (recorded.Sequence % FactsPerReport == 0)
            {
                cancel.ThrowIfCancellationRequested();
                report((double)(recorded.Sequence - from) / (next - from));
            }
        }
        ids.Advance(next);
        return new State(engine, next, next - engineFrom);
    }

    /// <summary>Folds one fact into an engine; facts about anything else change nothing.</summary>
    public static void Apply(DecisionEngine engine, Fact fact)
    {
        switch (fact)
        {
            case PaymentDecided decided:
                engine.Apply(decided);
                break;
            case HoldLapsed lapsed:
                engine.Apply(lapsed);
                break;
            case PaymentReversed reversed:
                engine.Apply(reversed);
                break;
        }
    }

    private static (DecisionEngine Engine, long From) Engine(IJournal journal, string stream, LoadedRulebook rulebook, RateTable rates) =>
        journal.LatestSnapshot(stream, Fold) is { } snapshot && EngineSnapshot.Restore(snapshot.Content, rulebook, rates) is { } restored
            ? (restored, snapshot.Next)
            : (new DecisionEngine(rulebook, rates), 0);
}
