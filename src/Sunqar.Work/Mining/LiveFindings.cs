using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Transfers;

namespace Sunqar.Work.Mining;

/// <summary>Every typology in transfers that keep coming: after each update what <see cref="FileFindings"/> finds in all of them, at the
/// cost of what the new ones touch. Not thread-safe.</summary>
public sealed class LiveFindings
{
    private const long HourUs = 3_600_000_000;

    private readonly LiveMining _generic;
    private readonly LiveNetworks _networks;

    /// <param name="scoreMin">Generic sightings claimed less probable than this are not told.</param>
    public LiveFindings(int windowHours, double scoreMin)
    {
        _generic = new LiveMining(windowHours * HourUs, ReportingThresholds.Kazakhstan, scoreMin);
        _networks = new LiveNetworks(_generic.Transfers);
    }

    /// <summary>Where transfers are added.</summary>
    public LiveTransfers Transfers => _generic.Transfers;

    /// <summary>What holds since the last update: networks, then the generic typologies that they do not explain, with the scores that the
    /// patterns themselves claim.</summary>
    public IReadOnlyList<Sighting> Uncalibrated { get; private set; } = [];

    /// <summary>Pairs, accounts, wallets and groups looked at so far; a measure of work.</summary>
    public long Looks { get; private set; }

    public void Update(MiningContext context)
    {
        _generic.Update();
        var before = _networks.Looks;
        _networks.Update(context);
        Looks += _generic.Touched + _networks.Looks - before;
        Uncalibrated = FileFindings.Together(_networks.Sightings, _generic.Sightings);
    }
}
