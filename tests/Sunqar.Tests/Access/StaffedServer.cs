using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Cases;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Registry;
using Sunqar.Storage;
using Sunqar.Storage.Evidence;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Log;
using Sunqar.Tests.Api;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;
using Sunqar.Work.Footage;
using Sunqar.Work.Registers;
using Sunqar.Work.Situation;
using Xunit;

namespace Sunqar.Tests.Access;

/// <summary>
/// The real server on a free loopback port and a real data folder, with people in it: <c>await server.SignedInAsync(Role.Officer)</c> is an
/// officer's browser, and <c>await StaffedServer.PostAsync(officer, "/cases/x/close", ("basis", "…"))</c> sends a form as a page of the
/// console does.
/// </summary>
public sealed partial class StaffedServer : IAsyncDisposable
{
    public const string Bank = "CASPKZKA",
        OtherBank = "HSBKKZKX";

    public const string Password = "a falcon over the steppe";

    private static readonly Lazy<string> PasswordHash = new(() => SignInDesk.Hash(Password));

    private readonly string _root;
    private readonly WebApplication _app;
    private readonly DecisionDesk _desk;
    private int _hired;

    private StaffedServer(
        string root,
        WebApplication app,
        DataFolder folder,
        DecisionDesk desk,
        ActDesk acts,
        AccessDoor access,
        Lookups lookups,
        KeyRecord keyRecord
    )
    {
        (_root, _app, Folder, _desk, Acts, Access, Lookups) = (root, app, folder, desk, acts, access, lookups);
        KeyRecord = keyRecord;
        Keys = DataFolder.KeysBeside(DataPath, null, null);
    }

    public DataFolder Folder { get; }

    /// <summary>The register that pages read; <c>Advance</c> takes in what was appended to the journal.</summary>
    public Lookups Lookups { get; }

    public string DataPath => Path.Combine(_root, "data");

    public ActDesk Acts { get; }

    /// <summary>Banks' footage, as the agency holds it.</summary>
    public required FootageOffice Footage { get; init; }

    /// <summary>What canvases are drawn from; closed until a test opens it.</summary>
    public required Sunqar.Server.Canvas.CanvasDoor Canvases { get; init; }

    /// <summary>What the wall and the map show; a test advances it.</summary>
    public required SituationBook Situation { get; init; }

    public AccessDoor Access { get; }

    /// <summary>The file as the folder's owner changes it, beside the server.</summary>
    public InstitutionKeyFile Keys { get; }

