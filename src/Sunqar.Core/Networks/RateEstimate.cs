using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// The tenge rate of a token, day by day, told by the transfers themselves where no rates are given: whoever buys on a platform and withdraws within the hour pays tenge
/// and gets tokens at about the day's rate, so among all ratios of such two amounts the true ones stand close together.
/// </summary>
internal static class RateEstimate
{
    private const long WindowUs = 45 * 60 * 1_000_000L;
    private const long DayUs = 86_400_000_000;

    /// <summary>Width, as a part of the rate, within which the true ratios of a day lie: fees and the rate's own steps.</summary>
    private const double Width = 0.012;

    /// <summary>A day's rate is looked for within this part of the whole period's.</summary>
    private const double DriftMax = 0.15;

    private const int RatiosMin = 8;

    /// <summary>Tenge for one token by day number (microseconds / 86.4e9); empty where the transfers tell nothing.</summary>
    public static Dictionary<long, double> ByDay(TransferTable table)
    {
        var ratios = Ratios(table);
        var all = ratios.Values.SelectMany(r => r).Order().ToList();
        var rates = new Dictionary<long, double>();
        if (Densest(all) is not { } period)
        {
            return rates;
        }
        foreach (var (day, list) in ratios)
        {
            list.Sort();
            var near = list.Where(r => Math.Abs(r - period) <= DriftMax).ToList();
            rates[day] = Math.Exp(Densest(near) ?? period);
        }
        return rates;
    }

    /// <summary>Logarithms of tenge paid over tokens withdrawn, for all purchases and withdrawals of one platform within the window, by day.</summary>
    private static Dictionary<long, List<double>> Ratios(TransferTable table)
    {
        var bought = new Dictionary<int, Queue<(long TimeUs, double LogTenge)>>();
        var ratios = new Dictionary<long, List<double>>();
        for (var row = 0; row < table.Count; row++)
        {
            var time = table.TimeUs[row];
            if (table.KindOf(row) == TransferKind.CryptoBuy && table.CurrencyOf(row) is Currency.Kzt or Currency.None && table.AmountMicro[row] > 0)
            {
                ref var queue = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(bought, table.To[row], out _);
                (queue ??= []).Enqueue((time, Math.Log(table.AmountMicro[row])));
            }
            else if (table.KindOf(row) == TransferKind.CryptoWithdrawal && table.AmountMicro[row] > 0 && bought.TryGetValue(table.From[row], out var purchases))
            {
                while (purchases.TryPeek(out var first) && time - first.TimeUs > WindowUs)
                {
                    purchases.Dequeue();
                }
                ref var list = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(ratios, time / DayUs, out _);
                list ??= [];
                foreach (var (_, logTenge) in purchases)
                {
                    list.Add(logTenge - Math.Log(table.AmountMicro[row]));
                }
            }
        }
        return ratios;
    }

    /// <summary>The middle of the interval of <see cref="Width"/> that holds most values; null where too few lie together to tell.</summary>
    private static double? Densest(List<double> sorted)
    {
        int best = 0, at = 0;
        for (int low = 0, high = 0; high < sorted.Count; high++)
        {
            while (sorted[high] - sorted[low] > Width)
            {
                low++;
            }
            if (high - low + 1 > best)
            {
                (best, at) = (high - low + 1, low);
            }
        }
        return best >= RatiosMin ? sorted[at + (best / 2)] : null;
    }
}
