using System.Net;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.Registry;
using Sunqar.Server.Pages.State;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Sunqar.Tests.Api;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Queue;

/// <summary>Search finds things for whoever may see them, never people, and every search is on record before anything is shown.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private const string Wallet = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    private const string Card = "00000000000000aa";

    private StaffedServer _server = null!;
    private readonly LiveConsoleState _state = new();
    private string _case = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StaffedServer.StartAsync(time: ShiftedTime.OfTests, state: _state);
        var officer = await _server.HireAsync(Role.Officer);
        var source = new CaseSource(SourceKind.Report, "r-1", new Dictionary<string, string> { [Wallet] = "desk", [Card] = "dropper" });
        var open = new OpenCase("k1", "law", "exchanger", "The desk by the station", [source], 0, 0);
        _case = (await _server.Acts.DoAsync(open, officer.Actor)).Text;
        var (until, none) = (_server.Acts.NowUs + 86_400_000_000, LicensedDomains.Of(RegistrySnapshot.Empty, 0));
        var ask = new RequestBlock("k2", null, "law", ["obmen-bot.example"], BlockGround.UnlicensedExchange, "e-1", until, none);
        Assert.True((await _server.Acts.DoAsync(ask, officer.Actor)).IsDone);
        _state.Publish(new AlertsView([Alert("alert-0a1b")], 0, new PseudonymKey(_server.Folder.Keys).In));
        using var bank = _server.WithKey(_server.Keys.Create(StaffedServer.Bank));
        var body =
            """{"id":"PAY-77","kind":"crypto_buy","time":"2026-01-16T06:00:00Z","amount":"12000.00","currency":"KZT","institution":"CASPKZKA","platform":"new.example","sender":{"iin":"800416100254","card":"card_A-1"}}""";
        Assert.Equal(
            HttpStatusCode.OK,
            (await bank.PostAsync("/v1/payments", new StringContent(body, Encoding.UTF8, "application/json"), Cancel)).StatusCode
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Alert Alert(string id) =>
        new(
            id,
            new SubjectId(7),
            "sender",
            "many_senders",
            "fan-in",
            0,
            ["v"],
            Outcome.Hold,
            "x",
            "x",
            0,
            0,
            [],
            0,
            "x",
            "x",
            "x",
            null,
            []
        );

    /// <summary>Where a search leads: the page itself where one thing has that name, else the list.</summary>
    private static async Task<string> FoundAsync(HttpClient browser, string question)
    {
        var answer = await browser.GetAsync(new Uri("/search?q=" + Uri.EscapeDataString(question), UriKind.Relative), Cancel);
        return answer.StatusCode == HttpStatusCode.SeeOther
            ? answer.Headers.Location!.ToString()
            : WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Each_thing_is_found_by_its_name_and_has_a_page()
    {
        using var officer = await _server.SignedInAsync(Role.Officer);
        var order = _server.Acts.Read(folds => folds.Of<BlockOrders>().All.Single().Id);
        var pseudonym = new PseudonymKey(_server.Folder.Keys).In(_case).Of(new SubjectId(0xaa));
        foreach (
            var (question, path) in (IEnumerable<(string, string)>)
                [
                    ("PAY-77", "/payments/CASPKZKA/PAY-77"),
                    ("CASPKZKA PAY-77", "/payments/CASPKZKA/PAY-77"),
                    (_case, "/cases/" + _case),
                    ("alert-0a1b", "/alerts/alert-0a1b"),
                    (Wallet, "/wallets/" + Wallet),
                    (pseudonym.ToLowerInvariant(), "/cases/" + _case),
                    (order, "/orders/" + order),
                    ("https://obmen-bot.example/rates?x=1", "/orders/" + order),
                    ("caspkzka", "/institutions/CASPKZKA"),
                ]
        )
        {
            Assert.Equal(path, await FoundAsync(officer, question));
            Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync(path, Cancel)).StatusCode);
        }
        Assert.Contains("The desk by the station", await FoundAsync(officer, "by the stat"), StringComparison.Ordinal);
        Assert.Contains("Nothing of this name", await FoundAsync(officer, "nothing-of-it"), StringComparison.Ordinal);
        Assert.Contains(
            "desk, " + _case,
            WebUtility.HtmlDecode(await officer.GetStringAsync("/wallets/" + Wallet, Cancel)),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/wallets/none", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("800416100254")]
    [InlineData("8004 1610 0254")]
    [InlineData("KZ86125KZT5004100100")]
    [InlineData("sender 800416100254 please")]
    public async Task People_are_not_searched_and_their_numbers_are_kept_nowhere(string number)
    {
        using var officer = await _server.SignedInAsync(Role.Officer);
        var address = await FoundAsync(officer, number);
        Assert.Equal("/search?refused=person", address);
        var page = WebUtility.HtmlDecode(await officer.GetStringAsync(address, Cancel));
        Assert.Contains("looked for in a case", page, StringComparison.Ordinal);
        Assert.DoesNotContain(number, page, StringComparison.Ordinal);
        var act = _server.ActsSoFar()[^1];
        Assert.Equal(("access.look", "search: refused"), (act.Command, act.Basis));
    }

    [Fact]
    public async Task Whoever_asks_about_a_blocked_site_is_told_so_and_what_to_do()
    {
        var order = _server.Acts.Read(folds => folds.Of<BlockOrders>().All.Single().Id);
        using var citizen = _server.Browser();
        Assert.DoesNotContain("blocked", await citizen.GetStringAsync("/check?q=obmen-bot.example", Cancel), StringComparison.Ordinal);
        var head = await _server.HireAsync(Role.Head);
        var judged = new JudgeBlock("k9", "", order, true, "", LicensedDomains.Of(RegistrySnapshot.Empty, 0));
        Assert.True((await _server.Acts.DoAsync(judged, head.Actor)).IsDone);
        foreach (var asked in (string[])["obmen-bot.example", "https://www.obmen-bot.example/rates?x=1"])
        {
            var page = WebUtility.HtmlDecode(await citizen.GetStringAsync("/check?q=" + Uri.EscapeDataString(asked), Cancel));
            foreach (var text in (string[])["This site is blocked by order " + order, "in force since", "tell your bank at once"])
                Assert.Contains(text, page, StringComparison.Ordinal);
        }
        var json = await citizen.GetStringAsync("/v1/platforms?q=obmen-bot.example", Cancel);
        Assert.Contains("blocked by order", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_search_is_a_look_and_shows_a_role_its_own_things_alone()
    {
        using var supervisor = await _server.SignedInAsync(Role.Supervisor);
        foreach (var question in (string[])["PAY-77", _case, "alert-0a1b", Wallet])
            Assert.Contains("Nothing of this name", await FoundAsync(supervisor, question), StringComparison.Ordinal);
        Assert.StartsWith("/orders/", await FoundAsync(supervisor, "obmen-bot.example"), StringComparison.Ordinal);
        Assert.Equal(
            ["search: PAY-77", "search: " + _case, "search: alert-0a1b", "search: " + Wallet, "search: obmen-bot.example"],
            _server.ActsSoFar().Where(act => act.What.Any(what => what is Looked)).Select(act => act.Basis)
        );
        foreach (var role in (Role[])[Role.Overseer, Role.Admin])
        {
            using var browser = await _server.SignedInAsync(role);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/search?q=PAY-77", Cancel)).StatusCode);
            Assert.DoesNotContain("role=\"search\"", await browser.GetStringAsync("/queue", Cancel), StringComparison.Ordinal);
        }
        Assert.Contains("role=\"search\"", await supervisor.GetStringAsync("/queue", Cancel), StringComparison.Ordinal);
    }
}
