using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Providers;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Formats.Findings;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Oversight;
using Sunqar.Work.Providers;
using Sunqar.Work.Registers;
using Sunqar.Work.Summaries;

namespace Sunqar.Work.Mining;

/// <summary>What a data folder's transfers show, named as people may see it.</summary>
/// <param name="Names">The names that people have in a case; null where nobody stands behind the accounts, and files show them.</param>
/// <param name="InCase">The same, also where nobody stands behind the accounts: the console shows one name in a network and in its
/// case.</param>
internal sealed record FoundNetworks(
    Mined Mined,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Network> Networks,
    Func<string, Pseudonyms>? Names,
    Func<string, Pseudonyms> InCase
);

/// <summary>A mined folder: what was found, and what the folder holds about it by then.</summary>
/// <param name="Duties">What platforms owe, by the same transfers.</param>
/// <param name="Platforms">The same duties beside what was filed.</param>
/// <param name="Names">How members of what is found later are shown too.</param>
/// <param name="Growing">What goes on from here; null where nobody asked, or the folder is too large.</param>
internal sealed record MinedFolder(
    FoundNetworks Found,
    IReadOnlyList<Duty> Duties,
    ProviderBook Platforms,
    CaseFold Cases,
    MemberNames Names,
    GrowingFolder? Growing
)
{
    /// <summary>What was found by kind and what was decided, with nothing to hold it against.</summary>
    public RunSummary Summary(string source, RunProgress progress)
    {
        var (table, fold, lookups) = (Found.Mined.Table, Found.Mined.Fold, Found.Mined.Lookups);
        var valueUs = table.LastUs;
        var kinds = PlantedAgainstFound
            .Score([], Found.Findings, (micro, from, to) => lookups.ValueMicro(micro, from, to, valueUs))
            .Select(score => KindResult.Of(score) with { Planted = null, Correct = null });
        return new RunSummary(
            lookups.Simulated?.Source ?? source,
            fold.Payments,
            table.Count,
            [.. kinds],
            [.. progress.Times],
            [.. fold.Outcomes.Select((count, outcome) => new OutcomeCount((Outcome)outcome, count))]
        )
        {
            Providers = ProviderResult.Of(Platforms, valueUs),
        };
    }
}

/// <summary>
/// Mines what a data folder holds: its transfers are loaded back from the journal and searched for every typology, and what is found
/// becomes facts, a case for each network, and the file of findings. Running it again on the same folder adds nothing.
/// </summary>
internal static class MineJob
{
    /// <summary>How far apart the transfers of one generic finding may lie, in hours.</summary>
    public static int WindowHours { get; } = (int)(MiningTuning.Shipped.Of<GroundLimits>().FolderWindowUs / 3_600_000_000);

    /// <summary>The steps that <see cref="Run"/> reports, in order.</summary>
    public static readonly IReadOnlyList<string> Steps = ["load", "find", "record"];

    /// <param name="findings">The file to write the findings to, as NDJSON.</param>
    /// <param name="follows">Whether somebody keeps up with the folder afterwards, who then need not mine it again.</param>
    /// <exception cref="IOException">The journal or the file could not take what was found.</exception>
    public static MinedFolder Run(DataFolder folder, string findings, RunProgress progress, bool follows = false)
    {
        var journal = folder.Journal;
        follows = follows && journal.Head(Streams.Payments).Next <= GrowingFolder.PaymentsMax;
        var growing = follows ? progress.Step("load", _ => new GrowingFolder(journal)) : null;
        var mined = growing is null ? Once(journal, progress) : Find(growing.Table, growing.Mine, progress);
        return progress.Step(
            "record",
            report =>
            {
                var networks = mined.Networks();
                report(1, RunProgress.Count(CaseRecord.Append(journal, mined.Findings(), networks), "new facts"));
                var duties = ProviderDuties.Of(mined.Table, networks, mined.Lookups.Registry.Snapshot);
                var names = new MemberNames(folder);
                var found = names.Name(mined);
                Write(findings, found.Names is null ? found.Findings : NamedFindings.Shown(found.Findings, found.Networks, found.Names));
                var platforms = ProviderDuties.Record(journal, duties, []);
                return new MinedFolder(found, duties, platforms, CaseRecord.Fold(journal), names, growing);
            }
        );
    }

    private static Mined Once(IJournal journal, RunProgress progress)
    {
        var (table, fold) = progress.Step("load", _ => FindJob.Load(journal, keep: true));
        return Find(
            table,
            () => FindJob.Mine(TypologyTable.Shipped, TransferGraph.Build(table), fold, Lookups.Of(journal), WindowHours),
            progress
        );
    }

    private static Mined Find(TransferTable table, Func<Mined> mine, RunProgress progress) =>
        progress.Step(
            "find",
            report =>
            {
                report(null, RunProgress.Count(table.Count, "transfers"));
                return mine();
            }
        );

    private static void Write(string path, IEnumerable<Finding> findings)
    {
        var beside = path + ".new";
        using (var stream = new BufferedStream(File.Create(beside), 1 << 16))
        {
            foreach (var finding in findings)
                FindingJson.Write(stream, finding);
        }
        File.Move(beside, path, overwrite: true);
    }
}
