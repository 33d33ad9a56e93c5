using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Tenge for one USDT at a time, for matching amounts within percents: official rates change once a day, so one look-up an hour is kept. A USDT counts as a
/// US dollar where it has no rate of its own; where no rate is known at all, the transfers' own (<see cref="RateEstimate"/>).
/// </summary>
public sealed class TengeRates
{
    private const long HourUs = 3_600_000_000;

    private readonly RateTable _rates;
    private readonly Dictionary<long, double> _ofDay;
    private readonly double _usual;
    private readonly Dictionary<long, double> _ofHour = [];

    public TengeRates(RateTable rates, TransferTable table)
    {
        _rates = rates;
        var known = table.Count == 0 || (Known(table.TimeUs[0]) > 0 && Known(table.TimeUs[^1]) > 0);
        _ofDay = known ? [] : RateEstimate.ByDay(table);
        _usual = _ofDay.Count == 0 ? 0 : _ofDay.Values.Order().ElementAt(_ofDay.Count / 2);
        Source = known ? "published" : _usual > 0 ? "estimated from purchases on platforms" : "unknown";
    }

    /// <summary>Where the rates come from, for evidence.</summary>
    public string Source { get; }

    /// <summary>0 where no rate is known.</summary>
    public double PerToken(long timeUs)
    {
        var hour = timeUs / HourUs;
        if (!_ofHour.TryGetValue(hour, out var rate))
        {
            _ofHour[hour] = rate = Known(timeUs) is > 0 and var known ? known : _ofDay.GetValueOrDefault(timeUs / (24 * HourUs), _usual);
        }
        return rate;
    }

    private double Known(long timeUs) => Known(Currency.Usdt, timeUs) is > 0 and var own ? own : Known(Currency.Usd, timeUs);

    private double Known(Currency currency, long timeUs)
    {
        var units = currency.MinorUnitsPerUnit() * 1_000L;
        var converted = _rates.Convert(new Money(units, currency), Currency.Kzt, timeUs, Rounding.HalfEven);
        return converted.Outcome == ConversionOutcome.Converted ? converted.Money.MinorUnits / 100.0 / 1_000 : 0;
    }
}
