using System.Net;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Server.Pages.State;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Sunqar.Tests.Cases;
using Xunit;

namespace Sunqar.Tests.Queue;

/// <summary>An alert from its taking to its end, in browsers; silence of one rule for one subject, with an end.</summary>
public sealed class AlertLifeTests
{
    private const long DayUs = 86_400_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static AlertedPayment Payment(string id, long minor) =>
        new(
            "CASPKZKA",
            id,
            0,
            1,
            PaymentKind.CardTopUp,
            new Money(minor, Currency.Kzt),
            new SubjectId(1),
            new SubjectId(7),
            Outcome.Hold,
            "9",
            "5",
            1,
            PaymentFate.Stands
        );

    private static Alert Alert(string id, string hash = "h1", params AlertedPayment[] payments) =>
        new(
            id,
            new SubjectId(7),
            "recipient",
            "many_senders",
            "fan-in",
            0,
            ["v"],
            Outcome.Hold,
            "x",
            "x",
            0,
            0,
            payments,
            0,
            "x",
            "x",
            hash,
            null,
            []
        );

    private static async Task<(StaffedServer Server, LiveConsoleState State)> StartAsync()
    {
        var state = new LiveConsoleState();
        var server = await StaffedServer.StartAsync(state: state);
        Publish(server, state, "h1");
        return (server, state);
    }

    private static void Publish(StaffedServer server, LiveConsoleState state, string hash) =>
        state.Publish(
            new AlertsView(
                [
                    Alert("alert-1", hash, Payment("A", 300_000_00), Payment("B", 200_000_00)),
                    Alert("alert-2", "h", Payment("B", 200_000_00), Payment("C", 1_00)),
                ],
                0,
                new PseudonymKey(server.Folder.Keys).In
            )
        );

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancel));

    private static async Task<HttpStatusCode> DoAsync(HttpClient browser, string path, params (string, string)[] fields) =>
        (await StaffedServer.PostAsync(browser, path, fields)).StatusCode;

    [Fact]
    public async Task It_is_taken_noted_closed_with_a_reason_and_opened_by_what_comes_later()
    {
        var (server, state) = await StartAsync();
        await using var _ = server;
        var (account, name, _) = await server.EnrolledAsync(Role.Analyst);
        using var analyst = server.Browser(account);
        Assert.Contains("nobody has it", await PageAsync(analyst, "/alerts/alert-1"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, await DoAsync(analyst, "/queue/given", ("take", "Alert:alert-1")));
        Assert.Equal(HttpStatusCode.SeeOther, await DoAsync(analyst, "/alerts/alert-1/notes", ("text", "A wedding, by the dates.")));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await DoAsync(analyst, "/alerts/alert-1/closing", ("note", "No reason chosen."), ("seen", "h1"))
        );
        Assert.Equal(HttpStatusCode.BadRequest, await DoAsync(analyst, "/alerts/alert-1/closing", ("outcome", "Innocent"), ("seen", "h1")));
        Assert.Equal(
            HttpStatusCode.SeeOther,
            await DoAsync(analyst, "/alerts/alert-1/closing", ("outcome", "Innocent"), ("note", "A wedding."), ("seen", "h1"))
        );
        var page = await PageAsync(analyst, "/alerts/alert-1");
        foreach (var text in (string[])["Closed: innocent explanation", "A wedding, by the dates.", name])
            Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.DoesNotContain($">{account.Id}<", page, StringComparison.Ordinal);
        // The subject's other alert tells of it.
        Assert.Contains("closed: innocent explanation", await PageAsync(analyst, "/alerts/alert-2"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-row=\"alert-1\"", await PageAsync(analyst, "/alerts"), StringComparison.Ordinal);
        Assert.Contains("data-row=\"alert-1\"", await PageAsync(analyst, "/alerts?show=closed"), StringComparison.Ordinal);
        // A payment comes to it: it waits again, whatever was said before.
        Publish(server, state, "h2");
        Assert.Contains("data-row=\"alert-1\"", await PageAsync(analyst, "/alerts"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, await DoAsync(analyst, "/alerts/alert-1/reopening", ("note", "It goes on.")));
        Assert.Equal(HttpStatusCode.NotFound, await DoAsync(analyst, "/alerts/none/notes", ("text", "x")));
    }

    [Fact]
    public async Task A_case_counts_its_alerts_payments_each_once()
    {
        var (server, _) = await StartAsync();
        await using var _ = server;
        using var officer = await server.SignedInAsync(Role.Officer);
        var opened = await StaffedServer.PostAsync(officer, "/alerts/alert-1/case", ("title", "Many senders"), ("basis", "alert"));
        var id = opened.Headers.Location!.ToString()["/cases/".Length..];
        Assert.Equal((Int128)500_000 * 1_000_000, server.Acts.Read(folds => folds.Of<CaseBook>().Find(id)!.TurnoverKztMicro));
        Assert.Equal(HttpStatusCode.SeeOther, await DoAsync(officer, $"/cases/{id}/officers"));
        Assert.Equal(HttpStatusCode.SeeOther, await DoAsync(officer, "/alerts/alert-2/case", ("case", id), ("basis", "alert")));
        // 300,000 + 200,000 + 1: the payment of both alerts counts once.
        var page = await PageAsync(officer, "/cases/" + id);
        Assert.Contains("each counted once: 500,001 KZT", page, StringComparison.Ordinal);
        Assert.Contains("in a case", await PageAsync(officer, "/alerts/alert-1"), StringComparison.Ordinal);
        Assert.Contains(id, await PageAsync(officer, "/alerts/alert-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_is_an_officers_for_one_subject_with_a_reason_and_an_end()
    {
        var room = new CaseRoom();
        var silence = new SnoozeAlert(
            room.NextKey(),
            "alert-1",
            new SubjectId(7),
            "many_senders",
            "A known landlord.",
            0,
            room.NowUs + DayUs
        );
        Assert.Equal(RefusalKind.Forbidden, room.Refused(silence, CaseRoom.Analyst).Kind);
        Assert.Equal("until", room.Refused(silence with { Key = room.NextKey(), ExpiresUs = room.NowUs }, CaseRoom.Officer).Field);
        var endless = silence with { Key = room.NextKey(), ExpiresUs = room.NowUs + SnoozeAlert.LengthUsMax + 1 };
        Assert.Equal("until", room.Refused(endless, CaseRoom.Officer).Field);
        Assert.Equal("reason", room.Refused(silence with { Key = room.NextKey(), Reason = " " }, CaseRoom.Officer).Field);
        Assert.Equal("alert", room.Refused(silence with { Key = room.NextKey(), Subject = SubjectId.None }, CaseRoom.Officer).Field);
        room.Done(silence with { Key = room.NextKey() }, CaseRoom.Officer);
        var fact = Assert.IsType<AlertSuppressed>(Assert.Single(room.Acts[^1].What));
        Assert.Equal((CaseRoom.Officer.Id, "A known landlord."), (fact.Author, fact.Reason));
        var suppressions = new Suppressions();
        suppressions.Apply(fact);
        Assert.NotNull(suppressions.Covering(new SubjectId(7), "many_senders", 1, room.NowUs));
        Assert.Null(suppressions.Covering(new SubjectId(7), "many_senders", 1, room.NowUs + DayUs));
        Assert.Null(suppressions.Covering(new SubjectId(8), "many_senders", 1, 2));
        Assert.Null(suppressions.Covering(new SubjectId(7), "structuring", 1, 2));
    }
}
