using System.Globalization;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Core.Rulebook;

/// <summary>Units that a rulebook may write, and how values are shown in a reason.</summary>
internal static class Units
{
    public const long SecondUs = 1_000_000;
    public const long MinuteUs = 60 * SecondUs;
    public const long HourUs = 60 * MinuteUs;
    public const long DayUs = 24 * HourUs;

    /// <summary>Names of durations. A month and a year have no fixed length and are left out on purpose.</summary>
    public static IReadOnlyDictionary<string, long> Durations { get; } =
        new Dictionary<string, long>
        {
            ["second"] = SecondUs,
            ["seconds"] = SecondUs,
            ["minute"] = MinuteUs,
            ["minutes"] = MinuteUs,
            ["hour"] = HourUs,
            ["hours"] = HourUs,
            ["day"] = DayUs,
            ["days"] = DayUs,
            ["week"] = 7 * DayUs,
            ["weeks"] = 7 * DayUs,
        };

    /// <summary>Words that multiply a number.</summary>
    public static IReadOnlyDictionary<string, decimal> Multiples { get; } =
        new Dictionary<string, decimal> { ["thousand"] = 1_000m, ["million"] = 1_000_000m };

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>Tiyn as tenge: <c>612,000 KZT</c>; a fraction only where there is one.</summary>
    public static string Tenge(long tiyn) => Amount(new Money(Math.Clamp(tiyn, -Money.MinorUnitsMax, Money.MinorUnitsMax), Currency.Kzt));

    public static string Amount(Money money)
    {
        var perUnit = money.Currency.MinorUnitsPerUnit();
        var (whole, rest) = Math.DivRem(Math.Abs(money.MinorUnits), perUnit);
        var fraction = rest == 0 ? "" : "." + rest.ToString("D" + money.Currency.Digits(), CultureInfo.InvariantCulture);
        return $"{(money.MinorUnits < 0 ? "-" : "")}{Number(whole)}{fraction} {money.Currency.Code()}";
    }

    /// <summary>Millionths as a percentage.</summary>
    public static string Percent(long millionths) => (millionths / 10_000m).ToString("0.####", CultureInfo.InvariantCulture) + "%";

    public static string Duration(long us)
    {
        var (days, hours, minutes, seconds) = (us / DayUs, us / HourUs % 24, us / MinuteUs % 60, us / SecondUs % 60);
        string[] parts =
        [
            days != 0 ? $"{days} d" : "",
            hours != 0 ? $"{hours} h" : "",
            minutes != 0 ? $"{minutes} min" : "",
            seconds != 0 ? $"{seconds} s" : "",
        ];
        var text = string.Join(' ', parts.Where(p => p.Length > 0));
        return text.Length > 0 ? text : "0 s";
    }

    /// <summary>How old an exposure is, in whole hours; <c>unknown</c> where nothing was ever known.</summary>
    public static string Age(long us) => us >= Frame.AgeUnknown * DayUs ? "unknown" : Duration(us - us % HourUs);

    public static string Time(long us, LocalTime zone) =>
        us is <= -62_000_000_000_000_000 or >= 253_000_000_000_000_000
            ? us.ToString(CultureInfo.InvariantCulture)
            : zone.Clock(us).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>2026-01-31</c> [<c>09:30</c>[<c>:00</c>]] of a zone; false when it is no moment.</summary>
    public static bool TryTime(string date, string? clock, LocalTime zone, out long us)
    {
        us = 0;
        if (!DateTime.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }
        var time = TimeSpan.Zero;
        if (clock is not null && !TimeSpan.TryParseExact(clock, ["hh\\:mm", "hh\\:mm\\:ss"], CultureInfo.InvariantCulture, out time))
        {
            return false;
        }
        us = zone.Us(day + time);
        return true;
    }
}
