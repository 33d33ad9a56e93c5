using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Chain;

/// <summary>Value that is followed across a bridge.</summary>
/// <param name="DelayMaxUs">Longest time between what is paid in and what is paid out, microseconds.</param>
/// <param name="FeeMax">Largest part that the bridge keeps, 0 to 1.</param>
/// <param name="FeeFixedMicro">And beside it at most so many millionths.</param>
/// <param name="OddsMax">log10 of the probability that chance pays out such an amount within the time, at most.</param>
/// <param name="HopWithinUs">Value that crosses again within this time hops chains, microseconds.</param>
[Limits("bridge")]
public sealed record BridgeLimits(long DelayMaxUs, double FeeMax, long FeeFixedMicro, double OddsMax, long HopWithinUs);

/// <summary>What one wallet paid to a bridge on one chain, and another was paid by it on another.</summary>
/// <param name="PaidIn">Row of the transfer to the bridge.</param>
/// <param name="PaidOut">Row of the transfer from it.</param>
/// <param name="Log10Odds">log10 of the probability that chance pays out such an amount within the time.</param>
public readonly record struct Crossing(int PaidIn, int PaidOut, double Log10Odds);

/// <summary>
/// Follows value across bridges: services whose wallets take tokens on one chain and give them out on another. A bridge does not say on
/// chain whom it pays for; a payment in and one out belong together where each is the other's only one within time and amount less fee, and
/// where chance would hardly pay out such an amount then. Chains are told apart by the form of their addresses, so bridges between two
/// chains of one form (Ethereum and its likes) are not followed.
/// </summary>
public static class BridgeCrossings
{
    /// <summary>The category of a bridge's wallets.</summary>
    public const string Bridge = "bridge";

    /// <summary>Crossings in the order of what was paid in.</summary>
    public static IReadOnlyList<Crossing> Of(TransferGraph graph, IReadOnlyList<Attributed?> attributed, BridgeLimits limits)
    {
        var crossings = new List<Crossing>();
        var bridges = Enumerable
            .Range(0, attributed.Count)
            .Where(account => attributed[account]?.Category == Bridge)
            .GroupBy(account => attributed[account]!.Entity, StringComparer.Ordinal);
        foreach (var bridge in bridges)
            Match(graph, [.. bridge], limits, crossings);
        crossings.Sort((one, other) => graph.Table.InTime(one.PaidIn, other.PaidIn));
        return crossings;
    }

    /// <summary>The table in which each crossing is one transfer from who paid in to who was paid; what the bridge kept goes to
    /// it.</summary>
    public static TransferTable Followed(TransferTable table, IReadOnlyList<Crossing> crossings)
    {
        if (crossings.Count == 0)
            return table;
        var payouts = crossings.ToDictionary(crossing => crossing.PaidIn, crossing => crossing.PaidOut);
        var left = crossings.Select(crossing => crossing.PaidOut).ToHashSet();
        var builder = new TransferTableBuilder();
        // The same numbers, so that whoever holds one of the old table holds it of the new.
        for (var account = 0; account < table.Accounts.Count; account++)
            builder.Accounts.Intern(Encoding.UTF8.GetBytes(table.Accounts.AsItCame(account)));
        Span<byte> id = stackalloc byte[TransferIds.LengthMax];
        for (var row = 0; row < table.Count; row++)
        {
            if (left.Contains(row))
                continue;
            var length = table.CopyId(row, id);
            var crosses = payouts.TryGetValue(row, out var payout);
            var (to, micro) = crosses ? (table.To[payout], table.AmountMicro[payout]) : (table.To[row], table.AmountMicro[row]);
            builder.Add(id[..length], table.TimeUs[row], table.From[row], to, micro, table.CurrencyOf(row), table.KindOf(row));
            if (crosses && table.AmountMicro[row] > micro)
            {
                var (kept, sender) = (table.AmountMicro[row] - micro, table.From[row]);
                builder.Add(id[..length], table.TimeUs[row], sender, table.To[row], kept, table.CurrencyOf(row), table.KindOf(row));
            }
        }
        return builder.Build();
    }

