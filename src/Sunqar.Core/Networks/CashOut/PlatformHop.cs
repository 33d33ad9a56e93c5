using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>A wallet whose deposits come out of the same platform as tenge on a member's card, with the rows of it.</summary>
internal sealed record FeedingWallet(int Wallet, IReadOnlyList<int> Rows);

/// <summary>Limits of <see cref="PlatformHop"/>, section <c>hop</c> of rulebooks/mining.limits.</summary>
[Limits("hop")]
internal sealed record HopLimits(long WindowUs, double DifferenceMax, int DepositsMin, double ShareMin);

/// <summary>
/// Follows value through a platform that does not say who its customer is: tokens go in from a wallet, and within the hour the platform
/// pays about their worth in tenge to a card of the group. Once means nothing; a wallet most of whose deposits come out so is the group's.
/// </summary>
internal sealed class PlatformHop
{
    private static readonly HopLimits Limits = MiningTuning.Shipped.Of<HopLimits>();

    private readonly TransferGraph _graph;
    private readonly Kept<(int Sale, double PerToken), List<int>> _deposits;
    private readonly Kept<int, WalletRows> _wallets;
    private readonly List<SaleMatch> _sales = [];
    private Dictionary<Roster<int>, Followed> _followed = [],
        _asked = [];

    public PlatformHop(TransferGraph graph)
    {
        _graph = graph;
        _deposits = new(graph, DepositsBefore);
        _wallets = new(graph, RowsOf);
    }

    private sealed record WalletRows(int Deposits, List<int> OnChain);

    private readonly record struct SaleMatch(int Sale, List<int> Deposits);

    /// <summary>What was followed for some cards, with all that it was followed from.</summary>
    private sealed record Followed(List<SaleMatch> Sales, List<(int Wallet, WalletRows Own)> Wallets, IReadOnlyList<FeedingWallet> Feeding);

    /// <summary>How many sales and wallets were looked at so far; a measure of work.</summary>
    public long Looks => _deposits.WorkedOut + _wallets.WorkedOut;

    public void Touch(int account, long timeUs)
    {
        _deposits.Touch(account, timeUs);
        _wallets.Touch(account, timeUs);
    }

    /// <summary>Forgets what was not asked for since this was called last.</summary>
    public void ForgetUnasked()
    {
        _deposits.ForgetUnasked();
        _wallets.ForgetUnasked();
        (_followed, _asked) = (_asked, _followed);
        _asked.Clear();
    }

    /// <summary>The wallets behind the cards; the same object for as long as they and their transfers are the same.</summary>
    public IReadOnlyList<FeedingWallet> Wallets(Roster<int> cards, TengeRates rates)
    {
        var table = _graph.Table;
        _sales.Clear();
        foreach (var card in cards)
        {
            foreach (var sale in _graph.In(card))
            {
                if (table.KindOf(sale) == TransferKind.CryptoSell)
                    _sales.Add(new SaleMatch(sale, _deposits.Of((sale, rates.PerToken(table.TimeUs[sale])))));
            }
        }
        var same =
            _followed.TryGetValue(cards, out var known)
            && _sales.SequenceEqual(known.Sales)
            && known.Wallets.TrueForAll(wallet => ReferenceEquals(_wallets.Of(wallet.Wallet), wallet.Own));
        return (_asked[cards] = same ? known! : Follow()).Feeding;
    }

    private Followed Follow()
    {
        var table = _graph.Table;
        var byWallet = new SortedDictionary<int, (HashSet<int> Deposits, HashSet<int> Sales)>();
        foreach (var (sale, matched) in _sales)
        {
            foreach (var deposit in matched)
            {
                byWallet.TryAdd(table.From[deposit], ([], []));
                byWallet[table.From[deposit]].Deposits.Add(deposit);
                byWallet[table.From[deposit]].Sales.Add(sale);
            }
        }
        var (feeding, met) = (new List<FeedingWallet>(), new List<(int, WalletRows)>());
        foreach (var (wallet, matched) in byWallet.Where(wallet => wallet.Value.Deposits.Count >= Limits.DepositsMin))
        {
            var own = _wallets.Of(wallet);
            met.Add((wallet, own));
            if (matched.Deposits.Count < Limits.ShareMin * own.Deposits)
                continue;
            feeding.Add(new FeedingWallet(wallet, table.InTimeOrder(matched.Deposits.Union(matched.Sales).Union(own.OnChain))));
        }
        return new Followed([.. _sales], met, feeding);
    }

    /// <summary>The deposits on the platform that a sale may have turned into tenge.</summary>
    private static List<int> DepositsBefore(TransferGraph graph, (int Sale, double PerToken) key)
    {
        var table = graph.Table;
        var time = table.TimeUs[key.Sale];
        var tokens = table.AmountMicro[key.Sale] / key.PerToken;
        var found = new List<int>();
        foreach (var row in graph.In(table.From[key.Sale], time - Limits.WindowUs, time))
        {
            if (
                table.KindOf(row) == TransferKind.CryptoDeposit
                && table.InTime(row, key.Sale) < 0
                && Math.Abs((table.AmountMicro[row] / tokens) - 1) <= Limits.DifferenceMax
            )
            {
                found.Add(row);
            }
        }
        return found;
    }

    private static WalletRows RowsOf(TransferGraph graph, int wallet)
    {
        var table = graph.Table;
        var onChain = new List<int>();
        foreach (var row in graph.In(wallet))
        {
            if (WalletProfiler.IsOnChain(table, row))
                onChain.Add(row);
        }
        var count = 0;
        foreach (var row in graph.Out(wallet))
        {
            if (WalletProfiler.IsOnChain(table, row))
                onChain.Add(row);
            count += table.KindOf(row) == TransferKind.CryptoDeposit ? 1 : 0;
        }
        return new WalletRows(count, onChain);
    }
}
