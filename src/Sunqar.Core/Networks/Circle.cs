using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Limits of <see cref="Circle"/>, section <c>circle</c> of rulebooks/mining.limits.</summary>
[Limits("circle")]
internal sealed record CircleLimits(
    int Rounds,
    double DevotionMin,
    double WeightMin,
    double TradeShareMax,
    int LightMembersMin,
    double LightWeightMin,
    double LightDevotionMin
);

/// <summary>
/// The accounts around a core of members that serve it rather than trade with it: a good part of what the members move apart from their
/// trade passes to or from them, and they hardly deal with anybody else in that direction. What was matched as trade does not count, so a
/// customer is out, however regular.
/// </summary>
/// <param name="trade">Rows that are explained as trade with customers.</param>
internal sealed class Circle(TransferGraph graph, IReadOnlyCollection<int> core, IReadOnlySet<int> trade)
{
    private static readonly CircleLimits Limits = MiningTuning.Shipped.Of<CircleLimits>();

    private TransferTable Table => graph.Table;
    private readonly HashSet<int> _members = [.. core];

    private sealed class Dealings
    {
        public Int128 ToMembers;
        public Int128 FromMembers;
        public int Transfers;
        public int Trades;
        public readonly HashSet<int> Dealt = [];
    }

    /// <summary>Organisers and collectors among the cards, reserves among the wallets; looked for again around those found,
    /// twice.</summary>
    /// <param name="classOf">What a wallet is used for; null where no wallet is to serve.</param>
    public List<Member> Serving(Func<int, WalletClass>? classOf)
    {
        var found = new List<Member>();
        for (var round = 0; round < Limits.Rounds; round++)
        {
            var more = Ring(classOf);
            if (more.Count == 0)
            {
                break;
            }
            found.AddRange(more);
            _members.UnionWith(more.Select(m => m.Account));
        }
        return found;
    }

    private List<Member> Ring(Func<int, WalletClass>? classOf)
    {
        var dealings = new SortedDictionary<int, Dealings>();
        Int128 cardFlow = 0,
            walletFlow = 0;
        foreach (var member in _members.Order())
        {
            foreach (var row in graph.Out(member))
            {
                Note(row, member, Table.To[row], toMembers: false, dealings, ref cardFlow, ref walletFlow);
            }
            foreach (var row in graph.In(member))
            {
                Note(row, member, Table.From[row], toMembers: true, dealings, ref cardFlow, ref walletFlow);
            }
        }
        var cards = _members.Count(m => !IsWallet(m));
        var serving = new List<Member>();
        foreach (var (account, d) in dealings)
        {
            if (_members.Contains(account) || d.Transfers < 2 || d.Trades > Limits.TradeShareMax * (d.Trades + d.Transfers))
            {
                continue;
            }
            var wallet = IsWallet(account);
            // What costs little is asked first: a busy service's own transfers are never looked at.
            if (wallet ? classOf?.Invoke(account) is not (WalletClass.Private or WalletClass.Desk) : d.Dealt.Count < Math.Min(2, cards))
            {
                continue;
            }
            var weight = (double)(d.ToMembers + d.FromMembers) / (double)(wallet ? walletFlow : cardFlow);
            // Whoever deals with several members and nobody else needs little weight to belong.
            var mayBeLight = d.Dealt.Count >= Limits.LightMembersMin;
            if (
                weight < (mayBeLight ? Limits.LightWeightMin : Limits.WeightMin)
                || Devotion(account, d) is var devotion
                    && devotion < (weight < Limits.WeightMin ? Limits.LightDevotionMin : Limits.DevotionMin)
            )
            {
                continue;
            }
            serving.Add(
                new Member(
                    account,
                    wallet ? "reserve"
                        : d.FromMembers >= d.ToMembers ? "organiser"
                        : "collector"
                )
            );
        }
        return serving;
    }

    private void Note(
        int row,
        int member,
        int other,
        bool toMembers,
        SortedDictionary<int, Dealings> dealings,
        ref Int128 cardFlow,
        ref Int128 walletFlow
    )
    {
        var onChain = WalletProfiler.IsOnChain(Table, row);
        if (!onChain && !CardFlows.IsPersonal(Table, row))
        {
            return;
        }
        if (!dealings.TryGetValue(other, out var d))
        {
            dealings[other] = d = new Dealings();
        }
        if (trade.Contains(row))
        {
            d.Trades++;
            return;
        }
        var micro = Table.AmountMicro[row];
        if (onChain)
            walletFlow += micro;
        else
            cardFlow += micro;
        d.Transfers++;
        d.Dealt.Add(member);
        if (toMembers)
            d.ToMembers += micro;
        else
            d.FromMembers += micro;
    }

    /// <summary>The larger of: the part of its outflow that goes to members, the part of its inflow that comes from them.</summary>
    private double Devotion(int account, Dealings d)
    {
        var wallet = IsWallet(account);
        var sent = Through(graph.Out(account), wallet);
        var taken = Through(graph.In(account), wallet);
        return Math.Max(sent == 0 ? 0 : (double)d.ToMembers / (double)sent, taken == 0 ? 0 : (double)d.FromMembers / (double)taken);
    }

    private Int128 Through(ReadOnlySpan<int> rows, bool wallet)
    {
        Int128 flow = 0;
        foreach (var row in rows)
        {
            flow += (wallet ? WalletProfiler.IsOnChain(Table, row) : CardFlows.IsPersonal(Table, row)) ? Table.AmountMicro[row] : 0;
        }
        return flow;
    }

    /// <summary>
    /// The transfers of the scheme, by time: trade, what members move between them, a desk's whole chain traffic, what droppers and
    /// collectors take in and draw in cash soon after. Shopping, wages and friends on the same card are no part of it.
    /// </summary>
    public int[] Rows(IReadOnlyList<Member> members, CardFlows flows)
    {
        var rows = new HashSet<int>(trade);
        foreach (var member in members)
        {
            foreach (var row in graph.Out(member.Account))
            {
                if (Belongs(row, Table.To[row], member.Role))
                    rows.Add(row);
            }
            foreach (var row in graph.In(member.Account))
            {
                // What a collector takes in, from strangers or for tokens sold, is what it spreads.
                if (
                    Belongs(row, Table.From[row], member.Role)
                    || (member.Role == "collector" && (CardFlows.IsPersonal(Table, row) || Table.KindOf(row) == TransferKind.CryptoSell))
                )
                {
                    rows.Add(row);
                }
            }
            if (member.Role == "dropper")
            {
                flows.QuickRows(member.Account, rows);
            }
        }
        return Table.InTimeOrder(rows);
    }

    private bool Belongs(int row, int other, string role) =>
        WalletProfiler.IsOnChain(Table, row)
            ? role is "desk" or "reserve" || _members.Contains(other)
            : CardFlows.IsPersonal(Table, row) && _members.Contains(other);

    /// <summary>How many others the transfers touch, cash terminals apart: the customers.</summary>
    public int Outsiders(IEnumerable<int> rows)
    {
        var others = new HashSet<int>();
        foreach (var row in rows)
        {
            if (Table.KindOf(row) == TransferKind.CashWithdrawal)
            {
                continue;
            }
            if (!_members.Contains(Table.From[row]))
                others.Add(Table.From[row]);
            if (!_members.Contains(Table.To[row]))
                others.Add(Table.To[row]);
        }
        return others.Count;
    }

    private bool IsWallet(int account) => Table.Accounts.Kind(account) == AccountKind.Wallet;
}
