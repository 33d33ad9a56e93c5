using System.Diagnostics;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Registry;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Mining;

/// <summary>
/// Shows networks while they form: follows the payments behind the answers, works out what each adds (<see cref="LiveMining"/>) and shows
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
    private readonly LiveMining _mining = new(
        TypologyTable.Shipped,
        MineJob.WindowHours * 3_600_000_000L,
        FileFindings.Reported,
        FileFindings.ScoreMin
    );
    private readonly JournalTransfers _fold;
    private readonly MemberNames _names;
    private MiningContext? _context;
    private (RegistrySnapshot Registry, int Labels) _told;
    private long _met = -1;

    /// <param name="since">Payments from this sequence on are news.</param>
    public FormingFollower(DataFolder folder, long since)
    {
        (_folder, _since) = (folder, since);
        _lookups = Lookups.Of(folder.Journal);
        _names = new MemberNames(folder);
        _fold = new TransferSnapshots(folder.Journal).Load(_mining.Transfers, keep: false);
        FindJob.LoadRest(folder.Journal, _fold);
    }

    /// <summary>Runs until cancelled.</summary>
    /// <param name="publish">Is given all networks as they stand whenever they may have changed; done with them when it returns.</param>
    public static async Task RunAsync(
        DataFolder folder,
        long since,
        Action<FoundNetworks> publish,
        Action<string> warn,
        CancellationToken cancel
    )
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
                if (await Task.Run(follower.Advance, cancel) is { } found)
                    await Task.Run(() => publish(found), cancel);
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
    public FoundNetworks? Advance()
    {
        _folder.Journal.ReadPayments(Streams.Payments, _fold.Next, _fold);
        if (_fold.Payments == _met)
            return null;
        _met = _fold.Payments;
        _lookups.Advance(_folder.Journal);
        _mining.Update(Context());
        if (_fold.Next <= _since)
            return null;
        var table = _mining.Transfers.Table;
        var claimed = Pieces.Fold(ScoreWeights.Shipped.Claim(_mining.Sightings, table, _mining.Usual), table);
        var mined = new Mined(
            TypologyTable.Shipped,
            _mining.Transfers,
            _fold,
            _lookups,
            _context!.Labels,
            [.. claimed.Where(s => s.Score >= FindJob.ClaimedMin)]
        );
        return _names.Name(mined);
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
}
