using System.Diagnostics;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Server.Access;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages.State;
using Sunqar.Storage.Keys;
using Sunqar.Storage;

namespace Sunqar.Server.Jobs;

/// <summary>
/// Shows networks while they form: follows the payments behind the answers, mines what each adds (<see cref="LiveMining"/>) and shows those networks to which something came since the server
/// started. The generic typologies only; the others are mined when the server starts (docs/decisions/0015).
/// </summary>
internal sealed class FormingFollower
{
    /// <summary>A journal of more payments than this is not followed: following costs some 130 bytes a transfer.</summary>
    private const long PaymentsMax = 10_000_000;

    private const long HourUs = 3_600_000_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly DataFolder folder;
    private readonly long since;
    private readonly Lookups lookups;
    private readonly LiveMining mining = new(MainJob.FindWindowHours * HourUs, ReportingThresholds.Kazakhstan, FindJob.ClaimedMin);
    private readonly JournalTransfers fold;
    private readonly HashSet<int> shown = [];
    private readonly Func<string, Pseudonyms>? names;
    private int rowsBefore = int.MaxValue;

    /// <param name="since">Payments from this sequence on are news.</param>
    public FormingFollower(DataFolder folder, long since)
    {
        (this.folder, this.since) = (folder, since);
        lookups = Lookups.Of(folder.Journal);
        names = AccessDoor.HoldsSimulation(folder.Journal, isAboutTo: false) ? null : new PseudonymKey(folder.Keys).In;
        fold = new JournalTransfers(mining.Transfers);
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

    /// <summary>Takes what came; the networks to which something came since the start, or null where nothing did.</summary>
    public MinedNetworks? Advance()
    {
        var before = fold.Payments;
        if (fold.Next < since)
        {
            folder.Journal.ReadPayments(Streams.Payments, fold.Next, new Until(fold, since));
            rowsBefore = mining.Transfers.Table.Count;
        }
        folder.Journal.ReadPayments(Streams.Payments, Math.Max(since, fold.Next), fold);
        rowsBefore = Math.Min(rowsBefore, mining.Transfers.Table.Count);
        if (fold.Payments == before) return null;
        lookups.Advance(folder.Journal);
        mining.Update();
        var picture = lookups.Registry.Snapshot;
        var mined = new Mined(mining.Transfers, fold, lookups, FindJob.Services(picture, lookups.Labels), [.. mining.Sightings.Where(s => s.Rows.Any(row => row >= rowsBefore))]);
        if (names is null) Reveal(mined);
        return ConsoleFilling.Views(mined, mined.Findings(), mined.Networks(), names);
    }

    /// <summary>As the main job reveals what nobody stands behind; accounts revealed before stay so.</summary>
    private void Reveal(Mined mined)
    {
        var members = mined.Sightings.SelectMany(sighting => sighting.Members).Select(member => member.Account).ToHashSet();
        if (members.IsSubsetOf(shown)) return;
        MainJob.Reveal(folder, mined);
        shown.UnionWith(members);
    }

    /// <summary>Passes on payments before a sequence.</summary>
    private sealed class Until(JournalTransfers fold, long end) : Storage.Journal.IDecidedPaymentSink
    {
        public void Add(in Storage.Journal.DecidedPaymentRow row)
        {
            if (row.Sequence < end) fold.Add(in row);
        }
    }
}
