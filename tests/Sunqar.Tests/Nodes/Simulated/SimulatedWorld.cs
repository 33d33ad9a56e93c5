using System.Buffers.Binary;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Leases;

namespace Sunqar.Tests.Nodes.Simulated;

/// <summary>Faults of the protocol's own, by which it is shown that the simulation finds such.</summary>
[Flags]
internal enum Flaws
{
    None = 0,

    /// <summary>A commit that a server stopped waiting for is taken for done.</summary>
    BelievesWarnings = 1,

    /// <summary>An append is not held against the lease.</summary>
    ChecksNoEpoch = 2,

    /// <summary>An append is not held against where the stream ends.</summary>
    ChecksNoPlace = 4,
}

/// <summary>
/// Three processes that want the lease of one stream, two database servers, and a minute of trouble out of one seed: connections break at
/// every step, answers are lost, statements come late, servers fall, two take writes at once, waiting for the standby is ended, clocks are
/// wrong and stepped, processes sleep past their lease, fall, and hand over. Then the trouble ends.
/// </summary>
internal sealed class SimulatedWorld
{
    private const string Stream = "payments";
    private const int Processes = 3;

    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(60),
        End = TimeSpan.FromSeconds(120);

    private readonly SimulatedServer[] _servers;
    private readonly List<(long First, long Content)> _answered = [];
    private readonly HashSet<long> _refused = [];
    private readonly List<ProcessTime> _living = [];
    private TimeSpan _lastAnswer;
    private long _contents;
    private int _owners;

    public SimulatedWorld(int seed, Flaws flaws)
    {
        (Dice, Flaws) = (new Random(seed), flaws);
        _servers = [new SimulatedServer(this), new SimulatedServer(this)];
        _servers[0].Begin(isPrimary: true);
        _servers[1].Begin(isPrimary: false);
        _servers[0].Standby = _servers[1];
    }

    public VirtualTime Time { get; } = new();

    public Random Dice { get; }

    public Flaws Flaws { get; }

    /// <summary>Batches that were answered as appended.</summary>
    public int Answered => _answered.Count;

    private bool IsTroubled => Time.Now < Trouble;

    public bool Happens(double chance) => IsTroubled && Dice.NextDouble() < chance;

    public TimeSpan Latency() => TimeSpan.FromMilliseconds(Dice.NextDouble() < 0.05 ? 2000 * Dice.NextDouble() : 1 + 9 * Dice.NextDouble());

    /// <summary>A server that says it takes writes; where two do, either.</summary>
    public SimulatedServer? Reach()
    {
        var primaries = _servers.Where(server => server is { IsUp: true, IsPrimary: true }).ToArray();
        return primaries.Length == 0 ? null : primaries[Dice.Next(primaries.Length)];
    }

    /// <summary>Lives through it all. Returns what does not hold, or null.</summary>
    public string? Run()
    {
        for (var i = 0; i < Processes; i++)
            Start();
        Later(3, Disturb);
        Time.RunUntil(Trouble);
        Heal();
        Time.RunUntil(End);
        return Fault();
    }

    private void Start()
    {
        var process = new ProcessTime(Time);
        _living.Add(process);
        _ = LiveAsync(process, $"process {++_owners}");
    }

