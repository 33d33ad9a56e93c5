using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The rules in a real browser: a rule is changed with what the editor offers, a fault is shown where it stands, the change is
/// tried on history.</summary>
public sealed class RulesBrowserTests
{
    private static string? State(Browser browser) => browser.Run("return document.getElementById('rule-state').dataset.state") as string;

    private static void Settled(Browser browser, string state) => browser.Await($"the check says {state}", () => State(browser) == state);

    private static StringContent TopUp(int i) =>
        new(
            $$$"""{"id":"T{{{i}}}","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"{{{i + 1}}}20000.00","""
                + """ "currency":"KZT","institution":"CASPKZKA","sender":{"iin":"800416100254"},"recipient":{"card":"card_A-1"}}""",
            Encoding.UTF8,
            "application/json"
        );

    [Fact]
    [Trait("Suite", "Whole")]
    public async Task A_rule_is_changed_with_what_the_editor_offers_checked_as_one_types_and_tried_on_history()
    {
        await using var server = await StaffedServer.StartAsync();
        var (analyst, _, _) = await server.EnrolledAsync(Role.Analyst);
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        for (var i = 0; i < 6; i++)
            await bank.PostAsync("/v1/payments", TopUp(i), TestContext.Current.CancellationToken);
        using var browser = new Browser(1440, 900);
        browser.Keep(server.Address, "sunqar", server.SessionOf(analyst));
        browser.Open(new Uri(server.Address, "/rules").ToString());
        browser.Picture("rules");
        browser.Open(new Uri(server.Address, "/rules/sender_iin").ToString());
        browser.Picture("rule");
        browser.Find("header a[href^='/rulebook/edit']").Click();
        Settled(browser, "good");
        Assert.Equal(
            "sender_iin",
            browser.Run("const jump = document.getElementById('rule-jump'); return jump.selectedOptions[0].text") as string
        );
        // A word is begun, offered with what it is, and taken by a key.
        browser.Run(
            "const field = document.getElementById('rule-text'); const at = field.value.indexOf('amount > threshold');"
                + "field.focus(); field.setSelectionRange(at, at); field.setRangeText('recipient.co', at, at, 'end');"
                + "field.dispatchEvent(new Event('input'))"
        );
        browser.Await("words are offered", () => browser.Count("#rule-words:not([hidden]) li") > 0);
        Assert.StartsWith(
            "recipient.confirmed: yes or no. confirmed in the bank's app",
            browser.Find("#rule-about").Text,
            StringComparison.Ordinal
        );
        browser.Picture("rule-words");
        browser.Press("Enter");
        Settled(browser, "faults");
        Assert.Equal(1, browser.Count("#rule-lines .fault"));
        browser.Press("F8");
        browser.Picture("rule-fault");
        browser.Run(
            "const field = document.getElementById('rule-text'); field.value = field.value.replace('recipient.confirmed', '')"
                + ".replace('param threshold = 500,000 KZT', 'param threshold = 200,000 KZT'); field.dispatchEvent(new Event('input'))"
        );
        Settled(browser, "failing");
        Assert.True(browser.Count("#rule-tests .fails button") > 0);
        // The draft outlives a reload of the tab.
        browser.Open(browser.Address);
        Settled(browser, "failing");
        browser.Find("button[formaction='/rulebook/tries']").Click();
        browser.Await("the try is done", () => browser.Count("#try .headline") == 1);
        Assert.Contains("card top up", browser.Find("#try").Text, StringComparison.Ordinal);
        browser.Picture("rule-try");
        Assert.Equal([], browser.Complaints());
        var tried = browser.Address;
        using var narrow = new Browser(360, 780);
        narrow.Keep(server.Address, "sunqar", server.SessionOf(analyst));
        foreach (var (page, name) in new[] { ("/rules", "rules"), ("/rulebook/edit?rule=sender_iin", "rule-edit"), (tried, "rule-try") })
        {
            narrow.Open(new Uri(server.Address, page).ToString());
            narrow.Picture(name + "-narrow");
            Assert.Equal(false, narrow.Run("return document.documentElement.scrollWidth > innerWidth + 1"));
        }
    }
}
