using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Mining;

/// <summary>Finds every typology in transfers, wherever they came from.</summary>
public static class FileFindings
{
    /// <summary>Claims less probable than this are not told: an officer could not look at them, and they would drown the others.</summary>
    public const double ScoreMin = 0.1;

    private const long HourUs = 3_600_000_000;

    /// <summary>The findings of a table of any origin, without labels, rates or a register: the miners make do.</summary>
    /// <returns>Networks first, then by falling score; the same for the same table, whatever the number of cores.</returns>
    public static IReadOnlyList<Finding> Mine(TransferTable table, int windowHours) =>
        [
            .. Sightings(TransferGraph.Build(table), new MiningContext(new ServiceLabels(), new RateTable()), windowHours, ScoreMin)
                .Select(s => s.Name(table)),
        ];

    /// <summary>The findings of the data folder, by the pseudonyms that its journal carries.</summary>
    public static (TransferTable Table, IReadOnlyList<Finding> Findings) Mine(IJournal journal, int windowHours)
    {
        var (table, fold) = FindJob.Load(journal);
        var lookups = Lookups.Of(journal);
        var registry = lookups.Registry.Snapshot;
        var context = new MiningContext(FindJob.Services(registry, lookups.Labels), lookups.Rates, registry, fold.DeviceUses);
        return (table, [.. Sightings(TransferGraph.Build(table), context, windowHours, ScoreMin).Select(s => s.Name(table))]);
    }

    /// <summary>Networks, then the generic typologies that they do not explain.</summary>
    /// <param name="scoreMin">Sightings claimed less probable than this are not told.</param>
    internal static List<Sighting> Sightings(TransferGraph graph, MiningContext context, int windowHours, double scoreMin) =>
        [.. ScoreWeights.Shipped.Claim(Uncalibrated(graph, context, windowHours), graph.Table).Where(s => s.Score >= scoreMin)];

    /// <summary>The same with the scores that the patterns themselves claim, which weights are fitted to: all that some pattern gives at
    /// least <see cref="ScoreMin"/>.</summary>
    public static IReadOnlyList<Sighting> Uncalibrated(TransferGraph graph, MiningContext context, int windowHours)
    {
        var ground = new MiningGround(graph, windowHours * HourUs, ReportingThresholds.Kazakhstan);
        return Together(NetworkMiner.Mine(graph, context), PatternTable.Mine(ground, ScoreMin));
    }

    /// <summary>A network is made of fans, chains and circles: what its members or its transfers explain by half is not told
    /// again.</summary>
    internal static List<Sighting> Together(IReadOnlyList<Sighting> networks, IReadOnlyList<Sighting> generic)
    {
        var members = networks.SelectMany(s => s.Members).Select(m => m.Account).ToHashSet();
        var rows = networks.SelectMany(s => s.Rows).ToHashSet();
        return
        [
            .. networks,
            .. generic.Where(s =>
                2 * s.Members.Count(m => members.Contains(m.Account)) < s.Members.Count && 2 * s.Rows.Count(rows.Contains) < s.Rows.Length
            ),
        ];
    }
}
