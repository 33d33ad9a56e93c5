using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Server.Hosting;
using Sunqar.Server.Sandbox;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Work.Summaries;
using Xunit;

namespace Sunqar.Tests.Sandbox;

/// <summary>An integration that does all that docs/api.md asks conforms; one that sends anew under other ids is told where.</summary>
public sealed class SandboxTests : IAsyncLifetime
{
    private const string Bank = "SANDKZKA";

    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-sandbox-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Uri> _at = new();
    private Task _server = Task.CompletedTask;
    private HttpClient _client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var key = DataFolder.KeysBeside(_folder, null, null).Create(Bank, Role.Bank);
        var clock = new SandboxClock();
        var door = new SandboxDoor(clock, TimeSpan.FromMilliseconds(200));
        var live = new LiveServerOptions
        {
            Time = clock,
            Rulebook = SandboxAmounts.Rulebook,
            Before = door.InvokeAsync,
            IsMiningOff = true,
        };
        var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("http://127.0.0.1:0")).Options;
        _server = LiveServer.ServeAsync(options, new DataFiles(_folder), live, Listening, _stop.Token);
        _client.BaseAddress = await _at.Task.WaitAsync(Cancel);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        while ((await _client.GetAsync("/ready", Cancel)).StatusCode != HttpStatusCode.OK)
            await Task.Delay(20, Cancel);
    }

    private void Listening(string line)
    {
        if (line.StartsWith("console at ", StringComparison.Ordinal))
            _at.TrySetResult(new Uri(line["console at ".Length..]));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _stop.CancelAsync();
        await _server;
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static StringContent Payment(string id, string amount, DateTimeOffset time) =>
        new(
            $$$"""{"id":"{{{id}}}","kind":"account_transfer","time":"{{{time:O}}}","amount":"{{{amount}}}","currency":"KZT","""
                + $$$"""
                "institution":"{{{Bank}}}","sender":{"account":"A-1"},"recipient":{"account":"B-2"}}
                """,
            Encoding.UTF8
        );

    private async Task<string> SendAsync(string id, string amount)
    {
        var time = DateTimeOffset.UtcNow;
        while (true)
        {
            try
            {
                using var body = Payment(id, amount, time);
                using var answer = await _client.PostAsync("/v1/payments", body, Cancel);
                if (answer.Headers.RetryAfter?.Delta is { } patience)
                {
                    await Task.Delay(patience, Cancel);
                    continue;
                }
                return await TextAsync(answer, "outcome");
            }
            catch (HttpRequestException)
            {
                // Whether it was decided is left open: again, under the same id.
            }
        }
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, string name)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
    }

    private async Task<string> PostAsync(string address, string json, string name = "outcome")
    {
        using var body = new StringContent(json);
        using var answer = await _client.PostAsync(address, body, Cancel);
        return await TextAsync(answer, name);
    }

    private async Task<Dictionary<string, string>> VerdictsAsync()
    {
        using var json = JsonDocument.Parse(await _client.GetStringAsync("/sandbox/conformance", Cancel));
        return json
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .ToDictionary(line => line.GetProperty("check").GetString()!, line => line.GetProperty("verdict").GetString()!);
    }

    [Fact]
    public async Task An_integration_that_does_all_that_is_asked_conforms()
    {
        Assert.Equal("verify_sender", await SendAsync("p1", "1001"));
        Assert.Equal("allow", await PostAsync("/v1/payments/p1/confirmations", """{"by":"sender"}"""));
        Assert.Equal("verify_biometrics", await SendAsync("p2", "1002"));
        Assert.Equal("allow", await PostAsync("/v1/payments/p2/confirmations", """{"by":"biometrics"}"""));
        Assert.Equal("hold", await SendAsync("p3", "1003.00"));
        Assert.Equal("block", await SendAsync("p4", "1004"));
        foreach (var (id, amount) in (IEnumerable<(string, string)>)[("p5", "2001"), ("p6", "2002"), ("p7", "2003"), ("p8", "2004")])
            Assert.Equal("allow", await SendAsync(id, amount));
        for (var i = 0; i < 20; i++)
            Assert.Equal("allow", await SendAsync($"q{i}", "10"));
        Assert.Equal("allow", await PostAsync("/v1/payments/q1/reversal", ""));
        Assert.Equal("P1D", await PostAsync("/sandbox/clock", """{"advance":"P1D"}""", "ahead"));
        while (await TextAsync(await _client.GetAsync("/v1/payments/p3", Cancel), "outcome") == "hold")
            await Task.Delay(50, Cancel);
        Assert.DoesNotContain(await VerdictsAsync(), line => line.Value != "shown");
        using var report = await _client.GetAsync("/sandbox/conformance", Cancel);
        Assert.Equal("True", await TextAsync(report, "conforms"));
    }

    [Fact]
    public async Task One_that_sends_anew_under_other_ids_is_told_where()
    {
        using (var lost = Payment("a1", "2001", DateTimeOffset.UtcNow))
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.PostAsync("/v1/payments", lost, Cancel));
        Assert.Equal("allow", await SendAsync("a2", "2001"));
        Assert.Equal("allow", await SendAsync("b", "5"));
        Assert.Equal("", await SendAsync("b", "6"));
        Assert.Equal("", await SendAsync("c", "six"));
        var verdicts = await VerdictsAsync();
        Assert.Equal(
            ["lost_answer", "one_id", "well_formed"],
            verdicts.Where(line => line.Value == "broken").Select(line => line.Key).Order()
        );
        await PostAsync("/sandbox/conformance/reset", "");
        Assert.All(await VerdictsAsync(), line => Assert.Equal("missing", line.Value));
    }

    /// <summary>Decided is what was decided: the sandbox loses answers, and no decision.</summary>
    [Fact]
    public async Task What_it_forces_changes_no_decision()
    {
        using (var lost = Payment("a1", "2001", DateTimeOffset.UtcNow))
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.PostAsync("/v1/payments", lost, Cancel));
        Assert.Equal("allow", await TextAsync(await _client.GetAsync("/v1/payments/a1", Cancel), "outcome"));
        using var refused = Payment("a2", "2002", DateTimeOffset.UtcNow);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _client.PostAsync("/v1/payments", refused, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/v1/payments/a2", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("""{"advance":"-P1D"}""")]
    [InlineData("""{"advance":"P500D"}""")]
    [InlineData("""{"advance":"a day"}""")]
    [InlineData("""{"advance":1}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public async Task The_clock_goes_forward_by_what_can_be_read(string body)
    {
        Assert.Equal("advance", await PostAsync("/sandbox/clock", body, "field"));
        Assert.Equal("PT0S", await TextAsync(await _client.GetAsync("/sandbox/clock", Cancel), "ahead"));
    }

    [Fact]
    public async Task Without_a_key_of_the_sandbox_its_addresses_are_not_there()
    {
        using var stranger = new HttpClient { BaseAddress = _client.BaseAddress };
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/sandbox/clock", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/sandbox/conformance", Cancel)).StatusCode);
    }
}
