using Sunqar.Core.Patterns.Scores;
using System.Diagnostics;
using Sunqar.Core.Oversight;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Registry;
using Sunqar.Server.Access;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages.State;
using Sunqar.Storage.Keys;
using Sunqar.Storage;

namespace Sunqar.Server.Jobs;

/// <summary>
/// Shows networks while they form: follows the payments behind the answers, works out what each adds (<see cref="LiveFindings"/>) and shows all networks as they stand. One
/// that has grown stands in the place of what it was.
/// </summary>
internal sealed class FormingFollower
{
    /// <summary>A journal of more payments than this is not followed: following costs some 310 bytes a transfer.</summary>
    private const long PaymentsMax = 10_000_000;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly DataFolder folder;
    private readonly long since;
    private readonly Lookups lookups;
    private readonly LiveFindings findings = new(MainJob.FindWindowHours, FileFindings.ScoreMin);
    private readonly JournalTransfers fold;
    private readonly HashSet<int> shown = [];
    private readonly Func<string, Pseudonyms>? names;
    private MiningContext? context;
    private (RegistrySnapshot Registry, int Labels) told;
    private MinedNetworks? networks;
    private long met = -1;

    /// <param name="since">Payments from this sequence on are news.</param>
    public FormingFollower(DataFolder folder, long since)
    {
        (this.folder, this.since) = (folder, since);
        lookups = Lookups.Of(folder.Journal);
        names = AccessDoor.HoldsSimulation(folder.Journal, isAboutTo: false) ? null : new PseudonymKey(folder.Keys).In;
        fold = new TransferSnapshots(folder.Journal).Load(findings.Transfers, keep: false);
        FindJob.LoadRest(folder.Journal, fold);
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
                if (await Task.Run(follower.Advance, cancel) is { } networks) state.Publish(networks);
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
        folder.Journal.ReadPayments(Streams.Payments, fold.Next, fold);
        if (fold.Payments == met) return null;
        met = fold.Payments;
        lookups.Advance(folder.Journal);
        findings.Update(Context());
        if (fold.Next <= since) return null;
        var claimed = ScoreWeights.Shipped.Claim(findings.Uncalibrated, findings.Transfers.Table);
        var mined = new Mined(findings.Transfers, fold, lookups, context!.Labels, [.. claimed.Where(s => s.Score >= FindJob.ClaimedMin)]);
        if (names is null) Reveal(mined);
        return networks = ConsoleFilling.Views(mined, mined.Findings(), mined.Networks(), names, networks);
    }

    /// <summary>The labels stay the same object while they say the same, for other labels have everything mined anew.</summary>
    private MiningContext Context()
    {
        var registry = lookups.Registry.Snapshot;
        var services = context is not null && told == (registry, lookups.Labels.Count) ? context.Labels : FindJob.Services(registry, lookups.Labels);
        told = (registry, lookups.Labels.Count);
        return context = new MiningContext(services, lookups.Rates, registry, fold.DeviceUses);
    }

    /// <summary>As the main job reveals what nobody stands behind; accounts revealed before stay so.</summary>
    private void Reveal(Mined mined)
    {
        var members = mined.Sightings.SelectMany(sighting => sighting.Members).Select(member => member.Account).ToHashSet();
        if (members.IsSubsetOf(shown)) return;
        MainJob.Reveal(folder, mined);
        shown.UnionWith(members);
    }
}
