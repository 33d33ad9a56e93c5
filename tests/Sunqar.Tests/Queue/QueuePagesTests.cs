using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Decisions;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Core.Queue;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Tests.Access;
using Sunqar.Tests.Acting;
using Sunqar.Tests.Api;
using Xunit;

namespace Sunqar.Tests.Queue;

/// <summary>The queue and the page of a payment in browsers: a held payment from the bank's question to its suspension or
/// release.</summary>
public sealed class QueuePagesTests : IAsyncLifetime
{
    private readonly SetTime _time = new();
    private StaffedServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Sunqar.Work.Deciding.DecisionDesk Desk => _server.Services.GetRequiredService<DeskDoor>().Current!.Desk;

    public async ValueTask InitializeAsync()
    {
        // Holds end by the desk's clock: people have the same one.
        _server = await StaffedServer.StartAsync(time: ShiftedTime.OfTests);
        await _server.Acts.ListPartnersAsync("bank-caspkzka");
        await HoldAsync("H1");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A platform that no register knows: held.</summary>
    private async Task HoldAsync(string id)
    {
        using var bank = _server.WithKey(_server.Keys.Create(StaffedServer.Bank));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Desk.Clock.NowUs() / 1000).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        var body =
            $$$"""{"id":"{{{id}}}","kind":"crypto_buy","time":"{{{time}}}","amount":"12000.00","currency":"KZT","institution":"CASPKZKA","platform":"new.example","sender":{"iin":"800416100254","card":"card_A-1"}}""";
        var answer = await bank.PostAsync("/v1/payments", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        Assert.Contains("\"outcome\":\"hold\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancel));

    private static string? Row(string page, string item) =>
        Regex.Match(page, $"<tr data-row=\"{Regex.Escape(item)}\".*?</tr>", RegexOptions.Singleline) is { Success: true } row
            ? row.Value
            : null;

    [Fact]
    public async Task It_is_where_somebody_begins_who_signed_in()
    {
        foreach (var role in StaffRules.PeopleRoles)
        {
            var (account, name, secret) = await _server.EnrolledAsync(role);
            using var browser = _server.Browser();
            var answer = await StaffedServer.SignInAsync(browser, name, StaffedServer.Password, _server.CodeOf(secret));
            Assert.Equal("/queue", answer.Headers.Location?.ToString());
            Assert.Contains("What waits for you", await TextAsync(browser, "/queue"), StringComparison.Ordinal);
            Assert.Equal(account.Role, role);
            if (role is Role.Analyst or Role.Officer or Role.Head)
                Assert.Equal("/queue", (await browser.GetAsync("/", Cancel)).Headers.Location?.ToString());
        }
    }

    [Fact]
    public async Task A_held_payment_is_taken_and_passed_on_by_name()
    {
        var (first, second) = (await _server.EnrolledAsync(Role.Officer), await _server.EnrolledAsync(Role.Officer));
        using var officer = _server.Browser(first.Account);
        using var other = _server.Browser(second.Account);
        const string Item = "Hold:CASPKZKA/H1";
        var row = Row(await TextAsync(officer, "/queue"), Item)!;
        Assert.Contains("nobody", row, StringComparison.Ordinal);
        Assert.Contains("12,000 KZT", row, StringComparison.Ordinal);
        Assert.Contains("href=\"/payments/CASPKZKA/H1\"", row, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(officer, "/queue/given", ("take", Item))).StatusCode);
        Assert.Contains(">you<", Row(await TextAsync(officer, "/queue"), Item), StringComparison.Ordinal);
        Assert.Null(Row(await TextAsync(other, "/queue"), Item));
        // By their names, never by their accounts' ids.
        Assert.Contains($">{first.Name}<", Row(await TextAsync(other, "/queue?show=all"), Item), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await StaffedServer.PostAsync(other, "/queue/given", ("take", Item))).StatusCode);
        foreach (
            var (item, to, status) in (IEnumerable<(string, string, HttpStatusCode)>)
                [
                    (Item, "nobody-of-this-id", HttpStatusCode.BadRequest),
                    ("Parcel:7", second.Account.Id, HttpStatusCode.BadRequest),
                    ("Hold:CASPKZKA/none", second.Account.Id, HttpStatusCode.NotFound),
                    (Item, second.Account.Id, HttpStatusCode.SeeOther),
                ]
        )
        {
            Assert.Equal(status, (await StaffedServer.PostAsync(officer, "/queue/given", ("item", item), ("to", to))).StatusCode);
        }
        Assert.Contains(">you<", Row(await TextAsync(other, "/queue"), Item), StringComparison.Ordinal);
        Assert.Contains("Work: give", await TextAsync(officer, "/queue"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_deals_out_in_one_go_and_is_told_what_was_not_given()
    {
        await HoldAsync("H2");
        var free = await _server.HireAsync(Role.Officer);
        using var head = await _server.SignedInAsync(Role.Head);
        var form = await StaffedServer.FormAsync(
            head,
            ("item", "Hold:CASPKZKA/H1"),
            ("item", "Hold:CASPKZKA/H2"),
            ("item", "Hold:CASPKZKA/H3"),
            ("to", "least")
        );
        var answer = await head.PostAsync("/queue/given", form, Cancel);
        var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("2 pieces given, 1 not", said, StringComparison.Ordinal);
        Assert.Contains("Hold:CASPKZKA/H3", said, StringComparison.Ordinal);
        Assert.Equal(
            [free.Id, free.Id],
            _server.Acts.Read(state =>
                new[] { "H1", "H2" }.Select(id => state.Of<QueueBook>().OwnerOf(WorkKind.Hold, "CASPKZKA/" + id)!.Officer)
            )
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await StaffedServer.PostAsync(head, "/queue/given", ("to", "me"))).StatusCode);
    }

    [Fact]
    public async Task A_payment_page_shows_the_decision_and_the_hold_is_suspended_there()
    {
        using var officer = await _server.SignedInAsync(Role.Officer);
        var page = await TextAsync(officer, "/payments/CASPKZKA/H1");
        foreach (
            var text in (string[])
                ["12,000.00 KZT", "new.example", "goes on by itself in", "art. 13(4)", "Ask for the suspension", "has not agreed"]
        )
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("800416100254", page, StringComparison.Ordinal);
        // Opening it is a leaf of the log.
        Assert.Contains(
            _server.ActsSoFar(),
            act => act.Command == "access.look" && act.What.Any(what => what is Looked { Kind: LookKind.View })
        );
        var answer = await StaffedServer.PostAsync(officer, "/payments/CASPKZKA/H1/suspension", ("reason", "Nobody knows this platform."));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var measure = _server.Acts.Read(state => Assert.Single(state.Of<MeasureBook>().All));
        Assert.Equal(
            ("H1", "CASPKZKA", "/measures/" + measure.Id),
            (measure.Request.Target.Id, measure.Request.Target.Holder, answer.Headers.Location!.ToString())
        );
        Assert.Equal(Desk.Find("CASPKZKA", "H1")!.Standing.ExpiresUs, measure.Request.DecideByUs);
        Assert.DoesNotContain("Ask for the suspension", await TextAsync(officer, "/payments/CASPKZKA/H1"), StringComparison.Ordinal);
        using var head = await _server.SignedInAsync(Role.Head);
        Assert.NotNull(Row(await TextAsync(head, "/queue"), "Measure:" + measure.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/payments/CASPKZKA/none", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/payments/HSBKKZKX/H1", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_hold_is_released_with_a_reason_and_the_payment_goes_on()
    {
        using var officer = await _server.SignedInAsync(Role.Officer);
        using var analyst = await _server.SignedInAsync(Role.Analyst);
        Assert.DoesNotContain("Release the hold", await TextAsync(analyst, "/payments/CASPKZKA/H1"), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await StaffedServer.PostAsync(analyst, "/payments/CASPKZKA/H1/release", ("reason", "x"))).StatusCode
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await StaffedServer.PostAsync(officer, "/payments/CASPKZKA/H1/release")).StatusCode);
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (
                await StaffedServer.PostAsync(officer, "/payments/CASPKZKA/H1/release", ("reason", "The platform has just been listed."))
            ).StatusCode
        );
        Assert.Equal(Outcome.Allow, Desk.Find("CASPKZKA", "H1")!.Standing.Outcome);
        var page = await TextAsync(officer, "/payments/CASPKZKA/H1");
        Assert.Contains("The platform has just been listed.", page, StringComparison.Ordinal);
        Assert.Null(Row(await TextAsync(officer, "/queue?show=all"), "Hold:CASPKZKA/H1"));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await StaffedServer.PostAsync(officer, "/payments/CASPKZKA/H1/release", ("reason", "Again."))).StatusCode
        );
    }

    [Fact]
    public async Task Absence_is_stated_in_days_and_taken_back()
    {
        var account = await _server.HireAsync(Role.Officer);
        using var officer = _server.Browser(account);
        var today = DateTimeOffset.FromUnixTimeMilliseconds(_server.Acts.NowUs / 1000).AddHours(5);
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (
                await StaffedServer.PostAsync(
                    officer,
                    "/queue/absence",
                    ("since", today.ToString("yyyy-MM-dd", null)),
                    ("until", today.AddDays(2).ToString("yyyy-MM-dd", null))
                )
            ).StatusCode
        );
        Assert.True(_server.Acts.Read(state => state.Of<AbsenceBook>().AwayUntil(account.Id, _server.Acts.NowUs)) > _server.Acts.NowUs);
        Assert.Equal(HttpStatusCode.BadRequest, (await StaffedServer.PostAsync(officer, "/queue/absence", ("since", "soon"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(officer, "/queue/absence", ("back", "yes"))).StatusCode);
        Assert.Equal(0, _server.Acts.Read(state => state.Of<AbsenceBook>().AwayUntil(account.Id, _server.Acts.NowUs)));
    }

    [Fact]
    public async Task Whoever_follows_the_queue_is_told_of_a_change_and_of_the_sessions_end()
    {
        var account = await _server.HireAsync(Role.Officer);
        using var officer = _server.Browser(account);
        using var other = await _server.SignedInAsync(Role.Officer);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var answer = await officer.GetAsync("/queue/live/events", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        await using var stream = await answer.Content.ReadAsStreamAsync(patience.Token);
        using var lines = new StreamReader(stream);
        await UntilAsync(lines, patience.Token, "event: beat");
        await StaffedServer.PostAsync(other, "/queue/given", ("take", "Hold:CASPKZKA/H1"));
        await UntilAsync(lines, patience.Token, "event: changed");
        await _server.Acts.DoAsync(new GiveStanding("k", account.Id, Standing.Suspended, "left"), Actor.House);
        await UntilAsync(lines, patience.Token, "event: ended");
    }

    private static async Task UntilAsync(StreamReader lines, CancellationToken patience, string wanted)
    {
        while (await lines.ReadLineAsync(patience) is { } line)
        {
            if (line == wanted)
                return;
        }
        Assert.Fail($"The stream ended without {wanted}.");
    }

    [Fact]
    public async Task A_queue_that_stands_open_keeps_no_session_alive()
    {
        await using var server = await StaffedServer.StartAsync(time: _time);
        using var officer = await server.SignedInAsync(Role.Officer);
        for (var passed = TimeSpan.Zero; passed <= SessionStore.IdleMax; passed += TimeSpan.FromMinutes(5))
        {
            Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/queue/live/list", Cancel)).StatusCode);
            _time.Pass(TimeSpan.FromMinutes(5));
        }
        officer.DefaultRequestHeaders.Add("HX-Request", "true");
        Assert.Equal(HttpStatusCode.Unauthorized, (await officer.GetAsync("/queue/live/list", Cancel)).StatusCode);
    }
}
