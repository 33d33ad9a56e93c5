using Microsoft.Extensions.Hosting;
using Sunqar.Core.Retention;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Access;
using Sunqar.Server.Acting;
using Sunqar.Server.Api;
using Sunqar.Server.Cases;
using Sunqar.Server.Deciding;
using Sunqar.Server.Gateways;
using Sunqar.Server.Jobs;
using Sunqar.Server.Outbox;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Registry;
using Sunqar.Server.Screening;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Log;

namespace Sunqar.Server.Hosting;

/// <summary>What a live server is started with, beyond where it listens.</summary>
public sealed record LiveServerOptions
{
    /// <summary>Each institution's limit of payments a second; 0 for none.</summary>
    public int PaymentsPerSecondMax { get; init; }

    /// <summary>Doors beside the API.</summary>
    public GatewayOptions Gateways { get; init; } = GatewayOptions.None;

    /// <summary>Where those who carry out measures are reached.</summary>
    public PartnerOptions Partners { get; init; } = PartnerOptions.None;

    /// <summary>A rulebook that decides everything beside the live one and answers nothing; null for none.</summary>
    public LoadedRulebook? Shadow { get; init; }

    /// <summary>How often a head of the oversight log is signed.</summary>
    public TimeSpan LogPace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Past which times people are forgotten.</summary>
    public RetentionLimits Limits { get; init; } = ShippedLimits.Instance;

    /// <summary>What the console shows; whoever gives it may watch its progress.</summary>
    public LiveConsoleState State { get; init; } = new();

    /// <summary>Runs on the open folder before the desk opens; null for nothing. Otherwise the folder is mined for the console once the desk is open.</summary>
    public Action<DataFolder, CancellationToken>? First { get; init; }
}

/// <summary>
/// The server on a data folder: listens at once, opens the folder, replays it, decides, and meanwhile mines what it holds for the console. A stop lets every
/// question that was taken be answered first.
/// </summary>
public static class LiveServer
{
    private static readonly TimeSpan MiningPatience = TimeSpan.FromSeconds(2);

    /// <param name="listening">Told in one line what listens where, once it does.</param>
    /// <exception cref="IOException">An address is in use, or the folder cannot be opened.</exception>
    public static async Task ServeAsync(ServerOptions options, DataFiles files, LiveServerOptions live, Action<string> listening, CancellationToken cancel)
    {
        var readiness = new Readiness();
        using var door = new DeskDoor { Rates = new RateLimits(live.PaymentsPerSecondMax) };
        var acts = new ActDoor();
        var access = new AccessDoor();
        var registry = new RegistryDoor();
        var cases = new CaseDoor();
        await using var app = ServerHost.Create(options, live.State, readiness, door, live.Gateways.Schemas, acts, access, registry, cases);
        await app.StartAsync(cancel);
        foreach (var url in app.Urls) listening("console at " + url);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        DataFolder? folder = null;
        DecisionDesk? desk = null;
        ActDesk? people = null;
        OversightLog? log = null;
        var open = new List<Iso8583Gateway>();
        var following = new List<Task>();
        var mining = Task.CompletedTask;
        try
        {
            foreach (var address in live.Gateways.Iso8583)
            {
                open.Add(new Iso8583Gateway(address, options.Certificate, door));
                listening($"iso8583 {address.Institution} at {open[^1].EndPoint}");
            }
            folder = await Task.Run(() => DataFolder.Open(files.Path), stop.Token);
            access.Open(new CredentialFile(files.Path, folder.Keys));
            access.Tell(AccessDoor.HoldsSimulation(folder.Journal, isAboutTo: live.First is not null));
            if (live.First is { } first) await Task.Run(() => first(folder, stop.Token), stop.Token);
            var lookups = await Task.Run(() => Lookups.Of(folder.Journal), stop.Token);
            registry.Open(lookups, folder.Sealer.Fingerprint);
            desk = await Task.Run(() => new DecisionDesk(folder, lookups, new DeskOptions { Latency = door.Meters.Answers }, cancel: stop.Token), stop.Token);
            door.Open(desk, folder, new InstitutionKeyFile(files.Path));
            people = await Task.Run(() => new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh), stop.Token);
            log = await Task.Run(() => LogFollower.Open(files, folder.Journal), stop.Token);
            acts.Open(people, log);
            following.Add(LogFollower.RunAsync(log, live.LogPace, Console.Error.WriteLine, stop.Token));
            following.Add(ForgetFollower.RunAsync(folder, new KeyBackups(files.Path), people, live.Limits, Console.Error.WriteLine, stop.Token));
            if (await FirstAdmin.InviteAsync(people) is { } link) listening($"first admin: open {app.Urls.First()}{link} within {FirstAdmin.LinkLife.TotalHours:0} hours; it works once");
            readiness.Watch(() => desk.Trouble ?? people.Trouble);
            if (live.Shadow is { } candidate) following.Add(ShadowFollower.RunAsync(folder.Journal, candidate, door, Console.Error.WriteLine, stop.Token));
            CaseFollowers.Start(files.Path, folder, desk, people, live.Partners, cases, following, stop.Token);
            following.Add(LookupsFollower.RunAsync(folder.Journal, lookups, desk, Console.Error.WriteLine, stop.Token));
            following.Add(RescreeningFollower.RunAsync(folder, registry, people, Console.Error.WriteLine, stop.Token));
            following.Add(LicenceFollower.RunAsync(folder.Journal, Console.Error.WriteLine, stop.Token));
            following.Add(ListInboxFollower.RunAsync(new ListInbox(files.Path), new ImportJob(folder.Journal, folder.Sealer), Console.Error.WriteLine, stop.Token));
            following.Add(AlertsFollower.RunAsync(folder.Journal, new PseudonymKey(folder.Keys).In, live.State, Console.Error.WriteLine, stop.Token));
            var mined = folder.Journal.Head(Streams.Payments).Next;
            if (live.First is null) mining = Task.Run(() => new MainJob(files, null, live.State, folder).Run(stop.Token), CancellationToken.None);
            await mining.WaitAsync(stop.Token);
            following.Add(FormingFollower.RunAsync(folder, mined, live.State, Console.Error.WriteLine, stop.Token));
            await app.WaitForShutdownAsync(cancel);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while loading.
        }
        finally
        {
            live.State.Progress.Finish();
            await stop.CancelAsync();
            await Task.WhenAll(following);
            // First the requests end, which the desk still answers; then the desk; then the folder.
            await app.StopAsync(CancellationToken.None);
            foreach (var gateway in open) await gateway.DisposeAsync();
            door.Close();
            acts.Close();
            if (people is not null) await people.DisposeAsync();
            // The last acts go under a head before the server is gone.
            if (log is not null) LogFollower.Advance(log, Console.Error.WriteLine);
            log?.Dispose();
            if (desk is not null) await desk.DisposeAsync();
            // What is mined for the console can be mined again: a stop waits for it no longer than a moment, and then leaves the folder to the end of the process.
            await Task.WhenAny(mining, Task.Delay(MiningPatience, CancellationToken.None));
            if (mining.IsCompleted) folder?.Dispose();
        }
    }
}
