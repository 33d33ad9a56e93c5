namespace Sunqar.Formats.Transfers;

/// <summary>How a table writes dates.</summary>
internal enum DateStyle : byte
{
    /// <summary>Year, month, day: ISO 8601 and its looser kin.</summary>
    Ymd = 0,

    /// <summary>Day, month, year.</summary>
    Dmy = 1,

    /// <summary>Month, day, year.</summary>
    Mdy = 2,

    /// <summary>Seconds, milliseconds or microseconds since 1970, which their number of digits tells apart.</summary>
    Unix = 3,

    /// <summary>Days since a day that the mapping names.</summary>
    Days = 4,

    /// <summary>Hours since it.</summary>
    Hours = 5,
}

/// <summary>Dates as people and spreadsheets write them, to microseconds since 1970-01-01T00:00:00Z.</summary>
internal static class LooseTime
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>What a text's date tells of the order, whatever the order.</summary>
    public static (DateStyle? Style, bool IsAmbiguous) Evidence(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && text.Length != 8)
        {
            return (DateStyle.Unix, false);
        }
        if (!TryTokens(text, out var a, out var b, out var c, out _))
        {
            return (null, false);
        }
        return a.Digits == 4 ? (DateStyle.Ymd, false)
            : a.IsMonth ? (DateStyle.Mdy, false)
            : b.IsMonth ? (DateStyle.Dmy, false)
            : c.Digits != 4 ? (null, false)
            : a.Value > 12 && b.Value <= 12 ? (DateStyle.Dmy, false)
            : b.Value > 12 && a.Value <= 12 ? (DateStyle.Mdy, false)
            : (null, a.Value != b.Value);
    }

    /// <summary>Reads a time in a style; one without a zone is moved by <paramref name="zoneUs"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, DateStyle style, long zeroUs, long zoneUs, out long us)
    {
        us = 0;
        switch (style)
        {
            case DateStyle.Unix:
                return TryUnix(text, out us);
            case DateStyle.Days or DateStyle.Hours:
                var unitUs = style == DateStyle.Days ? TextTime.DayUs : 3_600 * TextTime.SecondUs;
                var isCount = TextNumber.TryParseWhole(text, 200L * 366 * TextTime.DayUs / unitUs, out var count);
                us = zeroUs + count * unitUs;
                return isCount;
        }
        if (!TryTokens(text, out var a, out var b, out var c, out var clock))
        {
            return false;
        }
        var (year, month, day) =
            a.Digits == 4 ? (a, b, c)
            : a.IsMonth || (style == DateStyle.Mdy && !b.IsMonth) ? (c, a, b)
            : (c, b, a);
        if ((a.Digits == 4) != (style == DateStyle.Ymd) && !a.IsMonth && !b.IsMonth)
        {
            return false;
        }
        if (
            year.Digits != 4
            || year.IsMonth
            || day.IsMonth
            || year.Value is < 1900 or > 2199
            || month.Value is < 1 or > 12
            || day.Value < 1
            || day.Value > DateTime.DaysInMonth(year.Value, month.Value)
        )
        {
            return false;
        }
        us = TextTime.DaysFromCivil(year.Value, month.Value, day.Value) * TextTime.DayUs;
        return TryClock(clock, zoneUs, ref us);
    }

    /// <summary>1973 to 2199 in each unit: none can be taken for another.</summary>
    private static bool TryUnix(ReadOnlySpan<byte> text, out long us)
    {
        us = 0;
        if (!TextNumber.TryParseWhole(text, long.MaxValue, out var number))
        {
            return false;
        }
        us = number switch
        {
            >= 100_000_000 and < 7_258_118_400 => number * TextTime.SecondUs,
            >= 100_000_000_000 and < 7_258_118_400_000 => number * 1_000,
            >= 100_000_000_000_000 and < 7_258_118_400_000_000 => number,
            _ => long.MinValue,
        };
        return us != long.MinValue;
    }

    private readonly record struct Token(int Value, int Digits, bool IsMonth);

    /// <summary>The three parts of a date, and what follows them.</summary>
    private static bool TryTokens(ReadOnlySpan<byte> text, out Token a, out Token b, out Token c, out ReadOnlySpan<byte> clock)
    {
        (a, b, c) = (default, default, default);
        clock = default;
        return TryToken(ref text, out a)
            && TrySeparator(ref text)
            && TryToken(ref text, out b)
            && TrySeparator(ref text)
            && TryToken(ref text, out c)
            && Rest(text, out clock);
    }

    private static bool Rest(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> clock)
    {
        clock = text.TrimStart((byte)',').Trim((byte)' ');
        var isJoined = !text.IsEmpty && text[0] is (byte)'T' or (byte)'t';
        clock = isJoined ? clock[1..] : clock;
        return text.IsEmpty || isJoined || text[0] is (byte)' ' or (byte)',';
    }

    private static bool TryToken(ref ReadOnlySpan<byte> text, out Token token)
    {
        token = default;
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        if (digits is >= 1 and <= 4)
        {
            var value = 0;
            foreach (var digit in text[..digits])
            {
                value = value * 10 + digit - '0';
            }
            token = new Token(value, digits, false);
            text = text[digits..];
            return true;
        }
        var letters = 0;
        while (letters < text.Length && char.IsAsciiLetter((char)text[letters]))
        {
            letters++;
        }
        if (digits > 0 || letters < 3)
        {
            return false;
        }
        Span<char> word = stackalloc char[3];
        for (var i = 0; i < 3; i++)
        {
            word[i] = char.ToLowerInvariant((char)text[i]);
        }
        var month = Months.AsSpan().IndexOf(word);
        token = new Token(month / 3 + 1, 0, true);
        text = text[letters..];
        return month >= 0 && month % 3 == 0;
    }

    private static bool TrySeparator(ref ReadOnlySpan<byte> text)
    {
        var isOne = !text.IsEmpty && text[0] is (byte)'-' or (byte)'/' or (byte)'.' or (byte)' ' or (byte)',';
        text = isOne ? text[1..].TrimStart((byte)' ') : text;
        return isOne;
    }

    /// <summary>Hours and minutes, seconds and their fraction where they stand there, AM or PM, and a zone.</summary>
    private static bool TryClock(ReadOnlySpan<byte> text, long zoneUs, ref long us)
    {
        if (text.IsEmpty)
        {
            us += zoneUs;
            return true;
        }
        var half = text.Length > 2 && text[^1] is (byte)'M' or (byte)'m' ? (char)(text[^2] & ~0x20) : '\0';
        text = half is 'A' or 'P' ? text[..^2].TrimEnd((byte)' ') : text;
        Span<byte> padded = stackalloc byte[64];
        var colon = text.IndexOf((byte)':');
        if (colon is not (1 or 2) || text.Length > 40)
        {
            return false;
        }
        // One way to read a clock: ISO's, of a day that does not matter.
        "2000-01-01T0"u8.CopyTo(padded);
        var at = colon == 1 ? 12 : 11;
        text.CopyTo(padded[at..]);
        var iso = padded[..(at + text.Length)];
        if (half is 'A' or 'P')
        {
            var hour = (iso[11] - '0') * 10 + iso[12] - '0';
            if (hour is < 1 or > 12)
            {
                return false;
            }
            hour = hour % 12 + (half == 'P' ? 12 : 0);
            (iso[11], iso[12]) = ((byte)('0' + hour / 10), (byte)('0' + hour % 10));
        }
        var zone = iso[13..].IndexOfAny((byte)'Z', (byte)'+', (byte)'-');
        if (zone > 0 && iso[12 + zone] == (byte)' ')
        {
            // A blank before the zone.
            iso[(13 + zone)..].CopyTo(iso[(12 + zone)..]);
            iso = iso[..^1];
        }
        if (!TextTime.TryParseIso(iso, out var clockUs))
        {
            return false;
        }
        us += clockUs - TextTime.DaysFromCivil(2000, 1, 1) * TextTime.DayUs + (zone < 0 ? zoneUs : 0);
        return true;
    }
}
