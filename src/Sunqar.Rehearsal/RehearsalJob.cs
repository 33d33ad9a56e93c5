using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Work.Mining;
using Sunqar.Work.Oversight;
using Sunqar.Work.Providers;
using Sunqar.Work.Registers;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;

namespace Sunqar.Rehearsal;

/// <summary>A rehearsed folder: what was mined in it, its years, and what was planted beside what was found.</summary>
internal sealed record Rehearsed(MinedFolder Folder, AnnualBook Years, RunSummary Summary);

/// <summary>
/// The rehearsal of a country: it is simulated if the data folder is empty, its payments are decided, the networks behind them are found,
/// and what was planted is set beside what was found. Running it again on the same folder adds nothing.
/// </summary>
/// <param name="options">Which country an empty folder gets.</param>
/// <param name="opened">The folder where somebody has it open, who also closes it; null to open it for the job.</param>
internal sealed class RehearsalJob(DataFiles files, CountryOptions options, ProgressBoard board, DataFolder? opened = null)
{
    /// <summary>Runs every step; the summary is also written to the data folder.</summary>
    /// <exception cref="IOException">The folder cannot be opened or written, or holds a country that was cut short.</exception>
    public Rehearsed Run(CancellationToken cancel)
    {
        board.Start(["open", "decide", .. MineJob.Steps, "compare"]);
        try
        {
            return RunSteps(new RunProgress(board), cancel);
        }
        finally
        {
            board.Finish();
        }
    }

    private Rehearsed RunSteps(RunProgress progress, CancellationToken cancel)
    {
        using var own = progress.Step("open", _ => opened is null ? files.Open() : null);
        var folder = opened ?? own!;
        progress.Step("decide", report => Decide(folder, report, cancel));
        var mined = MineJob.Run(folder, files.Findings, progress, follows: opened is not null);
        var compared = progress.Step("compare", _ => Compare(folder, mined, mined.Summary(files.Path, progress)));
        // Only now are all steps timed, this one too.
        var summary = compared with
        {
            Steps = [.. progress.Times],
        };
        SummaryFile.Write(files.Summary, summary);
        if (own is not null)
            SignLog(own);
        var found = mined.Found.Mined;
        return new Rehearsed(mined, AnnualBook.Of(folder.Journal, found.Lookups.Rates, files, found.Fold.Cash), summary);
    }

    /// <summary>Lives the country into an empty journal; a journal that holds payments is taken as it is.</summary>
    private long Decide(DataFolder folder, Action<double?, string> report, CancellationToken cancel)
    {
        var held = folder.Journal.Head(Streams.Payments).Next;
        if (Lookups.Of(folder.Journal).Simulated is { Complete: false })
        {
            throw new IOException(
                $"{files.Path} holds a simulated country that was cut short. Remove the folder and run again: one seed gives one country."
            );
        }
        // Who signed in before is no payment.
        if (folder.Journal.Heads().Any(head => head.Stream != Streams.Acts))
        {
            report(1, RunProgress.Count(held, "facts were there"));
            return held;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(files.Truth)!);
        using var truth = new StreamWriter(files.Truth);
        using var ruleTruth = new StreamWriter(files.RuleTruth);
        var country = Country.Create(options);
        SimulatedFilings.WriteTruth(files.Providers, country.Platforms);
        SimulatedFootage.Write(files.Footage, country);
        PlantedYearFile.Write(files.Planted, options.Start.Year, country.PlantedYear);
        using var answers = new StreamWriter(files.Confirmations);
        var intake = new CountryIntake(country, folder);
        intake.Run(truth, ruleTruth, answers, report, cancel);
        return intake.Payments;
    }

    /// <summary>What was found beside the truth; a simulated country's platforms have filed by then what they would file.</summary>
    private RunSummary Compare(DataFolder folder, MinedFolder mined, RunSummary summary)
    {
        var (table, lookups) = (mined.Found.Mined.Table, mined.Found.Mined.Lookups);
        var providers = SimulatedFilings.ReadTruth(files.Providers);
        var filed = ProviderDuties.Record(folder.Journal, mined.Duties, SimulatedFilings.Of(mined.Duties, providers));
        var asOfUs = table.Count == 0 ? 0 : table.LastUs;
        summary = summary with
        {
            Providers = ProviderResult.Of(filed, asOfUs, providers),
            Confirmations = PlantedConfirmations.Compare(folder.Journal, files.Confirmations),
            Footage = PlantedFootage.Compare(folder.Journal, files.Footage, asOfUs + 2 * 86_400_000_000L),
        };
        if (PlantedTruth.Read(files.Truth, table) is not { } planted)
            return summary;
        var ruled = RulesAgainstPlanted.Of(folder, files);
        var kinds = PlantedAgainstFound.Score(
            planted,
            // A finding of transfers that rules' schemes planted is none of these kinds, and not false.
            [.. mined.Found.Findings.Where(finding => ruled?.IsOfRules(finding.Transfers) != true)],
            (micro, from, to) => lookups.ValueMicro(micro, from, to, asOfUs)
        );
        return summary with { Kinds = [.. kinds.Select(KindResult.Of)], Rules = ruled?.Results ?? [] };
    }

    /// <summary>Where no server follows, which signs at its own pace.</summary>
    private void SignLog(DataFolder folder)
    {
        using var log = LogFollower.Open(folder);
        LogFollower.Advance(log, Console.Error.WriteLine);
    }
}
