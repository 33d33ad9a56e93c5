using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Live;

/// <summary>What was sighted at each account, kept up with pairs and transfers that come and go.</summary>
internal sealed class LiveShapes(LivePairs pairs)
{
    private readonly Dictionary<int, List<Sighting>> _byPairs = [],
        _scattered = [],
        _byRows = [];
    private readonly SortedDictionary<int, PassThrough.Mule> _mules = [];
    private readonly SortedDictionary<int, CryptoTill.Till> _tills = [];
    private readonly Dictionary<int, HashSet<int>> _sourcesOf = [];
    private IReadOnlyList<Sighting> _blocks = [],
        _brief = [];
    private BriefMeetings _meetings = new();

    /// <summary>As <see cref="LayeringChain.Links"/> gives them.</summary>
    public Dictionary<int, int> Links { get; } = [];

    private LiveSuspicion? _judged;

    /// <param name="came">Rows that came.</param>
    /// <param name="touched">Accounts whose transfers, or the kind of whose counterparties, changed.</param>
    /// <param name="changed">Pairs that came to be or are no more.</param>
    /// <param name="rethought">Pairs of which something else is thought.</param>
    /// <param name="allHabits">Whether the time observed grew by a day: then every habit is measured anew.</param>
    public void Update(
        MiningGround ground,
        LiveSuspicion judge,
        IReadOnlyCollection<int> came,
        HashSet<int> touched,
        HashSet<int> changed,
        HashSet<int> rethought,
        bool allHabits
    )
    {
        _judged = judge;
        foreach (var account in touched)
        {
            Keep(
                _byRows,
                account,
                found =>
                {
                    Structuring.At(ground, account, found);
                    Relay.At(ground, account, found);
                }
            );
            Keep(_mules, account, PassThrough.At(ground.Graph, account));
            Keep(_tills, account, CryptoTill.At(ground.Graph, account));
        }
        var accounts = new HashSet<int>();
        foreach (var pair in changed.Concat(rethought).Concat(allHabits ? pairs.All : []))
        {
            accounts.Add(pairs.From[pair]);
            accounts.Add(pairs.To[pair]);
        }
        foreach (var account in accounts)
        {
            Keep(
                _byPairs,
                account,
                found =>
                {
                    FanIn.At(ground, account, found);
                    FanOut.At(ground, account, found);
                    GatherScatter.At(ground, account, found);
                }
            );
        }
        Scattered(ground, changed, rethought, judge.DensityChanged);
        Link(ground, changed);
        if (allHabits)
            _meetings = BriefMeetings.Of(ground);
        if (_meetings.Update(ground, came, touched) || allHabits)
            _brief = BriefShapes.Mine(ground, _meetings);
        if (judge.HotChanged)
            _blocks = [.. new Bipartite().Mine(ground), .. new Stack().Mine(ground)];
    }

    /// <summary>Everything that is sighted, weak and small things too.</summary>
    public IEnumerable<Sighting> All(MiningGround ground) =>
        _byPairs
            .Values.Concat(_scattered.Values)
            .Concat(_byRows.Values)
            .SelectMany(list => list)
            .Concat(_blocks)
            .Concat(_brief)
            .Concat(PassThrough.Sight(ground, [.. _mules.Values]))
            .Concat(CryptoTill.Sight(ground, [.. _tills.Values]))
            .Concat(LayeringChain.Open(ground))
            .Concat(LayeringChain.Closed(ground))
            .Concat(Cycle.Sight(ground, _judged!.Cycles));

    private void Scattered(MiningGround ground, HashSet<int> changed, HashSet<int> rethought, bool densityChanged)
    {
        var sources = new HashSet<int>();
        foreach (var pair in changed.Concat(rethought))
        {
            sources.Add(pairs.From[pair]);
            foreach (var fed in pairs.In(pairs.From[pair]))
            {
                sources.Add(pairs.From[fed]);
            }
        }
        // How many a destination has around tells what chance would give.
        foreach (var pair in changed)
        {
            if (_sourcesOf.TryGetValue(pairs.To[pair], out var there))
                sources.UnionWith(there);
        }
        if (densityChanged)
            sources.UnionWith(_scattered.Keys);
        foreach (var source in sources)
        {
            foreach (var old in _scattered.GetValueOrDefault(source, []))
            {
                _sourcesOf[old.Members[1].Account].Remove(source);
            }
            Keep(_scattered, source, found => ScatterGather.At(ground, source, found));
            foreach (var now in _scattered.GetValueOrDefault(source, []))
            {
                if (!_sourcesOf.TryGetValue(now.Members[1].Account, out var there))
                    _sourcesOf[now.Members[1].Account] = there = [];
                there.Add(source);
            }
        }
    }

    /// <summary>A link reads what its middle sends and receives.</summary>
    private void Link(MiningGround ground, HashSet<int> changed)
    {
        var again = new HashSet<int>();
        foreach (var pair in changed)
        {
            if (pairs.Has(pair))
                again.Add(pair);
            else
                Links.Remove(pair);
            foreach (var account in (ReadOnlySpan<int>)[pairs.From[pair], pairs.To[pair]])
            {
                foreach (var into in pairs.In(account))
                {
                    again.Add(into);
                }
            }
        }
        foreach (var pair in again)
        {
            var next = LayeringChain.Next(ground, pair);
            if (next >= 0)
                Links[pair] = next;
            else
                Links.Remove(pair);
        }
    }

    private static void Keep(Dictionary<int, List<Sighting>> map, int account, Action<List<Sighting>> at)
    {
        var found = new List<Sighting>();
        at(found);
        if (found.Count > 0)
            map[account] = found;
        else
            map.Remove(account);
    }

    private static void Keep<T>(SortedDictionary<int, T> map, int account, T? now)
        where T : class
    {
        if (now is not null)
            map[account] = now;
        else
            map.Remove(account);
    }
}
