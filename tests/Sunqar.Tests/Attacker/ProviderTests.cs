using System.Net;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.Tokens;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>Signing in by a real provider, and what somebody tries between it and us.</summary>
public sealed partial class ProviderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [GeneratedRegex("url=([^\"]*)\"")]
    private static partial Regex OnwardPattern();

    private static async Task<string> OnwardOfAsync(HttpResponseMessage page) =>
        WebUtility.HtmlDecode(OnwardPattern().Match(await page.Content.ReadAsStringAsync(Cancel)).Groups[1].Value);

    /// <summary>Follows the browser to the provider; where that leads back.</summary>
    private static async Task<string> AtProviderAsync(string address)
    {
        using var there = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await there.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<string> ToProviderAsync(HttpClient browser) =>
        (await browser.GetAsync("/sign-in/provider", Cancel)).Headers.Location!.ToString();

    private static async Task<(Account Account, byte[] Secret)> BoundAsync(StaffedServer server)
    {
        var (account, name, secret) = await server.EnrolledAsync(Role.Officer);
        using var browser = server.Browser();
        await StaffedServer.SignInAsync(browser, name, StaffedServer.Password, server.CodeOf(secret, -1));
        var asked = await StaffedServer.PostAsync(
            browser,
            "/account/provider",
            ("password", StaffedServer.Password),
            ("code", server.CodeOf(secret))
        );
        var bound = await browser.GetAsync(await AtProviderAsync(await OnwardOfAsync(asked)), Cancel);
        Assert.Equal("/account", await OnwardOfAsync(bound));
        Assert.Contains(server.ActsSoFar().SelectMany(act => act.What), fact => fact is IdentityBound one && one.AccountId == account.Id);
        return (account, secret);
    }

    [Fact]
    public async Task A_bound_identity_signs_in_and_out_on_both_sides()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await StaffedServer.StartAsync(time: new SetTime(), provider: provider.Options);
        var (account, _) = await BoundAsync(server);
        using var browser = server.Browser();
        var back = await AtProviderAsync(await ToProviderAsync(browser));
        Assert.NotEmpty(await OnwardOfAsync(await browser.GetAsync(back, Cancel)));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account", Cancel)).StatusCode);
        Assert.Contains(
            server.ActsSoFar().SelectMany(act => act.What),
            fact => fact is SignedIn { Means: SignInMeans.Provider } one && one.AccountId == account.Id
        );
        // The code is good once, and the errand is this browser's.
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(back, Cancel)).StatusCode);
        var left = await StaffedServer.PostAsync(browser, "/sign-out");
        Assert.Contains("/sign-in", await AtProviderAsync(await OnwardOfAsync(left)), StringComparison.Ordinal);
        Assert.Equal(1, provider.SignOuts);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/account", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_session_that_ended_at_the_provider_ends_here_and_only_by_its_word()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await StaffedServer.StartAsync(time: new SetTime(), provider: provider.Options);
        await BoundAsync(server);
        using var browser = server.Browser();
        await browser.GetAsync(await AtProviderAsync(await ToProviderAsync(browser)), Cancel);
        (string Token, bool Ends)[] told =
        [
            (provider.LogoutToken("person-7", signing: TestProvider.Foreign()), false),
            (provider.LogoutToken("person-7", audience: "another"), false),
            (provider.LogoutToken("person-7", isLogout: false), false),
            (provider.LogoutToken("person-8"), false),
            (provider.LogoutToken("person-7"), true),
        ];
        foreach (var (token, ends) in told)
        {
            using var from = new HttpClient { BaseAddress = server.Address };
            await from.PostAsync("/sign-in/provider/ended", new FormUrlEncodedContent([new("logout_token", token)]), Cancel);
            var status = (await browser.GetAsync("/account", Cancel)).StatusCode;
            Assert.Equal(ends ? HttpStatusCode.SeeOther : HttpStatusCode.OK, status);
        }
    }

    [Fact]
    public async Task An_id_token_counts_only_if_all_of_it_is_right()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await StaffedServer.StartAsync(time: new SetTime(), provider: provider.Options);
        await BoundAsync(server);
        (string What, Action<SecurityTokenDescriptor> Change, bool EntersBy)[] table =
        [
            ("reissued as it was", _ => { }, true),
            ("another nonce", token => token.Claims["nonce"] = "another", false),
            ("no nonce", token => token.Claims.Remove("nonce"), false),
            ("another issuer", token => token.Issuer = "https://elsewhere.example/", false),
            ("another audience", token => token.Audience = "another", false),
            ("issued to another", token => token.Claims["azp"] = "another", false),
            ("over", token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1)), false),
            ("without end", token => token.Expires = null, false),
            ("another's key", token => token.SigningCredentials = TestProvider.Foreign(), false),
            ("a shared key", token => token.SigningCredentials = Shared(), false),
            ("unsigned", token => token.SigningCredentials = null, false),
            ("another person", token => token.Claims["sub"] = "somebody-else", false),
        ];
        foreach (var (what, change, enters) in table)
        {
            provider.Forge = own => provider.Reissue(own, change);
            using var browser = server.Browser();
            using var answer = await browser.GetAsync(await AtProviderAsync(await ToProviderAsync(browser)), Cancel);
            Assert.True(answer.StatusCode == (enters ? HttpStatusCode.OK : HttpStatusCode.Unauthorized), what);
            Assert.True((await browser.GetAsync("/account", Cancel)).IsSuccessStatusCode == enters, what);
        }
    }

    private static SigningCredentials Shared() =>
        new(new SymmetricSecurityKey(System.Text.Encoding.ASCII.GetBytes(TestProvider.Secret.PadRight(32, '0'))), "HS256");

    /// <summary>One identity is of one account, and new credentials, or the wish for another identity, end it.</summary>
    [Theory]
    [InlineData("suspended")]
    [InlineData("awaits-another", Traits = ["Suite", "Whole"])]
    [InlineData("renewed", Traits = ["Suite", "Whole"])]
    public async Task An_identity_is_good_no_more(string how)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await StaffedServer.StartAsync(time: new SetTime(), provider: provider.Options);
        var (account, secret) = await BoundAsync(server);
        switch (how)
        {
            case "suspended":
                await server.Acts.DoAsync(new GiveStanding("k", account.Id, Standing.Suspended, "left"), Actor.House);
                break;
            case "awaits-another":
                var awaits = new AwaitIdentity("k", "s", true, long.MaxValue / 2);
                Assert.True((await server.Acts.DoAsync(awaits, account.Actor)).IsDone);
                break;
            default:
                var renewal = new InvitePerson("k", "again", account.Role, account.Unit, 3_600_000_000, account.Id);
                Assert.True((await server.Acts.DoAsync(renewal, Actor.House)).IsDone);
                var taken = new Enrol("k2", "again", account.Id, "s2", 1);
                Assert.True((await server.Acts.DoAsync(taken, new Actor(account.Id, Role.Nobody, account.Unit))).IsDone);
                break;
        }
        Assert.NotEmpty(secret);
        using var browser = server.Browser();
        using var answer = await browser.GetAsync(await AtProviderAsync(await ToProviderAsync(browser)), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task An_identity_is_of_one_account_and_a_session_alone_binds_none()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await StaffedServer.StartAsync(time: new SetTime(), provider: provider.Options);
        await BoundAsync(server);
        var (account, name, secret) = await server.EnrolledAsync(Role.Officer);
        using var browser = server.Browser();
        await StaffedServer.SignInAsync(browser, name, StaffedServer.Password, server.CodeOf(secret, -1));
        var stolen = await StaffedServer.PostAsync(browser, "/account/provider", ("password", "wrong"), ("code", server.CodeOf(secret)));
        Assert.Equal(HttpStatusCode.Forbidden, stolen.StatusCode);
        var asked = await StaffedServer.PostAsync(
            browser,
            "/account/provider",
            ("password", StaffedServer.Password),
            ("code", server.CodeOf(secret))
        );
        var back = await browser.GetAsync(await AtProviderAsync(await OnwardOfAsync(asked)), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, back.StatusCode);
        Assert.DoesNotContain(
            server.ActsSoFar().SelectMany(act => act.What),
            fact => fact is IdentityBound one && one.AccountId == account.Id
        );
    }

    [Fact]
    public async Task Nobody_gets_in_whom_no_account_is_bound_to_or_by_anothers_errand()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await StaffedServer.StartAsync(time: new SetTime(), provider: provider.Options);
        await BoundAsync(server);
        using var attacker = server.Browser();
        using var victim = server.Browser();
        // A link that would sign the victim in to the attacker's account.
        var back = await AtProviderAsync(await ToProviderAsync(attacker));
        Assert.Equal(HttpStatusCode.Unauthorized, (await victim.GetAsync(back, Cancel)).StatusCode);
        provider.Subject = "somebody-else";
        var stranger = await AtProviderAsync(await ToProviderAsync(attacker));
        Assert.Equal(HttpStatusCode.Unauthorized, (await attacker.GetAsync(stranger, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await attacker.GetAsync("/sign-in/provider/back?code=x&state=y", Cancel)).StatusCode);
        await server.FlushRefusalsAsync();
        Assert.Contains(
            server.ActsSoFar().SelectMany(act => act.What),
            fact => fact is CallersRefused { Endpoint: "sign-in:provider-back", Why: "unbound" }
        );
    }
}
