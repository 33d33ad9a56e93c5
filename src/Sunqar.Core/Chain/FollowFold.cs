using Sunqar.Core.Facts;

namespace Sunqar.Core.Chain;

/// <summary>Where the following of one token stands: the cursor, and the blocks that may still be replaced.</summary>
/// <param name="keepMax">How many recent blocks are kept: a reorganisation deeper than this is not undone by the machine.</param>
public sealed class FollowFold(string chain, string token, int keepMax)
{
    private readonly List<ReadBlock> _recent = [];

    /// <summary>The last block read; null before the first.</summary>
    public long? Cursor { get; private set; }

    /// <summary>The first block ever read; null before it.</summary>
    public long? First { get; private set; }

    /// <summary>Recently read blocks by number, the newest last.</summary>
    public IReadOnlyList<ReadBlock> Recent => _recent;

    /// <summary>Takes a fact of the chain stream; others' facts are passed over.</summary>
    public void Apply(Fact fact)
    {
        switch (fact)
        {
            case ChainRead read when read.Chain == chain && read.Token == token:
                First ??= read.FromBlock;
                Cursor = read.ToBlock;
                _recent.AddRange(read.Recent);
                _recent.RemoveRange(0, Math.Max(0, _recent.Count - keepMax));
                break;
            case ChainRolledBack back when back.Chain == chain && back.Token == token:
                Cursor = back.ToBlock;
                _recent.RemoveAll(block => block.Number > back.ToBlock);
                break;
        }
    }

    /// <summary>What goes back when the chain is cut after a block.</summary>
    public ChainRolledBack BackTo(long block) =>
        new(chain, token, block, [.. _recent.Where(recent => recent.Number > block).SelectMany(recent => recent.Ids)]);
}

/// <summary>
/// Lets pass of the chain stream what still holds: transfers and issuer's acts that a reorganisation took back are left out, once for each
/// time they were taken back. A transfer is always seen before it is taken back, so the earliest sightings are the ones that go.
/// </summary>
public sealed class ChainGate
{
    private readonly Dictionary<string, int> _takenBack = new(StringComparer.Ordinal);

    /// <param name="backs">Every rollback of the stream.</param>
    public ChainGate(IEnumerable<ChainRolledBack> backs)
    {
        foreach (var id in backs.SelectMany(back => back.Ids))
        {
            _takenBack[id] = _takenBack.GetValueOrDefault(id) + 1;
        }
    }

    /// <summary>The transfers of a fact that still hold; facts must come in order.</summary>
    public IEnumerable<TokenTransfer> Pass(ChainSeen seen) =>
        _takenBack.Count == 0 ? seen.Transfers : seen.Transfers.Where(transfer => Holds(transfer.Id));

    /// <inheritdoc cref="Pass(ChainSeen)"/>
    public IEnumerable<TokenEvent> Pass(TokenEventsSeen seen) =>
        _takenBack.Count == 0 ? seen.Events : seen.Events.Where(happened => Holds(happened.Id));

    private bool Holds(string id)
    {
        if (!_takenBack.TryGetValue(id, out var times) || times == 0)
        {
            return true;
        }
        _takenBack[id] = times - 1;
        return false;
    }
}
