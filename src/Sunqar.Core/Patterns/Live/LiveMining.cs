using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Live;

/// <summary>
/// The generic typologies over transfers that keep coming: after each <see cref="Update"/> the sightings are those that
/// <see cref="PatternTable.Mine"/> gives for all transfers so far, at the cost of what the new ones touch. Each step of mining (pairs,
/// their evidence, cycles, three rounds of suspicion, the shapes at an account) is kept, and done again only where something that it reads
/// has changed; where it comes out the same, nothing further is done. Not thread-safe.
/// </summary>
public sealed class LiveMining
{
    private readonly double _scoreMin;
    private readonly long _windowUs;
    private readonly MiningLimits _limits;
    private readonly LivePairs _pairs;
    private readonly LiveSuspicion _judged;
    private readonly LiveShapes _shapes;
    private readonly HashSet<int> _fresh = [];
    private readonly HashSet<int> _kindChanged = [];
    private long _observedUs = -1;

    /// <param name="windowUs">Most microseconds from the first to the last transfer of a finding; at most 30 days.</param>
    /// <param name="scoreMin">Sightings claimed less probable than this are not told.</param>
    public LiveMining(long windowUs, MiningLimits limits, double scoreMin)
    {
        (_windowUs, _limits, _scoreMin) = (windowUs, limits, scoreMin);
        Transfers.Came += row => _fresh.Add(row);
        Transfers.KindChanged += account => _kindChanged.Add(account);
        _pairs = new LivePairs(Transfers);
        _judged = new LiveSuspicion(_pairs, windowUs);
        _shapes = new LiveShapes(_pairs);
    }

    /// <summary>Where transfers are added.</summary>
    public LiveTransfers Transfers { get; } = new();

    /// <summary>What holds since the last <see cref="Update"/>, ranked.</summary>
    public IReadOnlyList<Sighting> Sightings { get; private set; } = [];

    /// <summary>Pairs that the last update looked at again; a measure of its work.</summary>
    public int Touched => _judged.Touched;

    /// <summary>Brings the sightings up with the transfers.</summary>
    public void Update()
    {
        if (_fresh.Count == 0)
            return;
        var changed = new HashSet<int>();
        var touched = new HashSet<int>();
        var table = Transfers.Table;
        foreach (var row in _fresh)
        {
            _pairs.Reassess(table.From[row], table.To[row], changed);
            _pairs.Reassess(table.To[row], table.From[row], changed);
            touched.Add(table.From[row]);
            touched.Add(table.To[row]);
        }
        foreach (var account in _kindChanged)
        {
            Around(account, touched, changed);
        }
        int[] came = [.. _fresh];
        _fresh.Clear();
        _kindChanged.Clear();
        var rethought = _judged.Update(changed);
        var ground = new MiningGround(Transfers, _windowUs, _limits, _judged.Evidence, _judged.Suspicion, _ => _judged.Hot, _shapes.Links);
        _shapes.Update(ground, _judged, came, touched, changed, rethought, ground.ObservedUs != _observedUs);
        _observedUs = ground.ObservedUs;
        Sightings = Patterns.Sightings.WithoutRepeats(
            table,
            _shapes.All(ground).Where(s => s.Score >= _scoreMin && ground.Tells(s)),
            PatternTable.Kinds
        );
    }

    /// <summary>An account turned out to be of another kind: whoever met it may look different.</summary>
    private void Around(int account, HashSet<int> touched, HashSet<int> changed)
    {
        var table = Transfers.Table;
        foreach (var row in Transfers.Out(account))
        {
            if (touched.Add(table.To[row]) || BriefPairs.IsLeftOut(table.Accounts, account))
                _pairs.Reassess(account, table.To[row], changed);
        }
        foreach (var row in Transfers.In(account))
        {
            if (touched.Add(table.From[row]) || BriefPairs.IsLeftOut(table.Accounts, account))
                _pairs.Reassess(table.From[row], account, changed);
        }
    }
}
