using System.Globalization;

namespace Sunqar.Formats.Iso8583;

/// <summary>
/// Times of a message. None carries its year: it is the latest that does not put the time more than a day ahead of now. So a clock that is
/// somewhat ahead is found out and refused, and whatever is older is history.
/// </summary>
internal static class IsoTimes
{
    // Kazakhstan has had one zone, UTC+5, since 2024-03-01.
    private const long LocalOffsetUs = 5 * 3600 * TextTime.SecondUs;
    private const int Kazakhstan = 398;

    /// <summary>
    /// When the payment is made: the terminal's own date and time (13, 12) where it stands in Kazakhstan, else the transmission's (7),
    /// which is UTC.
    /// </summary>
    public static IsoFault Event(in IsoMessage message, long nowUs, out long us)
    {
        if (!TryRead(message[7], message[7].Length > 4 ? message[7][4..] : [], nowUs, out us))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 7);
        }
        if (!message.Has(12) || !message.Has(13) || (message.Has(19) && Number(message[19]) != Kazakhstan))
        {
            return default;
        }
        if (!TryRead(message[13], message[12], nowUs + LocalOffsetUs, out var local))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 13);
        }
        us = local - LocalOffsetUs;
        return default;
    }

    /// <summary>A transmission time (MMDDhhmmss, UTC) with its year.</summary>
    public static bool TryTransmission(ReadOnlySpan<byte> field7, long nowUs, out long us) =>
        TryRead(field7, field7.Length == 10 ? field7[4..] : [], nowUs, out us);

    /// <summary><c>yyyyMMddHHmmss</c>.</summary>
    public static string Compact(long us) =>
        DateTime.UnixEpoch.AddMicroseconds(us).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static bool TryRead(ReadOnlySpan<byte> monthDay, ReadOnlySpan<byte> clock, long nowUs, out long us)
    {
        us = 0;
        if (monthDay.Length < 4 || clock.Length != 6)
        {
            return false;
        }
        int month = Number(monthDay[..2]),
            day = Number(monthDay[2..4]);
        int hour = Number(clock[..2]),
            minute = Number(clock[2..4]),
            second = Number(clock[4..]);
        if (month is < 1 or > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }
        var year = DateTime.UnixEpoch.AddMicroseconds(nowUs).Year;
        // A 29th of February may be years back.
        for (var candidate = year + 1; candidate >= year - 8; candidate--)
        {
            if (day > DateTime.DaysInMonth(candidate, month))
            {
                continue;
            }
            us = TextTime.DaysFromCivil(candidate, month, day) * TextTime.DayUs + ((hour * 60L + minute) * 60 + second) * TextTime.SecondUs;
            if (us <= nowUs + TextTime.DayUs)
            {
                return true;
            }
        }
        return false;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
