using Sunqar.Core.Times;
using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Economy;

/// <summary>
/// The rhythm of days: weekdays, holidays (fixed dates), pay days, hours. Local time is the country's. Figures are per mille of an
/// ordinary day.
/// </summary>
internal sealed class Calendar
{
    /// <summary>Weights of the hours 0..23 for purchases and cash.</summary>
    private static readonly AliasTable Shopping = new([
        6,
        3,
        2,
        1,
        1,
        3,
        10,
        28,
        50,
        62,
        70,
        76,
        88,
        86,
        74,
        70,
        74,
        88,
        104,
        106,
        86,
        56,
        30,
        14,
    ]);

    /// <summary>Hours of transfers between people: later in the evening.</summary>
    private static readonly AliasTable Phones = new([
        16,
        9,
        5,
        3,
        3,
        5,
        12,
        26,
        44,
        58,
        64,
        66,
        70,
        68,
        64,
        62,
        64,
        72,
        84,
        92,
        90,
        76,
        52,
        30,
    ]);

    /// <summary>The chain never sleeps; its day is that of several time zones.</summary>
    private static readonly AliasTable Chains = new([
        34,
        30,
        26,
        24,
        24,
        26,
        30,
        34,
        38,
        42,
        46,
        48,
        50,
        52,
        52,
        52,
        52,
        52,
        50,
        50,
        48,
        46,
        42,
        38,
    ]);

    private static readonly AliasTable Offices = new([
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        2,
        20,
        90,
        150,
        150,
        110,
        60,
        110,
        130,
        110,
        60,
        12,
        4,
        1,
        0,
        0,
        0,
    ]);

    private static readonly (int Month, int Day)[] Holidays =
    [
        (1, 1),
        (1, 2),
        (1, 7),
        (3, 8),
        (3, 21),
        (3, 22),
        (3, 23),
        (5, 1),
        (5, 7),
        (5, 9),
        (7, 6),
        (8, 30),
        (10, 25),
        (12, 16),
    ];

    /// <summary>Advance and salary days of the four pay calendars; a day on a weekend is not moved.</summary>
    private static readonly (int Advance, int Pay)[] PayDays = [(20, 5), (25, 10), (28, 13), (15, 30)];

    public Calendar(DateOnly start, int number)
    {
        Number = number;
        Date = start.AddDays(number);
        StartUs = LocalTime.Kazakhstan.StartUs(Date);
        EndUs = LocalTime.Kazakhstan.EndUs(Date);
        IsHoliday = Holidays.Contains((Date.Month, Date.Day));
        IsWeekend = Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        // Shops: busier before Nauryz, Women's Day and New Year and at weekends, quiet on the first of January.
        ShoppingPerMille = (Date.Month, Date.Day) switch
        {
            (1, 1) => 450,
            (12, >= 26) or (3, 6) or (3, 7) or (3, >= 18 and <= 20) => 1_500,
            _ when IsHoliday => 1_150,
            _ => Date.DayOfWeek switch
            {
                DayOfWeek.Saturday => 1_250,
                DayOfWeek.Friday => 1_150,
                DayOfWeek.Sunday => 1_050,
                _ => 930,
            },
        };
        // Gifts between people: Nauryz, New Year, Women's Day.
        GiftPerMille =
            (Date.Month, Date.Day) is (1, 1) or (12, 31) or (3, 8) or (3, 21) or (3, 22) ? 2_200
            : IsWeekend ? 1_150
            : 960;
    }

    /// <summary>Number of the day, from 0.</summary>
    public int Number { get; }

    public DateOnly Date { get; }

    /// <summary>Local midnight, microseconds since 1970-01-01T00:00:00Z.</summary>
    public long StartUs { get; }

    public bool IsHoliday { get; }

    public bool IsWeekend { get; }

    public int ShoppingPerMille { get; }

    public int GiftPerMille { get; }

    /// <summary>The next midnight: one day has 25 hours, 2024-02-29.</summary>
    public long EndUs { get; }

    /// <summary>0: no pay today; 1: the advance (two fifths); 2: the rest.</summary>
    public int PayToday(int calendar) =>
        Date.Day == PayDays[calendar].Advance ? 1
        : Date.Day == Math.Min(PayDays[calendar].Pay, DateTime.DaysInMonth(Date.Year, Date.Month)) ? 2
        : 0;

    public long ShoppingTime(ref Dice dice) => Time(Shopping, ref dice);

    public long PhoneTime(ref Dice dice) => Time(Phones, ref dice);

    public long ChainTime(ref Dice dice) => Time(Chains, ref dice);

    public long OfficeTime(ref Dice dice) => Time(Offices, ref dice);

    /// <summary>A whole second of this day.</summary>
    public long At(int hour, int second) => StartUs + ((hour * 3_600L) + second) * 1_000_000L;

    private long Time(AliasTable hours, ref Dice dice) => At(hours.Draw(ref dice), dice.Below(3_600));
}
