using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sunqar.Tests.Nodes;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The real server, killed in the middle of its work (SIGKILL): every decision that was answered is there, and none is made
/// twice.</summary>
public sealed class KillTests : IDisposable
{
    /// <summary>A door takes nothing that is dated days back.</summary>
    private static readonly string Sent = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private const int Rounds = 3,
        Askers = 16;

    private readonly TemporaryFolder _folder = new();
    private PostgresServer? _postgres;
    private string? _journal;
    private readonly ConcurrentDictionary<string, Answer> _answered = new();
    private readonly ConcurrentDictionary<string, string> _asked = new();

    public void Dispose()
    {
        _postgres?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Suite", "Whole")]
    public Task Killed_on_PostgreSQL_at_any_moment_it_loses_and_repeats_nothing_either()
    {
        _postgres = PostgresServer.Start();
        _journal = _postgres.Place("sunqar", "&lease=1");
        return Killed_at_any_moment_it_loses_no_answered_decision_and_makes_none_twice();
    }

    private sealed record Answer(string Outcome, long Sequence, string Reasons);

    [Fact]
    public async Task Killed_at_any_moment_it_loses_no_answered_decision_and_makes_none_twice()
    {
        var key = Shell
            .Run($"'{ServerProcess.Sunqar}' keys create CASPKZKA", _folder.Path, ("SUNQAR_DATA", _folder.At("data")))
            .Output.Trim();
        var dice = new Random(11);
        for (var round = 0; round < Rounds; round++)
        {
            using var server = Start();
            using var client = await ReadyAsync(server, key);
            await CheckAllAsync(client);
            var before = _answered.Count;
            using var stop = new CancellationTokenSource();
            var askers = Enumerable
                .Range(0, Askers)
                .Select(asker => AskAsync(client, $"r{round}-a{asker}", asker % 4 == 0, stop.Token))
                .ToArray();
            while (_answered.Count < before + 500)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            await Task.Delay(dice.Next(500), TestContext.Current.CancellationToken);
            server.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(askers);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        using var last = Start();
        using var lastClient = await ReadyAsync(last, key);
        await CheckAllAsync(lastClient);
        // Those whose answer the kill cut off: decided at most once, and now for good.
        foreach (var some in _asked.Where(asked => !_answered.ContainsKey(asked.Key)).Chunk(1_000))
        {
            foreach (var answer in await PostAsync(lastClient, "/v1/payments/batch", string.Join('\n', some.Select(asked => asked.Value))))
                Keep(answer);
        }
        await CheckAllAsync(lastClient);
        Assert.Equal(_answered.Count, _answered.Values.Select(answer => answer.Sequence).Distinct().Count());
        Shell.Run($"kill -TERM {last.Id}", _folder.Path);
        await last.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, last.ExitCode);
    }

    [Fact]
    public async Task Told_to_stop_it_answers_the_batch_that_has_begun_to_its_end()
    {
        var key = Shell
            .Run($"'{ServerProcess.Sunqar}' keys create CASPKZKA", _folder.Path, ("SUNQAR_DATA", _folder.At("data")))
            .Output.Trim();
        using var server = ServerProcess.Start(_folder);
        using var client = await ReadyAsync(server, key);
        using var batch = new TcpClient();
        await batch.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = batch.GetStream();
        await SendAsync(
            $"POST /v1/payments/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        await AskAsync("before");
        Shell.Run($"kill -TERM {server.Id}", _folder.Path);
        // Longer than a program that is told to stop is commonly left alone.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await AskAsync("after");
        await SendAsync("0\r\n\r\n");
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, server.ExitCode);

        async Task SendAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

        async Task AskAsync(string id)
        {
            var line =
                $$"""{"id":"{{id}}","kind":"card_top_up","time":"{{Sent}}","amount":"100.00","currency":"KZT","institution":"CASPKZKA","recipient":{"card":"c"} }"""
                + "\n";
            await SendAsync($"{line.Length:x}\r\n{line}\r\n");
            var (said, buffer) = ("", new byte[4096]);
            while (!said.Contains($"\"{id}\",\"outcome\"", StringComparison.Ordinal))
            {
                var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
                Assert.NotEqual(0, count);
                said += Encoding.ASCII.GetString(buffer, 0, count);
            }
        }
    }

    private Process Start() => ServerProcess.Start(_folder, "--urls http://127.0.0.1:0 --standby", journal: _journal);

    /// <summary>Asks until the server is gone; keeps what was answered.</summary>
    private async Task AskAsync(HttpClient client, string name, bool inBatches, CancellationToken stop)
    {
        try
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                var bodies = Enumerable.Range(0, inBatches ? 300 : 1).Select(i => Payment($"{name}-{number}-{i}")).ToList();
                foreach (
                    var answer in await PostAsync(client, inBatches ? "/v1/payments/batch" : "/v1/payments", string.Join('\n', bodies))
                )
                {
                    Keep(answer);
                }
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
    }

    private string Payment(string id)
    {
        var amount = id.GetHashCode(StringComparison.Ordinal) % 3 == 0 ? "612000.00" : "1200.00";
        var body =
            $$"""{"id":"{{id}}","kind":"card_top_up","time":"{{Sent}}","amount":"{{amount}}","currency":"KZT","institution":"CASPKZKA","sender":{"card":"s-{{id}}"},"recipient":{"card":"c-{{id}}"} }""";
        _asked[id] = body;
        return body;
    }

    private void Keep(JsonElement answer)
    {
        var id = answer.GetProperty("id").GetString()!;
        var kept = Read(answer);
        Assert.Equal(kept, _answered.GetOrAdd(id, kept));
    }

    private static Answer Read(JsonElement answer) =>
        new(
            answer.GetProperty("outcome").GetString()!,
            answer.GetProperty("sequence").GetInt64(),
            answer.GetProperty("reasons").GetRawText()
        );

    /// <summary>Every answer so far is stored, and a repeat of its question gives it again.</summary>
    private async Task CheckAllAsync(HttpClient client)
    {
        foreach (var some in _answered.OrderBy(pair => pair.Value.Sequence).Chunk(1_000))
        {
            var again = await PostAsync(client, "/v1/payments/batch", string.Join('\n', some.Select(pair => _asked[pair.Key])));
            Assert.Equal(some.Length, again.Count);
            for (var i = 0; i < some.Length; i++)
            {
                Assert.True(again[i].GetProperty("duplicate").GetBoolean(), $"{some[i].Key} was answered and is decided again");
                Assert.Equal(some[i].Value, Read(again[i]));
            }
        }
    }

    private static async Task<List<JsonElement>> PostAsync(HttpClient client, string path, string body)
    {
        using var response = await client.PostAsync(
            new Uri(path, UriKind.Relative),
            new StringContent(body, Encoding.UTF8, "application/json")
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static async Task<HttpClient> ReadyAsync(Process server, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(await ServerProcess.AddressAsync(server)) };
        _ = server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await client.GetAsync(new Uri("/ready", UriKind.Relative), patience.Token)).IsSuccessStatusCode)
            await Task.Delay(20, patience.Token);
        return client;
    }
}
