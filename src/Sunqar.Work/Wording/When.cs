using System.Globalization;
using Sunqar.Core.Times;

namespace Sunqar.Work.Wording;

/// <summary>Times as clocks in Kazakhstan show them (<see cref="LocalTime.Kazakhstan"/>).</summary>
public static class When
{
    public const string Zone = "Astana time";

    private const long DayUs = 86_400_000_000;

    /// <summary>"2026-01-15 09:30:00".</summary>
    public static string Exact(long timeUs) => Format(timeUs, "yyyy-MM-dd HH:mm:ss");

    /// <summary>"09:30".</summary>
    public static string Clock(long timeUs) => Format(timeUs, "HH:mm");

    /// <summary>How long until a moment, or since it: "3 h 12 min", "2 days", "late by 40 min". The minute that runs counts as
    /// left.</summary>
    public static string Left(long dueUs, long nowUs)
    {
        var late = dueUs <= nowUs;
        var minutes = (Math.Abs(dueUs - nowUs) + (late ? 0 : 59_999_999)) / 60_000_000;
        var text =
            minutes >= 2 * 1440 ? Words.Plural(minutes / 1440, "day")
            : minutes >= 60 ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h {minutes % 60} min")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes} min");
        return late ? "late by " + text : text;
    }

    /// <summary>"15 Jan 2026".</summary>
    public static string Day(long timeUs) => Format(timeUs, "d MMM yyyy");

    /// <summary>For machines: "2026-01-15T09:30:00+05:00".</summary>
    public static string Iso(long timeUs) => LocalTime.Kazakhstan.Iso(timeUs);

    /// <summary>"3 Jan – 14 Feb 2026"; a single day stands alone.</summary>
    public static string Period(long firstUs, long lastUs)
    {
        var (first, last) = (At(firstUs), At(lastUs));
        if (first.Date == last.Date)
        {
            return Day(lastUs);
        }
        var pattern =
            first.Year != last.Year ? "d MMM yyyy"
            : first.Month != last.Month ? "d MMM"
            : "%d";
        return $"{first.ToString(pattern, CultureInfo.InvariantCulture)} – {Day(lastUs)}";
    }

    /// <summary>How long: "43 days", "9 h", "12 min".</summary>
    public static string Span(long firstUs, long lastUs)
    {
        var span = TimeSpan.FromMicroseconds(lastUs - firstUs);
        return lastUs - firstUs >= 2 * DayUs ? Words.Plural((long)Math.Round(span.TotalDays), "day")
            : span.TotalHours >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min");
    }

    private static string Format(long timeUs, string pattern) => At(timeUs).ToString(pattern, CultureInfo.InvariantCulture);

    private static DateTime At(long timeUs) => LocalTime.Kazakhstan.Clock(timeUs);
}
