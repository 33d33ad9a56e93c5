using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Tests.Nodes;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>Three real nodes on a real PostgreSQL of loopback: what a bank sees of them, and what is done to them.</summary>
internal sealed class ThreeNodes : IDisposable
{
    public const string Bank = "CASPKZKA";
    private const int Count = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _postgres = PostgresServer.Start();
    private readonly int[] _ports = [.. Enumerable.Range(0, Count).Select(_ => FreePort())];
    private readonly ConcurrentDictionary<string, Told> _answers = new(StringComparer.Ordinal);
    private readonly string _key;

    /// <param name="Outcome">What the decision came to.</param>
    public readonly record struct Told(string Outcome, long Sequence);

    private ThreeNodes(int leaseSeconds)
    {
        Journal = _postgres.Place("facts", $"&lease={leaseSeconds}");
        Keys = _postgres.Place("keys");
        File.WriteAllBytes(RootKey, RandomNumberGenerator.GetBytes(32));
        _key = Run("keys create " + Bank, "a").Output.Trim();
        Nodes = [.. Enumerable.Range(0, Count).Select(at => new Node(this, at))];
    }

    public string Journal { get; }

    private string Keys { get; }

    private string RootKey => _folder.At("root.key");

    public Node[] Nodes { get; }

    /// <summary>What was answered as decided, by the payment's id.</summary>
    public IReadOnlyDictionary<string, Told> Answers => _answers;

    /// <summary>Answers that were no decisions.</summary>
    public ConcurrentBag<string> Refusals { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ThreeNodes> StartAsync(int leaseSeconds)
    {
        var nodes = new ThreeNodes(leaseSeconds);
        try
        {
            foreach (var node in nodes.Nodes)
                await node.StartAsync();
            foreach (var node in nodes.Nodes)
            {
                await node.ReadyAsync();
                // A key is good at a door once the door has read that its making is an act.
                while (!await node.AskAsync($"first-{node.At}"))
                    await Task.Delay(20, Cancel);
            }
            nodes.Refusals.Clear();
            return nodes;
        }
        catch
        {
            nodes.Dispose();
            throw;
        }
    }

    public Shell.Result Run(string verb, string data) =>
        Shell.Run(
            $"'{ServerProcess.Sunqar}' {verb}",
            _folder.Path,
            ("SUNQAR_DATA", _folder.At(data)),
            ("SUNQAR_JOURNAL", Journal),
            ("SUNQAR_KEYS", Keys),
            ("SUNQAR_ROOT_KEY", RootKey)
        );

    /// <summary>The node that leads, once one does.</summary>
    /// <param name="apartFrom">One that does not count.</param>
    public async Task<Node> LeaderAsync(Node? apartFrom = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Assert.False(patience.IsCancellationRequested, Said);
            foreach (var node in Nodes.Where(node => node != apartFrom && node.IsUp))
            {
                if (await node.RoleAsync() == "decider")
                    return node;
            }
            await Task.Delay(20, Cancel);
        }
    }

    /// <summary>Sends payments through every node that is up until told to stop, each id until it is decided.</summary>
    public Task[] SendFromAll(int customersOfNode, CancellationToken enough) =>
        [.. Nodes.SelectMany(node => Enumerable.Range(0, customersOfNode).Select(customer => SendAsync(node, customer, enough)))];

