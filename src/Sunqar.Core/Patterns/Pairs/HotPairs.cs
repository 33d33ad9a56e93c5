using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>The one-off pairs thought to be laundering, by account: few, so plain dictionaries do. Lists are in no order that means anything.</summary>
internal sealed class HotPairs
{
    private readonly BriefPairs pairs;
    private readonly long windowUs;
    private readonly Dictionary<int, List<int>> sent = [];
    private readonly Dictionary<int, List<int>> received = [];
    private readonly HashSet<int> all = [];

    public HotPairs(BriefPairs pairs, long windowUs)
    {
        this.pairs = pairs;
        this.windowUs = windowUs;
    }

    public static HotPairs Of(MiningGround ground)
    {
        var hot = new HotPairs(ground.OneOff, ground.WindowUs);
        for (var pair = 0; pair < ground.OneOff.Count; pair++)
        {
            if (ground.Suspicion.Of[pair] >= Sightings.Hot) hot.Add(pair);
        }
        return hot;
    }

    public BriefPairs Pairs => pairs;

    public IReadOnlyList<int> Out(int account) => sent.TryGetValue(account, out var list) ? list : [];

    public IReadOnlyList<int> In(int account) => received.TryGetValue(account, out var list) ? list : [];

    /// <summary>Accounts that send, by their earliest pair: an order that the numbers of accounts, which follow the rows of a file, have no part in.</summary>
    public IEnumerable<int> Senders
    {
        get
        {
            var inTime = Comparer<int>.Create(pairs.InTime);
            return sent.Select(s => (Account: s.Key, First: s.Value.Min(inTime))).OrderBy(s => s.First, inTime).Select(s => s.Account);
        }
    }

    /// <summary>Whether two pairs begin within the window of each other.</summary>
    public bool Near(int a, int b) => Math.Abs(pairs.FirstUs[a] - pairs.FirstUs[b]) <= windowUs;

    public bool Has(int pair) => all.Contains(pair);

    public void Add(int pair)
    {
        if (!all.Add(pair)) return;
        Add(sent, pairs.From[pair], pair);
        Add(received, pairs.To[pair], pair);
    }

    /// <returns>Whether it was there.</returns>
    public bool Remove(int pair)
    {
        if (!all.Remove(pair)) return false;
        Remove(sent, pairs.From[pair], pair);
        Remove(received, pairs.To[pair], pair);
        return true;
    }

    private static void Add(Dictionary<int, List<int>> map, int account, int pair)
    {
        if (!map.TryGetValue(account, out var list)) map[account] = list = [];
        list.Add(pair);
    }

    private static void Remove(Dictionary<int, List<int>> map, int account, int pair)
    {
        map[account].Remove(pair);
        if (map[account].Count == 0) map.Remove(account);
    }
}
