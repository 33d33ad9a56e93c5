using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Live;

/// <summary>
/// The generic typologies over transfers that keep coming: after each <see cref="Update"/> the sightings are those that <see cref="PatternTable.Mine"/> gives for all transfers so
/// far, at the cost of what the new ones touch. Each step of mining (pairs, their evidence, cycles, three rounds of suspicion, the shapes at an account) is kept, and done again
/// only where something that it reads has changed; where it comes out the same, nothing further is done. Not thread-safe.
/// </summary>
public sealed class LiveMining
{
    private readonly double scoreMin;
    private readonly long windowUs;
    private readonly MiningLimits limits;
    private readonly LivePairs pairs;
    private readonly LiveSuspicion judged;
    private readonly LiveShapes shapes;
    private readonly HashSet<int> fresh = [];
    private readonly HashSet<int> kindChanged = [];
    private long observedUs = -1;
    private bool statedCurrency;

    /// <param name="windowUs">Most microseconds from the first to the last transfer of a finding; at most 30 days.</param>
    /// <param name="scoreMin">Sightings claimed less probable than this are not told.</param>
    public LiveMining(long windowUs, MiningLimits limits, double scoreMin)
    {
        (this.windowUs, this.limits, this.scoreMin) = (windowUs, limits, scoreMin);
        Transfers.Came += row => fresh.Add(row);
        Transfers.KindChanged += account => kindChanged.Add(account);
        pairs = new LivePairs(Transfers);
        judged = new LiveSuspicion(pairs, windowUs);
        shapes = new LiveShapes(pairs);
    }

    /// <summary>Where transfers are added.</summary>
    public LiveTransfers Transfers { get; } = new();

    /// <summary>What holds since the last <see cref="Update"/>, ranked.</summary>
    public IReadOnlyList<Sighting> Sightings { get; private set; } = [];

    /// <summary>Pairs that the last update looked at again; a measure of its work.</summary>
    public int Touched => judged.Touched;

    /// <summary>Brings the sightings up with the transfers.</summary>
    public void Update()
    {
        if (fresh.Count == 0) return;
        var changed = new HashSet<int>();
        var touched = new HashSet<int>();
        var table = Transfers.Table;
        foreach (var row in fresh)
        {
            pairs.Reassess(table.From[row], table.To[row], changed);
            pairs.Reassess(table.To[row], table.From[row], changed);
            touched.Add(table.From[row]);
            touched.Add(table.To[row]);
        }
        foreach (var account in kindChanged)
        {
            Around(account, touched, changed);
        }
        int[] came = [.. fresh];
        fresh.Clear();
        kindChanged.Clear();
        var rethought = judged.Update(changed);
        var ground = new MiningGround(Transfers, windowUs, limits, judged.Evidence, judged.Suspicion, _ => judged.Hot, shapes.Links);
        shapes.Update(ground, judged, came, touched, changed, rethought, ground.ObservedUs != observedUs, ground.StatesCurrency != statedCurrency);
        (observedUs, statedCurrency) = (ground.ObservedUs, ground.StatesCurrency);
        Sightings = Patterns.Sightings.WithoutRepeats(
            table, shapes.All(ground).Where(s => s.Score >= scoreMin && ground.Tells(s)), PatternTable.Kinds);
    }

    /// <summary>An account turned out to be of another kind: whoever met it may look different.</summary>
    private void Around(int account, HashSet<int> touched, HashSet<int> changed)
    {
        var table = Transfers.Table;
        foreach (var row in Transfers.Out(account))
        {
            if (touched.Add(table.To[row]) || BriefPairs.IsLeftOut(table.Accounts, account)) pairs.Reassess(account, table.To[row], changed);
        }
        foreach (var row in Transfers.In(account))
        {
            if (touched.Add(table.From[row]) || BriefPairs.IsLeftOut(table.Accounts, account)) pairs.Reassess(table.From[row], account, changed);
        }
    }
}
