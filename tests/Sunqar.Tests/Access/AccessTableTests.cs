using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Xunit;

namespace Sunqar.Tests.Access;

/// <summary>Walks every address with every role and none. A new address is declared in one place: the access table.</summary>
public sealed class AccessTableTests
{
    private static readonly Role[] PeopleRoles = [.. StaffRules.PeopleRoles];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static List<RouteEndpoint> Endpoints(StaffedServer server) =>
        [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private static string? Name(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    [Fact]
    public async Task Every_address_is_in_the_table_and_every_line_has_its_address()
    {
        await using var server = await StaffedServer.StartAsync();
        Assert.Equal(
            AccessTable.Shipped.Lines.Select(line => line.Endpoint).Order(StringComparer.Ordinal),
            Endpoints(server).Select(Name).Order(StringComparer.Ordinal)
        );
        Assert.All(
            AccessTable.Shipped.Lines.Where(line => line.OpenWhenSimulated),
            line => Assert.All(Endpoints(server).Where(one => Name(one) == line.Endpoint), one => Assert.Equal(["GET"], Methods(one)))
        );
    }

    [Fact]
    public async Task Every_role_enters_where_the_table_says_and_each_refusal_is_an_act()
    {
        await using var server = await StaffedServer.StartAsync();
        foreach (var role in PeopleRoles)
        {
            var account = await server.HireAsync(role);
            foreach (var endpoint in Endpoints(server))
                await WalkAsync(server, endpoint, role, account);
        }
    }

    private static async Task WalkAsync(StaffedServer server, RouteEndpoint endpoint, Role role, Account account)
    {
        var (name, before) = (Name(endpoint)!, server.Folder.Journal.Head(Sunqar.Storage.Journal.Streams.Acts).Next);
        using var browser = server.Browser(account);
        using var answer = await AskAsync(browser, endpoint);
        var refusals = server.ActsSoFar().Skip((int)before).Where(act => act.Command == "access.enter").ToList();
        var where = $"{role} at {name}: {(int)answer.StatusCode}";
        if (AccessTable.Shipped.Find(name)!.Roles.Contains(role))
        {
            Assert.True(answer.StatusCode != HttpStatusCode.Unauthorized || name is "sign-in" or "sign-in:passkey", where);
            Assert.True(refusals.Count == 0, where);
        }
        else if (name == "payments:decide")
        {
            // The short way knows keys alone: whoever has none is nobody.
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, where);
        }
        else
        {
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, where);
            Assert.True(
                refusals is [var act]
                    && act.Author == account.Id
                    && act.Role == role
                    && act.Refusal!.Reason.StartsWith(name + ":", StringComparison.Ordinal),
                where
            );
        }
    }

