using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Nodes;
using Sunqar.Storage.Postgres;
using Sunqar.Work.Nodes;
using Sunqar.Work.Summaries;

namespace Sunqar.Server.Hosting;

/// <summary>
/// A server that is one of several equal ones: it takes in payments, whoever decides them, follows the journal, and leads when nobody else
/// does. A node that loses the lead, or gives it back, follows again without a restart.
/// </summary>
internal sealed class NodeServer(
    ServerOptions options,
    DataFiles files,
    LiveServerOptions live,
    NodeOptions nodeOptions,
    Action<string> listening
)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100),
        PauseAfterFault = TimeSpan.FromSeconds(1),
        DrainPatience = TimeSpan.FromSeconds(5);

    private readonly Readiness _readiness = new();
    private LiveHouse? _house;

    public async Task ServeAsync(CancellationToken cancel)
    {
        var desk = new NodeDesk();
        using var node = new NodeDoor(nodeOptions, desk);
        var zone = live.Gateways.Zone;
        var doors = new Doors(zone.Origin, zone.NoticeHost)
        {
            Desk = new DeskDoor { Rates = new RateLimits(live.PaymentsPerSecondMax), Payments = desk },
            Schemas = live.Gateways.Schemas,
            Provider = live.Provider,
        };
        using var meters = doors.Desk;
        await using var app = ServerHost.Create(options, live.State, _readiness, doors, node: node);
        await app.StartAsync(cancel);
        foreach (var url in app.Urls)
            listening((new Uri(url).Port == nodeOptions.Address.Port ? "nodes at " : "console at ") + url);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        using var ending = new CancellationTokenSource();
        var gateways = new OpenGateways();
        gateways.Listen(live.Gateways, doors, options.Certificate, listening);
        _readiness.Watch(() => Trouble(node));
        var beside = Task.WhenAll(desk.WatchAsync(ending.Token), LinkAsync(node, doors.Desk, ending.Token));
        try
        {
            while (!stop.IsCancellationRequested)
                await FollowThenLeadAsync(node, doors, app, stop.Token);
            // Whoever leads now answers those who still wait here.
            for (var waited = TimeSpan.Zero; desk.Waiting > 0 && waited < DrainPatience; waited += Pace)
                await Task.Delay(Pace, CancellationToken.None);
        }
        finally
        {
            live.State.Progress.Finish();
            await app.StopAsync(CancellationToken.None);
            await gateways.DisposeAsync();
            await ending.CancelAsync();
            await beside;
        }
    }

    private string? Trouble(NodeDoor node) =>
        node.Leads ? _house?.Trouble
        : node.Desk.IsLinked ? null
        : "No node leads that this one reaches.";

    private async Task FollowThenLeadAsync(NodeDoor node, Doors doors, WebApplication app, CancellationToken stop)
    {
        FollowedFolder? followed = null;
        try
        {
            followed = await Task.Run(() => FollowedFolder.Open(files, nodeOptions.Address.ToString(), doors.Desk, stop), stop);
            if (!await followed.FollowAsync(stop))
                return;
            var leading = followed;
            // The house ends it.
            followed = null;
            await LeadAsync(leading, node, doors, app, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it followed.
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"node: {error.Message}");
            await Task.Delay(PauseAfterFault, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            followed?.Dispose();
        }
    }

    private async Task LeadAsync(FollowedFolder followed, NodeDoor node, Doors doors, WebApplication app, CancellationToken stop)
    {
        var house = _house = new LiveHouse(files, live, doors, followed);
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(stop, followed.Folder.Lost);
        try
        {
            await house.OpenAsync(leading.Token);
            var epoch = ((PostgresJournal)followed.Folder.Journal).HouseEpoch;
            node.Lead(epoch);
            listening($"node {nodeOptions.Name} leads under epoch {epoch}");
            if (await house.InviteFirstAdminAsync() is { } link)
                listening($"first admin: open {app.Urls.First()}{link} within {FirstAdmin.LinkLife.TotalHours:0} hours; it works once");
            house.Follow(leading.Token);
            await house.MineAsync(leading.Token);
            await Task.Delay(Timeout.Infinite, leading.Token);
        }
        catch (OperationCanceledException) when (leading.IsCancellationRequested)
        {
            // Another node leads, or this one stops.
        }
        finally
        {
            node.Resign();
            await leading.CancelAsync();
            await house.EndFollowingAsync();
            await house.DisposeAsync();
            _house = null;
            listening($"node {nodeOptions.Name} leads no more");
        }
    }

    /// <summary>Keeps the way to whoever leads: to the desk of this node, or over the network.</summary>
    private async Task LinkAsync(NodeDoor node, DeskDoor door, CancellationToken ending)
    {
        using var leases = new LeaseWatch(files.Journal!);
        (string? Leader, Task Use, CancellationTokenSource Until) now = (null, Task.CompletedTask, new CancellationTokenSource());
        while (!ending.IsCancellationRequested)
        {
            var holder = await leases.LookAsync();
            var (leads, at) = (node.Leads, holder?.Address is { } told && !IsOwn(told) ? new Uri(told) : null);
            var leader =
                leads ? nodeOptions.Name
                : at is null ? null
                : holder!.Owner;
            node.Follow(at);
            if (leader != now.Leader || now.Use.IsCompleted)
            {
                await now.Until.CancelAsync();
                await now.Use;
                now.Until.Dispose();
                now = (leader, Task.CompletedTask, CancellationTokenSource.CreateLinkedTokenSource(ending));
                if (leader is not null)
                    now.Use = leads ? OwnAsync(node, door, now.Until.Token) : OthersAsync(node, at!, now.Until.Token);
            }
            await Task.Delay(Pace, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await now.Until.CancelAsync();
        await now.Use;
        now.Until.Dispose();
    }

    private bool IsOwn(string address) => new Uri(address) == nodeOptions.Address;

    private static Task OwnAsync(NodeDoor node, DeskDoor door, CancellationToken until) =>
        node.Desk.UseAsync(new OwnLink(new LeaderSession(() => door.Desk, door.PaymentsCome)), until);

    private static async Task OthersAsync(NodeDoor node, Uri leader, CancellationToken until)
    {
        using var link = new LeaderLink(node, leader);
        await node.Desk.UseAsync(link, until);
    }
}
