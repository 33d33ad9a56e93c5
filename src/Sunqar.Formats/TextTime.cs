using Sunqar.Core.Times;

namespace Sunqar.Formats;

/// <summary>Times as text, to microseconds since 1970-01-01T00:00:00Z.</summary>
public static class TextTime
{
    public const string Expected = "an ISO 8601 time such as 2026-01-15T09:30:00+05:00, in the years 1900 to 2199";
    public const long SecondUs = 1_000_000;
    public const long DayUs = 86_400 * SecondUs;

    /// <summary>
    /// ISO 8601 extended: a date, or a date and a time of day (<c>T</c> or a blank between; 24:00 is the day's end), seconds optional, a
    /// fraction of any length after point or comma of which six digits count, and <c>Z</c>, <c>±hh:mm</c>, <c>±hhmm</c> or <c>±hh</c>.
    /// Without an offset the time is UTC.
    /// </summary>
    public static bool TryParseIso(ReadOnlySpan<byte> text, out long us)
    {
        us = 0;
        if (text.Length < 10 || !TryDate(text, (byte)'-', out var days))
        {
            return false;
        }
        us = days * DayUs;
        return text.Length == 10 || (text.Length >= 16 && text[10] is (byte)'T' or (byte)' ' or (byte)'t' && TryClock(text[11..], ref us));
    }

    /// <summary>The same, but a date alone begins at Kazakhstan's midnight: registers and rates are dated by the country's
    /// days.</summary>
    public static bool TryParseDay(ReadOnlySpan<byte> text, out long us)
    {
        if (!TryParseIso(text, out us))
        {
            return false;
        }
        us = text.Length == 10 ? Local(us) : us;
        return true;
    }

    /// <summary>The moment at which Kazakhstan's clocks show what UTC's show at <paramref name="us"/>: of a time that was read without an
    /// offset though it is local.</summary>
    public static long Local(long us) => LocalTime.Kazakhstan.Us(DateTime.UnixEpoch.AddMicroseconds(us));

    /// <summary><c>yyyy/MM/dd HH:mm</c>, as AMLworld writes it; UTC.</summary>
    public static bool TryParseSlashed(ReadOnlySpan<byte> text, out long us)
    {
        us = 0;
        if (text.Length != 16 || text[10] != (byte)' ' || !TryDate(text, (byte)'/', out var days))
        {
            return false;
        }
        us = days * DayUs;
        return TryClock(text[11..], ref us);
    }

    /// <summary>Days from 1970-01-01 to a date of the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date
    /// algorithms").</summary>
    public static int DaysFromCivil(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, byte separator, out int days)
    {
        days = 0;
        if (text[4] != separator || text[7] != separator)
        {
            return false;
        }
        int century = Two(text, 0),
            yearOfCentury = Two(text, 2),
            month = Two(text, 5),
            day = Two(text, 8);
        var year = century * 100 + yearOfCentury;
        if (yearOfCentury < 0 || year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        days = DaysFromCivil(year, month, day);
        return true;
    }

    private static bool TryClock(ReadOnlySpan<byte> text, ref long us)
    {
        int hour = Two(text, 0),
            minute = Two(text, 3),
            second = 0;
        var isWhole = true;
        if (text[2] != (byte)':' || hour is < 0 or > 24 || minute is < 0 or > 59)
        {
            return false;
        }
        text = text[5..];
        if (text.Length >= 3 && text[0] == (byte)':')
        {
            second = Two(text, 1);
            if (second is < 0 or > 59)
            {
                return false;
            }
            text = text[3..];
            if (text.Length > 0 && text[0] is (byte)'.' or (byte)',')
            {
                var digits = FractionUs(text[1..], out var fraction);
                if (digits == 0)
                {
                    return false;
                }
                us += fraction;
                isWhole = !text[1..(1 + digits)].ContainsAnyExcept((byte)'0');
                text = text[(1 + digits)..];
            }
        }
        // The end of a day is the beginning of the next (ISO 8601, xs:dateTime); there is no later time in it.
        if (hour == 24 && (minute > 0 || second > 0 || !isWhole))
        {
            return false;
        }
        us += (hour * 3600 + minute * 60 + second) * SecondUs;
        return TryOffset(text, ref us);
    }

    /// <summary>Reads digits; those after the sixth are cut. Returns how many stood there.</summary>
    private static int FractionUs(ReadOnlySpan<byte> text, out int us)
    {
        us = 0;
        var digits = 0;
        for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            if (digits < 6)
            {
                us = us * 10 + (text[digits] - '0');
            }
        }
        for (var i = digits; i < 6; i++)
        {
            us *= 10;
        }
        return digits;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, ref long us)
    {
        if (text.Length == 0 || (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z'))
        {
            return true;
        }
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != (byte)':'))
        {
            return false;
        }
        int hours = Two(text, 1),
            minutes = text.Length == 3 ? 0 : Two(text, text.Length - 2);
        if (hours is < 0 or > 18 || minutes is < 0 or > 59)
        {
            return false;
        }
        var offset = (hours * 60 + minutes) * 60 * SecondUs;
        us += text[0] == (byte)'+' ? -offset : offset;
        return true;
    }

    /// <summary>Two digits, or a negative number where they are none.</summary>
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0',
            ones = text[at + 1] - '0';
        return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1000 : tens * 10 + ones;
    }
}
