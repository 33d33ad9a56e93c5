using System.Text;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Identity;
using Sunqar.Core.People;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>In a real browser: an officer asks, the drawn head of another unit allows, the officer sees whom it is, and when the case is
/// closed the citizen sees the officer's unit.</summary>
public partial class OversightTests
{
    private const string Iin = "800416100254",
        PersonName = "Ержан Сулейменов";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_request_to_approval_to_an_unmasked_view_to_the_citizen()
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        var payment =
            $$$"""{"id":"T1","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"12000.00","currency":"KZT","institution":"{{{StaffedServer.Bank}}}","sender":{"iin":"{{{Iin}}}","name":"{{{PersonName}}}"},"recipient":{"card":"card_A-1"}}""";
        Assert.True(
            (
                await bank.PostAsync("/v1/payments", new StringContent(payment, Encoding.UTF8, "application/json"), Cancel)
            ).IsSuccessStatusCode
        );
        var (officer, head) = (await server.HireAsync(Role.Officer), await server.HireAsync(Role.Head, "unit-b"));
        var subject = server.Folder.Keys.Find(SubjectKind.Person, Iin);
        var source = new CaseSource(SourceKind.Report, "r-1", new Dictionary<string, string> { [subject.ToString()] = "organiser" });
        var caseId = (
            await server.Acts.DoAsync(
                new OpenCase("c1", "aml-analysis", "exchanger", "A desk by the station", [source], 0, 0),
                officer.Actor
            )
        ).Text;
        await server.Acts.DoAsync(new AssignCase("c2", caseId, "aml-analysis", officer.Id), officer.Actor);
        using var browser = new Browser();

        SignIn(browser, server, officer);
        browser.Open(new Uri(server.Address, "/declare").ToString());
        browser.Find("[name=iin]").Fill("780315100010");
        browser.Find("main .primary").Click();
        browser.Open(new Uri(server.Address, $"/cases/{caseId}/people").ToString());
        Assert.DoesNotContain(Iin, browser.Find("main").Text, StringComparison.Ordinal);
        var name = browser.Find(".choices code").Text;
        Assert.Matches("^P-[0-9A-Z]{4}-[0-9A-Z]{4}$", name);
        foreach (var css in new[] { "[name=person]", "[value=Identifier]", "[value=Name]" })
            browser.Find(css).Click();
        browser.Find("[name=basis]").Select("pretrial");
        browser.Find("[name=purpose]").Fill("Customers named this desk.");
        browser.Picture("ask");
        browser.Find("form .primary").Click();
        browser.Picture("asked");
        browser.Await("the request waits", () => browser.Find(".grant").Text.Contains("waits for a head", StringComparison.Ordinal));

        SignIn(browser, server, head);
        browser.Open(new Uri(server.Address, "/approvals").ToString());
        Assert.Contains("Customers named this desk.", browser.Find(".approval").Text, StringComparison.Ordinal);
        browser.Picture("approvals");
        browser.Find(".approval .primary").Click();
        browser.Await("nothing waits any more", () => browser.Count(".approval") == 0);

        SignIn(browser, server, officer);
        browser.Open(new Uri(server.Address, $"/cases/{caseId}/people").ToString());
        browser.Find(".grant .primary").Click();
        browser.Await("the person is shown", () => browser.Find("main").Text.Contains(Iin, StringComparison.Ordinal));
        Assert.Contains(PersonName, browser.Find("main").Text, StringComparison.Ordinal);
        browser.Picture("unmasked");

        browser.Run("document.cookie = 'sunqar=; path=/; max-age=0'");
        Assert.DoesNotContain("unit-a", Citizen(browser, server), StringComparison.Ordinal);
        await server.Acts.DoAsync(new MoveCase("m1", caseId, "pretrial", CaseStatus.UnderExamination, "Begun."), officer.Actor);
        Assert.True(
            (
                await server.Acts.DoAsync(
                    new CloseCase("m2", caseId, "pretrial", CaseResult.NoGrounds, "Nothing speaks for it."),
                    head.Actor
                )
            ).IsDone
        );
        var shown = Citizen(browser, server);
        Assert.Contains("unit-a", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(officer.Id, shown, StringComparison.Ordinal);
        browser.Picture("citizen");
        Assert.Empty(browser.Complaints());
    }

    private static void SignIn(Browser browser, StaffedServer server, Account account)
    {
        browser.Open(new Uri(server.Address, "/citizen").ToString());
        browser.Run("document.cookie = 'sunqar=' + arguments[0] + '; path=/'", server.SessionOf(account));
    }

    private static string Citizen(Browser browser, StaffedServer server)
    {
        browser.Open(new Uri(server.Address, "/citizen").ToString());
        browser.Find("[name=iin]").Fill(Iin);
        browser.Find("button.primary").Click();
        browser.Await("a code is asked for", () => browser.Count("[name=code]") == 1);
        var file = Assert.Single(Directory.GetFiles(server.DataPath + ".codes", "*.json"));
        var code = CodePattern().Match(File.ReadAllText(file)).Groups[1].Value;
        File.Delete(file);
        browser.Find("[name=code]").Fill(code);
        browser.Find("button.primary").Click();
        browser.Await("the record is shown", () => browser.Count("#record-title") == 1);
        return browser.Find("main").Text;
    }

    [GeneratedRegex("\"code\":\"([0-9]{6})\"")]
    private static partial Regex CodePattern();
}
