using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>What all patterns of one run look at; the costly views are made once, when first asked for.</summary>
public sealed class MiningGround
{
    /// <summary>Hours of the longest window a pattern may span: 30 days.</summary>
    public const int WindowHoursMax = 720;

    private const long HourUs = 3_600_000_000;
    private readonly Lazy<BriefPairs> pairs;

    /// <param name="windowUs">Most microseconds from the first to the last transfer of a finding; at most 30 days.</param>
    public MiningGround(TransferGraph graph, long windowUs)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowUs, WindowHoursMax * HourUs);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowUs, 1);
        Graph = graph;
        WindowUs = windowUs;
        pairs = new Lazy<BriefPairs>(() => BriefPairs.Build(graph, windowUs));
    }

    public TransferGraph Graph { get; }

    public TransferTable Table => Graph.Table;

    /// <summary>Most microseconds from the first to the last transfer of a finding.</summary>
    public long WindowUs { get; }

    public BriefPairs Pairs => pairs.Value;
}
