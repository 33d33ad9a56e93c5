using System.Globalization;

namespace Sunqar.Formats.Lists;

/// <summary>Dates as publishers of lists write them.</summary>
internal static class ListDates
{
    private static readonly string[] Days =
    [
        "yyyy-MM-dd",
        "dd/MM/yyyy",
        "d/M/yyyy",
        "dd-MM-yyyy",
        "dd.MM.yyyy",
        "dd MMM yyyy",
        "d MMM yyyy",
        "dd-MMM-yyyy",
        "d-MMM-yyyy",
        "dd MMMM yyyy",
        "d MMMM yyyy",
    ];

    /// <summary>The first moment of a day, with a time behind it or none; null where it is no date.</summary>
    public static long? DayUs(string text)
    {
        var day = text.Trim();
        day = day.IndexOf('T') == 10 ? day[..10] : day;
        return Day(day) is { } date ? (date.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).Ticks / 10 : null;
    }

    /// <summary>A date of birth: yyyy-mm-dd, or yyyy where day or month is not known (00/00/1965, dd/mm/1965); null where it is
    /// none.</summary>
    public static string? Birth(string text)
    {
        var day = text.Trim();
        day = day.IndexOf('T') == 10 ? day[..10] : day;
        if (Day(day) is { } date)
            return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var year =
            day.Length == 4 ? day
            : day.Length >= 7 && day[^5] is '/' or '-' or '.' or ' ' ? day[^4..]
            : day.Length >= 7 && day[4] is '-' or '/' ? day[..4]
            : "";
        return Year(year);
    }

    public static string? Year(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year >= 1000 ? text : null;

    /// <summary>From one year to another, as entries keep ranges.</summary>
    public static string? Years(string from, string to) =>
        Year(from) is { } first && Year(to) is { } last && string.CompareOrdinal(first, last) <= 0
            ? $"{first}-01-01/{last}-12-31"
            : Year(from) ?? Year(to);

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
