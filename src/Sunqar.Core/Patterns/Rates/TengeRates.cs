using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Rates;

/// <summary>
/// Tenge for one USDT at a time, for matching amounts within percents: official rates change once a day, so one look-up an hour is kept,
/// that of the hour's end. A USDT counts as a US dollar where it has no rate of its own; where no rate is known at all, the transfers' own
/// (<see cref="RateEstimate"/>).
/// </summary>
public sealed class TengeRates
{
    private const long HourUs = 3_600_000_000;

    private readonly Dictionary<long, double> _ofHour = [];
    private readonly RateEstimate _estimate = new();
    private RateTable _rates;
    private bool _known = true;
    private double _usual;

    public TengeRates(RateTable rates, TransferGraph graph)
    {
        _rates = rates;
        Update(rates, graph);
    }

    /// <summary>Where the rates come from, for evidence.</summary>
    public string Source =>
        _known ? "published"
        : _usual > 0 ? "estimated from purchases on platforms"
        : "unknown";

    /// <summary>0 where no rate is known.</summary>
    public double PerToken(long timeUs)
    {
        var hour = timeUs / HourUs;
        return _ofHour.TryGetValue(hour, out var rate) ? rate : _ofHour[hour] = OfHour(hour);
    }

    /// <summary>Takes in new rates and the transfers that came.</summary>
    /// <returns>The hours of rates already told that are others now.</returns>
    public IReadOnlySet<long> Update(RateTable rates, TransferGraph graph)
    {
        var isNew = !ReferenceEquals(rates, _rates);
        _rates = rates;
        var table = graph.Table;
        _known = table.Count == 0 || (Known(table.FirstUs) > 0 && Known(table.LastUs) > 0);
        var usual = 0.0;
        if (!_known)
        {
            _estimate.Update(graph);
            usual = _estimate.ByDay.Count == 0 ? 0 : _estimate.ByDay.Values.Order().ElementAt(_estimate.ByDay.Count / 2);
        }
        var changed = new HashSet<long>();
        if (isNew || !_known || usual != _usual)
        {
            _usual = usual;
            foreach (var hour in _ofHour.Keys.ToList())
            {
                var before = _ofHour[hour];
                if ((_ofHour[hour] = OfHour(hour)) != before)
                    changed.Add(hour);
            }
        }
        return changed;
    }

    private double OfHour(long hour) =>
        Known(((hour + 1) * HourUs) - 1) is > 0 and var known ? known
        : _known ? 0
        : _estimate.ByDay.GetValueOrDefault(hour / 24, _usual);

    private double Known(long timeUs) => Known(Currency.Usdt, timeUs) is > 0 and var own ? own : Known(Currency.Usd, timeUs);

    private double Known(Currency currency, long timeUs)
    {
        var units = currency.MinorUnitsPerUnit() * 1_000L;
        var converted = _rates.Convert(new Money(units, currency), Currency.Kzt, timeUs, Rounding.HalfEven);
        return converted.Outcome == ConversionOutcome.Converted ? converted.Money.MinorUnits / 100.0 / 1_000 : 0;
    }
}