    private async Task LiveAsync(ProcessTime process, string owner)
    {
        var table = new SimulatedTable(this, process);
        while (true)
        {
            try
            {
                var leased = await LeasedStream.TakeAsync(
                    table,
                    Stream,
                    owner,
                    fencesAll: false,
                    TimeSpan.FromSeconds(30),
                    process,
                    _ => { },
                    CancellationToken.None
                );
                _ = RenewAsync(leased, process);
                await AppendAsync(leased, process);
            }
            catch (IOException)
            {
                // Held by another, or no server answers.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(300), process);
        }
    }

    private static async Task RenewAsync(LeasedStream leased, ProcessTime process)
    {
        while (!leased.IsLost)
        {
            await leased.RenewAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1), process);
        }
    }

    private async Task AppendAsync(LeasedStream leased, ProcessTime process)
    {
        while (!leased.IsLost)
        {
            var content = ++_contents;
            var frame = new byte[FrameHead.Size + sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(FrameHead.Size), content);
            var count = 1 + Dice.Next(3);
            var outcome = await leased.AppendAsync(frame, count, Time.Now.Ticks, CancellationToken.None);
            if (outcome.IsAppended)
            {
                _answered.Add((outcome.First, content));
                _lastAnswer = Time.Now;
            }
            else
            {
                // A lease found lost at the first try: nothing was stored. After a doubt nobody can say.
                if (outcome.Status == AppendStatus.LeaseLost && !outcome.Reason!.StartsWith("Whether", StringComparison.Ordinal))
                    _refused.Add(content);
                return;
            }
            if (Happens(0.01))
                await leased.ReleaseAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(300 * Dice.NextDouble()), process);
        }
    }

    private void Later(double secondsMax, Action happens) => Time.In(TimeSpan.FromSeconds(secondsMax * Dice.NextDouble()), happens);

    /// <summary>One trouble, and the next one later.</summary>
    private void Disturb()
    {
        if (!IsTroubled)
            return;
        Later(3, Disturb);
        var primary = _servers.FirstOrDefault(server => server.IsPrimary && server.Standby is not null) ?? _servers[0];
        switch (Dice.Next(8))
        {
            case 0 when primary.IsUp:
                primary.Crash();
                Later(6, primary.Restart);
                break;
            case 1:
                FailOver(primary);
                break;
            case 2:
                EndWaiting(20);
                break;
            case 3:
                primary.IsLinkDown = true;
                EndWaiting(10);
                Later(
                    6,
                    () =>
                    {
                        primary.IsLinkDown = false;
                        primary.Replicate();
                    }
                );
                break;
            case 4:
                foreach (var server in _servers)
                    server.ClockError = TimeSpan.FromSeconds(6 * Dice.NextDouble() - 3);
                break;
            case 5 or 6 when _living.Count > 0:
                _living[Dice.Next(_living.Count)].Sleep(TimeSpan.FromSeconds(12 * Dice.NextDouble()));
                break;
            case 7 when _living.Count > 1:
                var dying = _living[Dice.Next(_living.Count)];
                dying.Die();
                _living.Remove(dying);
                Later(3, Start);
                break;
        }
    }

    private void EndWaiting(int times)
    {
        if (times == 0 || !IsTroubled)
            return;
        _servers[Dice.Next(_servers.Length)].EndWaiting();
        Later(0.2, () => EndWaiting(times - 1));
    }

    /// <summary>The standby takes over. The server before it falls, or goes on for a while believing that it is the one.</summary>
    private void FailOver(SimulatedServer primary)
    {
        if (primary.Standby is not { IsUp: true, IsWhole: true } standby)
            return;
        (primary.Standby, standby.IsPrimary) = (null, true);
        if (Dice.Next(2) == 0 && primary.IsUp)
            primary.Crash();
        else
            EndWaiting(10);
        Later(8, () => Rejoin(primary, standby));
    }

    private static void Rejoin(SimulatedServer old, SimulatedServer primary)
    {
        old.StartOver();
        primary.Standby = old;
        primary.Replicate();
    }

    private void Heal()
    {
        foreach (var server in _servers.Where(server => server is { IsUp: false, Standby: not null }))
            server.Restart();
        foreach (var server in _servers)
        {
            server.IsLinkDown = false;
            server.Replicate();
        }
    }

    private string? Fault()
    {
        var history = _servers.Single(server => server.Standby is not null).Log;
        var (next, chain, epoch) = (0L, new byte[FrameHead.HashBytes], 0L);
        var stored = new Dictionary<long, long>();
        foreach (var row in history)
        {
            if (row.Batch is not { } batch)
                continue;
            if (batch.Epoch != row.Epoch)
                return $"epoch {batch.Epoch} appends while {row.Epoch} holds the lease";
            var content = BinaryPrimitives.ReadInt64LittleEndian(batch.Frame.Span[FrameHead.Size..]);
            if (batch.First != next)
                return $"a batch from {batch.First} stands where {next} is due";
            if (batch.Epoch < epoch)
                return $"epoch {batch.Epoch} comes after {epoch}";
            if (!batch.Frame.Span.Slice(FrameHead.PreviousAt, FrameHead.HashBytes).SequenceEqual(chain))
                return $"the chain is broken at {next}";
            if (!stored.TryAdd(content, batch.First))
                return $"content {content} is stored twice";
            (next, chain, epoch) = (batch.First + batch.Count, batch.Hash, batch.Epoch);
        }
        foreach (var (first, content) in _answered)
        {
            if (!stored.TryGetValue(content, out var at) || at != first)
                return $"content {content} was answered at {first} and is not there";
        }
        if (_answered.DistinctBy(one => one.First).Count() != _answered.Count)
            return "a place was answered twice";
        if (_refused.FirstOrDefault(stored.ContainsKey) is var wrong and not 0)
            return $"content {wrong} was refused and is stored";
        return _lastAnswer < End - TimeSpan.FromSeconds(5) ? $"nothing is answered since {_lastAnswer}" : null;
    }
}
