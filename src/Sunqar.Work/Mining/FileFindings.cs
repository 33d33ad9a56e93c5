using Sunqar.Core.Decisions;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Mining;

/// <summary>Finds every typology in transfers, wherever they came from.</summary>
public static class FileFindings
{
    /// <summary>Claims less probable than this are not told: an officer could not look at them, and they would drown the others.</summary>
    public static double ScoreMin { get; } = MiningTuning.Shipped.Of<ClaimLimits>().ToldMin;

    /// <summary>What structuring stays below: as the shipped rulebook states it.</summary>
    internal static MiningLimits Reported { get; } = ReportingThresholds.Of(ShippedRulebook.Instance);

    private const long HourUs = 3_600_000_000;

    /// <summary>The findings of a table of any origin, without labels, rates or a register: the typologies make do.</summary>
    /// <returns>Networks first, then by falling score; the same for the same table, whatever the number of cores.</returns>
    public static IReadOnlyList<Finding> Mine(Typologies typologies, ScoreWeights weights, TransferTable table, int windowHours) =>
        [
            .. Sightings(typologies, weights, TransferGraph.Build(table), MiningContext.Bare(), windowHours, ScoreMin)
                .Select(s => s.Name(table)),
        ];

    /// <summary>The findings of the data folder, by the pseudonyms that its journal carries.</summary>
    public static (TransferTable Table, IReadOnlyList<Finding> Findings) Mine(
        Typologies typologies,
        ScoreWeights weights,
        IJournal journal,
        int windowHours
    )
    {
        var (table, fold) = FindJob.Load(journal);
        var lookups = Lookups.Of(journal);
        var registry = lookups.Registry.Snapshot;
        var context = new MiningContext(FindJob.Services(registry, lookups.Labels), lookups.Rates, registry, fold.DeviceUses);
        var sightings = Sightings(typologies, weights, TransferGraph.Build(table), context, windowHours, ScoreMin);
        return (table, [.. sightings.Select(s => s.Name(table))]);
    }

    /// <summary>Networks, then the shapes that they do not explain.</summary>
    /// <param name="scoreMin">Sightings claimed less probable than this are not told.</param>
    internal static List<Sighting> Sightings(
        Typologies typologies,
        ScoreWeights weights,
        TransferGraph graph,
        MiningContext context,
        int windowHours,
        double scoreMin
    ) =>
        [
            .. Pieces
                .Fold(weights.Claim(Uncalibrated(typologies, graph, context, windowHours), graph.Table), graph.Table)
                .Where(s => s.Score >= scoreMin),
        ];

    /// <summary>The same with the scores that the typologies themselves claim, which weights are fitted to: all networks, and the shapes
    /// that claim at least <see cref="ScoreMin"/>.</summary>
    public static IReadOnlyList<Sighting> Uncalibrated(
        Typologies typologies,
        TransferGraph graph,
        MiningContext context,
        int windowHours
    ) => typologies.Mine(new MiningGround(graph, windowHours * HourUs, Reported, context), ScoreMin);
}
