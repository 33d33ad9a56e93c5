using System.Globalization;
using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Ids;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Deciding;

/// <summary>
/// The desk's state from the journal: the engine from its newest snapshot and what came after it, and the fingerprints that are not on disk
/// yet.
/// </summary>
internal static class DeskReplay
{
    public const string PublishedFold = "published";
    private const long FactsPerReport = 1 << 16;

    /// <param name="Replayed">Facts that the engine took after its snapshot.</param>
    public readonly record struct State(DecisionEngine Engine, long Next, long Replayed);

    /// <param name="lookups">What the desk looks up from now on; windows are filled at the rates that were known when each payment was
    /// taken.</param>
    /// <param name="report">Told how far the replay came, 0 to 1.</param>
    /// <param name="end">Where it ends, for who reads while another writes; null for all that is there.</param>
    public static State Run(
        IJournal journal,
        string stream,
        LoadedRulebook rulebook,
        LookupsPicture lookups,
        IPaymentIds ids,
        PaymentSealer sealer,
        Action<double> report,
        CancellationToken cancel,
        long? end = null
    )
    {
        var next = end ?? journal.Head(stream).Next;
        if (ids.Next > next)
            ids.Clear();
        var (engine, engineFrom) = EngineParts.Load(journal, stream, rulebook, lookups) ?? (new DecisionEngine(rulebook, lookups.Rates), 0);
        var (from, idsFrom) = (Math.Min(engineFrom, ids.Next), ids.Next);
        foreach (var recorded in journal.Read(stream, from))
        {
            if (recorded.Sequence >= next)
                break;
            if (recorded.Sequence >= engineFrom)
                Take(engine, recorded.Fact, lookups);
            if (recorded.Sequence >= idsFrom)
                Take(ids, in recorded, sealer);
            if (recorded.Sequence % FactsPerReport == 0)
            {
                cancel.ThrowIfCancellationRequested();
                report((double)(recorded.Sequence - from) / (next - from));
            }
        }
        ids.Advance(next);
        engine.Use(lookups.Rates);
        return new State(engine, next, next - engineFrom);
    }

    /// <summary>An engine under a rulebook that holds all that the stream holds by now.</summary>
    /// <returns>With the first sequence that it does not hold.</returns>
    public static (DecisionEngine Engine, long Next) Engine(
        IJournal journal,
        string stream,
        LoadedRulebook rulebook,
        LookupsPicture lookups,
        CancellationToken cancel
    )
    {
        var (engine, from) = EngineParts.Load(journal, stream, rulebook, lookups) ?? (new DecisionEngine(rulebook, lookups.Rates), 0);
        return (engine, Fill(journal, stream, engine, from, lookups, cancel));
    }

    /// <summary>Folds in what stands from a sequence on.</summary>
    /// <returns>The first sequence that was not there yet.</returns>
    public static long Fill(
        IJournal journal,
        string stream,
        DecisionEngine engine,
        long from,
        LookupsPicture lookups,
        CancellationToken cancel
    )
    {
        foreach (var recorded in journal.Read(stream, from))
        {
            Take(engine, recorded.Fact, lookups);
            from = recorded.Sequence + 1;
            if (from % FactsPerReport == 0)
                cancel.ThrowIfCancellationRequested();
        }
        return from;
    }

    /// <summary>Which payment a fact speaks of.</summary>
    public static void Take(IPaymentIds ids, in RecordedFact recorded, PaymentSealer sealer)
    {
        if (PaymentHistory.PaymentOf(recorded.Fact) is { } payment)
            ids.Add(sealer.Fingerprint(payment.Institution, payment.Id), recorded.Sequence);
    }

    /// <summary>What a fact changes in windows, at the rates of its day.</summary>
    public static void Take(DecisionEngine engine, Fact fact, LookupsPicture lookups)
    {
        if (fact is LookupsTaken taken)
            engine.Use(lookups.RatesAsOf(taken));
        else
            engine.Fold(fact);
    }

    /// <summary>
    /// The rulebook that decides, and how far what it looks up was taken in, stand in the stream ahead of the first decision, so that any
    /// decision can be computed again as on its day.
    /// </summary>
    /// <returns>The stream's next sequence.</returns>
    /// <exception cref="IOException">They could not be stored.</exception>
    public static long Publish(IJournal journal, IJournalWriter writer, LoadedRulebook rulebook, LookupsTaken lookups, long nowUs)
    {
        // What was published last is kept apart, so that a start need not read the whole stream for it. What a server took in while it ran
        // stands in the stream alone: it lies ahead of what was kept, as streams only grow, so the two are never equal by mistake.
        var text = string.Create(CultureInfo.InvariantCulture, $"{rulebook.Version} {lookups.RegistryNext} {lookups.ImportsNext}");
        var kept = journal.LatestSnapshot(writer.Stream, PublishedFold) is { } snapshot ? Encoding.UTF8.GetString(snapshot.Content) : null;
        if (kept != text)
        {
            var last = kept?.Split(' ')[0] ?? journal.Read<RulebookPublished>(writer.Stream).LastOrDefault()?.Version;
            Fact[] facts = last == rulebook.Version ? [lookups] : [lookups, new RulebookPublished(rulebook.Version, rulebook.Text, nowUs)];
            writer.AppendAsync(facts).AsTask().GetAwaiter().GetResult().OrThrow();
            journal.SaveSnapshot(writer.Stream, PublishedFold, journal.Head(writer.Stream).Next, Encoding.UTF8.GetBytes(text));
        }
        return journal.Head(writer.Stream).Next;
    }
}
