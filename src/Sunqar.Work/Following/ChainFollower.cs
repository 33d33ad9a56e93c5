using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Formats.Chain;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Following;

/// <summary>What is followed, and how carefully.</summary>
/// <param name="Chain">Ethereum or TRON.</param>
/// <param name="Token">The contract, in its chain's spelling.</param>
/// <param name="FromBlock">Where to begin where nothing was read yet; null: at the node's newest block.</param>
/// <param name="Confirmations">How many blocks must stand on a block before it is read.</param>
/// <param name="KeepBlocks">How many of the newest blocks a reorganisation may replace; deeper ones are taken as final.</param>
/// <param name="SpanMax">Most blocks asked for at once.</param>
public sealed record FollowOptions(
    WalletChain Chain,
    WalletAddress Token,
    int Decimals = 6,
    long? FromBlock = null,
    int Confirmations = 0,
    int KeepBlocks = 64,
    int SpanMax = 2_000
);

/// <summary>What one step of following did.</summary>
public abstract record FollowStep
{
    private FollowStep() { }

    /// <param name="Malformed">Logs under a known signature that do not decode; they are left out.</param>
    public sealed record Advanced(long FromBlock, long ToBlock, int Transfers, int Events, int Malformed) : FollowStep;

    /// <summary>The chain was reorganised; what the lost blocks told was taken back.</summary>
    public sealed record RolledBack(long ToBlock, int TakenBack) : FollowStep;

    /// <summary>There is nothing new.</summary>
    public sealed record AtHead(long Block) : FollowStep;

    /// <summary>The chain changed while it was read; nothing was taken.</summary>
    public sealed record Unsettled : FollowStep;

    /// <summary>None of the kept blocks is on the node's chain any more: another network, or a reorganisation that a person must judge.
    /// Nothing was changed.</summary>
    public sealed record TooDeep(long OldestKept) : FollowStep;
}

/// <summary>
/// Follows a token's logs on a node into the journal's chain stream. The cursor is a fact, appended together with what was read up to it,
/// so a follower that is killed goes on where it was. Before each step the newest block read is looked up again: when the node has another
/// one in its place, everything above the last common block is taken back.
/// </summary>
public sealed class ChainFollower
{
    /// <summary>Logs taken in one append: keeps every fact below the journal's limits.</summary>
    private const int LogsMax = 8_000,
        RunMax = 1_000;

    private readonly ChainNode _node;
    private readonly IJournalWriter _writer;
    private readonly FollowOptions _options;
    private readonly string _chain,
        _token,
        _contract;
    private readonly FollowFold _fold;
    private int _span;

