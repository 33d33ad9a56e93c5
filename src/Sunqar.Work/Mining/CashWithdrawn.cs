using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Mining;

/// <summary>Cash taken from ATMs in tenge, by local year; blocked withdrawals took none.</summary>
public sealed class CashWithdrawn : IDecidedPaymentSink
{
    private readonly SortedDictionary<int, Int128> _years = [];
    private (int Year, long FromUs, long UntilUs) _met;

    /// <summary>Millionths of a tenge; null for a year without a withdrawal.</summary>
    public Int128? KztMicro(int year) => _years.TryGetValue(year, out var sum) ? sum : null;

    /// <summary>The sums by year, in order.</summary>
    internal IReadOnlyDictionary<int, Int128> Years => _years;

    internal void Restore(int year, Int128 micro) => _years[year] = micro;

    public void Add(in DecidedPaymentRow row)
    {
        if (row.Kind.Row().To != PaymentEnd.Terminal || row.Currency != Currency.Kzt || row.Outcome == Outcome.Block)
            return;
        if (row.TimeUs < _met.FromUs || row.TimeUs >= _met.UntilUs)
        {
            var year = LocalTime.Kazakhstan.Year(row.TimeUs);
            _met = (year, LocalTime.Kazakhstan.YearStartUs(year), LocalTime.Kazakhstan.YearStartUs(year + 1));
        }
        _years[_met.Year] = _years.GetValueOrDefault(_met.Year) + new Money(row.AmountMinor, row.Currency).AmountMicro;
    }
}
