using System.Net;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Xunit;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>Requests that two parsers may read differently (smuggling), that come slowly, or that are too much.</summary>
public sealed partial class WireAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int> Malformed =>
        new()
        {
            { "two lengths", "POST /sign-in HTTP/1.1\r\nHost: H\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", 400 },
            { "a negative length", "POST /sign-in HTTP/1.1\r\nHost: H\r\nContent-Length: -1\r\n\r\n", 400 },
            { "an encoding of two", "POST /sign-in HTTP/1.1\r\nHost: H\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400 },
            { "an unknown encoding", "POST /sign-in HTTP/1.1\r\nHost: H\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400 },
            {
                "a chunk of no size",
                "POST /sign-in HTTP/1.1\r\nHost: H\r\nContent-Type: "
                    + "application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
                400
            },
            { "no host", "GET /health HTTP/1.1\r\n\r\n", 400 },
            { "two hosts", "GET /health HTTP/1.1\r\nHost: H\r\nHost: evil.example\r\n\r\n", 400 },
            { "another's host", "GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400 },
            { "a host that is a list", "GET /health HTTP/1.1\r\nHost: H, evil.example\r\n\r\n", 400 },
            { "another's absolute address", "GET http://evil.example/health HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400 },
            { "a blank before the colon", "GET /health HTTP/1.1\r\nHost : H\r\n\r\n", 400 },
            { "a folded header", "GET /health HTTP/1.1\r\nHost: H\r\nX-A: a\r\n b\r\n\r\n", 400 },
            { "a zero byte in a header", "GET /health HTTP/1.1\r\nHost: H\r\nX-A: a\0b\r\n\r\n", 400 },
            { "a lone return in a header", "GET /health HTTP/1.1\r\nHost: H\r\nUser-Agent: a\rSet-Cookie: sunqar=x\r\n\r\n", 400 },
            { "a blank in the method", "GE T /health HTTP/1.1\r\nHost: H\r\n\r\n", 400 },
            { "a version that is none", "GET /health HTTP/9.9\r\nHost: H\r\n\r\n", 505 },
            { "a zero byte in the path", "GET /cases/a%00b HTTP/1.1\r\nHost: H\r\n\r\n", 400 },
            {
                "fifty-one headers",
                "GET /health HTTP/1.1\r\nHost: H\r\n" + string.Concat(Enumerable.Range(0, 51).Select(i => $"X-{i}: x\r\n")) + "\r\n",
                431
            },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_can_be_read_in_two_ways_is_not_read(string what, string request, int status)
    {
        await using var server = await StaffedServer.StartAsync();
        // A request that follows on the same connection must never be answered: it may be the smuggled one.
        var answer = await RawHttp.SendAsync(
            server.Address,
            request.Replace("H\r\n", server.Address.Authority + "\r\n", StringComparison.Ordinal)
                + "GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            Cancel
        );
        var statuses = StatusPattern().Matches(answer).Select(match => match.Groups[1].Value).ToList();
        Assert.True(statuses.Count > 0 && statuses[0] == $"{status}", $"{what}: {answer}");
        Assert.All(statuses, one => Assert.NotEqual("200", one));
        Assert.DoesNotContain("Set-Cookie: sunqar=x", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_length_and_chunks_disagree_the_rest_is_no_request_of_its_own()
    {
        await using var server = await StaffedServer.StartAsync();
        var host = server.Address.Authority;
        var smuggled = $"GET /metrics HTTP/1.1\r\nHost: {host}\r\n\r\n";
        var answer = await RawHttp.SendAsync(
            server.Address,
            $"POST /v1/payments/x/reversal HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: "
                + $"{5 + smuggled.Length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}",
            Cancel
        );
        Assert.Single(StatusPattern().Matches(answer));
        Assert.DoesNotContain("sunqar_ready", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_sends_a_byte_a_second_is_hung_up_on()
    {
        await using var server = await StaffedServer.StartAsync();
        var host = server.Address.Authority;
        var pause = TimeSpan.FromSeconds(1);
        var headers = RawHttp.SendAsync(server.Address, Slowly($"GET /health HTTP/1.1\r\nHost: {host}\r\nX-Slow: ", 60), pause, Cancel);
        var body = RawHttp.SendAsync(
            server.Address,
            Slowly(
                $"POST /v1/payments HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer "
                    + $"{server.Keys.Create(StaffedServer.Bank)}\r\nContent-Length: 60\r\n\r\n",
                60
            ),
            pause,
            Cancel
        );
        var form = RawHttp.SendAsync(
            server.Address,
            Slowly(
                $"POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60\r\n\r\n",
                60
            ),
            pause,
            Cancel
        );
        Assert.StartsWith("HTTP/1.1 408", await headers, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", await body, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", await form, StringComparison.Ordinal);
        await server.FlushRefusalsAsync();
        Assert.Contains(
            server.ActsSoFar().SelectMany(act => act.What).OfType<Sunqar.Core.People.CallersRefused>(),
            fact => fact is { Endpoint: "sign-in", Why: "unfit-form" }
        );
    }

    private static IEnumerable<string> Slowly(string head, int bytes) => Enumerable.Repeat("x", bytes).Prepend(head);

    [Fact]
    public async Task Two_keys_in_one_request_are_none()
    {
        await using var server = await StaffedServer.StartAsync();
        var (one, two) = (server.Keys.Create(StaffedServer.Bank), server.Keys.Create(StaffedServer.OtherBank));
        foreach (var path in (string[])["/v1/payments", "/v1/payments/batch"])
        {
            var answer = await RawHttp.SendAsync(
                server.Address,
                $"POST {path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: "
                    + $"close\r\nAuthorization: Bearer {one}\r\nAuthorization: Bearer {two}\r\nContent-Length: 0\r\n\r\n",
                Cancel
            );
            Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_is_no_good_is_not_made_up_for_by_a_session()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Analyst);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/cases");
        ask.Headers.TryAddWithoutValidation("Authorization", "Bearer sunqar_none");
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SendAsync(ask, Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Original-URL: /cases")]
    [InlineData("X-Rewrite-URL: /cases")]
    [InlineData("X-Forwarded-Host: 127.0.0.1")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("Forwarded: for=127.0.0.1;host=localhost")]
    [InlineData("X-Forwarded-User: admin")]
    [InlineData("X-Real-IP: 127.0.0.1")]
    public async Task A_header_that_a_proxy_might_set_lets_nobody_in(string header)
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = server.Browser();
        foreach (var path in (string[])["/cases", "/people"])
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, path);
            ask.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
            var answer = await browser.SendAsync(ask, Cancel);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.StartsWith("/sign-in?", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d\d\d)")]
    private static partial Regex StatusPattern();
}