    /// <param name="journal">The stream is replayed here to find the cursor.</param>
    /// <param name="writer">The lease of <see cref="Streams.Chain"/>.</param>
    public ChainFollower(ChainNode node, IJournal journal, IJournalWriter writer, FollowOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.KeepBlocks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SpanMax, 1);
        (_node, _writer, _options, _span) = (node, writer, options, options.SpanMax);
        (_chain, _token) = (options.Chain.Name(), options.Token.ToString());
        _contract = options.Token.ToHex();
        _fold = new FollowFold(_chain, _token, options.KeepBlocks);
        foreach (var recorded in journal.Read(Streams.Chain))
        {
            _fold.Apply(recorded.Fact);
        }
    }

    /// <summary>Reads the next range, or takes back what no longer stands.</summary>
    /// <exception cref="NodeException">The node did not answer as it should; nothing was changed.</exception>
    /// <exception cref="IOException">The journal could not take it.</exception>
    public async Task<FollowStep> StepAsync(CancellationToken cancel)
    {
        if (await LostAsync(cancel) is { } lost)
        {
            return lost;
        }
        var newest = await _node.HeadAsync(cancel);
        var head = newest - _options.Confirmations;
        var from = _fold.Cursor + 1 ?? _options.FromBlock ?? head;
        if (from > head || head < 0)
        {
            return new FollowStep.AtHead(_fold.Cursor ?? head);
        }
        while (true)
        {
            var to = Math.Min(from + _span - 1, head);
            try
            {
                var step = await ReadAsync(from, to, newest, cancel);
                _span = Math.Min(_options.SpanMax, _span * 2);
                return step;
            }
            catch (NodeException e) when (e.Trouble == NodeTrouble.TooLarge && to > from)
            {
                _span = (int)((to - from + 1) / 2);
            }
        }
    }

    /// <summary>Takes back the blocks that the node's chain no longer has; null where all stands.</summary>
    private async Task<FollowStep?> LostAsync(CancellationToken cancel)
    {
        var recent = _fold.Recent;
        for (var i = recent.Count - 1; i >= 0; i--)
        {
            var stands = (await _node.BlockAsync(recent[i].Number, cancel))?.Hash == recent[i].Hash;
            if (stands)
            {
                return i == recent.Count - 1 ? null : await BackToAsync(recent[i].Number);
            }
        }
        return recent.Count == 0 ? null
            // All that was ever read is gone, and all of it is known: begin anew.
            : recent[0].Number == _fold.First ? await BackToAsync(recent[0].Number - 1)
            : new FollowStep.TooDeep(recent[0].Number);
    }

    private async Task<FollowStep> BackToAsync(long block)
    {
        var back = _fold.BackTo(block);
        await AppendAsync([back]);
        return new FollowStep.RolledBack(block, back.Ids.Count);
    }

    private async Task<FollowStep> ReadAsync(long from, long to, long newest, CancellationToken cancel)
    {
        // Blocks within reach of a reorganisation are remembered by their hash; the last one always, so that the cursor can be checked.
        var heads = new Dictionary<long, BlockHead>();
        for (var number = Math.Min(to, Math.Max(from, newest - _options.KeepBlocks + 1)); number <= to; number++)
        {
            if (await _node.BlockAsync(number, cancel) is not { } block || !Follows(block, heads))
            {
                return new FollowStep.Unsettled();
            }
            heads[number] = block;
        }
        var logs = await _node.LogsAsync(from, to, _contract, TokenLog.Topics, cancel);
        if (logs.Count > LogsMax)
        {
            throw new NodeException(
                NodeTrouble.TooLarge,
                $"{logs.Count} logs in blocks {from} to {to}; at most {LogsMax} are taken at once"
            );
        }
        // The answer belongs to the chain that was looked at only where its last block is still the same, and every log names the block
        // that stands there.
        if (
            (await _node.BlockAsync(to, cancel))?.Hash != heads[to].Hash
            || logs.Exists(log => heads.TryGetValue(log.Block, out var block) && block.Hash != RpcJson.Hash(log.BlockHash.Span))
        )
        {
            return new FollowStep.Unsettled();
        }
        return await TakeAsync(from, to, logs, heads, [.. heads.Values.OrderBy(block => block.Number)], cancel);
    }

    /// <summary>Whether a block stands on the one read before it.</summary>
    private bool Follows(BlockHead block, Dictionary<long, BlockHead> heads) =>
        heads.TryGetValue(block.Number - 1, out var before)
            ? before.Hash == block.ParentHash
            : _fold.Recent.Count == 0 || _fold.Recent[^1].Number != block.Number - 1 || _fold.Recent[^1].Hash == block.ParentHash;

    private async Task<FollowStep> TakeAsync(
        long from,
        long to,
        List<ChainLog> logs,
        Dictionary<long, BlockHead> heads,
        BlockHead[] recent,
        CancellationToken cancel
    )
    {
        var transfers = new List<TokenTransfer>();
        var events = new List<TokenEvent>();
        var ids = recent.ToDictionary(block => block.Number, _ => new List<string>());
        var names = new LogNames();
        var malformed = 0;
        foreach (var log in logs)
        {
            var timeUs = log.TimeUs ?? await TimeAsync(log, heads, cancel);
            switch (TokenLog.Decode(log, _options.Chain, _options.Decimals, timeUs, names))
            {
                case LogMeaning.Moved moved:
                    transfers.Add(moved.Transfer);
                    if (ids.TryGetValue(log.Block, out var moves))
                        moves.Add(moved.Transfer.Id);
                    break;
                case LogMeaning.Happened happened:
                    events.Add(happened.Event);
                    if (ids.TryGetValue(log.Block, out var acts))
                        acts.Add(happened.Event.Id);
                    break;
                case LogMeaning.Malformed:
                    malformed++;
                    break;
            }
        }
        await AppendAsync([
            .. transfers.Chunk(RunMax).Select(run => new ChainSeen(run)),
            .. events.Chunk(RunMax).Select(run => new TokenEventsSeen(run)),
            new ChainRead(
                _chain,
                _token,
                from,
                to,
                [.. recent.Select(block => new ReadBlock(block.Number, block.Hash, ids[block.Number]))]
            ),
        ]);
        return new FollowStep.Advanced(from, to, transfers.Count, events.Count, malformed);
    }

    private async Task<long> TimeAsync(ChainLog log, Dictionary<long, BlockHead> heads, CancellationToken cancel)
    {
        if (!heads.TryGetValue(log.Block, out var block))
        {
            heads[log.Block] = block =
                await _node.BlockAsync(log.Block, cancel)
                ?? throw new NodeException(NodeTrouble.Passing, $"the node gives logs of block {log.Block} but not the block");
        }
        return block.TimeUs;
    }

    private async Task AppendAsync(Fact[] facts)
    {
        (await _writer.AppendAsync(facts)).OrThrow();
        foreach (var fact in facts)
        {
            _fold.Apply(fact);
        }
    }
}