    private async Task SendAsync(Node first, int customer, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{first.At}-{customer}-{number}");
            // Who is told nothing asks the next node for the same payment.
            for (var at = first.At; !await Nodes[at % Count].AskAsync(id); at++)
                await Task.Delay(10, Cancel);
        }
    }

    private void Note(string id, JsonElement answer)
    {
        var told = new Told(answer.GetProperty("outcome").GetString()!, answer.GetProperty("sequence").GetInt64());
        Assert.Equal(told, _answers.GetOrAdd(id, told));
    }

    /// <summary>What all nodes said, and were said no.</summary>
    public string Said => string.Join('\n', Nodes.Select(node => $"node {node.At}:\n{node.Said}").Concat(Refusals.Take(20)));

    /// <summary>Every answer is in the journal as it was told, once; and what is there was decided as a replay decides it.</summary>
    public void Check()
    {
        foreach (var node in Nodes)
            node.Stop();
        var replay = Run("replay --verify", "data0");
        Assert.True(replay.ExitCode == 0, replay.Error);
        using var folder = Sunqar.Storage.DataFolder.Open(
            _folder.At("data0"),
            RootKey,
            _ => { },
            elsewhere: new Sunqar.Storage.SharedPlaces(
                Sunqar.Storage.Postgres.PostgresPlace.Read(Journal),
                Sunqar.Storage.Postgres.PostgresPlace.Read(Keys)
            )
        );
        var stored = new Dictionary<string, Told>(StringComparer.Ordinal);
        foreach (var recorded in folder.Journal.Read("payments"))
        {
            if (recorded.Fact is not Sunqar.Core.Decisions.PaymentDecided decided)
                continue;
            Assert.True(
                stored.TryAdd(
                    decided.Payment.Id,
                    new Told(Sunqar.Core.Rulebook.RuleOutcomes.Name(decided.Decision.Outcome), recorded.Sequence)
                ),
                $"{decided.Payment.Id} was decided twice"
            );
        }
        foreach (var (id, told) in _answers)
            Assert.Equal(told, stored[id]);
    }

    public void Dispose()
    {
        foreach (var node in Nodes)
            node.Dispose();
        _postgres.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>One of the three, in a process of its own.</summary>
    public sealed class Node(ThreeNodes house, int at) : IDisposable
    {
        private readonly ConcurrentQueue<string> _said = new();
        private Process? _process;
        private HttpClient? _client;

        public int At => at;

        public bool IsUp => _process is { HasExited: false };

        public string Said => string.Join('\n', _said);

        public async Task StartAsync()
        {
            _process = ServerProcess.Start(
                house._folder,
                $"--urls http://127.0.0.1:0 --no-mining --node https://127.0.0.1:{house._ports[at]}",
                $"data{at}",
                house.Journal,
                ("SUNQAR_KEYS", house.Keys),
                ("SUNQAR_ROOT_KEY", house.RootKey)
            );
            var address = await ServerProcess.AddressAsync(_process, "console at ");
            _ = Task.Run(async () =>
            {
                while (await _process.StandardError.ReadLineAsync() is { } line)
                    _said.Enqueue(line);
            });
            _client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(15) };
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", house._key);
        }

        public async Task ReadyAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!await IsReadyAsync())
            {
                await Task.Delay(20, Cancel);
                Assert.False(patience.IsCancellationRequested, house.Said);
            }
        }

        private async Task<bool> IsReadyAsync() =>
            (await _client!.GetAsync(new Uri("/ready", UriKind.Relative), Cancel)).IsSuccessStatusCode;

        public async Task<string?> RoleAsync()
        {
            try
            {
                var text = await _client!.GetStringAsync(new Uri("/v1/node", UriKind.Relative), Cancel);
                return JsonDocument.Parse(text).RootElement.GetProperty("role").GetString();
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !Cancel.IsCancellationRequested)
            {
                return null;
            }
        }

        /// <summary>What this node answers to a question that is not a payment.</summary>
        public Task<HttpResponseMessage> GetAsync(string path) => _client!.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        /// <summary>Sends a payment; whether it was answered as decided, now or before.</summary>
        public async Task<bool> AskAsync(string id)
        {
            try
            {
                using var body = new StringContent(Body(id), Encoding.UTF8, "application/json");
                using var response = await _client!.PostAsync(new Uri("/v1/payments", UriKind.Relative), body, Cancel);
                var text = await response.Content.ReadAsStringAsync(Cancel);
                if (!response.IsSuccessStatusCode)
                {
                    house.Refusals.Add($"{(int)response.StatusCode} at node {at}: {text}");
                    return false;
                }
                house.Note(id, JsonDocument.Parse(text).RootElement);
                return true;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !Cancel.IsCancellationRequested)
            {
                // The node is gone, or sleeps.
                return false;
            }
        }

        private static string Body(string id)
        {
            var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddT00:00:00Z", CultureInfo.InvariantCulture);
            var person = (id.Aggregate(17, (sum, one) => unchecked(sum * 31 + one)) & 0xff).ToString(CultureInfo.InvariantCulture);
            return $$"""{"id":"{{id}}","kind":"card_top_up","time":"{{time}}","amount":"1200.00","currency":"KZT","institution":"{{Bank}}","sender":{"card":"s{{person}}"},"recipient":{"card":"c{{id}}"} }""";
        }

        public void Signal(string name) => Shell.Run($"kill -{name} {_process!.Id}", house._folder.Path);

        public Task ExitAsync() => _process!.WaitForExitAsync(Cancel);

        public void Stop()
        {
            if (!IsUp)
                return;
            Signal("CONT");
            Signal("TERM");
            _process!.WaitForExit();
        }

        public void Dispose()
        {
            if (IsUp)
            {
                Signal("KILL");
                _process!.WaitForExit();
            }
            _process?.Dispose();
            _client?.Dispose();
        }
    }
}
