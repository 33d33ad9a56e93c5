using Microsoft.AspNetCore.Builder;
using Sunqar.Core.Patterns;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages.State;

namespace Sunqar.Tests.ConsolePages;

/// <summary>The real server on a free loopback port, for one test: a simulated country, which nobody has to sign in for.</summary>
public sealed class RunningConsole : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningConsole(WebApplication app, LiveConsoleState state, Readiness readiness)
    {
        (_app, State, Readiness) = (app, state, readiness);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public LiveConsoleState State { get; }

    public Readiness Readiness { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningConsole> StartAsync(LiveConsoleState? state = null, Typologies? typologies = null)
    {
        var shown = state ?? SampleConsole.Create();
        var readiness = new Readiness();
        var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("http://127.0.0.1:0")).Options;
        var access = new AccessDoor();
        access.Tell(isSimulated: true);
        var app = ServerHost.Create(options, shown, readiness, new Doors { Access = access }, typologies);
        await app.StartAsync();
        return new RunningConsole(app, shown, readiness);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
