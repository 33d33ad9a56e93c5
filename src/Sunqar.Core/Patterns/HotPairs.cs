using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>The one-off pairs thought to be laundering, by account: few, so plain dictionaries do.</summary>
internal sealed class HotPairs
{
    private readonly Dictionary<int, List<int>> sent = [];
    private readonly Dictionary<int, List<int>> received = [];

    public HotPairs(MiningGround ground)
    {
        Ground = ground;
        for (var pair = 0; pair < Pairs.Count; pair++)
        {
            if (ground.Suspicion.Of[pair] < Sightings.Hot) continue;
            All.Add(pair);
            Add(sent, Pairs.From[pair], pair);
            Add(received, Pairs.To[pair], pair);
        }
    }

    public MiningGround Ground { get; }

    public BriefPairs Pairs => Ground.OneOff;

    /// <summary>Their numbers, ascending.</summary>
    public List<int> All { get; } = [];

    public IReadOnlyList<int> Out(int account) => sent.TryGetValue(account, out var list) ? list : [];

    public IReadOnlyList<int> In(int account) => received.TryGetValue(account, out var list) ? list : [];

    /// <summary>Accounts that send, ascending.</summary>
    public IEnumerable<int> Senders => sent.Keys.Order();

    /// <summary>Accounts that receive, ascending.</summary>
    public IEnumerable<int> Receivers => received.Keys.Order();

    /// <summary>Whether two pairs begin within the window of each other.</summary>
    public bool Near(int a, int b) => Math.Abs(Pairs.FirstUs[a] - Pairs.FirstUs[b]) <= Ground.WindowUs;

    private static void Add(Dictionary<int, List<int>> map, int account, int pair)
    {
        if (!map.TryGetValue(account, out var list)) map[account] = list = [];
        list.Add(pair);
    }
}
