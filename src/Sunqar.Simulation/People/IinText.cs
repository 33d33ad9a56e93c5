using Sunqar.Core.Identity;
using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.People;

/// <summary>
/// Numbers that obey the rule of the IIN and belong to nobody: every birth year is 18xx. A person's number gives a date and a serial
/// without collision, so no two citizens share one and none is kept in memory.
/// </summary>
internal static class IinText
{
    private const int FirstYear = 1840;
    private const int Dates = 60 * 336; // 60 years of twelve 28-day months
    private const int SerialsEach = 4;

    /// <param name="number">Up to 50 million.</param>
    public static string Of(ulong seed, int number) => Issue(seed, number).ToString();

    /// <summary>An IIN with a wrong check digit: looks right, cannot have been issued.</summary>
    public static string Invalid(ulong seed, int number)
    {
        var valid = Of(seed, number);
        return $"{valid.AsSpan(0, 11)}{(char)('0' + ((valid[11] - '0' + 1 + (number % 8)) % 10))}";
    }

    private static Iin Issue(ulong seed, int number)
    {
        var round = number / Dates;
        // 7919 shares no factor with the number of dates, so within a round every date occurs once.
        var date = (int)((((long)number % Dates * 7919) + (round * 104_729L)) % Dates);
        var birth = new DateOnly(FirstYear + (date / 336), (date / 28 % 12) + 1, (date % 28) + 1);
        var sexCentury = NameText.IsMale(seed, number) ? 1 : 2;
        // Four serials belong to each round, and at most one number in 120 has no check digit: the first that has one is taken.
        for (var attempt = 0; attempt < SerialsEach; attempt++)
        {
            if (Iin.FromParts(birth, sexCentury, ((round * SerialsEach) + attempt + 37) % 10_000) is { } iin)
            {
                return iin;
            }
        }
        throw new InvalidOperationException("Four serials in a row without a check digit.");
    }
}