    public KeyRecord KeyRecord { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    /// <param name="isSimulated">Whether signed-out visitors of this machine may read on.</param>
    /// <param name="pages">Beside those that ship.</param>
    /// <param name="fill">Puts something into the folder before anything reads it.</param>
    public static async Task<StaffedServer> StartAsync(
        bool isSimulated = false,
        TimeProvider? time = null,
        IConsoleState? state = null,
        Action<DataFolder>? fill = null,
        IReadOnlyList<ConsolePage>? pages = null,
        ProviderOptions? provider = null
    )
    {
        var root = Directory.CreateTempSubdirectory("sunqar-staffed-").FullName;
        var data = Path.Combine(root, "data");
        var folder = DataFolder.Open(data);
        fill?.Invoke(folder);
        var lookups = Lookups.Of(folder.Journal);
        var desk = new DecisionDesk(folder, lookups, new DeskOptions { Time = ShiftedTime.OfTests });
        var acts = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh, time);
        var (access, readiness) = (new AccessDoor(time), new Readiness());
        var doors = new Doors { Access = access, Provider = provider };
        var (door, actDoor) = (doors.Desk, doors.Acts);
        doors.Registry.Open(lookups, folder);
        access.Open(new CredentialFile(data, folder.Keys), folder.Keys.SessionFile(data), folder.Keys.TicketKey());
        access.Tell(isSimulated);
        actDoor.Open(acts);
        var keys = new InstitutionKeyFile(data, folder.Keys);
        var record = new KeyRecord(acts, keys);
        doors.EndOpennessByPayments(acts);
        door.Open(desk, folder, keys);
        readiness.MarkReady();
        var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("http://127.0.0.1:0")).Options;
        var footage = new FootageOffice(folder, acts);
        doors.Footage.Open(footage);
        doors.Cases.Open(new PseudonymKey(folder.Keys), new EvidenceStore(data, folder.Keys), null, folder);
        var situation = new SituationBook(folder.Journal);
        doors.Situation.Open(situation);
        var app = ServerHost.Create(options, state ?? SampleConsole.Create(), readiness, doors, pages: pages);
        await app.StartAsync();
        return new StaffedServer(root, app, folder, desk, acts, access, lookups, record)
        {
            Footage = footage,
            Canvases = doors.Canvases,
            Situation = situation,
        };
    }

    /// <summary>A new account, made as by an invitation of the house; no credentials.</summary>
    public async Task<Account> HireAsync(Role role, string unit = "unit-a")
    {
        var (invitation, id) = ($"invitation-{++_hired}", $"{role.ToString().ToLowerInvariant()}-{_hired}");
        Assert.True((await Acts.DoAsync(new InvitePerson($"i-{id}", invitation, role, unit, 3_600_000_000), Actor.House)).IsDone);
        Assert.True((await Acts.DoAsync(new Enrol($"e-{id}", invitation, id, $"s-{id}", 1), new Actor(id, Role.Nobody, unit))).IsDone);
        return Acts.Read(acts => acts.Of<Staff>().Find(id))!;
    }

    /// <summary>A new account with a name, <see cref="Password"/> and a second factor.</summary>
    public async Task<(Account Account, string Name, byte[] Secret)> EnrolledAsync(Role role, string unit = "unit-a")
    {
        var account = await HireAsync(role, unit);
        var secret = System.Security.Cryptography.RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        Assert.True(
            Access.Credentials!.Put(new Credential(account.Id, "name-of-" + account.Id, PasswordHash.Value, secret, []), _ => true)
        );
        return (account, "name-of-" + account.Id, secret);
    }

    /// <summary>Fills in the page that signs in.</summary>
    public static Task<HttpResponseMessage> SignInAsync(
        HttpClient browser,
        string name,
        string password,
        string code,
        string returnUrl = "/"
    ) => PostAsync(browser, "/sign-in", ("name", name), ("password", password), ("code", code), ("returnUrl", returnUrl));

    /// <summary>The code that an app shows now, or some steps of 30 s later.</summary>
    public string CodeOf(byte[] secret, int stepsLater = 0) => Totp.Code(secret, Totp.StepAt(Access.Time.GetUtcNow()) + stepsLater);

    /// <summary>A browser in which a new account of this role is signed in. Redirects are not followed.</summary>
    public async Task<HttpClient> SignedInAsync(Role role, string unit = "unit-a") => Browser(await HireAsync(role, unit));

    /// <summary>A browser in which this account is signed in.</summary>
    public HttpClient Browser(Account account)
    {
        var cookies = new CookieContainer();
        cookies.Add(Address, new Cookie("sunqar", SessionOf(account)));
        return Browser(cookies);
    }

    /// <summary>The cookie of a new session of this account.</summary>
    public string SessionOf(Account account)
    {
        var (secret, id) = SessionStore.Fresh();
        Services.GetRequiredService<SessionStore>().Begin(id, account);
        return secret;
    }

    /// <summary>Every session of this account is over, as after a long pause.</summary>
    public void EndSessions(Account account)
    {
        var sessions = Services.GetRequiredService<SessionStore>();
        foreach (var id in sessions.Of(account.Id))
            sessions.End(id);
    }

    private readonly Dictionary<HttpClient, CookieContainer> _cookies = [];

    /// <summary>The secret of a browser's session.</summary>
    public string CookieOf(HttpClient browser) => _cookies[browser].GetCookies(Address)["sunqar"]?.Value ?? "";

    /// <summary>A browser in which nobody is signed in.</summary>
    public HttpClient Browser(CookieContainer? cookies = null)
    {
        cookies ??= new CookieContainer();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = Address,
        };
        _cookies[client] = cookies;
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return client;
    }

    /// <summary>An institution's program.</summary>
    public HttpClient WithKey(string key)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Sends a form, with the token of a page that the browser opens before.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, params (string Name, string Value)[] fields) =>
        await browser.PostAsync(path, await FormAsync(browser, fields), TestContext.Current.CancellationToken);

    /// <summary>A form's content with a good token and a fresh key.</summary>
    public static async Task<FormUrlEncodedContent> FormAsync(HttpClient browser, params (string Name, string Value)[] fields)
    {
        // Every page for a signed-in person has a form: the one that signs out. Nobody's is the sign-in page; it leads whoever is in to a
        // page of his own.
        var page = await browser.GetAsync("/sign-in", TestContext.Current.CancellationToken);
        if (page.StatusCode == HttpStatusCode.SeeOther)
            page = await browser.GetAsync("/nowhere", TestContext.Current.CancellationToken);
        var token = TokenPattern().Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;
        Assert.NotEmpty(token);
        return new FormUrlEncodedContent([
            new("__RequestVerificationToken", token),
            .. fields.Any(field => field.Name == "key") ? [] : (KeyValuePair<string, string>[])[new("key", Guid.NewGuid().ToString("N"))],
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);
    }

    /// <summary>Every act so far.</summary>
    public IReadOnlyList<Act> ActsSoFar() => [.. Folder.Journal.Read<Act>(Streams.Acts)];

    /// <summary>The oversight log over what has been done, with a first signed head; the caller disposes of it.</summary>
    public OversightLog OpenLog()
    {
        var log = new OversightLog(
            Path.Combine(DataPath, OversightLog.FolderName),
            LogKeyFile.DefaultPath(DataPath),
            Folder.Journal,
            new OversightLogOptions { Stream = Streams.Acts }
        );
        log.Advance(Acts.NowUs);
        Services.GetRequiredService<ActDoor>().Open(Acts, log);
        return log;
    }

    /// <summary>What has been counted of strangers becomes acts now, not in a minute.</summary>
    public Task FlushRefusalsAsync() => Services.GetRequiredService<RefusalBook>().FlushAsync();

    /// <summary>The server goes away, as for whoever has a page of it open.</summary>
    public Task StopListeningAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Acts.DisposeAsync();
        await _desk.DisposeAsync();
        Folder.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
