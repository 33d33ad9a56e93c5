using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Sunqar.Server.Api;
using Sunqar.Server.Pages.State;

namespace Sunqar.Server.Hosting;

/// <summary>Serves while the state is being loaded, and after it until told to stop.</summary>
public static class ConsoleServer
{
    /// <param name="load">
    /// Fills <paramref name="state"/>; the server listens meanwhile, <c>/ready</c> answers 503 and the console shows the steps. When it throws, the
    /// server stops and the exception comes out here.
    /// </param>
    /// <param name="listening">Told each address once the server listens, with the real port where 0 was asked for.</param>
    /// <param name="door">Where the desk will stand, opened by <paramref name="load"/>.</param>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task ServeAsync(
        ServerOptions options, LiveConsoleState state, Func<CancellationToken, Task> load, Action<string> listening, CancellationToken cancel,
        DeskDoor? door = null)
    {
        var readiness = new Readiness();
        await using var app = ServerHost.Create(options, state, readiness, door);
        await app.StartAsync(cancel);
        foreach (var url in app.Urls)
        {
            listening(url);
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        try
        {
            await load(stop.Token);
            readiness.MarkReady();
            await app.WaitForShutdownAsync(cancel);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while loading: nothing is half done, since what was loaded lives in memory only.
        }
        finally
        {
            state.Progress.Finish();
            await app.StopAsync(CancellationToken.None);
        }
    }
}
