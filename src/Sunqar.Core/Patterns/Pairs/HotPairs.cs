using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>The one-off pairs thought to be laundering, by account: few, so plain dictionaries do. Lists are in no order that means
/// anything.</summary>
internal sealed class HotPairs
{
    private readonly BriefPairs _pairs;
    private readonly long _windowUs;
    private readonly Dictionary<int, List<int>> _sent = [];
    private readonly Dictionary<int, List<int>> _received = [];
    private readonly HashSet<int> _all = [];

    public HotPairs(BriefPairs pairs, long windowUs)
    {
        _pairs = pairs;
        _windowUs = windowUs;
    }

    public static HotPairs Of(MiningGround ground)
    {
        var hot = new HotPairs(ground.OneOff, ground.WindowUs);
        for (var pair = 0; pair < ground.OneOff.Count; pair++)
        {
            if (ground.Suspicion.Of[pair] >= PairEvidence.Limits.Hot)
                hot.Add(pair);
        }
        return hot;
    }

    public BriefPairs Pairs => _pairs;

    public IReadOnlyList<int> Out(int account) => _sent.TryGetValue(account, out var list) ? list : [];

    public IReadOnlyList<int> In(int account) => _received.TryGetValue(account, out var list) ? list : [];

    /// <summary>Accounts that send, by their earliest pair: an order that the numbers of accounts, which follow the rows of a file, have no
    /// part in.</summary>
    public IEnumerable<int> Senders
    {
        get
        {
            var inTime = Comparer<int>.Create(_pairs.InTime);
            return _sent.Select(s => (Account: s.Key, First: s.Value.Min(inTime))).OrderBy(s => s.First, inTime).Select(s => s.Account);
        }
    }

    /// <summary>Whether two pairs begin within the window of each other.</summary>
    public bool Near(int a, int b) => Math.Abs(_pairs.FirstUs[a] - _pairs.FirstUs[b]) <= _windowUs;

    public void Add(int pair)
    {
        if (!_all.Add(pair))
            return;
        Add(_sent, _pairs.From[pair], pair);
        Add(_received, _pairs.To[pair], pair);
    }

    /// <returns>Whether it was there.</returns>
    public bool Remove(int pair)
    {
        if (!_all.Remove(pair))
            return false;
        Remove(_sent, _pairs.From[pair], pair);
        Remove(_received, _pairs.To[pair], pair);
        return true;
    }

    private static void Add(Dictionary<int, List<int>> map, int account, int pair)
    {
        if (!map.TryGetValue(account, out var list))
            map[account] = list = [];
        list.Add(pair);
    }

    private static void Remove(Dictionary<int, List<int>> map, int account, int pair)
    {
        map[account].Remove(pair);
        if (map[account].Count == 0)
            map.Remove(account);
    }
}
