using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Work.Mining;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Tracing;

/// <summary>
/// Keeps the register told of wallets' exposures: surveys the chains again when transfers, labels or lists have come, behind the answers. A
/// decision looks up what the survey said; it never waits for one.
/// </summary>
internal static class SurveyFollower
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(IJournal journal, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            (long, long, long) met = default;
            while (true)
            {
                var heads = Heads(journal);
                if (heads != met)
                {
                    await Task.Run(() => AdvanceAsync(journal), cancel);
                    // What it said itself is no news.
                    met = Heads(journal);
                }
                await Task.Delay(Between, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides; exposures grow old, and rules see that they do.
            warn($"Wallets' exposures are measured no more until the next start: {error.Message}");
        }
    }

    /// <summary>Surveys once, and tells the register what has changed.</summary>
    /// <returns>How many facts were added.</returns>
    internal static async Task<int> AdvanceAsync(IJournal journal)
    {
        var registry = Lookups.Of(journal).Registry.Snapshot;
        var spans = new ChainSpans();
        var gate = new ChainGate(journal.Read<ChainRolledBack>(Streams.Chain));
        foreach (var seen in journal.Read<ChainSeen>(Streams.Chain))
            spans.Add(gate.Pass(seen));
        foreach (var recorded in new ImportGate().Pass(journal.Read(Streams.Imports)))
        {
            // A row of a day to come says of no chain that it was seen until then: its exposures would never grow old.
            if (recorded.Fact is ChainSeen seen)
                spans.Add(seen.Transfers.Where(transfer => transfer.TimeUs <= recorded.RecordedUs));
        }
        var transfers = new TransferTableBuilder();
        FindJob.LoadRest(journal, new JournalTransfers(transfers));
        var facts = SurveyFacts.Of(TransferGraph.Build(transfers.Build()), registry, spans);
        if (facts.Count > 0)
            await RegisterStream.AppendAsync(journal, facts);
        return facts.Count;
    }

    private static (long, long, long) Heads(IJournal journal) =>
        (journal.Head(Streams.Chain).Next, journal.Head(Streams.Imports).Next, journal.Head(Streams.Registry).Next);
}
