using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages.State;

/// <summary>
/// Gathers one network's transfers into what is drawn and listed: members, the terminals and platforms they use, and crowds of bystanders;
/// all transfers between two nodes become one edge a currency.
/// </summary>
internal sealed class NetworkDrawing(IReadOnlyDictionary<string, string> roles)
{
    /// <summary>More members than this are hard to tell apart: the lesser ones of a role are then drawn as one node. The table lists them
    /// all.</summary>
    public const int MembersDrawnMax = 60;

    /// <summary>How many are drawn one by one where not all are.</summary>
    private const int MembersKept = 44;

    /// <summary>Terminals and platforms drawn one by one, the busiest first.</summary>
    public const int PlacesDrawnMax = 12;

    private sealed class Sums
    {
        public Int128 AmountMicro { get; set; }
        public int Transfers { get; set; }
    }

    private readonly Dictionary<(string From, string To, Currency Currency), Sums> _edges = [];
    private readonly Dictionary<string, NodeKind> _kinds = roles.Keys.ToDictionary(id => id, _ => NodeKind.Account, StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _crowds = new(StringComparer.Ordinal);

    /// <summary>Takes in one row of the table and says how it is listed.</summary>
    /// <param name="toldBy">The row that is counted in its place, where both tell one movement; then it is listed and not counted.</param>
    public TransferView Add(TransferTable table, int row, int? toldBy = null)
    {
        var (fromKind, toKind) = AccountTable.Ends(table.KindOf(row));
        var (from, to) = (table.From[row], table.To[row]);
        var (sender, recipient) = toldBy is null
            ? (Node(table, from, fromKind, sends: true), Node(table, to, toKind, sends: false))
            : (Name(table, from, fromKind, sends: true), Name(table, to, toKind, sends: false));
        var amount = table.AmountMicro[row];
        var currency = table.CurrencyOf(row);
        if (toldBy is null)
            Count((sender, recipient, currency), amount, 1);
        return new TransferView(
            table.Id(row),
            table.TimeUs[row],
            sender,
            recipient,
            amount,
            currency,
            table.KindOf(row),
            toldBy is { } counted ? table.Id(counted) : null
        );
    }

    /// <summary>Every member, leading roles first, then by what passed through.</summary>
    public List<MemberView> Members()
    {
        var into = _edges.ToLookup(edge => edge.Key.To, StringComparer.Ordinal);
        var outOf = _edges.ToLookup(edge => edge.Key.From, StringComparer.Ordinal);
        return
        [
            .. roles
                .Select(member => new MemberView(
                    member.Key,
                    _kinds[member.Key],
                    member.Value,
                    Flow(into[member.Key]),
                    Flow(outOf[member.Key])
                ))
                .OrderBy(member => RolePalette.Slot(member.Role))
                .ThenByDescending(member => Most(member.In) + Most(member.Out))
                .ThenBy(member => member.Account, StringComparer.Ordinal),
        ];
    }

    /// <summary>What the network as a whole moved, one line a currency, out of the same sums as its members' flows.</summary>
    public List<BalanceView> Balances() =>
        [
            .. _edges
                .GroupBy(edge => edge.Key.Currency)
                .OrderByDescending(group => group.Sum(edge => edge.Value.Transfers))
                .ThenBy(group => group.Key)
                .Select(group => new BalanceView(
                    group.Key,
                    Sum(group, (from, to) => !from && to),
                    Sum(group, (from, to) => from && to),
                    Sum(group, (from, to) => from && !to),
                    Sum(group, (from, to) => !from && !to)
                )),
        ];

    private FlowTotal Sum(
        IGrouping<Currency, KeyValuePair<(string From, string To, Currency Currency), Sums>> edges,
        Func<bool, bool, bool> which
    )
    {
        var total = new FlowTotal(0, edges.Key, 0);
        foreach (var (ends, sums) in edges)
        {
            if (which(roles.ContainsKey(ends.From), roles.ContainsKey(ends.To)))
                total = new FlowTotal(total.AmountMicro + sums.AmountMicro, edges.Key, total.Transfers + sums.Transfers);
        }
        return total;
    }

    /// <param name="members">As <see cref="Members"/> gives them.</param>
    /// <param name="matched">Edges to draw beside the transfers.</param>
    public NetworkGraph Graph(IReadOnlyList<MemberView> members, IReadOnlyList<GraphEdge> matched)
    {
        var drawnAs = new Dictionary<string, string>(StringComparer.Ordinal);
        var nodes = new List<GraphNode>();
        var kept = members.Count > MembersDrawnMax ? MembersKept : members.Count;
        foreach (var member in members.Take(kept))
        {
            nodes.Add(new GraphNode(member.Account, member.Account, member.Kind, member.Role));
        }
        foreach (var rest in members.Skip(kept).GroupBy(member => member.Role, StringComparer.Ordinal))
        {
            var id = $"(more {rest.Key})";
            nodes.Add(
                new GraphNode(
                    id,
                    $"{rest.Count()} more {Words.Role(rest.Key)}{(rest.Count() > 1 ? "s" : "")}",
                    NodeKind.Crowd,
                    rest.Key,
                    rest.Count()
                )
            );
            foreach (var member in rest)
            {
                drawnAs[member.Account] = id;
            }
        }
        AddPlaces(nodes, drawnAs);
        nodes.AddRange(
            _crowds
                .OrderBy(crowd => crowd.Key, StringComparer.Ordinal)
                .Select(crowd => new GraphNode(crowd.Key, Crowd(crowd.Key, crowd.Value.Count), NodeKind.Crowd, "", crowd.Value.Count))
        );
        var edges = _edges
            .GroupBy(edge =>
                (
                    From: drawnAs.GetValueOrDefault(edge.Key.From, edge.Key.From),
                    To: drawnAs.GetValueOrDefault(edge.Key.To, edge.Key.To),
                    edge.Key.Currency
                )
            )
            .Select(group => new GraphEdge(
                group.Key.From,
                group.Key.To,
                group.Aggregate((Int128)0, (sum, edge) => sum + edge.Value.AmountMicro),
                group.Key.Currency,
                group.Sum(edge => edge.Value.Transfers),
                false
            ));
        var ids = nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        return new NetworkGraph(nodes, [.. edges, .. matched.Where(edge => ids.Contains(edge.From) && ids.Contains(edge.To))]);
    }

    private void AddPlaces(List<GraphNode> nodes, Dictionary<string, string> drawnAs)
    {
        var touched = _edges
            .SelectMany(edge => new[] { (Node: edge.Key.From, edge.Value.Transfers), (Node: edge.Key.To, edge.Value.Transfers) })
            .ToLookup(end => end.Node, end => end.Transfers, StringComparer.Ordinal);
        var places = _kinds
            .Where(node => node.Value is NodeKind.Terminal or NodeKind.Platform && !roles.ContainsKey(node.Key))
            .OrderByDescending(node => touched[node.Key].Sum())
            .ThenBy(node => node.Key, StringComparer.Ordinal)
            .ToList();
        nodes.AddRange(places.Take(PlacesDrawnMax).Select(place => new GraphNode(place.Key, place.Key, place.Value, "")));
        foreach (var rest in places.Skip(PlacesDrawnMax).GroupBy(place => place.Value))
        {
            var id = $"(more {Words.Node(rest.Key)})";
            nodes.Add(new GraphNode(id, $"{Words.Plural(rest.Count(), "more " + Words.Node(rest.Key))}", rest.Key, "", rest.Count()));
            foreach (var place in rest)
            {
                drawnAs[place.Key] = id;
            }
        }
    }

    /// <summary>Who stands at an end, who is noted to be there.</summary>
    private string Node(TransferTable table, int account, AccountKind end, bool sends)
    {
        var name = Name(table, account, end, sends);
        if (name[0] != '(')
        {
            _kinds[name] = Kind(end == AccountKind.Unknown ? table.Accounts.Kind(account) : end);
            return name;
        }
        if (!_crowds.TryGetValue(name, out var people))
        {
            _crowds[name] = people = [];
        }
        people.Add(account);
        return name;
    }

    /// <summary>A member, a place, or the crowd of all others that stand where they do.</summary>
    private string Name(TransferTable table, int account, AccountKind end, bool sends)
    {
        var id = table.Accounts.Id(account);
        return roles.ContainsKey(id) || end is AccountKind.Terminal or AccountKind.Platform
            ? id
            : (end == AccountKind.Wallet, sends) switch
            {
                (false, true) => "(senders)",
                (false, false) => "(recipients)",
                (true, true) => "(sending wallets)",
                (true, false) => "(receiving wallets)",
            };
    }

    private static string Crowd(string id, int count)
    {
        var noun = id.Trim('(', ')');
        return count == 1 ? $"1 {noun[..^1]}" : $"{Amounts.Count(count)} {noun}";
    }

    private static NodeKind Kind(AccountKind kind) =>
        kind switch
        {
            AccountKind.Card => NodeKind.Card,
            AccountKind.Wallet => NodeKind.Wallet,
            AccountKind.Terminal => NodeKind.Terminal,
            AccountKind.Platform => NodeKind.Platform,
            _ => NodeKind.Account,
        };

    private void Count((string, string, Currency) edge, Int128 amountMicro, int transfers)
    {
        if (!_edges.TryGetValue(edge, out var sums))
        {
            _edges[edge] = sums = new Sums();
        }
        sums.AmountMicro += amountMicro;
        sums.Transfers += transfers;
    }

    /// <summary>The sums over edges, one a currency, that which most transfers carry first.</summary>
    private static FlowTotal[] Flow(IEnumerable<KeyValuePair<(string From, string To, Currency Currency), Sums>> edges) =>
        [
            .. edges
                .GroupBy(edge => edge.Key.Currency)
                .Select(group => new FlowTotal(
                    group.Aggregate((Int128)0, (sum, edge) => sum + edge.Value.AmountMicro),
                    group.Key,
                    group.Sum(edge => edge.Value.Transfers)
                ))
                .OrderByDescending(total => total.Transfers)
                .ThenBy(total => total.Currency),
        ];

    private static Int128 Most(IReadOnlyList<FlowTotal> flows) => flows.Count == 0 ? 0 : flows[0].AmountMicro;
}
