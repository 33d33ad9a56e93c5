using System.Text;
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

    private const string RulebookFold = "rulebook";
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

    /// <summary>
    /// The rulebook that decides stands in the stream ahead of its first decision, so that any decision can be computed again under the rulebook of its day.
    /// </summary>
    /// <returns>The stream's next sequence.</returns>
    /// <exception cref="IOException">It could not be stored.</exception>
    public static long Publish(IJournal journal, IJournalWriter writer, LoadedRulebook rulebook, long nowUs)
    {
        // What was published last is kept apart, so that a start need not read the whole stream for it.
        var kept = journal.LatestSnapshot(writer.Stream, RulebookFold) is { } snapshot ? Encoding.UTF8.GetString(snapshot.Content) : null;
        var last = kept ?? journal.Read<RulebookPublished>(writer.Stream).LastOrDefault()?.Version;
        if (last != rulebook.Version)
        {
            writer.AppendAsync(new RulebookPublished(rulebook.Version, rulebook.Text, nowUs)).AsTask().GetAwaiter().GetResult().OrThrow();
        }
        var next = journal.Head(writer.Stream).Next;
        if (kept != rulebook.Version) journal.SaveSnapshot(writer.Stream, RulebookFold, next, Encoding.UTF8.GetBytes(rulebook.Version));
        return next;
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
