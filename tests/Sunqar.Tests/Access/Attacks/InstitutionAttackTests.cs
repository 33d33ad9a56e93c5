using System.Net;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Tests.Api;
using Xunit;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>What one institution's program tries on another's payments, and on the server's memory.</summary>
public sealed class InstitutionAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_institutions_payments_are_not_there()
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        using var other = server.WithKey(server.Keys.Create(StaffedServer.OtherBank));
        Assert.Equal(
            HttpStatusCode.OK,
            (await bank.PostAsync("/v1/payments", RunningApi.Content(RunningApi.TopUp("P1")), Cancel)).StatusCode
        );
        Assert.Equal(HttpStatusCode.OK, (await bank.GetAsync("/v1/payments/P1", Cancel)).StatusCode);
        (HttpMethod Method, string Path)[] tries =
        [
            (HttpMethod.Get, "/v1/payments/P1"),
            (HttpMethod.Post, "/v1/payments/P1/reversal"),
            (HttpMethod.Get, "/v1/payments/CASPKZKA%2FP1"),
            (HttpMethod.Get, "/v1/payments/..%2FP1"),
            (HttpMethod.Get, "/v1/payments/P1%00"),
            (HttpMethod.Get, "/v1/payments/P1?institution=CASPKZKA"),
        ];
        foreach (var (method, path) in tries)
        {
            using var ask = new HttpRequestMessage(method, path);
            Assert.True((int)(await other.SendAsync(ask, Cancel)).StatusCode is 404 or 400, path);
        }
        // Nothing was reversed by it.
        Assert.DoesNotContain("reversed", await bank.GetStringAsync("/v1/payments/P1", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payment_in_anothers_name_is_refused_and_each_refusal_is_an_act()
    {
        await using var server = await StaffedServer.StartAsync();
        using var other = server.WithKey(server.Keys.Create(StaffedServer.OtherBank));
        var foreign = RunningApi.TopUp("P1");
        Assert.Equal(HttpStatusCode.Forbidden, (await other.PostAsync("/v1/payments", RunningApi.Content(foreign), Cancel)).StatusCode);
        await (
            await other.PostAsync(
                "/v1/payments/batch",
                new StringContent(foreign + "\n" + foreign, Encoding.UTF8, "application/x-ndjson"),
                Cancel
            )
        ).Content.ReadAsStringAsync(Cancel);
        var acts = server.ActsSoFar().Where(act => act.Command == "access.enter").ToList();
        Assert.Equal(
            ["payments:decide: foreign-institution", "payments:batch: foreign-institution"],
            acts.Select(act => act.Refusal!.Reason)
        );
        Assert.All(acts, act => Assert.Equal(("key:" + StaffedServer.OtherBank, Role.Bank), (act.Author, act.Role)));
    }

    [Fact]
    public async Task A_key_beyond_its_scope_is_refused_on_the_short_way_too()
    {
        await using var server = await StaffedServer.StartAsync();
        using var platform = server.WithKey(server.Keys.Create("EXCH-1", Role.Platform, "elsewhere"));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await platform.PostAsync("/v1/payments", RunningApi.Content(RunningApi.TopUp("P1")), Cancel)).StatusCode
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await platform.GetAsync("/v1/payments/P1", Cancel)).StatusCode);
        Assert.Contains(
            server.ActsSoFar(),
            act => act.Refusal?.Reason == "payments:find: scope" && act is { Author: "key:EXCH-1", Role: Role.Platform }
        );
    }

    [Fact]
    public async Task A_revoked_key_is_nobodys()
    {
        await using var server = await StaffedServer.StartAsync();
        var key = server.Keys.Create(StaffedServer.Bank);
        using var bank = server.WithKey(key);
        Assert.Equal(HttpStatusCode.NotFound, (await bank.GetAsync("/v1/payments/P1", Cancel)).StatusCode);
        Assert.True(server.Keys.Revoke(key.Split('_')[1]));
        while ((await bank.GetAsync("/v1/payments/P1", Cancel)).StatusCode != HttpStatusCode.Unauthorized)
            await Task.Delay(50, Cancel);
    }

    public static TheoryData<string, string> Bombs =>
        new()
        {
            { "deep arrays", RunningApi.TopUp("P1", more: ",\"x\":" + new string('[', 5000) + new string(']', 5000)) },
            { "deep objects", string.Concat(Enumerable.Repeat("{\"a\":", 3000)) + "1" + new string('}', 3000) },
            { "a long number", RunningApi.TopUp("P1", amount: new string('9', 10_000)) },
            { "a number out of any range", RunningApi.TopUp("P1").Replace("\"12000.00\"", "1e999999999", StringComparison.Ordinal) },
            {
                "the same field twice",
                RunningApi.TopUp("P1").Replace("\"id\":\"P1\"", "\"id\":\"P1\",\"id\":\"P2\"", StringComparison.Ordinal)
            },
            { "a line break in an id", RunningApi.TopUp("P1\\r\\nSet-Cookie: a=b") },
            { "a null byte in an id", RunningApi.TopUp("P1\\u0000") },
            { "half a surrogate in an id", RunningApi.TopUp("P\\ud800") },
            { "no JSON", "<payment/>" },
            { "nothing", "" },
            { "a lone bracket", "{" },
        };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task What_would_break_a_parser_is_refused_and_not_echoed(string what, string body)
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        foreach (var path in (string[])["/v1/payments", "/v1/payments/P1/confirmations"])
        {
            var answer = await bank.PostAsync(path, RunningApi.Content(body), Cancel);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{what} at {path}: {answer.StatusCode}");
            Assert.True((await answer.Content.ReadAsByteArrayAsync(Cancel)).Length < 1000, what);
        }
    }

    [Theory]
    [InlineData("/v1/payments", 1 << 20)]
    [InlineData("/v1/payments/P1/confirmations", 1 << 20)]
    [InlineData("/v1/iso20022", 2 << 20)]
    public async Task What_is_too_large_is_refused_before_it_is_read(string path, int bytes)
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank));
        var answer = await bank.PostAsync(path, new ByteArrayContent(new byte[bytes]), Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
