using Sunqar.Core.Rulebook;
using Sunqar.Core.Times;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>Where days and months begin by a zone's clock. Payments come nearly in order, so the day and the months of the last one are
/// kept.</summary>
internal sealed class CalendarBounds(LocalTime zone)
{
    private readonly long[] _monthStarts = new long[WindowPeriod.MonthsMax];
    private (long FromUs, long UntilUs) _day = (long.MaxValue, long.MinValue),
        _month = (long.MaxValue, long.MinValue);

    /// <summary>The first moment of the day of a moment; microseconds since 1970-01-01T00:00:00Z.</summary>
    public long DayStartUs(long us)
    {
        if (us < _day.FromUs || us >= _day.UntilUs)
        {
            var day = zone.Day(us);
            _day = (zone.StartUs(day), zone.EndUs(day));
        }
        return _day.FromUs;
    }

    /// <summary>The first moment of a month: that of a moment, or one so many before it.</summary>
    public long MonthStartUs(long us, int before)
    {
        if (us < _month.FromUs || us >= _month.UntilUs)
        {
            var day = zone.Day(us);
            var first = new DateOnly(day.Year, day.Month, 1);
            for (var i = 0; i < _monthStarts.Length; i++)
                _monthStarts[i] = zone.StartUs(first.AddMonths(-i));
            _month = (_monthStarts[0], zone.StartUs(first.AddMonths(1)));
        }
        return _monthStarts[before];
    }
}
