namespace Sunqar.Core.Patterns;

/// <summary>The generic typologies, one line each, from the most particular shape to the plainest; a typology itself is one file in this
/// folder.</summary>
public static class PatternTable
{
    public static IReadOnlyList<IPattern> All { get; } =
    [
        new Cycle(),
        new Bipartite(),
        new ScatterGather(),
        new GatherScatter(),
        new Stack(),
        new FanIn(),
        new FanOut(),
        new Structuring(),
        new PassThrough(),
    ];

    /// <summary>
    /// Mines every pattern, leaves out what is below the score floor, too small to matter or repeats others, and ranks the rest. The result
    /// depends on the table alone.
    /// </summary>
    /// <param name="scoreMin">Sightings claimed less probable than this are not told.</param>
    public static IReadOnlyList<Sighting> Mine(MiningGround ground, double scoreMin)
    {
        // One after the other: each pattern spreads itself over the cores.
        var all = new List<Sighting>();
        foreach (var pattern in All)
        {
            all.AddRange(pattern.Mine(ground).Where(s => s.Score >= scoreMin && ground.Tells(s)));
        }
        return Sightings.WithoutRepeats(ground.Table, all, Kinds);
    }

    /// <summary>Kinds from the most particular shape to the plainest.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = [.. All.Select(p => p.Kind)];
}
