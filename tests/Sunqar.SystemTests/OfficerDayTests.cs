using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages.State;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Sunqar.Tests.Acting;
using Sunqar.Tests.Api;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Alerts;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>An officer's morning in a real browser: the queue, its keys, search, a payment, an alert; on a phone and a desk, in both
/// themes.</summary>
public sealed class OfficerDayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Platforms that no register knows: held, and so spoken of by an alert.</summary>
    private static async Task HoldAsync(StaffedServer server, int count)
    {
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        var desk = server.Services.GetRequiredService<DeskDoor>().Current!.Desk;
        for (var i = 0; i < count; i++)
        {
            var time = DateTimeOffset.FromUnixTimeMilliseconds(desk.Clock.NowUs() / 1000).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
            var body =
                $$$"""{"id":"CASPKZKA-2026-00{{{i + 10}}}","kind":"crypto_buy","time":"{{{time}}}","amount":"{{{(i + 1) * 1_234_567}}}.00","currency":"KZT","institution":"CASPKZKA","platform":"new{{{i}}}.example","sender":{"iin":"800416100254","card":"card_A-{{{i}}}"}}""";
            var answer = await bank.PostAsync("/v1/payments", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
            Assert.Contains("\"outcome\":\"hold\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    private static void PublishAlerts(StaffedServer server, LiveConsoleState state)
    {
        var book = new AlertBook(server.Folder.Journal);
        book.Advance(int.MaxValue, Cancel);
        state.Publish(new AlertsView(book.List(), 0, new PseudonymKey(server.Folder.Keys).In));
    }

    [Fact]
    public async Task The_queue_is_walked_by_keys_keeps_up_and_says_when_the_line_is_dead()
    {
        var state = SampleConsole.Create();
        await using var server = await StaffedServer.StartAsync(time: ShiftedTime.OfTests, state: state);
        await server.Acts.ListPartnersAsync("bank-caspkzka");
        await HoldAsync(server, 3);
        PublishAlerts(server, state);
        var (account, _, _) = await server.EnrolledAsync(Role.Officer);
        var (second, name, _) = await server.EnrolledAsync(Role.Officer);
        using var other = server.Browser(second);
        using var browser = new Browser();
        browser.Keep(server.Address, "sunqar", server.SessionOf(account));
        browser.Open(new Uri(server.Address, "/").ToString());
        Assert.EndsWith("/queue", browser.Address, StringComparison.Ordinal);
        browser.Await("the page follows the queue", () => browser.Find("#live").Text == "Up to date.");
        browser.Press("j");
        browser.Press("j");
        browser.Press("x");
        Assert.Equal(1L, browser.Run("return document.querySelectorAll('input[name=item]:checked').length"));
        var row = (string)browser.Run("return document.activeElement.closest('[data-row]').dataset.row")!;

        // Somebody takes another piece: the list changes by itself, and what was ticked and where the eye was stay.
        await StaffedServer.PostAsync(other, "/queue/given", ("take", "Hold:CASPKZKA/CASPKZKA-2026-0012"));
        browser.Await("the taken hold has left", () => browser.Count("[data-row='Hold:CASPKZKA/CASPKZKA-2026-0012']") == 0);
        Assert.Equal(1L, browser.Run("return document.querySelectorAll('input[name=item]:checked').length"));
        Assert.Equal(row, browser.Run("return document.activeElement.closest('[data-row]').dataset.row"));

        browser.Press("?");
        Assert.Equal(true, browser.Run("return document.getElementById('keys').open"));
        browser.Press("?");
        browser.Press("Control+k");
        Assert.Equal("search", browser.Run("return document.activeElement.id"));
        browser.Find("#search").Fill("CASPKZKA-2026-0011");
        browser.Press("Enter");
        browser.Await(
            "the payment's page",
            () => browser.Address.EndsWith("/payments/CASPKZKA/CASPKZKA-2026-0011", StringComparison.Ordinal)
        );
        Assert.Contains("goes on by itself in", browser.Find(".standing-line").Text, StringComparison.Ordinal);

        browser.Open(new Uri(server.Address, "/queue").ToString());
        browser.Press("j");
        browser.Press("Enter");
        browser.Await("Enter opens the first piece", () => browser.Address.Contains("/payments/", StringComparison.Ordinal));
        Assert.Equal("", string.Join('\n', browser.Complaints()));

        browser.Open(new Uri(server.Address, "/queue?show=All").ToString());
        Assert.Contains(name, browser.Find("#queue-list").Text, StringComparison.Ordinal);
        browser.Await("the page follows the queue", () => browser.Find("#live").Text == "Up to date.");
        await server.StopListeningAsync();
        browser.Await(
            "it says that the line is dead",
            () => browser.Find("#live").Text.StartsWith("No connection since", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_was_typed_comes_back_after_a_refusal_an_ended_session_and_a_stopped_server()
    {
        var state = SampleConsole.Create();
        await using var server = await StaffedServer.StartAsync(time: ShiftedTime.OfTests, state: state);
        await HoldAsync(server, 1);
        PublishAlerts(server, state);
        var (account, name, secret) = await server.EnrolledAsync(Role.Officer);
        await PrepareAsync(server, account.Actor, state);
        using var browser = new Browser();
        browser.Keep(server.Address, "sunqar", server.SessionOf(account));
        browser.Open(new Uri(server.Address, "/cases/case-2026-0001").ToString());
        const string Note = "form[action$='/notes'] textarea";
        browser.Find(Note).Fill("The sender is 800416100254.");
        browser.Find("form[action$='/notes'] button").Click();
        browser.Await(
            "it is refused, with the field in words",
            () => browser.Find("main").Text.Contains("Text: It holds what looks", StringComparison.Ordinal)
        );
        browser.Find("main a").Click();
        browser.Await(
            "the form is filled again",
            () => (string?)browser.Run($"return document.querySelector(\"{Note}\")?.value") == "The sender is 800416100254."
        );
        Assert.Contains("It holds what looks", browser.Find("form[action$='/notes'] .said").Text, StringComparison.Ordinal);

        browser.Find(Note).Fill("The sender buys every Friday.");
        server.EndSessions(account);
        browser.Find("form[action$='/notes'] button").Click();
        browser.Await("whoever's session is over signs in", () => browser.Address.Contains("/sign-in", StringComparison.Ordinal));
        browser.Find("input[name=name]").Fill(name);
        browser.Find("input[name=password]").Fill(StaffedServer.Password);
        browser.Find("input[name=code]").Fill(server.CodeOf(secret));
        browser.Find("button.primary").Click();
        browser.Await("and is back at the form", () => browser.Address.EndsWith("/cases/case-2026-0001", StringComparison.Ordinal));
        browser.Await(
            "with what was typed",
            () => (string?)browser.Run($"return document.querySelector(\"{Note}\")?.value") == "The sender buys every Friday."
        );
        browser.Find("form[action$='/notes'] button").Click();
        browser.Await(
            "it is taken",
            () => browser.Find(".events").Text.Contains("The sender buys every Friday.", StringComparison.Ordinal)
        );
        Assert.Equal("", browser.Run($"return document.querySelector(\"{Note}\").value"));

        browser.Find(Note).Fill("The third note.");
        await server.StopListeningAsync();
        browser.Find("form[action$='/notes'] button").Click();
        browser.Await(
            "a stopped server is told",
            () => browser.Find("form[action$='/notes'] .said").Text.StartsWith("The server does not answer", StringComparison.Ordinal)
        );
        Assert.Equal("The third note.", browser.Run($"return document.querySelector(\"{Note}\").value"));
    }

    [Theory]
    [InlineData(360, false, Traits = ["Suite", "Whole"])]
    [InlineData(360, true, Traits = ["Suite", "Whole"])]
    [InlineData(1440, false, Traits = ["Suite", "Whole"])]
    [InlineData(1440, true, Traits = ["Suite", "Whole"])]
    [InlineData(2560, false, Traits = ["Suite", "Whole"])]
    public async Task No_page_of_the_day_scrolls_sideways(int width, bool isDark)
    {
        var state = SampleConsole.Create();
        await using var server = await StaffedServer.StartAsync(time: ShiftedTime.OfTests, state: state);
        await server.Acts.ListPartnersAsync("bank-caspkzka");
        await HoldAsync(server, 6);
        PublishAlerts(server, state);
        using var browser = new Browser(width, 900);
        browser.PretendWidth(width, 900);
        browser.PretendTheme(isDark);
        foreach (var role in (Role[])[Role.Officer, Role.Head, Role.Analyst, Role.Supervisor])
        {
            var (account, _, _) = await server.EnrolledAsync(role);
            browser.Keep(server.Address, "sunqar", server.SessionOf(account));
            if (role == Role.Officer)
                await PrepareAsync(server, account.Actor, state);
            var alert = state.Alerts.Alerts[^1].Id;
            foreach (
                var (page, path) in (IEnumerable<(string, string)>)
                    [
                        ("queue", "/queue?show=All"),
                        ("payment", "/payments/CASPKZKA/CASPKZKA-2026-0011"),
                        ("alerts", "/alerts?show=all"),
                        ("alert", "/alerts/" + alert),
                        ("search", "/search?q=new"),
                        ("search-person", "/search?q=800416100254"),
                        ("institution", "/institutions/CASPKZKA"),
                        ("case", "/cases/case-2026-0001"),
                        ("found", "/found"),
                        ("check", "/check?q=bybit"),
                        ("nowhere", "/nowhere"),
                    ]
            )
            {
                browser.Open(new Uri(server.Address, path).ToString());
                var wide = (long)browser.Run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")!;
                Assert.True(wide <= 0, $"{role}, {path} at {width} px is {wide} px too wide: {Widest(browser)}");
                browser.Picture($"day-{role}-{page}-{width}-{(isDark ? "dark" : "light")}");
            }
        }
    }

    /// <summary>A case of an alert, a task, a closed alert.</summary>
    private static async Task PrepareAsync(StaffedServer server, Actor officer, LiveConsoleState state)
    {
        var alert = state.Alerts.Alerts[0];
        var source = new CaseSource(SourceKind.Alert, alert.Id, new Dictionary<string, string> { [alert.Subject.ToString()] = "sender" });
        var id = (await server.Acts.DoAsync(new OpenCase("k1", "alert", "alert", "A new platform", [source], 0, 0), officer)).Text;
        await server.Acts.DoAsync(new AssignCase("k2", id, "duty", officer.Id), officer);
        await server.Acts.DoAsync(
            new SetTask("k3", id, "duty", null, "Ask the bank for the contract", server.Acts.NowUs + 5_000_000_000, ""),
            officer
        );
        await server.Acts.DoAsync(new NoteAlert("k4", state.Alerts.Alerts[^1].Id, "The sender buys every Friday."), officer);
    }

    private static string Widest(Browser browser) =>
        browser.Run(
            "const w = screen.width; return [...document.querySelectorAll('body *')]"
                + ".filter(e => e.getBoundingClientRect().right > w + 1 && !e.parentElement.closest('.scroll'))"
                + ".slice(0, 5).map(e => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right)).join(', ')"
        ) as string
        ?? "";
}
