using Microsoft.AspNetCore.Builder;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Storage.Log;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Acting;

namespace Sunqar.Tests.Log;

/// <summary>The real server with a log behind its door, which may be exchanged for another.</summary>
internal sealed class ServedLog : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ActDoor _door;

    private ServedLog(WebApplication app, ActDoor door)
    {
        (_app, _door) = (app, door);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public static async Task<ServedLog> StartAsync()
    {
        var doors = new Doors();
        var door = doors.Acts;
        var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("http://127.0.0.1:0")).Options;
        var app = ServerHost.Create(options, SampleConsole.Create(), new Readiness(), doors);
        await app.StartAsync();
        return new ServedLog(app, door);
    }

    public void Show(OversightLog? log) => _door.Open(null!, log);

    /// <summary>The leaf that says where the streams stand.</summary>
    public void Mark(long leaf) => _door.Mark(leaf);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
