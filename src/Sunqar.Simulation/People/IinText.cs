using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.People;

/// <summary>
/// Twelve digits that obey the rule of the IIN and belong to nobody: every birth year is 18xx. A person's number gives a date and a serial without
/// collision, so no two citizens share one and none is kept in memory.
/// </summary>
internal static class IinText
{
    private const int FirstYear = 1840;
    private const int Dates = 60 * 336; // 60 years of twelve 28-day months

    /// <param name="number">Up to 50 million.</param>
    public static string Of(ulong seed, int number)
    {
        Span<char> digits = stackalloc char[12];
        Write(seed, number, digits);
        return new string(digits);
    }

    /// <summary>An IIN with a wrong check digit: looks right, cannot have been issued.</summary>
    public static string Invalid(ulong seed, int number)
    {
        Span<char> digits = stackalloc char[12];
        Write(seed, number, digits);
        digits[11] = (char)('0' + ((digits[11] - '0' + 1 + (number % 8)) % 10));
        return new string(digits);
    }

    private static void Write(ulong seed, int number, Span<char> digits)
    {
        var round = number / Dates;
        // 7919 shares no factor with the number of dates, so within a round every date occurs once.
        var date = (int)((((long)number % Dates * 7919) + (round * 104_729L)) % Dates);
        var year = FirstYear + (date / 336);
        Put(digits, 0, year % 100);
        Put(digits, 2, (date / 28 % 12) + 1);
        Put(digits, 4, (date % 28) + 1);
        var male = (Dice.Key(seed, Luck.Traits, number) & 1) == 0;
        digits[6] = male ? '1' : '2';
        // Four serials belong to each round, and at most one in 120 cannot be issued: the first that can is taken.
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var serial = (((round * 4) + attempt + 37) % 10_000);
            Put(digits, 7, serial / 100);
            Put(digits, 9, serial % 100);
            var check = Check(digits);
            if (check < 10)
            {
                digits[11] = (char)('0' + check);
                return;
            }
        }
        throw new InvalidOperationException("Four serials in a row without a check digit.");
    }

    /// <summary>The twelfth digit for eleven; 10 where no number with them is ever issued.</summary>
    internal static int Check(ReadOnlySpan<char> digits)
    {
        var first = 0;
        for (var i = 0; i < 11; i++)
        {
            first += (digits[i] - '0') * (i + 1);
        }
        if (first % 11 < 10)
        {
            return first % 11;
        }
        var second = 0;
        for (var i = 0; i < 11; i++)
        {
            second += (digits[i] - '0') * (((i + 2) % 11) + 1);
        }
        return second % 11;
    }

    private static void Put(Span<char> digits, int at, int value)
    {
        digits[at] = (char)('0' + (value / 10 % 10));
        digits[at + 1] = (char)('0' + (value % 10));
    }
}
