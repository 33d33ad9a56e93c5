using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Following;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>The follower against a simulated node that fails, forks and limits its answers; a real one is in the system tests.</summary>
public class FollowTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task What_holds_in_the_end_is_the_nodes_chain_whatever_happened_on_the_way(int seed)
    {
        var random = new Random(seed);
        using var node = new SimulatedNode(seed) { Trouble = 2, LogsMax = 40 };
        using var journal = new MemoryJournal();
        node.Mine(60);
        var options = Options with { SpanMax = 50, KeepBlocks = 40, Confirmations = seed % 3 };
        for (var round = 0; round < 30; round++)
        {
            // Every round is a new process: all that it knows is in the journal.
            await FollowAsync(node, journal, options, steps: random.Next(1, 30));
            if (random.Next(3) == 0)
                node.Fork(random.Next(1, 10), random.Next(11));
            else
                node.Mine(random.Next(5));
            // Now and then the chain forks between two calls of one step.
            var countdown = random.Next(40);
            node.BeforeAnswer = () =>
            {
                if (--countdown == 0)
                    node.Fork(random.Next(1, 4), random.Next(1, 6));
            };
        }
        node.BeforeAnswer = null;
        Assert.IsType<FollowStep.AtHead>(await FollowAsync(node, journal, options, steps: int.MaxValue));
        Assert.Equal(node.Ids(node.Head - options.Confirmations).Order(), Holding(journal).Order());
        Assert.Contains(journal.Read(Streams.Chain), recorded => recorded.Fact is ChainRolledBack);
    }

    [Fact]
    public async Task A_range_that_is_too_wide_is_split_until_it_fits()
    {
        using var node = new SimulatedNode(7) { LogsMax = 3 };
        using var journal = new MemoryJournal();
        node.Mine(300);
        await FollowAsync(node, journal, Options with { SpanMax = 1_000 }, int.MaxValue);
        Assert.Equal(node.Ids(node.Head).Order(), Holding(journal).Order());
        Assert.InRange(journal.Read<ChainRead>(Streams.Chain).Count(), 100, 300);
    }

    [Fact]
    public async Task All_that_was_read_may_be_replaced_but_never_without_knowing_it()
    {
        using var node = new SimulatedNode(8);
        using var journal = new MemoryJournal();
        node.Mine(10);
        await FollowAsync(node, journal, Options, int.MaxValue);
        node.Fork(10, 12);
        await FollowAsync(node, journal, Options, int.MaxValue);
        Assert.Equal(node.Ids(node.Head).Order(), Holding(journal).Order());

        node.Mine(100);
        await FollowAsync(node, journal, Options with { KeepBlocks = 8 }, int.MaxValue);
        node.Fork(50, 60);
        var before = journal.Head(Streams.Chain).Next;
        Assert.IsType<FollowStep.TooDeep>(await FollowAsync(node, journal, Options with { KeepBlocks = 8 }, int.MaxValue));
        Assert.Equal(before, journal.Head(Streams.Chain).Next);
    }

    [Fact]
    public async Task Confirmations_are_waited_for_and_nothing_is_read_twice()
    {
        using var node = new SimulatedNode(9);
        using var journal = new MemoryJournal();
        node.Mine(20);
        var options = Options with { Confirmations = 6 };
        await FollowAsync(node, journal, options, int.MaxValue);
        Assert.Equal(13, journal.Read<ChainRead>(Streams.Chain).Last().ToBlock);
        var facts = journal.Head(Streams.Chain).Next;
        await FollowAsync(node, journal, options, int.MaxValue);
        Assert.Equal(facts, journal.Head(Streams.Chain).Next);
        // A reorganisation among the unconfirmed blocks is never noticed.
        node.Fork(5, 5);
        Assert.IsType<FollowStep.AtHead>(await FollowAsync(node, journal, options, int.MaxValue));
        Assert.Empty(journal.Read<ChainRolledBack>(Streams.Chain));
    }

    [Fact]
    public void Waiting_doubles_to_a_minute_and_chance_takes_up_to_a_half_off()
    {
        Assert.Equal(TimeSpan.FromSeconds(0.5), BackOff.After(1, 0));
        Assert.Equal(TimeSpan.FromSeconds(0.25), BackOff.After(1, 1));
        Assert.Equal(TimeSpan.FromSeconds(4), BackOff.After(4, 0));
        Assert.Equal(TimeSpan.FromSeconds(60), BackOff.After(1_000, 0));
    }

    [Fact]
    public async Task A_node_that_stays_away_is_given_up_in_the_end()
    {
        using var node = new SimulatedNode(1) { Trouble = 100 };
        using var journal = new MemoryJournal();
        var failure = await Assert.ThrowsAsync<NodeException>(() => FollowAsync(node, journal, Options, int.MaxValue));
        Assert.Equal(NodeTrouble.Passing, failure.Trouble);
        Assert.Equal(FollowJob.FailuresMax, node.Calls);
    }

    private static FollowOptions Options => new(WalletChain.Ethereum, SimulatedNode.Token, FromBlock: 0);

    /// <summary>Follows to the head, or until so many steps were made, as a process of its own.</summary>
    private static async Task<FollowStep?> FollowAsync(SimulatedNode node, IJournal journal, FollowOptions options, int steps)
    {
        using var client = new HttpClient(node, disposeHandler: false) { BaseAddress = new Uri("http://node.test") };
        using var writer = journal.Open(Streams.Chain);
        using var stop = new CancellationTokenSource();
        var follower = new ChainFollower(new ChainNode(client), journal, writer, options);
        try
        {
            return await FollowJob.RunAsync(
                follower,
                untilHead: true,
                TimeSpan.Zero,
                () => 1,
                new Hurried(),
                (_, _) =>
                {
                    if (--steps == 0)
                        stop.Cancel();
                },
                stop.Token
            );
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Ids that still hold by the journal.</summary>
    private static List<string> Holding(IJournal journal)
    {
        var gate = new ChainGate(journal.Read<ChainRolledBack>(Streams.Chain));
        return
        [
            .. journal
                .Read(Streams.Chain)
                .SelectMany(recorded =>
                    recorded.Fact switch
                    {
                        ChainSeen seen => gate.Pass(seen).Select(t => t.Id),
                        TokenEventsSeen seen => gate.Pass(seen).Select(e => e.Id),
                        _ => [],
                    }
                ),
        ];
    }

    /// <summary>No wait is longer than nothing.</summary>
    private sealed class Hurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
