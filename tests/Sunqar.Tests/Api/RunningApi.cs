using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;

namespace Sunqar.Tests.Api;

/// <summary>The real server on a free loopback port, on a real data folder of its own.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    public const string Bank = "CASPKZKA",
        OtherBank = "HSBKKZKX";

    private readonly string _root;
    private readonly WebApplication _app;

    private RunningApi(string root, WebApplication app, DataFolder folder, DecisionDesk desk, InstitutionKeyFile keys)
    {
        (_root, _app, Folder, Desk, Keys) = (root, app, folder, desk, keys);
        Key = keys.Create(Bank);
        Client = ClientOf(Key);
        Other = ClientOf(keys.Create(OtherBank));
    }

    public DataFolder Folder { get; }

    public string Data => Path.Combine(_root, "data");

    public DecisionDesk Desk { get; }

    public InstitutionKeyFile Keys { get; }

    public string Key { get; }

    public HttpClient Client { get; }

    public HttpClient Other { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<RunningApi> StartAsync(
        int rateLimit = 0,
        bool isOpen = true,
        IReadOnlyDictionary<string, string?>? telemetry = null
    )
    {
        var root = Directory.CreateTempSubdirectory("sunqar-api-").FullName;
        var data = Path.Combine(root, "data");
        var folder = DataFolder.Open(data);
        var door = new DeskDoor { Rates = new RateLimits(rateLimit) };
        var desk = new DecisionDesk(
            folder,
            Lookups.Of(folder.Journal),
            new DeskOptions { Latency = door.Meters.Answers, Time = ShiftedTime.OfTests }
        );
        var readiness = new Readiness();
        var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("http://127.0.0.1:0", telemetry: telemetry)).Options;
        var app = ServerHost.Create(options, SampleConsole.Create(), readiness, new Doors { Desk = door });
        await app.StartAsync();
        var keys = DataFolder.KeysBeside(data, null, null);
        if (isOpen)
        {
            door.Open(desk, folder, new InstitutionKeyFile(data, folder.Keys));
            readiness.Watch(() => desk.Trouble);
        }
        return new RunningApi(root, app, folder, desk, keys);
    }

    public HttpClient ClientOf(string key)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A top-up as a bank sends it.</summary>
    public static string TopUp(string id, string amount = "12000.00", string bank = Bank, string more = "") =>
        $$"""{"id":"{{id}}","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"{{amount}}","currency":"KZT","institution":"{{bank}}","sender":{"iin":"800416100254"},"recipient":{"card":"card_A-1"}{{more}}}""";

    public static StringContent Content(string json) => new(json, Encoding.UTF8, "application/json");

    public Task<HttpResponseMessage> PostAsync(string path, string json) => Client.PostAsync(path, Content(json));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Other.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Desk.DisposeAsync();
        Folder.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
