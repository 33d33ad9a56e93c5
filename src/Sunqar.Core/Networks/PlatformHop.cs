using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>A wallet whose deposits come out of the same platform as tenge on a member's card, with the rows of it.</summary>
internal sealed record FeedingWallet(int Wallet, IReadOnlyList<int> Rows);

/// <summary>
/// Follows value through a platform that does not say who its customer is: tokens go in from a wallet, and within the hour the platform pays about their worth in tenge
/// to a card of the group. Once means nothing; a wallet most of whose deposits come out so is the group's.
/// </summary>
internal sealed class PlatformHop(TransferGraph graph, TengeRates rates)
{
    private const long WindowUs = 60 * 60 * 1_000_000L;

    /// <summary>The platform's fee and the difference between its rate and the day's.</summary>
    private const double DifferenceMax = 0.02;

    private const int DepositsMin = 3;
    private const double ShareMin = 0.5;

    private readonly TransferTable _table = graph.Table;

    public IReadOnlyList<FeedingWallet> Wallets(IEnumerable<int> cards)
    {
        var byWallet = new SortedDictionary<int, SortedSet<int>>();
        foreach (var card in cards)
        {
            foreach (var sale in graph.In(card))
            {
                if (_table.KindOf(sale) == TransferKind.CryptoSell)
                {
                    Match(sale, byWallet);
                }
            }
        }
        var feeding = new List<FeedingWallet>();
        foreach (var (wallet, rows) in byWallet)
        {
            var deposits = Deposits(wallet);
            if (rows.Count(deposits.Contains) is var matched && matched >= DepositsMin && matched >= ShareMin * deposits.Count)
            {
                foreach (var row in graph.In(wallet))
                {
                    if (WalletProfiler.IsOnChain(_table, row)) rows.Add(row);
                }
                foreach (var row in graph.Out(wallet))
                {
                    if (WalletProfiler.IsOnChain(_table, row)) rows.Add(row);
                }
                feeding.Add(new FeedingWallet(wallet, [.. rows]));
            }
        }
        return feeding;
    }

    private void Match(int sale, SortedDictionary<int, SortedSet<int>> byWallet)
    {
        var (platform, time) = (_table.From[sale], _table.TimeUs[sale]);
        var tokens = _table.AmountMicro[sale] / rates.PerToken(time);
        for (var row = sale - 1; row >= 0 && time - _table.TimeUs[row] <= WindowUs; row--)
        {
            if (_table.KindOf(row) == TransferKind.CryptoDeposit && _table.To[row] == platform
                && Math.Abs((_table.AmountMicro[row] / tokens) - 1) <= DifferenceMax)
            {
                byWallet.TryAdd(_table.From[row], []);
                byWallet[_table.From[row]].Add(row);
                byWallet[_table.From[row]].Add(sale);
            }
        }
    }

    private HashSet<int> Deposits(int wallet)
    {
        var deposits = new HashSet<int>();
        foreach (var row in graph.Out(wallet))
        {
            if (_table.KindOf(row) == TransferKind.CryptoDeposit) deposits.Add(row);
        }
        return deposits;
    }
}
