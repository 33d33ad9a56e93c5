using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;

namespace Sunqar.Simulation;

/// <summary>
/// The column that stands beside this year's: what the agency reported for its last full year (36 unlicensed platforms with over 100 m USD
/// turnover, 4.8 m USDT seized, two pyramids with 545,000 USDT recovered and 120,000 frozen, 3,500 sites, cash of 22.3 bn USD), spread over
/// single cases that add up to it exactly.
/// </summary>
internal static class LastYear
{
    private const long Unit = 1_000_000;

    /// <summary>The reported cash of the present year, 13.2 tn KZT or 24.1 bn USD; last year's was less by 1.8 bn USD.</summary>
    public const long CashTengeNow = 13_200_000_000_000;

    public const long CashDollarsNow = 24_100_000_000;

    public static IReadOnlyList<ClosedCase> Cases(World world)
    {
        var year = world.Options.Start.Year - 1;
        var dice = new Dice(world.Seed, Luck.History, 0);
        var cases = new List<ClosedCase>();
        var turnover = Shares.Split(100_400_000, 36, ref dice);
        var seized = Shares.Split(4_800_000, 36, ref dice);
        for (var i = 0; i < 36; i++)
        {
            cases.Add(
                new ClosedCase(
                    $"{year}-EX-{i + 1:D3}",
                    "exchanger",
                    Day(year, ref dice),
                    $"Exchanger {i + 1}",
                    turnover[i] * Unit,
                    seized[i] * Unit,
                    0,
                    0,
                    0
                )
            );
        }
        cases.Add(new ClosedCase($"{year}-PY-001", "pyramid", Day(year, ref dice), "Pyramid 1", 0, 0, 545_000 * Unit, 0, 0));
        cases.Add(new ClosedCase($"{year}-PY-002", "pyramid", Day(year, ref dice), "Pyramid 2", 0, 0, 0, 120_000 * Unit, 0));
        for (var i = 0; i < 3_500; i++)
        {
            cases.Add(new ClosedCase($"{year}-SB-{i + 1:D4}", "site_block", Day(year, ref dice), $"site-{i + 1}.example", 0, 0, 0, 0, 0));
        }
        const long Rise = 1_800_000_000;
        const long CashTenge = CashTengeNow / (CashDollarsNow / 100_000_000) * ((CashDollarsNow - Rise) / 100_000_000);
        var months = Shares.Split(CashTenge / 1_000_000, 12, ref dice);
        for (var month = 1; month <= 12; month++)
        {
            cases.Add(
                new ClosedCase(
                    $"{year}-AV-{month:D2}",
                    "atm_volume",
                    new DateOnly(year, month, DateTime.DaysInMonth(year, month)),
                    "ATM withdrawals",
                    0,
                    0,
                    0,
                    0,
                    months[month - 1] * 1_000_000 * 100
                )
            );
        }
        return [.. cases.OrderBy(item => item.Closed).ThenBy(item => item.Id, StringComparer.Ordinal)];
    }

    private static DateOnly Day(int year, ref Dice dice) => new DateOnly(year, 1, 1).AddDays(dice.Below(365));
}
