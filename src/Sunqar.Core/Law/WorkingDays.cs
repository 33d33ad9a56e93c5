using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Sunqar.Core.Times;

namespace Sunqar.Core.Law;

/// <summary>What came of reading a calendar.</summary>
public abstract record CalendarReading
{
    private CalendarReading() { }

    /// <summary>Every line fits.</summary>
    public sealed record Read(WorkingDays Days) : CalendarReading;

    /// <param name="Line">From 1; 0 where something is missing from the whole.</param>
    public sealed record Refused(int Line, string Reason) : CalendarReading;
}

/// <summary>
/// The country's working days: <c>rulebooks/law/kazakhstan.days</c>, embedded so that program and calendar cannot part. Saturday and Sunday
/// are off unless the file says otherwise.
/// </summary>
public sealed class WorkingDays
{
    private static readonly Lazy<WorkingDays> Loaded = new(() =>
        Parse(Shipped.TextOf("kazakhstan.days")) switch
        {
            CalendarReading.Read read => read.Days,
            CalendarReading.Refused refused => throw new InvalidOperationException(
                $"kazakhstan.days, line {refused.Line}: {refused.Reason}."
            ),
            _ => throw new InvalidOperationException("An outcome that is not known."),
        }
    );

    private readonly IReadOnlyList<(int Month, int Day, bool Moves)> _yearly;
    private readonly HashSet<DateOnly> _off;
    private readonly HashSet<DateOnly> _work;
    private readonly ConcurrentDictionary<int, HashSet<DateOnly>> _years = [];

    private WorkingDays(IReadOnlyList<(int, int, bool)> yearly, HashSet<DateOnly> off, HashSet<DateOnly> work) =>
        (_yearly, _off, _work) = (yearly, off, work);

    /// <summary>The calendar of this build. Loaded once; the tests check it, so a fault in it is a bug.</summary>
    public static WorkingDays Kazakhstan => Loaded.Value;

    /// <summary>By whose clock days begin and end.</summary>
    public LocalTime Clock { get; } = LocalTime.Kazakhstan;

    public bool IsWorking(DateOnly day) => _work.Contains(day) || (!IsWeekend(day) && !Holidays(day.Year).Contains(day));

    /// <summary>The day itself where it is a working day, else the next one.</summary>
    public DateOnly FirstWorking(DateOnly day)
    {
        while (!IsWorking(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>A deadline as it rolls: the moment itself on a working day, the end of the next working day on a day off; microseconds
    /// since 1970-01-01T00:00:00Z.</summary>
    public long RolledUs(long us)
    {
        var day = Clock.Day(us);
        return IsWorking(day) ? us : Clock.EndUs(FirstWorking(day));
    }

    /// <summary>The last of so many working days after a day, which itself does not count.</summary>
    public DateOnly Add(DateOnly day, int count)
    {
        for (var left = count; left > 0; left--)
            day = FirstWorking(day.AddDays(1));
        return day;
    }

    /// <summary>
    /// Reads the file: <c>version DATE</c>, then lines <c>every MM-DD moves|stays "name"</c>, <c>off DATE "name"</c>,
    /// <c>work DATE "name"</c>. A hash begins a comment.
    /// </summary>
    public static CalendarReading Parse(string text)
    {
        var (yearly, off, work, hasVersion) = (new List<(int, int, bool)>(), new HashSet<DateOnly>(), new HashSet<DateOnly>(), false);
        foreach (var (number, whole) in text.Split('\n').Index())
        {
            var line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var quote = line.IndexOf('"', StringComparison.Ordinal);
            var words = (quote < 0 ? line : line[..quote]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["version", var version] when !hasVersion && TryDay(version, out _):
                    hasVersion = true;
                    break;
                // Of a leap year, which has every day.
                case ["every", var day, "moves" or "stays"] when TryDay("2000-" + day, out var date):
                    yearly.Add((date.Month, date.Day, words[2] == "moves"));
                    break;
                case ["off", var day] when TryDay(day, out var date) && off.Add(date):
                case ["work", var other] when TryDay(other, out var worked) && IsWeekend(worked) && work.Add(worked):
                    break;
                default:
                    return new CalendarReading.Refused(
                        number + 1,
                        "expected every MM-DD moves or stays, off or work with a day that stands once, and a name in quotes"
                    );
            }
        }
        return hasVersion
            ? new CalendarReading.Read(new WorkingDays(yearly, off, work))
            : new CalendarReading.Refused(0, "expected a line with the version");
    }

    private HashSet<DateOnly> Holidays(int year) =>
        _years.GetOrAdd(
            year,
            _ =>
            {
                var days = _off.Where(day => day.Year == year).ToHashSet();
                var dated = _yearly
                    .Where(one => one.Day <= DateTime.DaysInMonth(year, one.Month))
                    .Select(one => (Day: new DateOnly(year, one.Month, one.Day), one.Moves))
                    .ToList();
                days.UnionWith(dated.Select(one => one.Day));
                // Each that falls on a day off takes the next working day, one after the other.
                foreach (var (day, _) in dated.Where(one => one.Moves && IsWeekend(one.Day)).OrderBy(one => one.Day))
                {
                    var moved = day;
                    while (IsWeekend(moved) || days.Contains(moved))
                        moved = moved.AddDays(1);
                    days.Add(moved);
                }
                return days;
            }
        );

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}

/// <summary>The reviewed files of law inside the program.</summary>
internal static class Shipped
{
    public static string TextOf(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
