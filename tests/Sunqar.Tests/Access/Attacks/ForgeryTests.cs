using System.Net;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Xunit;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>Forms that the admin's browser sends because another page made it (CSRF). Nobody is invited by any of them, and each is an
/// act.</summary>
public sealed class ForgeryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int, string> Forged =>
        new()
        {
            { "no token", "", 400, "form-token" },
            { "an invented token", "token=CfDJ8AAAA", 400, "form-token" },
            { "another session's token", "other", 400, "form-token" },
            { "a good token from another site", "good;Sec-Fetch-Site: cross-site", 403, "cross-site" },
            { "a good token from a sibling site", "good;Sec-Fetch-Site: same-site", 403, "cross-site" },
            { "a good token typed in", "good;Sec-Fetch-Site: none", 403, "cross-site" },
            { "a good token of another origin", "good;Origin: https://evil.example", 403, "cross-site" },
            { "a good token of another port", "good;Origin: http://127.0.0.1:1", 403, "cross-site" },
            { "a good token of no origin", "good;Origin: null", 403, "cross-site" },
            { "as JSON", "json", 415, "no-form" },
            { "as plain text", "text", 415, "no-form" },
            { "too many fields", "good;many", 400, "unfit-form" },
            { "a field too long", "good;long", 400, "unfit-form" },
            { "too large", "good;huge", 413, "unfit-form" },
        };

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_forged_form_is_refused_and_the_refusal_is_an_act(string what, string how, int status, string why)
    {
        await using var server = await StaffedServer.StartAsync();
        var account = await server.HireAsync(Role.Admin);
        using var browser = server.Browser(account);
        using var ask = await ForgeAsync(server, browser, how);
        var answer = await browser.SendAsync(ask, Cancel);
        Assert.True((int)answer.StatusCode == status, $"{what}: {answer.StatusCode}");
        Assert.Empty(server.Acts.Read(acts => acts.Of<Staff>().Invitations.ToList()));
        var refusal = Assert.Single(server.ActsSoFar(), act => act.Command == "access.enter");
        Assert.Equal((account.Id, $"people:invite: {why}"), (refusal.Author, refusal.Refusal!.Reason));
    }

    private static async Task<HttpRequestMessage> ForgeAsync(StaffedServer server, HttpClient browser, string how)
    {
        var ask = new HttpRequestMessage(HttpMethod.Post, "/people/invitations");
        var parts = how.Split(';');
        List<(string, string)> fields = [("role", "Officer"), ("unit", "unit-a")];
        if (parts.Contains("many"))
            fields.AddRange(Enumerable.Range(0, 300).Select(i => ($"f{i}", "x")));
        if (parts.Contains("long"))
            fields.Add(("unit", new string('x', 70_000)));
        if (parts.Contains("huge"))
            fields.Add(("unit", new string('x', 1_100_000)));
        using var other = await server.SignedInAsync(Role.Admin);
        ask.Content = parts[0] switch
        {
            "good" => await StaffedServer.FormAsync(browser, [.. fields]),
            "other" => await StaffedServer.FormAsync(other, [.. fields]),
            "json" => new StringContent("{\"role\":\"Officer\",\"unit\":\"unit-a\"}", null, "application/json"),
            "text" => new StringContent("role=Officer&unit=unit-a", null, "text/plain"),
            _ => new FormUrlEncodedContent([
                new("role", "Officer"),
                new("unit", "unit-a"),
                new("key", "k"),
                new("__RequestVerificationToken", parts[0]),
            ]),
        };
        foreach (var header in parts.Skip(1).Where(part => part.Contains(": ", StringComparison.Ordinal)))
            ask.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        return ask;
    }

    [Fact]
    public async Task What_a_browser_sends_from_our_own_page_is_taken()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Admin);
        foreach (
            var headers in (string[][])
                [
                    [],
                    ["Sec-Fetch-Site: same-origin", "Origin: null"],
                    ["Origin: " + server.Address.GetLeftPart(UriPartial.Authority)],
                ]
        )
        {
            using var ask = await ForgeAsync(server, browser, string.Join(';', ["good", .. headers]));
            Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(ask, Cancel)).StatusCode);
        }
        Assert.Equal(3, server.Acts.Read(acts => acts.Of<Staff>().Invitations.Count));
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_act()
    {
        await using var server = await StaffedServer.StartAsync();
        await server.HireAsync(Role.Analyst);
        var analyst = await server.HireAsync(Role.Analyst);
        using var browser = await server.SignedInAsync(Role.Admin);
        using var form = await StaffedServer.FormAsync(browser, ("standing", "Suspended"), ("reason", "left"));
        var body = await form.ReadAsStringAsync(Cancel);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    browser.PostAsync(
                        $"/people/{analyst.Id}/standing",
                        new StringContent(body, null, "application/x-www-form-urlencoded"),
                        Cancel
                    )
                )
        );
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        Assert.Single(server.ActsSoFar(), act => act.Command == "people.give-standing");
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-HTTP-Method")]
    [InlineData("X-Method-Override")]
    public async Task A_method_in_a_header_or_a_field_is_none(string header)
    {
        await using var server = await StaffedServer.StartAsync();
        var analyst = await server.HireAsync(Role.Analyst);
        using var browser = await server.SignedInAsync(Role.Admin);
        using var ask = new HttpRequestMessage(
            HttpMethod.Get,
            $"/people/{analyst.Id}/standing?_method=POST&standing=Suspended&reason=x&key=k"
        );
        ask.Headers.Add(header, "POST");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.SendAsync(ask, Cancel)).StatusCode);
        foreach (var method in (string[])["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "QUERY"])
        {
            using var other = new HttpRequestMessage(new HttpMethod(method), $"/people/{analyst.Id}/standing");
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.SendAsync(other, Cancel)).StatusCode);
        }
        Assert.Equal(Standing.Good, server.Acts.Read(acts => acts.Of<Staff>().Find(analyst.Id))!.Standing);
    }
}
