using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Findings;
using Sunqar.Server.Pages.State;
using Sunqar.Simulation;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Jobs;

/// <summary>
/// The main job: a country is simulated if the data folder is empty, its payments are decided, the networks behind them are found, and what was
/// planted is set beside what was found. Running it again on the same folder adds nothing.
/// </summary>
public sealed class MainJob(DataFolder folder, CountryOptions options, LiveConsoleState state)
{
    private const int FindWindowHours = 24 * 14;
    private static readonly string[] StepNames = ["open", "decide", "load", "find", "record", "compare"];

    /// <summary>Runs every step; the summary is also written to the data folder and shown by the console's state.</summary>
    public RunSummary Run(CancellationToken cancel)
    {
        state.Progress.Start(StepNames);
        try
        {
            return RunSteps(new RunProgress(state.Progress), cancel);
        }
        finally
        {
            state.Progress.Finish();
        }
    }

    private RunSummary RunSteps(RunProgress progress, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder.Path);
        using var journal = progress.Step("open", _ => OpenJournal());
        using var keys = new KeyStore(folder.Keys, folder.RootKey);
        progress.Step("decide", report => Decide(journal, keys, report, cancel));
        var (table, fold) = progress.Step("load", _ => FindJob.Load(journal));
        var lookups = Lookups.Of(journal);
        var findings = progress.Step("find", report =>
        {
            report(null, RunProgress.Count(table.Count, "transfers"));
            var services = FindJob.Services(lookups.Registry.Snapshot, lookups.Labels);
            return FindJob.Mine(TransferGraph.Build(table), new MiningContext(services, lookups.Rates), FindWindowHours);
        });
        progress.Step("record", report =>
        {
            var added = Record(journal, findings);
            report(1, RunProgress.Count(added, "new findings"));
            return added;
        });
        return progress.Step("compare", _ => Compare(progress, table, fold, lookups, findings));
    }
}
