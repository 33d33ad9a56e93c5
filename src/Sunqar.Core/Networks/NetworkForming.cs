using Sunqar.Core.Chain;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Values a sum in another currency at the rate of a moment; zero where no rate is known.</summary>
public delegate Int128 ValueMicro(Int128 micro, Currency from, Currency to, long timeUs);

/// <summary>Limits of <see cref="NetworkForming"/>, section <c>network</c> of rulebooks/mining.limits.</summary>
[Limits("network")]
internal sealed record NetworkLimits(double OwnShareMin);

/// <summary>
/// Joins sightings that share members into networks. A shared account joins two only where it belongs to both by what it does: a busy
/// innocent account that shapes happen to share (most of its transfers lie outside them) joins nothing.
/// </summary>
public sealed class NetworkForming(Typologies typologies, TransferGraph graph, ServiceLabels labels, ValueMicro value)
{
    private static readonly NetworkLimits Limits = MiningTuning.Shipped.Of<NetworkLimits>();

    private readonly TransferTable _table = graph.Table;

    /// <summary>All networks, largest turnover first, ties by id.</summary>
    public IReadOnlyList<Network> Form(IReadOnlyList<Sighting> sightings)
    {
        var groups = new Groups();
        for (var s = 0; s < sightings.Count; s++)
        {
            groups.Root(s);
        }
        foreach (var (account, holders) in Shared(sightings))
        {
            if (Belongs(account, holders, sightings))
            {
                foreach (var other in holders)
                {
                    groups.Join(holders[0], other);
                }
            }
        }
        return
        [
            .. groups
                .All()
                .Select(group => One([.. group.Select(s => sightings[s])]))
                .OrderByDescending(n => n.TurnoverKztMicro)
                .ThenBy(n => n.Id, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(int Account, List<int> Holders)> Shared(IReadOnlyList<Sighting> sightings)
    {
        var holders = new SortedDictionary<int, List<int>>();
        for (var s = 0; s < sightings.Count; s++)
        {
            foreach (var member in sightings[s].Members)
            {
                if (!holders.TryGetValue(member.Account, out var list))
                {
                    holders[member.Account] = list = [];
                }
                list.Add(s);
            }
        }
        return holders.Where(h => h.Value.Count > 1).Select(h => (h.Key, h.Value));
    }

    /// <summary>Networks vet their members; shapes take whoever stands in them.</summary>
    private bool Belongs(int account, List<int> holders, IReadOnlyList<Sighting> sightings)
    {
        if (holders.TrueForAll(s => typologies[sightings[s].Kind].IsNetwork))
        {
            return true;
        }
        var own = new HashSet<int>();
        foreach (var s in holders)
        {
            own.UnionWith(sightings[s].Rows.Where(row => _table.From[row] == account || _table.To[row] == account));
        }
        return own.Count >= Limits.OwnShareMin * (graph.In(account).Length + graph.Out(account).Length);
    }

    private Network One(List<Sighting> parts)
    {
        var ordered = parts
            .OrderBy(p => typologies[p.Kind].IsNetwork ? typologies.Place(p.Kind) : int.MaxValue)
            .ThenByDescending(p => p.Score)
            .ThenByDescending(p => p.Rows.Length)
            .ThenBy(p => p.Rows[0])
            .ToList();
        var roles = new SortedDictionary<int, string>();
        foreach (var member in ordered.SelectMany(p => p.Members))
        {
            roles.TryAdd(member.Account, member.Role);
        }
        var rows = _table.InTimeOrder(ordered.SelectMany(p => p.Rows).Distinct());
        var flow = new NetworkFlow(_table, rows, roles);
        var lead = ordered[0];
        var kzt = Turnover(lead, flow, Currency.Kzt);
        var platforms = Platforms(roles.Keys);
        return new Network(
            FindingNames.Id("network", [.. rows.Select(_table.Id)]),
            lead.Kind,
            lead.Score,
            [.. ordered.Select(p => p.Name(_table).Id).Distinct()],
            roles.ToDictionary(r => _table.Accounts.Id(r.Key), r => r.Value),
            kzt,
            Turnover(lead, flow, Currency.Usd),
            _table.TimeUs[rows[0]],
            _table.TimeUs[rows[^1]],
            flow.Movements,
            flow.Parts,
            platforms,
            NetworkStory.Tell(typologies[lead.Kind], lead, roles, flow, platforms, kzt, _table.TimeUs[rows[0]], _table.TimeUs[rows[^1]])
        );
    }

    /// <summary>
    /// What the leading sighting says of itself; where it says nothing, the largest of: tenge between members and people outside, cash
    /// drawn, tokens taken in from outside; and where all of that is nothing, as when cash is paid in at terminals, everything that its
    /// transfers moved.
    /// </summary>
    private Int128 Turnover(Sighting lead, NetworkFlow flow, Currency currency)
    {
        if (lead.Turnover is { } own)
        {
            return value(own.AmountMicro, own.Currency, currency, flow.LastUs);
        }
        Int128 Sum(Func<FlowPart, bool> which) =>
            flow.Parts.Where(which).Aggregate((Int128)0, (sum, p) => sum + value(p.AmountMicro, p.Currency, currency, flow.LastUs));
        var people = Sum(p => p.From == NetworkFlow.People || p.To == NetworkFlow.People);
        var cash = Sum(p => p.To == NetworkFlow.Cash);
        var largest = people + cash > 0 ? Int128.Max(people, cash) : Sum(p => p.From == NetworkFlow.Wallets);
        return largest > 0 ? largest : Sum(_ => true);
    }

    private List<string> Platforms(IEnumerable<int> members)
    {
        // A platform that banks name by its code and chain labels by an actor is one.
        var names = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in members)
        {
            foreach (var row in graph.Out(member))
            {
                Name(_table.To[row]);
            }
            foreach (var row in graph.In(member))
            {
                Name(_table.From[row]);
            }
        }
        return [.. names.Values];

        void Name(int account)
        {
            if (_table.Accounts.Kind(account) == AccountKind.Platform)
            {
                var code = _table.Accounts.Id(account);
                names[code] = code;
            }
            else if (_table.Accounts.Kind(account) == AccountKind.Wallet && labels.EntityOf(_table.Accounts.Id(account)) is { } service)
            {
                names.TryAdd(service, labels.NameOf(service));
            }
        }
    }
}
