using System.Globalization;
using Sunqar.Core.Times;

namespace Sunqar.Formats.Iso8583;

/// <summary>
/// Times of a message. None carries its year: it is the latest that does not put the time more than a day ahead of now. So a clock that is
/// somewhat ahead is found out and refused, and whatever is older is history.
/// </summary>
internal static class IsoTimes
{
    private const int Kazakhstan = 398;

    /// <summary>
    /// When the payment is made: the terminal's own date and time (13, 12), by the clock of its town, where it stands in Kazakhstan, else
    /// the transmission's (7), which is UTC.
    /// </summary>
    public static IsoFault Event(in IsoMessage message, long nowUs, string? town, out long us)
    {
        us = 0;
        if (!TryRead(message[7], message[7].Length > 4 ? message[7][4..] : [], Utc(nowUs), out var transmitted))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 7);
        }
        if (!message.Has(12) || !message.Has(13) || (message.Has(19) && Number(message[19]) != Kazakhstan))
        {
            us = Us(transmitted);
            return default;
        }
        var clock = LocalTime.Of(town);
        if (!TryRead(message[13], message[12], clock.Clock(nowUs), out var local))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 13);
        }
        us = clock.Us(local);
        return default;
    }

    /// <summary>A transmission time (MMDDhhmmss, UTC) with its year.</summary>
    public static bool TryTransmission(ReadOnlySpan<byte> field7, long nowUs, out long us)
    {
        var isTime = TryRead(field7, field7.Length == 10 ? field7[4..] : [], Utc(nowUs), out var transmitted);
        us = isTime ? Us(transmitted) : 0;
        return isTime;
    }

    /// <summary><c>yyyyMMddHHmmss</c>.</summary>
    public static string Compact(long us) => Utc(us).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static DateTime Utc(long us) => DateTime.UnixEpoch.AddMicroseconds(us);

    private static long Us(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <param name="now">What the clock shows now by which the time was written.</param>
    private static bool TryRead(ReadOnlySpan<byte> monthDay, ReadOnlySpan<byte> clock, DateTime now, out DateTime time)
    {
        time = default;
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
        // A 29th of February may be years back.
        for (var candidate = now.Year + 1; candidate >= now.Year - 8; candidate--)
        {
            if (day > DateTime.DaysInMonth(candidate, month))
            {
                continue;
            }
            time = new DateTime(candidate, month, day, hour, minute, second);
            if (time <= now.AddDays(1))
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
