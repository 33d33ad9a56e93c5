using Microsoft.Extensions.Hosting;
using Sunqar.Server.Api;
using Sunqar.Server.Deciding;
using Sunqar.Server.Gateways;
using Sunqar.Server.Jobs;
using Sunqar.Server.Pages.State;
using Sunqar.Storage;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Hosting;

/// <summary>
/// The server on a data folder: listens at once, opens the folder, replays it, decides, and meanwhile mines what it holds for the console. A stop lets every
/// question that was taken be answered first.
/// </summary>
public static class LiveServer
{
    /// <param name="paymentsPerSecond">Each institution's limit; 0 for none.</param>
    /// <param name="listening">Told in one line what listens where, once it does.</param>
    /// <exception cref="IOException">An address is in use, or the folder cannot be opened.</exception>
    /// <param name="gateways">Doors beside the API; null for none.</param>
    public static async Task ServeAsync(
        ServerOptions options, DataFiles files, int paymentsPerSecond, Action<string> listening, CancellationToken cancel, GatewayOptions? gateways = null)
    {
        var state = new LiveConsoleState();
        var readiness = new Readiness();
        var door = new DeskDoor { Rates = new RateLimits(paymentsPerSecond) };
        await using var app = ServerHost.Create(options, state, readiness, door);
        await app.StartAsync(cancel);
        foreach (var url in app.Urls) listening("console at " + url);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        DataFolder? folder = null;
        DecisionDesk? desk = null;
        var open = new List<Iso8583Gateway>();
        try
        {
            foreach (var address in (gateways ?? GatewayOptions.None).Iso8583)
            {
                open.Add(new Iso8583Gateway(address, options.Certificate, door));
                listening($"iso8583 {address.Institution} at {open[^1].EndPoint}");
            }
            folder = await Task.Run(() => DataFolder.Open(files.Path), stop.Token);
            desk = await Task.Run(() => new DecisionDesk(folder, Lookups.Of(folder.Journal), cancel: stop.Token), stop.Token);
            door.Open(desk, folder, new BankKeyFile(files.Path));
            readiness.Watch(() => desk.Trouble);
            await Task.Run(() => new MainJob(files, null, state, folder).Run(stop.Token), stop.Token);
            await app.WaitForShutdownAsync(cancel);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while loading.
        }
        finally
        {
            state.Progress.Finish();
            // First the requests end, which the desk still answers; then the desk; then the folder.
            await app.StopAsync(CancellationToken.None);
            foreach (var gateway in open) await gateway.DisposeAsync();
            door.Close();
            if (desk is not null) await desk.DisposeAsync();
            folder?.Dispose();
        }
    }
}
