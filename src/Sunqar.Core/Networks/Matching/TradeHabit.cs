using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks.Matching;

/// <summary>Limits of desks that settle late, section <c>habit</c> of rulebooks/mining.limits.</summary>
[Limits("habit")]
internal sealed record HabitLimits(
    int PartiesMin,
    long WindowUs,
    double BandWidth,
    double BandStep,
    double KeptMin,
    double LagRoom,
    long LagPauseUs,
    double SpreadRoom,
    int CustomersMax,
    double FalseMax,
    int PartnersMax,
    double BetterMin,
    double UnitedMin,
    int Rounds
);

/// <summary>
/// How one desk settles, told from its own legs: how long after the first leg the second comes, and what part of the value it keeps. Chance
/// pairs are spread over all lags and spreads that were allowed; a desk's own lie close together.
/// </summary>
internal static class TradeHabit
{
    internal static readonly HabitLimits Limits = MiningTuning.Shipped.Of<HabitLimits>();

    /// <summary>The rules under which a late desk is looked for: any lag up to the window, and bands of what it keeps that overlap, since a
    /// desk's own rate lies within one of them.</summary>
    public static IReadOnlyList<LegRule> Bands { get; } = [.. AllBands()];

    private static IEnumerable<LegRule> AllBands()
    {
        for (
            var low = LegMatch.Limits.SpreadMin;
            low + Limits.BandWidth <= LegMatch.Limits.SpreadMax + (Limits.BandStep / 2);
            low += Limits.BandStep
        )
        {
            yield return new LegRule(Limits.WindowUs, low, low + Limits.BandWidth);
        }
    }

    /// <summary>The rule that most of the pairs keep, with room at both ends.</summary>
    /// <param name="value">Natural logarithm of a row's value in tenge.</param>
    public static LegRule Of(IReadOnlyList<LegPair> pairs, TransferTable table, Func<int, double> value)
    {
        var lags = Narrowest([.. pairs.Select(pair => (double)(table.TimeUs[pair.Second] - table.TimeUs[pair.First]))]);
        var spreads = Narrowest([.. pairs.Select(pair => 1 - Math.Exp(value(pair.Second) - value(pair.First)))]);
        var room = Math.Max(Limits.LagPauseUs, (long)(Limits.LagRoom * (lags.High - lags.Low)));
        return new LegRule(
            Math.Min(Limits.WindowUs, (long)lags.High + room),
            spreads.Low - Limits.SpreadRoom,
            spreads.High + Limits.SpreadRoom,
            Math.Max(0, (long)lags.Low - room)
        );
    }

    /// <summary>The narrowest interval that holds most of the values.</summary>
    private static (double Low, double High) Narrowest(List<double> values)
    {
        values.Sort();
        var held = Math.Max(1, (int)Math.Ceiling(Limits.KeptMin * values.Count));
        var best = 0;
        for (var i = 1; i + held <= values.Count; i++)
        {
            if (values[i + held - 1] - values[i] < values[best + held - 1] - values[best])
                best = i;
        }
        return (values[best], values[best + held - 1]);
    }
}
