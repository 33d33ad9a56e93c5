using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// The accounts around a core of members that serve it rather than trade with it: they deal with several of the members, mostly with
/// them, and for a good part of the money. A customer fails at least one of the three, however regular.
/// </summary>
internal sealed class Circle(TransferGraph graph, IReadOnlyCollection<int> core)
{
    /// <summary>At least this part of all that passes through the account passes to or from members.</summary>
    private const double DevotionMin = 0.5;

    /// <summary>At least this part of the members' own flow passes to or from the account.</summary>
    private const double WeightMin = 0.08;

    private readonly TransferTable _table = graph.Table;
    private readonly HashSet<int> _members = [.. core];

    private sealed class Dealings
    {
        public Int128 ToMembers;
        public Int128 FromMembers;
        public readonly HashSet<int> Dealt = [];
    }

    /// <summary>Organisers and collectors among the cards, reserves among the wallets; looked for again around those found, twice.</summary>
    public List<Member> Serving(WalletClassification? wallets)
    {
        var found = new List<Member>();
        for (var round = 0; round < 2; round++)
        {
            var more = Ring(wallets);
            if (more.Count == 0)
            {
                break;
            }
            found.AddRange(more);
            _members.UnionWith(more.Select(m => m.Account));
        }
        return found;
    }

    private List<Member> Ring(WalletClassification? wallets)
    {
        var dealings = new SortedDictionary<int, Dealings>();
        Int128 cardFlow = 0, walletFlow = 0;
        var cards = 0;
        foreach (var member in _members.Order())
        {
            cards += IsWallet(member) ? 0 : 1;
            foreach (var row in graph.Out(member))
            {
                Note(row, member, _table.To[row], toMembers: false, dealings, ref cardFlow, ref walletFlow);
            }
            foreach (var row in graph.In(member))
            {
                Note(row, member, _table.From[row], toMembers: true, dealings, ref cardFlow, ref walletFlow);
            }
        }
        var serving = new List<Member>();
        foreach (var (account, d) in dealings)
        {
            var flow = IsWallet(account) ? walletFlow : cardFlow;
            var own = d.ToMembers + d.FromMembers;
            if (_members.Contains(account) || (double)own < WeightMin * (double)flow || (double)own < DevotionMin * (double)Through(account))
            {
                continue;
            }
            if (IsWallet(account))
            {
                if (wallets is not null && wallets.ServiceOf[account] < 0) serving.Add(new Member(account, "reserve"));
            }
            else if (d.Dealt.Count >= Math.Min(2, cards))
            {
                serving.Add(new Member(account, d.FromMembers >= d.ToMembers ? "organiser" : "collector"));
            }
        }
        return serving;
    }

    private void Note(
        int row, int member, int other, bool toMembers, SortedDictionary<int, Dealings> dealings, ref Int128 cardFlow, ref Int128 walletFlow)
    {
        var onChain = WalletProfiler.IsOnChain(_table, row);
        if (!onChain && !CardFlows.IsPersonal(_table, row))
        {
            return;
        }
        var micro = _table.AmountMicro[row];
        // Each side of the flow counts half, so that what passes through whole counts once.
        if (onChain) walletFlow += micro / 2;
        else cardFlow += micro / 2;
        if (!dealings.TryGetValue(other, out var d))
        {
            dealings[other] = d = new Dealings();
        }
        d.Dealt.Add(member);
        if (toMembers) d.ToMembers += micro;
        else d.FromMembers += micro;
    }

    private Int128 Through(int account)
    {
        Int128 flow = 0;
        var wallet = IsWallet(account);
        foreach (var row in graph.Out(account))
        {
            flow += Counts(row, wallet) ? _table.AmountMicro[row] : 0;
        }
        foreach (var row in graph.In(account))
        {
            flow += Counts(row, wallet) ? _table.AmountMicro[row] : 0;
        }
        return flow;
    }

    private bool Counts(int row, bool wallet) => wallet ? WalletProfiler.IsOnChain(_table, row) : CardFlows.IsPersonal(_table, row);

    /// <summary>Every transfer and withdrawal of the members that belongs to the scheme, by time: shopping and salaries on the same card do not.</summary>
    public int[] Rows(IReadOnlyList<Member> members)
    {
        var rows = new SortedSet<int>();
        foreach (var member in members)
        {
            var whole = member.Role is "desk" or "dropper";
            foreach (var row in graph.Out(member.Account))
            {
                if (Belongs(row, _table.To[row], whole)) rows.Add(row);
            }
            foreach (var row in graph.In(member.Account))
            {
                if (Belongs(row, _table.From[row], whole)) rows.Add(row);
            }
        }
        return [.. rows];
    }

    private bool Belongs(int row, int other, bool whole) =>
        _table.KindOf(row) == TransferKind.CashWithdrawal
        || ((WalletProfiler.IsOnChain(_table, row) || CardFlows.IsPersonal(_table, row)) && (whole || _members.Contains(other)));

    /// <summary>How many others the transfers touch, cash terminals apart: the customers.</summary>
    public int Outsiders(IEnumerable<int> rows)
    {
        var others = new HashSet<int>();
        foreach (var row in rows)
        {
            if (_table.KindOf(row) == TransferKind.CashWithdrawal)
            {
                continue;
            }
            if (!_members.Contains(_table.From[row])) others.Add(_table.From[row]);
            if (!_members.Contains(_table.To[row])) others.Add(_table.To[row]);
        }
        return others.Count;
    }

    private bool IsWallet(int account) => _table.Accounts.Kind(account) == AccountKind.Wallet;
}
