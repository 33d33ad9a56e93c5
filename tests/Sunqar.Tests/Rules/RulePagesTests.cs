using System.Net;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Publishing;
using Sunqar.Server.Rules;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Rules;

/// <summary>The pages of the rules: what they show, what a check says, and that other rules are two persons' wish.</summary>
public sealed class RulePagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Shipped => ShippedRulebook.Instance.Text;

    private static string Milder =>
        Shipped.Replace("param threshold = 500,000 KZT", "param threshold = 500,001 KZT", StringComparison.Ordinal);

    private static async Task<JsonElement> CheckAsync(HttpClient browser, string text)
    {
        var answer = await StaffedServer.PostAsync(browser, "/rulebook/check", ("text", text));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
    }

    [Fact]
    public async Task The_rules_are_read_by_whoever_works_by_them_and_by_no_bank()
    {
        await using var server = await StaffedServer.StartAsync();
        foreach (var role in (Role[])[Role.Analyst, Role.Overseer])
        {
            using var browser = await server.SignedInAsync(role);
            var page = await browser.GetStringAsync("/rules", Cancel);
            Assert.All(
                ShippedRulebook.Instance.Rules,
                rule => Assert.Contains($"href=\"/rules/{rule.Name}\"", page, StringComparison.Ordinal)
            );
            var one = WebUtility.HtmlDecode(await browser.GetStringAsync("/rules/sender_iin", Cancel));
            Assert.Contains("kind is card_top_up and amount > threshold and not is_identified", one, StringComparison.Ordinal);
            Assert.Contains("exactly the threshold", one, StringComparison.Ordinal);
            Assert.DoesNotContain("✗", one, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/rules/no_such_rule", Cancel)).StatusCode);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await browser.GetAsync("/rules/sender_iin?version=" + new string('0', 32), Cancel)).StatusCode
            );
        }
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        Assert.Equal(HttpStatusCode.Forbidden, (await bank.GetAsync("/rules", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_check_says_what_the_command_line_says()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Analyst);
        var same = await CheckAsync(browser, Shipped.ReplaceLineEndings("\r\n"));
        Assert.Equal(ShippedRulebook.Instance.Version, same.GetProperty("version").GetString());
        Assert.Empty(same.GetProperty("differs").EnumerateArray());
        Assert.Equal(ShippedRulebook.Instance.Rules.Sum(rule => rule.Tests.Count), same.GetProperty("tests").GetArrayLength());

        var wrong = await CheckAsync(browser, Shipped.Replace("not is_identified", "not is_identifed", StringComparison.Ordinal));
        var line = Shipped[..Shipped.IndexOf("not is_identified", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        var fault = wrong.GetProperty("faults")[0];
        Assert.Equal(line, fault.GetProperty("line").GetInt32());
        Assert.Contains("Did you mean 'is_identified'?", fault.GetProperty("message").GetString(), StringComparison.Ordinal);

        var failing = await CheckAsync(browser, Milder);
        Assert.Equal(
            ["sender_iin", "structuring", "structuring_confirmed"],
            failing.GetProperty("differs").EnumerateArray().Select(one => one.GetString())
        );
        Assert.Contains(failing.GetProperty("tests").EnumerateArray(), test => test.GetProperty("failure").GetString() is not null);
    }

    [Fact]
    public async Task Other_rules_decide_when_a_second_person_agrees_and_can_be_put_back()
    {
        await using var server = await StaffedServer.StartAsync();
        var (analyst, head) = (await server.HireAsync(Role.Analyst), await server.HireAsync(Role.Head, "unit-b"));
        using var asks = server.Browser(analyst);
        using var agrees = server.Browser(head);
        var stricter = Shipped.Replace(
            "title \"The sender of a large card top-up is verified\"",
            "title \"Whoever tops up a card with much\"",
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await PublishAsync(asks, Milder)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PublishAsync(asks, Shipped)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await PublishAsync(asks, stricter)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PublishAsync(agrees, stricter + "\n# and so")).StatusCode);
        var waits = await agrees.GetStringAsync("/rulebook/waiting", Cancel);
        Assert.Contains("Whoever tops up a card with much", waits, StringComparison.Ordinal);
        Assert.Equal(ShippedRulebook.Instance.Version, server.Acts.Read(state => state.Of<RulebookRoll>().Current.Version));

        await JudgeAsync(server, agrees);
        var now = server.Acts.Read(state => state.Of<RulebookRoll>().Current);
        Assert.Equal((stricter.Trim() + "\n", analyst.Id, head.Id, "order 7"), (now.Text, now.AskedBy, now.AgreedBy, now.Basis));
        Assert.Contains("Whoever tops up a card with much", await asks.GetStringAsync("/rules", Cancel), StringComparison.Ordinal);
        Assert.Contains("order 7", await asks.GetStringAsync("/rules/sender_iin", Cancel), StringComparison.Ordinal);
        Assert.Contains(
            "The sender of a large card top-up is verified",
            await asks.GetStringAsync($"/rules/sender_iin?version={ShippedRulebook.Instance.Version}", Cancel),
            StringComparison.Ordinal
        );
        var compared = await asks.GetStringAsync("/rulebook/versions/" + now.Version, Cancel);
        Assert.Equal((1, 1), (compared.Split("class=\"new\"").Length - 1, compared.Split("class=\"gone\"").Length - 1));

        Assert.Equal(HttpStatusCode.Conflict, (await PublishAsync(asks, Shipped)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await PublishAsync(asks, Shipped, now.Version)).StatusCode);
        await JudgeAsync(server, agrees);
        Assert.Equal(ShippedRulebook.Instance.Version, server.Acts.Read(state => state.Of<RulebookRoll>().Current.Version));
    }

    private static Task<HttpResponseMessage> PublishAsync(HttpClient browser, string text, string? on = null) =>
        StaffedServer.PostAsync(
            browser,
            "/rulebook/waiting",
            ("text", text),
            ("base", on ?? ShippedRulebook.Instance.Version),
            ("basis", "order 7")
        );

    private static async Task JudgeAsync(StaffedServer server, HttpClient browser)
    {
        var id = server.Acts.Read(state => state.Of<ProposalBook>().All.Single(one => one.Judged is null).Id);
        var answer = await StaffedServer.PostAsync(browser, "/seconds/" + id, ("says", "yes"), ("reason", "read"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task A_text_is_tried_on_history_and_its_page_tells_payment_by_payment()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Analyst);
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        foreach (var (id, amount) in new[] { ("T1", "12000.00"), ("T2", "600000.00") })
        {
            Assert.True(
                (await bank.PostAsync("/v1/payments", Api.RunningApi.Content(Api.RunningApi.TopUp(id, amount)), Cancel)).IsSuccessStatusCode
            );
        }
        var text = Shipped.Replace("param threshold = 500,000 KZT", "param threshold = 10,000 KZT", StringComparison.Ordinal);
        var begun = await StaffedServer.PostAsync(browser, "/rulebook/tries", ("text", text));
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        var page = "";
        for (var patience = 0; patience < 600 && !page.Contains("class=\"headline\"", StringComparison.Ordinal); patience++)
        {
            await Task.Delay(20, Cancel);
            page = await browser.GetStringAsync(begun.Headers.Location, Cancel);
        }
        Assert.Contains("href=\"/payments/CASPKZKA/T1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/payments/CASPKZKA/T2\"", page, StringComparison.Ordinal);
        Assert.Contains("KZT below 100,000", page, StringComparison.Ordinal);
        using var other = await server.SignedInAsync(Role.Overseer);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(begun.Headers.Location, Cancel)).StatusCode);
    }

    [Fact]
    public void The_editor_says_of_every_field_what_the_manual_says() =>
        Assert.All(RuleManual.Words.Where(word => word.Sort == "field"), word => Assert.NotEqual("", word.Says));
}