    [Fact]
    public async Task Nobody_is_led_to_sign_in_and_a_program_is_told_so()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = server.Browser();
        using var program = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        foreach (var endpoint in Endpoints(server))
        {
            var line = AccessTable.Shipped.Find(Name(endpoint)!)!;
            using var page = await AskAsync(browser, endpoint);
            using var plain = await AskAsync(program, endpoint, withToken: false);
            if (line.Roles.Contains(Role.Nobody))
            {
                Assert.True((int)page.StatusCode is not 403 and not 303, line.Endpoint);
                continue;
            }
            if (!line.Endpoint.StartsWith("page:", StringComparison.Ordinal))
            {
                Assert.True(plain.StatusCode == HttpStatusCode.Unauthorized, line.Endpoint);
                Assert.Equal("application/problem+json", plain.Content.Headers.ContentType!.MediaType);
            }
            if (line.IsForKeys)
            {
                Assert.True(page.StatusCode == HttpStatusCode.Unauthorized, line.Endpoint);
            }
            else
            {
                Assert.True(
                    page.StatusCode == HttpStatusCode.SeeOther
                        && page.Headers.Location!.ToString().StartsWith("/sign-in", StringComparison.Ordinal),
                    line.Endpoint
                );
            }
        }
        await server.FlushRefusalsAsync();
        var counted = server
            .ActsSoFar()
            .SelectMany(act => act.What)
            .OfType<CallersRefused>()
            .Where(fact => fact.Why == "signed-out")
            .ToList();
        Assert.All(
            AccessTable.Shipped.Lines.Where(line => !line.Roles.Contains(Role.Nobody) && line.Endpoint != "payments:decide"),
            line => Assert.True(counted.Single(fact => fact.Endpoint == line.Endpoint).Count == 2, line.Endpoint)
        );
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("suspended")]
    [InlineData("moved")]
    [InlineData("invented")]
    public async Task A_session_that_is_over_is_nobodys(string how)
    {
        var time = new SetTime();
        await using var server = await StaffedServer.StartAsync(time: time);
        var account = await server.HireAsync(Role.Analyst);
        using var browser = server.Browser(account);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/cases", Cancel)).StatusCode);
        switch (how)
        {
            case "expired":
                time.Pass(SessionStore.IdleMax + TimeSpan.FromSeconds(1));
                break;
            case "suspended":
                await server.Acts.DoAsync(new GiveStanding("k", account.Id, Standing.Suspended, "left"), Actor.House);
                break;
            case "moved":
                await server.Acts.DoAsync(new GivePost("k", account.Id, Role.Supervisor, "unit-b"), Actor.House);
                break;
            default:
                browser.DefaultRequestHeaders.Add("Cookie", "sunqar=" + SessionStore.Fresh().Secret);
                break;
        }
        using var stranger = how == "invented" ? server.Browser() : browser;
        foreach (
            var endpoint in Endpoints(server)
                .Where(one =>
                    !AccessTable.Shipped.Find(Name(one)!)!.Roles.Contains(Role.Nobody) && !AccessTable.Shipped.Find(Name(one)!)!.IsForKeys
                )
        )
        {
            using var answer = await AskAsync(stranger, endpoint, withToken: false);
            Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{Name(endpoint)}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_session_lasts_a_working_day_at_most()
    {
        var time = new SetTime();
        await using var server = await StaffedServer.StartAsync(time: time);
        using var browser = await server.SignedInAsync(Role.Analyst);
        var step = SessionStore.IdleMax - TimeSpan.FromMinutes(1);
        for (var passed = TimeSpan.Zero; passed + step < SessionStore.LifeMax; passed += step)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/cases", Cancel)).StatusCode);
            time.Pass(step);
        }
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/cases", Cancel)).StatusCode);
        time.Pass(step);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/cases", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_key_enters_its_own_addresses_alone()
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        using var unknown = server.WithKey("sunqar_0123456789abcdef_" + new string('x', 43));
        foreach (var endpoint in Endpoints(server))
        {
            var line = AccessTable.Shipped.Find(Name(endpoint)!)!;
            using var answer = await AskAsync(bank, endpoint, withToken: false);
            // History takes a key that names it (Attacker/BackdatingTests).
            if (line.Roles.Contains(Role.Bank) && !line.Endpoint.StartsWith("history:", StringComparison.Ordinal))
                Assert.True((int)answer.StatusCode is not 401 and not 403, line.Endpoint);
            else
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, line.Endpoint);
            using var refused = await AskAsync(unknown, endpoint, withToken: false);
            if (line.Roles.Contains(Role.Nobody))
            {
                Assert.True((int)refused.StatusCode is not 403 || !Methods(endpoint).Contains("GET"), line.Endpoint);
            }
            else
            {
                Assert.True(
                    (int)refused.StatusCode == (line.Endpoint.StartsWith("page:", StringComparison.Ordinal) ? 303 : 401),
                    line.Endpoint
                );
            }
        }
        var acts = server.ActsSoFar().Where(act => act.Command == "access.enter").ToList();
        Assert.All(acts, act => Assert.Equal(("key:" + StaffedServer.Bank, Role.Bank), (act.Author, act.Role)));
        Assert.Equal(
            AccessTable.Shipped.Lines.Count(line => !line.Roles.Contains(Role.Bank)),
            acts.Count(act => act.Refusal!.Reason.EndsWith(": role", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_simulated_country_is_read_by_anybody_on_this_machine_and_no_other_data_is()
    {
        await using var open = await StaffedServer.StartAsync(isSimulated: true);
        using var browser = open.Browser();
        foreach (var endpoint in Endpoints(open))
        {
            var line = AccessTable.Shipped.Find(Name(endpoint)!)!;
            using var answer = await AskAsync(browser, endpoint);
            if (line.OpenWhenSimulated)
                Assert.True((int)answer.StatusCode is 200 or 404, $"{line.Endpoint}: {answer.StatusCode}");
            else if (!line.Roles.Contains(Role.Nobody))
                Assert.True((int)answer.StatusCode is 303 or 401, $"{line.Endpoint}: {answer.StatusCode}");
        }
        Assert.Contains("open to anyone on this machine", await browser.GetStringAsync("/", Cancel), StringComparison.Ordinal);
        using var proxied = new HttpRequestMessage(HttpMethod.Get, "/cases");
        proxied.Headers.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.SeeOther, (await open.Browser().SendAsync(proxied, Cancel)).StatusCode);
    }

    /// <summary>Asks as a page or a program does; the browser's forms carry a good token.</summary>
    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, RouteEndpoint endpoint, bool withToken = true)
    {
        var path = string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(segment =>
                segment.IsSimple && segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal
                    ? literal.Content
                    : "none"
            )
        );
        using var ask = new HttpRequestMessage(new HttpMethod(Methods(endpoint).Single()), "/" + path);
        if (ask.Method == HttpMethod.Post)
        {
            if (AccessTable.Shipped.Find(Name(endpoint)!)!.IsForKeys)
                ask.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            else if (withToken)
                ask.Content = await StaffedServer.FormAsync(client);
        }
        return await client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;
}
