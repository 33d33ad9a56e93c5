using Sunqar.Core.Payments;

namespace Sunqar.Core.Networks;

/// <summary>
/// Tenge for one USDT at a time, for matching amounts within percents: official rates change once a day, so one look-up an hour is kept. A USDT
/// counts as a US dollar where it has no rate of its own.
/// </summary>
public sealed class TengeRates(RateTable rates)
{
    private const long HourUs = 3_600_000_000;

    private readonly Dictionary<long, double> _ofHour = [];

    /// <summary>0 where no rate was in force.</summary>
    public double PerToken(long timeUs)
    {
        var hour = timeUs / HourUs;
        if (!_ofHour.TryGetValue(hour, out var rate))
        {
            _ofHour[hour] = rate = Rate(Currency.Usdt, timeUs) is > 0 and var own ? own : Rate(Currency.Usd, timeUs);
        }
        return rate;
    }

    private double Rate(Currency currency, long timeUs)
    {
        var units = currency.MinorUnitsPerUnit() * 1_000L;
        var converted = rates.Convert(new Money(units, currency), Currency.Kzt, timeUs, Rounding.HalfEven);
        return converted.Outcome == ConversionOutcome.Converted ? converted.Money.MinorUnits / 100.0 / 1_000 : 0;
    }
}
