using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Live;

/// <summary>
/// Typologies over transfers that keep coming: after each <see cref="Update"/> the sightings are those that
/// <see cref="Typologies.Mine"/> gives for all transfers so far, at the cost of what the new ones touch (docs/decisions/0015). Other labels
/// begin anew. Not thread-safe.
/// </summary>
public sealed class LiveMining
{
    private readonly Typologies _typologies;
    private readonly double _scoreMin;
    private readonly LiveViews _views;
    private IReadOnlyList<(Typology Typology, IMiner Miner)> _miners = [];
    private long _looksBefore;

    /// <param name="windowUs">Most microseconds from the first to the last transfer of a finding; at most 30 days.</param>
    /// <param name="scoreMin">Shapes claimed less probable than this are not told.</param>
    public LiveMining(Typologies typologies, long windowUs, MiningLimits limits, double scoreMin)
    {
        (_typologies, _scoreMin) = (typologies, scoreMin);
        _views = new LiveViews(windowUs, limits);
    }

    /// <summary>What is large among the transfers.</summary>
    public UsualAmounts Usual => _views.Usual;

    /// <summary>Where transfers are added.</summary>
    public LiveTransfers Transfers => _views.Transfers;

    /// <summary>What holds since the last <see cref="Update"/>, in the order of <see cref="Typologies.Mine"/>.</summary>
    public IReadOnlyList<Sighting> Sightings { get; private set; } = [];

    /// <summary>One-off pairs that the last update looked at again; a measure of work.</summary>
    public int Touched => _views.Judged.Touched;

    /// <summary>Accounts, wallets and groups looked at so far; a measure of work.</summary>
    public long Looks => _looksBefore + _views.Measured + _miners.Sum(begun => begun.Miner.Looks);

    /// <summary>Brings the sightings up with the transfers and with what is told besides them.</summary>
    /// <param name="context">Its labels are an object of their own for as long as they say the same.</param>
    public void Update(MiningContext context)
    {
        var step = _views.Update(context);
        if (_views.IsRelabelled)
        {
            _looksBefore += _miners.Sum(begun => begun.Miner.Looks);
            _miners = _typologies.Begin(step.Ground);
        }
        Sightings = _typologies.Told(step, _miners, _scoreMin);
    }
}
