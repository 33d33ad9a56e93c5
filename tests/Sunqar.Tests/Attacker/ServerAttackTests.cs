using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Gateways;
using Sunqar.Server.Hosting;
using Sunqar.Server.Screening;
using Sunqar.Storage.Disk;
using Sunqar.Tests.Access;
using Sunqar.Tests.Api;
using Sunqar.Tests.People;
using Sunqar.Work.Acting;
using Sunqar.Work.Blocking;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>What somebody tries by asking: too much, too often, too slowly, or what is nobody's to know.</summary>
public sealed class ServerAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(StaffedServer server, Role role, string path, string json)
    {
        using var client = server.WithKey(server.Keys.Create(StaffedServer.Bank, role));
        var answer = await client.PostAsync(path, RunningApi.Content(json), Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static Attack Asked(
        string what,
        string must,
        Role role,
        string path,
        string json,
        HttpStatusCode status,
        string never = "\u0000"
    ) =>
        new(
            what,
            must,
            null,
            async server =>
            {
                var (answered, text) = await SendAsync(server, role, path, json);
                Assert.Equal(status, answered);
                Assert.DoesNotContain(never, text, StringComparison.Ordinal);
            }
        );

    private static async Task<HttpStatusCode> LookAsync(StaffedServer server)
    {
        using var stranger = server.Browser();
        return (await stranger.GetAsync("/", Cancel)).StatusCode;
    }

    /// <summary>Openness ends; whatever came of the attempt itself.</summary>
    private static Attack Opened(string what, Func<StaffedServer, Task> by) =>
        new(
            what,
            "a simulated folder is open to nobody any more",
            typeof(OpennessEnded),
            async server =>
            {
                Assert.Equal(HttpStatusCode.OK, await LookAsync(server));
                await by(server);
                Assert.Equal(HttpStatusCode.SeeOther, await LookAsync(server));
                Assert.False(Sunqar.Work.Registers.SimulatedData.IsHeldBy(server.Folder.Journal, isAboutTo: true));
            }
        );

    private static readonly Attack[] Simulated =
    [
        Opened(
            "a bank pays by its key",
            async server =>
                Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, Role.Bank, "/v1/payments", RunningApi.TopUp("P1"))).Status)
        ),
        Opened(
            "a bank sends a batch",
            async server =>
                Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, Role.Bank, "/v1/payments/batch", RunningApi.TopUp("P1"))).Status)
        ),
        Opened("a list is imported", server => server.Access.EndAsync(server.Acts, "A list was imported.")),
    ];

    private static readonly Attack[] Table =
    [
        Asked(
            "screens a customer of the kind 99",
            "it is refused",
            Role.Bank,
            "/v1/screening",
            """{"id":"s1","customer":"c1","name":"Somebody","kind":"99"}""",
            HttpStatusCode.BadRequest
        ),
        Asked(
            "screens a customer of the kind 1",
            "it is refused",
            Role.Bank,
            "/v1/screening",
            """{"id":"s1","customer":"c1","name":"Somebody","kind":"1"}""",
            HttpStatusCode.BadRequest
        ),
        Asked(
            "screens a customer of two kinds",
            "it is refused",
            Role.Bank,
            "/v1/screening",
            """{"id":"s1","customer":"c1","name":"Somebody","kind":"entity,vessel"}""",
            HttpStatusCode.BadRequest
        ),
        Asked(
            "files a report of the kind 1",
            "it is refused",
            Role.Platform,
            "/v1/reports",
            """{"id":"r1","kind":"1","references":["a"],"occurred":"2026-01-01T00:00:00Z"}""",
            HttpStatusCode.BadRequest
        ),
        Asked(
            "names a field by an IIN",
            "the IIN does not come back",
            Role.Bank,
            "/v1/payments",
            """{"800416100254":"x"}""",
            HttpStatusCode.BadRequest,
            "800416100254"
        ),
        Asked(
            "names a party's field by an IIN",
            "the IIN does not come back",
            Role.Bank,
            "/v1/payments",
            """{"sender":{"800416100254":"x"}}""",
            HttpStatusCode.BadRequest,
            "800416100254"
        ),
        Asked(
            "names a batch's field by an IIN",
            "the IIN does not come back",
            Role.Bank,
            "/v1/payments/batch",
            """{"800416100254":"x"}""",
            HttpStatusCode.OK,
            "800416100254"
        ),
        Asked(
            "names a confirmation's field by an IIN",
            "the IIN does not come back",
            Role.Bank,
            "/v1/payments/P1/confirmations",
            """{"800416100254":"x"}""",
            HttpStatusCode.BadRequest,
            "800416100254"
        ),
        Asked(
            "pays a hundredth more than a payment may be",
            "it is refused",
            Role.Bank,
            "/v1/payments",
            RunningApi.TopUp("P1", "1000000000000.01"),
            HttpStatusCode.BadRequest
        ),
        Asked(
            "pays as much as a payment may be",
            "it is decided",
            Role.Bank,
            "/v1/payments",
            RunningApi.TopUp("P1", "1000000000000.00"),
            HttpStatusCode.OK
        ),
        new(
            "draws passkey challenges without end",
            "everybody else still gets one",
            null,
            async server =>
            {
                using var greedy = server.Browser((await server.EnrolledAsync(Role.Analyst)).Account);
                var form = await (await StaffedServer.FormAsync(greedy)).ReadAsStringAsync(Cancel);
                for (var i = 0; i < 2_200; i++)
                {
                    using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
                    using var answer = await greedy.PostAsync("/account/passkeys/options", content, Cancel);
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                }
                using var other = server.Browser((await server.EnrolledAsync(Role.Officer)).Account);
                Assert.Equal(HttpStatusCode.OK, (await StaffedServer.PostAsync(other, "/account/passkeys/options")).StatusCode);
                using var stranger = server.Browser();
                Assert.Equal(HttpStatusCode.OK, (await StaffedServer.PostAsync(stranger, "/sign-in/passkey/options")).StatusCode);
            }
        ),
        new(
            "fails under somebody's name until it is locked",
            "its holder signs in where he did before, a stranger with the right password does not",
            typeof(SignedIn),
            async server =>
            {
                var (account, name, secret) = await server.EnrolledAsync(Role.Officer);
                using var holder = server.Browser();
                var first = await StaffedServer.SignInAsync(holder, name, StaffedServer.Password, server.CodeOf(secret, -1));
                Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
                await StaffedServer.PostAsync(holder, "/sign-out");
                using var stranger = server.Browser();
                for (var i = 0; i < Staff.FailuresFree; i++)
                    await StaffedServer.SignInAsync(stranger, name, "not the password at all", "000000");
                Assert.True(server.Acts.Read(acts => acts.Of<Staff>().Find(account.Id))!.LockedUntilUs > server.Acts.NowUs);
                var right = await StaffedServer.SignInAsync(stranger, name, StaffedServer.Password, server.CodeOf(secret));
                Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
                var again = await StaffedServer.SignInAsync(holder, name, StaffedServer.Password, server.CodeOf(secret));
                Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
            }
        )
        {
            Time = new SetTime(),
        },
    ];

    public static TheoryData<string> Rows => [.. Table.Concat(Simulated).Select(row => row.ToString())];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_must_happen_happens(string row)
    {
        if (Table.SingleOrDefault(one => one.ToString() == row) is { } attack)
        {
            await attack.RunAsync();
            return;
        }
        await using var server = await StaffedServer.StartAsync(isSimulated: true);
        await Simulated.Single(one => one.ToString() == row).RunAsync(server);
    }

    [Fact]
    public void Whoever_goes_through_the_numbers_of_a_country_is_stopped_and_others_are_not()
    {
        var questions = new DropperQuestions();
        var answered = Enumerable.Range(0, 2 * DropperQuestions.AnHourMax).Count(_ => questions.TryTake("CASPKZKA"));
        Assert.InRange(answered, DropperQuestions.AnHourMax, DropperQuestions.AnHourMax + 50);
        Assert.True(questions.TryTake("HSBKKZKX"));
    }

    /// <summary>A passkey is not guessed, so failures with passwords lock none; nor a device that was known before.</summary>
    [Theory]
    [InlineData(SignInMeans.PasswordAndCode, false, RefusalKind.Limited)]
    [InlineData(SignInMeans.PasswordAndCode, true, RefusalKind.None)]
    [InlineData(SignInMeans.Passkey, false, RefusalKind.None)]
    public void A_lock_is_for_strangers(SignInMeans means, bool isKnown, RefusalKind expected)
    {
        var room = new StaffRoom();
        room.Hire("a", Role.Analyst);
        for (var i = 0; i < Staff.FailuresFree; i++)
            room.SignIn("a", isRight: false, step: 5);
        var signIn = new SignIn("k", "a", "s", means, IsSecretRight: true, TotpStep: 9, isKnown);
        Assert.Equal(expected, room.Refusal(signIn, new Actor("a", Role.Nobody)));
    }

    [Fact]
    public async Task Idle_connections_keep_no_place_from_a_secondary()
    {
        await using var gateway = new ZoneGateway(
            new ZoneOptions(new IPEndPoint(IPAddress.Loopback, 0), ZonePublisher.DefaultOrigin, null, null, []),
            new ZonePublisher(new ActDoor())
        );
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 64; i++)
            {
                var client = new TcpClient();
                await client.ConnectAsync(gateway.EndPoint, Cancel);
                idle.Add(client);
            }
            using var secondary = new TcpClient();
            await secondary.ConnectAsync(gateway.EndPoint, Cancel);
            // SOA of the zone; until it is published the answer is SERVFAIL, and it comes.
            byte[] name = [3, .. "rpz"u8, 6, .. "sunqar"u8, 0];
            byte[] query = [0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name, 0, 6, 0, 1];
            await secondary.GetStream().WriteAsync((byte[])[0, (byte)query.Length, .. query], Cancel);
            var answer = new byte[4];
            await secondary.GetStream().ReadExactlyAsync(answer, Cancel);
            Assert.Equal([0, 7], answer[2..]);
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public void A_disk_without_room_is_said()
    {
        Assert.Null(DiskRoom.Trouble(Path.GetTempPath(), 1));
        Assert.Contains("full", DiskRoom.Trouble(Path.GetTempPath(), long.MaxValue), StringComparison.Ordinal);
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
                return;
            lock (Lines)
                Lines.Add(formatter(state, exception) + exception);
        }

        public void Dispose()
        {
            // Holds nothing.
        }
    }

    /// <summary>A body that comes too slowly, before the answer began and after.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_request_logs_no_stack(bool hasBegun)
    {
        var log = new KeptLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseExceptionHandler(_ => { });
        app.UseBrokenRequests();
        app.MapGet(
            "/",
            async (HttpContext http) =>
            {
                if (hasBegun)
                    await http.Response.WriteAsync("a");
                throw new BadHttpRequestException("Reading the request body timed out due to data arriving too slowly.", 408);
            }
        );
        await app.StartAsync(Cancel);
        using var client = new HttpClient();
        try
        {
            Assert.Equal(HttpStatusCode.RequestTimeout, (await client.GetAsync(app.Urls.Single(), Cancel)).StatusCode);
            Assert.False(hasBegun);
        }
        catch (HttpRequestException)
        {
            Assert.True(hasBegun);
        }
        Assert.Empty(log.Lines);
    }
}
