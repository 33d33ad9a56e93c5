using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Economy;

/// <summary>The day's prices in tenge: a slow random walk within a band, the same for all.</summary>
internal sealed class Rates
{
    private static readonly (Currency Currency, long Start, long Low, long High)[] Quoted =
    [
        (Currency.Usd, 51_200, 49_000, 56_000),
        (Currency.Eur, 59_600, 56_500, 64_000),
        (Currency.Rub, 635, 580, 690),
        (Currency.Cny, 7_320, 6_900, 7_800),
    ];

    private readonly long[] _usdt;

    public Rates(ulong seed, DateOnly start, int days)
    {
        var all = new List<RatePublished>();
        _usdt = new long[days];
        for (var c = 0; c < Quoted.Length; c++)
        {
            var (currency, value, low, high) = Quoted[c];
            for (var day = 0; day < days; day++)
            {
                var dice = new Dice(seed, Luck.Rate, c, day);
                value = Math.Clamp(value + (value * dice.Between(-55, 55) / 10_000), low, high);
                var fromUs = new Calendar(start, day).StartUs;
                all.Add(new RatePublished(currency, Currency.Kzt, value, 100, fromUs, "simulated country"));
                if (currency == Currency.Usd)
                {
                    // USDT trades a little above the dollar.
                    var usdt = value + (value * dice.Between(5, 35) / 10_000);
                    _usdt[day] = usdt * 10_000;
                    all.Add(new RatePublished(Currency.Usdt, Currency.Kzt, usdt, 100, fromUs, "simulated country"));
                }
            }
        }
        All = [.. all.OrderBy(rate => rate.FromUs).ThenBy(rate => rate.Base)];
    }

    /// <summary>One a currency and day, from local midnight, in hundredths of a tenge.</summary>
    public IReadOnlyList<RatePublished> All { get; }

    /// <summary>Tiyn for millionths of a USDT at a rate moved by <paramref name="spreadBasisPoints"/>.</summary>
    public long Tiyn(int day, long usdtMicro, int spreadBasisPoints = 0) =>
        (long)((Int128)usdtMicro * _usdt[day] * (10_000 + spreadBasisPoints) / 10_000 / 10_000_000_000L);

    /// <summary>Millionths of a USDT for tiyn, the other way round.</summary>
    public long Micro(int day, long tiyn, int spreadBasisPoints = 0) =>
        (long)((Int128)tiyn * 10_000_000_000L * 10_000 / ((Int128)_usdt[day] * (10_000 + spreadBasisPoints)));
}
