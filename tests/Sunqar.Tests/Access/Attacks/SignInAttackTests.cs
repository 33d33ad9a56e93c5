using System.Net;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Xunit;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>What somebody tries who has no account, or somebody else's. Each refusal is an act, and says no more than the last one
/// did.</summary>
public sealed partial class SignInAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_the_attacker_chose_is_not_the_one_that_is_signed_in()
    {
        await using var server = await StaffedServer.StartAsync();
        var (_, name, secret) = await server.EnrolledAsync(Role.Analyst);
        var chosen = SessionStore.Fresh().Secret;
        var cookies = new CookieContainer();
        cookies.Add(server.Address, new Cookie("sunqar", chosen));
        using var victim = server.Browser(cookies);
        var answer = await StaffedServer.SignInAsync(victim, name, StaffedServer.Password, server.CodeOf(secret));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("sunqar=", StringComparison.Ordinal));
        Assert.DoesNotContain(chosen, cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);

        // Signing in again in the same browser ends what was before.
        var first = cookies.GetCookies(server.Address)["sunqar"]!.Value;
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await StaffedServer.SignInAsync(victim, name, StaffedServer.Password, server.CodeOf(secret, 1))).StatusCode
        );
        using var attacker = Holding(server, chosen);
        using var stale = Holding(server, first);
        Assert.Equal(HttpStatusCode.SeeOther, (await attacker.GetAsync("/cases", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await stale.GetAsync("/cases", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/cases", Cancel)).StatusCode);
    }

    private static HttpClient Holding(StaffedServer server, string secret)
    {
        var cookies = new CookieContainer();
        cookies.Add(server.Address, new Cookie("sunqar", secret));
        return server.Browser(cookies);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        await using var server = await StaffedServer.StartAsync();
        var account = await server.HireAsync(Role.Analyst);
        using var browser = server.Browser(account);
        using var copy = server.Browser(account);
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(browser, "/sign-out")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/cases", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/cases", Cancel)).StatusCode);
        Assert.Contains(server.ActsSoFar(), act => act.What is [SignedOut] && act.Author == account.Id);
    }

    [Fact]
    public async Task Whatever_is_wrong_the_answer_is_the_same_and_each_refusal_is_kept()
    {
        await using var server = await StaffedServer.StartAsync(time: new SetTime());
        var (known, name, secret) = await server.EnrolledAsync(Role.Analyst);
        var (gone, suspended, goneSecret) = await server.EnrolledAsync(Role.Officer);
        await server.Acts.DoAsync(new GiveStanding("k", gone.Id, Standing.Suspended, "left"), Actor.House);
        using (var before = server.Browser())
        {
            // A code that has been used.
            await StaffedServer.SignInAsync(before, name, StaffedServer.Password, server.CodeOf(secret));
        }
        var used = server.CodeOf(secret);
        (string What, string Name, string Password, string Code, string Kept)[] tries =
        [
            ("a name that nobody has", "no.such.name", StaffedServer.Password, "123456", "unknown-name"),
            ("no name", "", "", "", "unknown-name"),
            ("a name with a line break", "x\r\nSet-Cookie: a=b", "x", "1", "unknown-name"),
            ("a wrong password", name, "wrong " + StaffedServer.Password, server.CodeOf(secret, 1), "secret"),
            ("a password too long to be one", name, new string('x', 5000), server.CodeOf(secret, 1), "secret"),
            ("a wrong code", name, StaffedServer.Password, "000000", "code"),
            ("a code used before", name, StaffedServer.Password, used, "used-code"),
            ("a suspended account", suspended, StaffedServer.Password, server.CodeOf(goneSecret, 1), "standing"),
        ];
        var pages = new HashSet<string>();
        foreach (var (what, typed, password, code, _) in tries)
        {
            using var browser = server.Browser();
            var answer = await StaffedServer.SignInAsync(browser, typed, password, code);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, what);
            Assert.False(
                answer.Headers.TryGetValues("Set-Cookie", out var set)
                    && set.Any(one => one.StartsWith("sunqar=", StringComparison.Ordinal)),
                what
            );
            pages.Add(RandomPattern().Replace(await answer.Content.ReadAsStringAsync(Cancel), ""));
        }
        Assert.Single(pages);
        await server.FlushRefusalsAsync();
        var acts = server.ActsSoFar();
        var kept = acts.Where(act => act.Command == SignIn.CommandName && act.Refusal is not null)
            .Select(act => act.Refusal!.Field!)
            .ToList();
        Assert.Equal(["secret", "secret", "code", "used-code", "standing"], kept);
        Assert.Equal(3, acts.SelectMany(act => act.What).OfType<CallersRefused>().Single(fact => fact.Why == "unknown-name").Count);
        Assert.All(
            acts.Where(act => act.Command == SignIn.CommandName && act.Refusal is not null),
            act => Assert.Contains(act.Author, (string[])[known.Id, gone.Id])
        );
    }

    [Fact]
    public async Task Guessing_locks_the_account_and_the_right_password_does_not_help()
    {
        var time = new SetTime();
        await using var server = await StaffedServer.StartAsync(time: time);
        var (account, name, secret) = await server.EnrolledAsync(Role.Analyst);
        for (var i = 0; i < Staff.FailuresFree; i++)
        {
            using var browser = server.Browser();
            await StaffedServer.SignInAsync(browser, name, "guess", "000000");
        }
        using var owner = server.Browser();
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await StaffedServer.SignInAsync(owner, name, StaffedServer.Password, server.CodeOf(secret))).StatusCode
        );
        await server.FlushRefusalsAsync();
        Assert.Equal(1, server.ActsSoFar().SelectMany(act => act.What).OfType<CallersRefused>().Single(fact => fact.Why == "locked").Count);
        Assert.True(server.Acts.Read(acts => acts.Of<Staff>().Find(account.Id))!.LockedUntilUs > server.Acts.NowUs);
    }

    [Fact]
    [Trait("Suite", "Whole")]
    public async Task Spraying_one_password_over_many_names_is_slowed_down_and_counted()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = server.Browser();
        using var form = await StaffedServer.FormAsync(browser, ("name", "x"), ("password", "y"), ("code", "1"));
        var body = await form.ReadAsStringAsync(Cancel);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(async i =>
                    (
                        await browser.PostAsync(
                            "/sign-in",
                            new StringContent(
                                body.Replace("name=x", $"name=person{i}", StringComparison.Ordinal),
                                null,
                                "application/x-www-form-urlencoded"
                            ),
                            Cancel
                        )
                    ).StatusCode
                )
        );
        Assert.InRange(answers.Count(status => status == HttpStatusCode.TooManyRequests), 20, 30);
        await server.FlushRefusalsAsync();
        Assert.Equal(
            answers.Count(status => status == HttpStatusCode.TooManyRequests),
            server
                .ActsSoFar()
                .SelectMany(act => act.What)
                .OfType<CallersRefused>()
                .Single(fact => fact is { Endpoint: "sign-in", Why: "rate" })
                .Count
        );
    }

    [Fact]
    public async Task A_one_time_link_works_once_even_for_two_at_the_same_time()
    {
        await using var server = await StaffedServer.StartAsync();
        var path = (await FirstAdmin.InviteAsync(server.Acts))!;
        var browsers = Enumerable.Range(0, 4).Select(_ => server.Browser()).ToList();
        var answers = await Task.WhenAll(
            browsers.Select(
                async (browser, i) =>
                {
                    var page = await browser.GetStringAsync(path, Cancel);
                    var secret = SecretPattern().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
                    var code = server.CodeOf(SimpleBase.Base32.Rfc4648.Decode(secret));
                    return await StaffedServer.PostAsync(
                        browser,
                        path,
                        ("name", $"admin.{i}"),
                        ("password", StaffedServer.Password),
                        ("code", code)
                    );
                }
            )
        );
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.SeeOther));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
        Assert.Equal(1, server.Acts.Read(acts => acts.Of<Staff>().Accounts.Count));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Browser().GetAsync(path, Cancel)).StatusCode);
        Assert.Null(await FirstAdmin.InviteAsync(server.Acts));
        // Whoever lost left no credentials behind.
        Assert.Equal(1, Enumerable.Range(0, 4).Count(i => server.Access.Credentials!.OfName($"admin.{i}") is not null));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example", Traits = ["Suite", "Whole"])]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%0d%0aLocation:https://evil.example\r\nX: y", Traits = ["Suite", "Whole"])]
    [InlineData("\t//evil.example", Traits = ["Suite", "Whole"])]
    [InlineData("", Traits = ["Suite", "Whole"])]
    public async Task Nobody_is_led_elsewhere(string returnUrl)
    {
        await using var server = await StaffedServer.StartAsync();
        var (_, name, secret) = await server.EnrolledAsync(Role.Analyst);
        using var browser = server.Browser();
        var answer = await StaffedServer.SignInAsync(browser, name, StaffedServer.Password, server.CodeOf(secret), returnUrl);
        Assert.Equal("/queue", answer.Headers.Location!.ToString());
        Assert.Equal(
            "/queue",
            (await browser.GetAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl), Cancel)).Headers.Location!.ToString()
        );
    }

    [Fact]
    public async Task Who_was_sent_to_sign_in_comes_back_to_the_page()
    {
        await using var server = await StaffedServer.StartAsync();
        var (_, name, secret) = await server.EnrolledAsync(Role.Analyst);
        using var browser = server.Browser();
        var sent = (await browser.GetAsync("/alerts?page=2", Cancel)).Headers.Location!.ToString();
        Assert.Equal("/sign-in?returnUrl=%2Falerts%3Fpage%3D2", sent);
        var back = await StaffedServer.SignInAsync(browser, name, StaffedServer.Password, server.CodeOf(secret), "/alerts?page=2");
        Assert.Equal("/alerts?page=2", back.Headers.Location!.ToString());
    }

    [GeneratedRegex("value=\"[^\"]*\"")]
    private static partial Regex RandomPattern();

    [GeneratedRegex("<code class=\"secret\">([^<]+)<")]
    private static partial Regex SecretPattern();
}
