namespace Sunqar.Core.Rulebook;

/// <summary>What a window's time is counted by.</summary>
internal enum PeriodKind : byte
{
    /// <summary>A length before the payment.</summary>
    Rolling,

    /// <summary>The calendar day of the payment, up to it.</summary>
    Day,

    /// <summary>The calendar month of the payment, up to it, and months before it.</summary>
    Months,

    /// <summary>Each of such months alone: the window gives the least of their values.</summary>
    EachMonth,

    /// <summary>All that was ever counted.</summary>
    AllTime,
}

/// <summary>How far a window looks back, and by which clock; days and months are those of the rulebook's zone.</summary>
/// <param name="Us">Of a rolling window, microseconds.</param>
/// <param name="Months">Of months, how many, that of the payment included.</param>
internal readonly record struct WindowPeriod(PeriodKind Kind, long Us, int Months)
{
    /// <summary>Months that a window may look back to.</summary>
    public const int MonthsMax = 12;

    public static WindowPeriod Rolling(long us) => new(PeriodKind.Rolling, us, 0);

    public static WindowPeriod Day { get; } = new(PeriodKind.Day, 0, 0);

    public static WindowPeriod AllTime { get; } = new(PeriodKind.AllTime, 0, 0);

    /// <summary>How long entries are kept at least. A clock that is set back makes a day or month an hour or more longer, so one day more
    /// than it has. All time needs no entries older than lateness: they are kept as one.</summary>
    public long LookBackUs =>
        Kind switch
        {
            PeriodKind.Rolling => Us,
            PeriodKind.Day => 2 * Units.DayUs,
            PeriodKind.AllTime => 0,
            _ => ((Months * 31L) + 1) * Units.DayUs,
        };

    /// <summary>Ranges of which distinct values are counted apart.</summary>
    public int Ranges => Kind == PeriodKind.EachMonth ? Months : 1;
}
