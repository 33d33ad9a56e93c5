using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Tests.Nodes;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>Two real servers on one journal in PostgreSQL: one decides, the other waits and takes over.</summary>
public sealed class TakeoverTests : IDisposable
{
    private static readonly string Sent = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();
    private PostgresServer? _postgres;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _postgres?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_node_that_sleeps_past_its_lease_answers_nothing_more_and_the_one_that_waited_decides()
    {
        _postgres = PostgresServer.Start();
        var journal = _postgres.Place("sunqar", "&lease=1");
        var key = Shell
            .Run($"'{ServerProcess.Sunqar}' keys create CASPKZKA", _folder.Path, ("SUNQAR_DATA", _folder.At("data")))
            .Output.Trim();
        using (var earlier = ServerProcess.Start(_folder, journal: journal))
        {
            using var once = await ClientAsync(earlier, key);
            Assert.Equal("false", await AskAsync(once, "z", "duplicate"));
            Shell.Run($"kill -TERM {earlier.Id}", _folder.Path);
            await earlier.WaitForExitAsync(Cancel);
        }
        // Keys are files of a node: who shall take over has to have them. The journal is nobody's file.
        Shell.Run("cp -a data other && for file in data.*; do cp -a \"$file\" \"other${file#data}\"; done", _folder.Path);
        using var first = ServerProcess.Start(_folder, journal: journal);
        using var at = await ClientAsync(first, key);
        Assert.Equal("false", await AskAsync(at, "a", "duplicate"));
        var sequence = await AskAsync(at, "a", "sequence");

        var refused = Shell.Run(
            $"'{ServerProcess.Sunqar}' serve --urls http://127.0.0.1:0",
            _folder.Path,
            ("SUNQAR_DATA", _folder.At("other")),
            ("SUNQAR_JOURNAL", journal)
        );
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("is held by", refused.Error, StringComparison.Ordinal);

        using var second = ServerProcess.Start(_folder, "--urls http://127.0.0.1:0 --standby", "other", journal);
        using var there = await ClientAsync(second, key, isReady: false);
        Assert.False((await there.GetAsync(new Uri("/ready", UriKind.Relative), Cancel)).IsSuccessStatusCode);
        Shell.Run($"kill -STOP {first.Id}", _folder.Path);
        await ReadyAsync(there);
        Assert.Equal("true", await AskAsync(there, "a", "duplicate"));
        Assert.Equal(sequence, await AskAsync(there, "a", "sequence"));
        Assert.Equal("false", await AskAsync(there, "b", "duplicate"));
        // What was asked while it slept, and what comes right after, it answers as not decided, or not at all.
        var late = at.PostAsync(new Uri("/v1/payments", UriKind.Relative), Body("c"), Cancel);
        Shell.Run($"kill -CONT {first.Id}", _folder.Path);
        try
        {
            Assert.False((await late).IsSuccessStatusCode);
        }
        catch (HttpRequestException)
        {
            // It was gone already.
        }
        await first.WaitForExitAsync(Cancel);
        Assert.Equal(1, first.ExitCode);
        Assert.Equal("false", await AskAsync(there, "c", "duplicate"));
        Shell.Run($"kill -TERM {second.Id}", _folder.Path);
        await second.WaitForExitAsync(Cancel);
        Assert.Equal(0, second.ExitCode);
        var replay = Shell.Run(
            $"'{ServerProcess.Sunqar}' replay --verify",
            _folder.Path,
            ("SUNQAR_DATA", _folder.At("other")),
            ("SUNQAR_JOURNAL", journal)
        );
        Assert.True(replay.ExitCode == 0, replay.Error);
        Assert.Contains("\"decisions\":4,\"equal\":4", replay.Output, StringComparison.Ordinal);
    }

    private static async Task<HttpClient> ClientAsync(Process server, string key, bool isReady = true)
    {
        var client = new HttpClient { BaseAddress = new Uri(await ServerProcess.AddressAsync(server)) };
        _ = server.StandardError.ReadToEndAsync(Cancel);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (isReady)
            await ReadyAsync(client);
        return client;
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await client.GetAsync(new Uri("/ready", UriKind.Relative), patience.Token)).IsSuccessStatusCode)
            await Task.Delay(20, patience.Token);
    }

    private static StringContent Body(string id) =>
        new(
            $$"""{"id":"{{id}}","kind":"card_top_up","time":"{{Sent}}","amount":"1200.00","currency":"KZT","institution":"CASPKZKA","sender":{"card":"s"},"recipient":{"card":"c"} }""",
            Encoding.UTF8,
            "application/json"
        );

    private static async Task<string> AskAsync(HttpClient client, string id, string member)
    {
        using var response = await client.PostAsync(new Uri("/v1/payments", UriKind.Relative), Body(id), Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty(member).GetRawText();
    }
}