    private static void Match(TransferGraph graph, int[] wallets, BridgeLimits limits, List<Crossing> crossings)
    {
        var table = graph.Table;
        var own = wallets.ToHashSet();
        bool IsUsdt(int row) => table.CurrencyOf(row) == Currency.Usdt;
        int[] paidIn =
        [
            .. wallets.SelectMany(wallet => graph.In(wallet).ToArray()).Where(row => !own.Contains(table.From[row]) && IsUsdt(row)),
        ];
        int[] paidOut =
        [
            .. table.InTimeOrder(
                wallets.SelectMany(wallet => graph.Out(wallet).ToArray()).Where(row => !own.Contains(table.To[row]) && IsUsdt(row))
            ),
        ];
        if (paidOut.Length == 0)
            return;
        var amounts = Array.ConvertAll(paidOut, row => table.AmountMicro[row]);
        Array.Sort(amounts);
        var spanUs = Math.Max(limits.DelayMaxUs, table.TimeUs[paidOut[^1]] - table.TimeUs[paidOut[0]]);
        var fits = paidIn.ToDictionary(row => row, row => Payouts(table, row, paidOut, limits));
        var claimed = fits.Values.SelectMany(rows => rows).CountBy(row => row).ToDictionary();
        foreach (var (row, payouts) in fits)
        {
            if (payouts is not [var payout] || claimed[payout] != 1)
                continue;
            // How many payouts of such an amount fall into such a time by chance, this one left out.
            var like = Count(amounts, Least(table.AmountMicro[row], limits), table.AmountMicro[row]) - 1;
            var expected = Math.Max(like, 0.5) * limits.DelayMaxUs / spanUs;
            var odds = Math.Log10(1 - Math.Exp(-expected));
            if (odds <= limits.OddsMax)
                crossings.Add(new Crossing(row, payout, odds));
        }
    }

    private static List<int> Payouts(TransferTable table, int row, int[] paidOut, BridgeLimits limits)
    {
        var found = new List<int>();
        var (time, amount) = (table.TimeUs[row], table.AmountMicro[row]);
        var chain = ChainOf(table, table.To[row]);
        for (var at = First(table, paidOut, time); at < paidOut.Length; at++)
        {
            var payout = paidOut[at];
            if (table.TimeUs[payout] - time > limits.DelayMaxUs)
                break;
            if (
                table.AmountMicro[payout] <= amount
                && table.AmountMicro[payout] >= Least(amount, limits)
                && ChainOf(table, table.From[payout]) != chain
            )
            {
                found.Add(payout);
            }
        }
        return found;
    }

    private static long Least(long amount, BridgeLimits limits) => (long)(amount * (1 - limits.FeeMax)) - limits.FeeFixedMicro;

    private static int First(TransferTable table, int[] rows, long timeUs)
    {
        var (low, high) = (0, rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = table.TimeUs[rows[middle]] < timeUs ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static int Count(long[] sorted, long least, long most)
    {
        var from = Array.BinarySearch(sorted, least);
        from = from < 0 ? ~from : from;
        while (from > 0 && sorted[from - 1] == least)
            from--;
        var to = from;
        while (to < sorted.Length && sorted[to] <= most)
            to++;
        return to - from;
    }

    /// <summary>The chain by the form of an address; none for what is no address.</summary>
    private static WalletChain ChainOf(TransferTable table, int account) =>
        table.Accounts.Id(account) switch
        {
            ['T', ..] => WalletChain.Tron,
            ['0', 'x' or 'X', ..] => WalletChain.Ethereum,
            ['b', 'c', '1', ..] or ['1', ..] or ['3', ..] => WalletChain.Bitcoin,
            _ => WalletChain.None,
        };
}
