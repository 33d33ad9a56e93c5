using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Economy;

/// <summary>The day's prices in tenge: a slow random walk within a band, the same for all.</summary>
internal sealed class Rates
{
    private static readonly (Currency Currency, long Start, long Low, long High)[] Quoted =
    [
        (Currency.Usd, 512_000_000, 490_000_000, 560_000_000),
        (Currency.Eur, 596_000_000, 565_000_000, 640_000_000),
        (Currency.Rub, 6_350_000, 5_800_000, 6_900_000),
        (Currency.Cny, 73_200_000, 69_000_000, 78_000_000),
    ];

    private readonly long[] _usdt;

    public Rates(ulong seed, DateOnly start, int days)
    {
        var all = new List<DailyRate>();
        _usdt = new long[days];
        for (var c = 0; c < Quoted.Length; c++)
        {
            var (currency, value, low, high) = Quoted[c];
            for (var day = 0; day < days; day++)
            {
                var dice = new Dice(seed, Luck.Rate, c, day);
                value = Math.Clamp(value + (value / 10_000 * dice.Between(-55, 55)), low, high);
                all.Add(new DailyRate(start.AddDays(day), currency, value));
                if (currency == Currency.Usd)
                {
                    // USDT trades a little above the dollar.
                    _usdt[day] = value + (value / 10_000 * dice.Between(5, 35));
                    all.Add(new DailyRate(start.AddDays(day), Currency.Usdt, _usdt[day]));
                }
            }
        }
        All = [.. all.OrderBy(rate => rate.Date).ThenBy(rate => rate.Currency)];
    }

    public IReadOnlyList<DailyRate> All { get; }

    /// <summary>Millionths of a tenge for one USDT.</summary>
    public long Usdt(int day) => _usdt[day];

    /// <summary>Tiyn for millionths of a USDT at a rate moved by <paramref name="spreadBasisPoints"/>.</summary>
    public long Tiyn(int day, long usdtMicro, int spreadBasisPoints = 0) =>
        (long)((Int128)usdtMicro * _usdt[day] * (10_000 + spreadBasisPoints) / 10_000 / 10_000_000_000L);

    /// <summary>Millionths of a USDT for tiyn, the other way round.</summary>
    public long Micro(int day, long tiyn, int spreadBasisPoints = 0) =>
        (long)((Int128)tiyn * 10_000_000_000L * 10_000 / ((Int128)_usdt[day] * (10_000 + spreadBasisPoints)));
}
