using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Sunqar.Core.Retention;
using Sunqar.Core.Rulebook;
using Sunqar.Formats.Attestations;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Blocking;
using Sunqar.Server.Cases;
using Sunqar.Server.Entrance;
using Sunqar.Server.Gateways;
using Sunqar.Server.Nodes;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Registry;
using Sunqar.Server.Screening;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Log;
using Sunqar.Work.Mining;
using Sunqar.Work.Outbox;
using Sunqar.Work.Summaries;

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

    /// <summary>The body's own identity provider; null where people sign in here alone.</summary>
    public ProviderOptions? Provider { get; init; }

    /// <summary>A rulebook that decides everything beside the live one and answers nothing; null for none.</summary>
    public LoadedRulebook? Shadow { get; init; }

    /// <summary>Nothing is mined for the console, neither at the start nor while payments come: the machine belongs to deciding.</summary>
    public bool IsMiningOff { get; init; }

    /// <summary>Institutions may have blinded identifiers evaluated (docs/verifier.md).</summary>
    public bool IsExactMatchOn { get; init; }

    /// <summary>Judges what a platform says of a device's key; null where no roots were configured.</summary>
    public AndroidKeyAttestation? Attestation { get; init; }

    /// <summary>Whether the server waits while another node has the journal, and goes on when it can; else it ends, saying so.</summary>
    public bool IsStandby { get; init; }

    /// <summary>The clock that payments and acts are judged by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What decides in place of the rulebook in force; null for none.</summary>
    public LoadedRulebook? Rulebook { get; init; }

    /// <summary>Stands before every address, with the desk's door; null for nothing.</summary>
    public Func<HttpContext, DeskDoor, RequestDelegate, Task>? Before { get; init; }

    /// <summary>This server among others; null where it is alone.</summary>
    public NodeOptions? Node { get; init; }

    /// <summary>How often a head of the oversight log is signed.</summary>
    public TimeSpan LogPace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Past which times people are forgotten.</summary>
    public RetentionLimits Limits { get; init; } = ShippedLimits.Instance;

    /// <summary>Bytes that the windows of decisions may hold, by default half of the memory that the process may use; beyond it no new
    /// payment is decided.</summary>
    public long WindowBytesMax { get; init; } = HalfOfMemory;

    internal static long HalfOfMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>What the console shows; whoever gives it may watch its progress.</summary>
    public LiveConsoleState State { get; init; } = new();

    /// <summary>Mines the open folder before the desk opens; null for nothing. Otherwise the folder is mined for the console once the
    /// desk is open.</summary>
    internal Func<DataFolder, CancellationToken, MinedFolder>? First { get; init; }
}

/// <summary>
/// The server on a data folder: listens at once, opens the folder, replays it, decides, and meanwhile mines what it holds for the console.
/// A stop lets every question that was taken be answered first.
/// </summary>
public static class LiveServer
{
    /// <param name="listening">Told in one line what listens where, once it does.</param>
    /// <exception cref="IOException">An address is in use, the folder cannot be opened, or another node took its journal over.</exception>
    public static async Task ServeAsync(
        ServerOptions options,
        DataFiles files,
        LiveServerOptions live,
        Action<string> listening,
        CancellationToken cancel
    )
    {
        if (live.Node is { } node)
        {
            await new NodeServer(options, files, live, node, listening).ServeAsync(cancel);
            return;
        }
        var readiness = new Readiness();
        var zone = live.Gateways.Zone;
        var doors = new Doors(zone.Origin, zone.NoticeHost)
        {
            Desk = new DeskDoor { Rates = new RateLimits(live.PaymentsPerSecondMax) },
            Schemas = live.Gateways.Schemas,
            Provider = live.Provider,
            Before = live.Before,
        };
        using var meters = doors.Desk;
        await using var app = ServerHost.Create(options, live.State, readiness, doors);
        await app.StartAsync(cancel);
        foreach (var url in app.Urls)
            listening("console at " + url);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        var (house, gateways) = (new LiveHouse(files, live, doors), new OpenGateways());
        var isLost = false;
        try
        {
            gateways.Listen(live.Gateways, doors, options.Certificate, listening);
            await house.OpenAsync(stop.Token);
            // Another node decides from now on: what this one still holds is answered as not stored, and it is started anew.
            using var lost = house.Lost.Register(stop.Cancel);
            if (await house.InviteFirstAdminAsync() is { } link)
                listening($"first admin: open {app.Urls.First()}{link} within {FirstAdmin.LinkLife.TotalHours:0} hours; it works once");
            readiness.Watch(() => house.Trouble);
            house.Follow(stop.Token);
            await house.MineAsync(stop.Token);
            await app.WaitForShutdownAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while loading.
        }
        finally
        {
            live.State.Progress.Finish();
            await stop.CancelAsync();
            await house.EndFollowingAsync();
            isLost = house.Lost.IsCancellationRequested;
            // First the requests end, which the desks still answer; then the desks; then the folder.
            await app.StopAsync(CancellationToken.None);
            await gateways.DisposeAsync();
            await house.DisposeAsync();
        }
        if (isLost)
            throw new IOException("Another node took the journal over; this one has stopped.");
    }
}
