using System.Diagnostics;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Registry;
using Sunqar.Server.Access;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages.State;
using Sunqar.Storage;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Jobs;

/// <summary>
/// Shows networks while they form: follows the payments behind the answers, works out what each adds (<see cref="LiveFindings"/>) and shows
/// all networks as they stand. One that has grown stands in the place of what it was.
/// </summary>
internal sealed class FormingFollower
{
    /// <summary>A journal of more payments than this is not followed: following costs some 310 bytes a transfer.</summary>
    private const long PaymentsMax = 10_000_000;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly DataFolder _folder;
    private readonly long _since;
    private readonly Lookups _lookups;
    private readonly LiveFindings _findings = new(MainJob.FindWindowHours, FileFindings.ScoreMin);
    private readonly JournalTransfers _fold;
    private readonly HashSet<int> _shown = [];
    private readonly Func<string, Pseudonyms>? _names;
    private MiningContext? _context;
    private (RegistrySnapshot Registry, int Labels) _told;
    private MinedNetworks? _networks;
    private long _met = -1;

    /// <param name="since">Payments from this sequence on are news.</param>
    public FormingFollower(DataFolder folder, long since)
    {
        (_folder, _since) = (folder, since);
        _lookups = Lookups.Of(folder.Journal);
        _names = AccessDoor.HoldsSimulation(folder.Journal, isAboutTo: false) ? null : new PseudonymKey(folder.Keys).In;
        _fold = new TransferSnapshots(folder.Journal).Load(_findings.Transfers, keep: false);
        FindJob.LoadRest(folder.Journal, _fold);
    }

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(DataFolder folder, long since, LiveConsoleState state, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            if (folder.Journal.Head(Streams.Payments).Next > PaymentsMax)
            {
                warn("The journal is too large to show networks while they form; they are found at the next start.");
                return;
            }
            var follower = await Task.Run(() => new FormingFollower(folder, since), cancel);
            while (true)
            {
                var began = Stopwatch.GetTimestamp();
                if (await Task.Run(follower.Advance, cancel) is { } networks)
                    state.Publish(networks);
                // Rests three times as long as it worked: on two cores the desk decides meanwhile.
                await Task.Delay(TimeSpan.FromTicks(Math.Max(Between.Ticks, 3 * Stopwatch.GetElapsedTime(began).Ticks)), cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides.
            warn($"Networks are shown no further while they form: {error.Message}");
        }
    }

    /// <summary>Takes what came; all networks as they stand, or null where nothing came since the start.</summary>
    public MinedNetworks? Advance()
    {
        _folder.Journal.ReadPayments(Streams.Payments, _fold.Next, _fold);
        if (_fold.Payments == _met)
            return null;
        _met = _fold.Payments;
        _lookups.Advance(_folder.Journal);
        _findings.Update(Context());
        if (_fold.Next <= _since)
            return null;
        var claimed = ScoreWeights.Shipped.Claim(_findings.Uncalibrated, _findings.Transfers.Table);
        var mined = new Mined(
            _findings.Transfers,
            _fold,
            _lookups,
            _context!.Labels,
            [.. claimed.Where(s => s.Score >= FindJob.ClaimedMin)]
        );
        if (_names is null)
            Reveal(mined);
        return _networks = ConsoleFilling.Views(mined, mined.Findings(), mined.Networks(), _names, _networks);
    }

    /// <summary>The labels stay the same object while they say the same, for other labels have everything mined anew.</summary>
    private MiningContext Context()
    {
        var registry = _lookups.Registry.Snapshot;
        var services =
            _context is not null && _told == (registry, _lookups.Labels.Count)
                ? _context.Labels
                : FindJob.Services(registry, _lookups.Labels);
        _told = (registry, _lookups.Labels.Count);
        return _context = new MiningContext(services, _lookups.Rates, registry, _fold.DeviceUses);
    }

    /// <summary>As the main job reveals what nobody stands behind; accounts revealed before stay so.</summary>
    private void Reveal(Mined mined)
    {
        var members = mined.Sightings.SelectMany(sighting => sighting.Members).Select(member => member.Account).ToHashSet();
        if (members.IsSubsetOf(_shown))
            return;
        MainJob.Reveal(_folder, mined);
        _shown.UnionWith(members);
    }
}
