using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Providers;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Findings;
using Sunqar.Server.Access;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages.State;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Jobs;

/// <summary>
/// The main job: a country is simulated if the data folder is empty, its payments are decided, the networks behind them are found, and what
/// was planted is set beside what was found. Running it again on the same folder adds nothing.
/// </summary>
/// <param name="options">Which country an empty folder gets; null takes the folder as it is.</param>
/// <param name="opened">The folder where somebody has it open, who also closes it; null to open it for the job.</param>
public sealed class MainJob(DataFiles files, CountryOptions? options, LiveConsoleState state, DataFolder? opened = null)
{
    internal const int FindWindowHours = 24 * 14;
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
        using var own = progress.Step("open", _ => opened is null ? DataFolder.Open(files.Path) : null);
        var folder = opened ?? own!;
        var journal = folder.Journal;
        progress.Step("decide", report => Decide(folder, report, cancel));
        var (table, fold) = progress.Step("load", _ => FindJob.Load(journal, keep: true));
        var mined = progress.Step(
            "find",
            report =>
            {
                report(null, RunProgress.Count(table.Count, "transfers"));
                return FindJob.Mine(TransferGraph.Build(table), fold, Lookups.Of(journal), FindWindowHours);
            }
        );
        IReadOnlyList<Duty> duties = [];
        progress.Step(
            "record",
            report =>
            {
                var networks = mined.Networks();
                var added = CaseRecord.Append(journal, mined.Findings(), networks);
                duties = ProviderDuties.Of(table, networks, mined.Lookups.Registry.Snapshot);
                report(1, RunProgress.Count(added, "new facts"));
                return added;
            }
        );
        Func<string, Pseudonyms>? names = AccessDoor.HoldsSimulation(journal, isAboutTo: false) ? null : new PseudonymKey(folder.Keys).In;
        var (findings, compared) = progress.Step(
            "compare",
            _ =>
            {
                if (names is null)
                    Reveal(folder, mined);
                var named = mined.Findings();
                WriteFindings(names is null ? named : NamedFindings.Shown(named, mined.Networks(), names));
                return (named, Compare(mined, named));
            }
        );
        // Only now are all steps timed, this one too.
        var summary = compared with
        {
            Steps = [.. progress.Times],
            Providers = Providers(journal, duties, table),
        };
        SummaryFile.Write(files.Summary, summary);
        if (own is not null)
            SignLog(own);
        state.Publish(
            ConsoleFilling.Of(
                mined,
                findings,
                mined.Networks(),
                CaseRecord.Fold(journal),
                AnnualBook.Of(journal, mined.Lookups.Rates, files, fold.Cash),
                summary,
                names
            )
        );
        return summary;
    }

    /// <summary>The ledger of platforms' duties as of the last transfer; a simulated country's platforms have filed by then what they would
    /// file.</summary>
    private List<ProviderResult> Providers(IJournal journal, IReadOnlyList<Duty> duties, TransferTable table)
    {
        var planted = SimulatedFilings.ReadTruth(files.Providers);
        var book = ProviderDuties.Record(journal, duties, SimulatedFilings.Of(duties, planted));
        var asOfUs = table.Count == 0 ? 0 : table.LastUs;
        return
        [
            .. book
                .Platforms.Select(platform => book.Record(platform, asOfUs))
                .Where(record => record.Due > 0)
                .Select(record => new ProviderResult(
                    record.Platform,
                    planted.GetValueOrDefault(record.Platform),
                    record.Due,
                    record.Late,
                    record.Missing,
                    record.Step
                )),
        ];
    }

    /// <summary>Where no server follows, which signs at its own pace.</summary>
    private void SignLog(DataFolder folder)
    {
        using var log = LogFollower.Open(files, folder.Journal);
        LogFollower.Advance(log, Console.Error.WriteLine);
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
        if (options is null || folder.Journal.Heads().Any(head => head.Stream != Streams.Acts))
        {
            report(1, RunProgress.Count(held, "facts were there"));
            return held;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(files.Truth)!);
        using var truth = new StreamWriter(files.Truth);
        var country = Country.Create(options);
        SimulatedFilings.WriteTruth(files.Providers, country.Platforms);
        PlantedYearFile.Write(files.Planted, options.Start.Year, country.PlantedYear);
        var intake = new CountryIntake(country, folder, DecisionEngine.WithShippedRulebook());
        intake.Run(truth, report, cancel);
        return intake.Payments;
    }

    /// <summary>
    /// Nobody stands behind the accounts of a simulated country, so findings show them as the simulated files do. On any other data people
    /// have names that hold in one case (<see cref="Pseudonyms"/>).
    /// </summary>
    internal static void Reveal(DataFolder folder, Mined mined)
    {
        var members = mined.Sightings.SelectMany(sighting => sighting.Members).Select(member => member.Account).ToHashSet();
        var wanted = mined.Fold.BankNodes.Where(node => members.Contains(node.Value)).ToDictionary(node => node.Key, node => node.Value);
        foreach (var introduced in folder.Journal.Read<SubjectIntroduced>(Streams.Payments))
        {
            if (
                wanted.TryGetValue(introduced.Subject, out var account)
                && folder.Keys.Unseal(introduced.Subject, introduced.Identifier, SealedField.Identifier) is { } identifier
            )
            {
                mined.Table.Accounts.ShowAs(account, identifier);
            }
        }
    }

    private void WriteFindings(IEnumerable<Finding> findings)
    {
        var beside = files.Findings + ".new";
        using (var stream = new BufferedStream(File.Create(beside), 1 << 16))
        {
            foreach (var finding in findings)
            {
                FindingJson.Write(stream, finding);
            }
        }
        File.Move(beside, files.Findings, overwrite: true);
    }

    private RunSummary Compare(Mined mined, IReadOnlyList<Finding> findings)
    {
        var (table, lookups) = (mined.Table, mined.Lookups);
        var planted = PlantedTruth.Read(files.Truth, table);
        var valueUs = table.Count == 0 ? 0 : table.TimeUs[^1];
        var kinds = PlantedAgainstFound
            .Score(planted ?? [], findings, (micro, from, to) => lookups.ValueMicro(micro, from, to, valueUs))
            .Select(score => new KindResult(
                score.Kind,
                planted is null ? null : score.Planted,
                score.Found,
                planted is null ? null : score.Correct,
                new Turnover(score.FoundKztMicro, score.FoundUsdMicro)
            ))
            .ToList();
        var outcomes = mined.Fold.Outcomes.Select((count, outcome) => new OutcomeCount((Outcome)outcome, count)).ToList();
        return new RunSummary(lookups.Simulated?.Source ?? files.Path, mined.Fold.Payments, table.Count, kinds, [], outcomes);
    }
}
