using System.Globalization;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Situation;

namespace Sunqar.Server.Situation;

/// <summary>What the map shows of a day, out of the book. Sums are of tenge; what was taken in another currency is counted and not
/// summed.</summary>
internal static class MapSheet
{
    private const int MachinesMax = 60;

    /// <summary>Withdrawals of one machine that are told one by one.</summary>
    private const int TakenMax = 500;

    /// <param name="rules">Names of rules: other notes of a decision, such as that a key confirmed it, are no rule's word.</param>
    public static MapView Of(SituationBook book, IReadOnlySet<string> rules, DateOnly date, int? hour, string? city, string? machine)
    {
        var zone = LocalTime.Kazakhstan;
        int HourOf(long timeUs) => zone.Clock(timeUs).Hour;
        var all = book.Machines(zone.StartUs(date), zone.EndUs(date))
            .Select(one =>
                one with
                {
                    Taken = [.. one.Taken.Select(cash => cash with { Rules = Array.FindAll(cash.Rules, rules.Contains) })],
                }
            )
            .ToList();
        bool IsIn(CashMachine one) =>
            machine is not null ? one.Id == machine : city is null || string.Equals(one.City, city, StringComparison.OrdinalIgnoreCase);
        var hours = Hours(all.Where(IsIn).SelectMany(one => one.Taken));
        int[] Hours(IEnumerable<CashTaken> taken)
        {
            var counts = new int[24];
            foreach (var one in taken)
                counts[HourOf(one.TimeUs)]++;
            return counts;
        }
        IReadOnlyList<CashTaken> Seen(CashMachine one) =>
            hour is null ? one.Taken : [.. one.Taken.Where(taken => HourOf(taken.TimeUs) == hour)];
        var places = CountryMap.Shipped.Cities.ToDictionary(place => place.Name, StringComparer.OrdinalIgnoreCase);
        var cities = all.GroupBy(one => one.City, StringComparer.OrdinalIgnoreCase)
            .Select(group => (group.Key, Machines: group.ToList(), Taken: group.SelectMany(Seen).ToList()))
            .Where(group => group.Taken.Count > 0)
            .Select(group => new CityOnMap(
                group.Key,
                places.GetValueOrDefault(group.Key),
                group.Machines.Count(one => Seen(one).Count > 0),
                group.Taken.Count,
                Sum(group.Taken),
                Hours(group.Taken),
                group.Taken.Count(taken => taken.Rules.Length > 0)
            ))
            .OrderByDescending(one => one.Withdrawals)
            .ThenBy(one => one.Name, StringComparer.Ordinal)
            .ToList();
        var machines = all.Where(one => machine is null && city is null ? Seen(one).Any(taken => taken.Rules.Length > 0) : IsIn(one))
            .Select(one => OnMap(one, Seen(one), Hours))
            .Where(one => one.Withdrawals > 0)
            .OrderByDescending(one => one.Rules.Sum(rule => rule.Times))
            .ThenByDescending(one => one.Withdrawals)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .Take(MachinesMax)
            .ToList();
        var day = machine is null ? [] : Day(all.FirstOrDefault(one => one.Id == machine)?.Taken ?? []);
        return new MapView(date, hour, city, machine, hours, cities, machines, day);
    }

    private static MachineOnMap OnMap(CashMachine one, IReadOnlyList<CashTaken> taken, Func<IEnumerable<CashTaken>, int[]> hours) =>
        new(
            one.Id,
            one.City,
            one.Institution,
            taken.Count,
            Sum(taken),
            taken.Select(cash => cash.Card).Distinct().Count(),
            hours(taken),
            [
                .. taken
                    .SelectMany(cash => cash.Rules)
                    .GroupBy(rule => rule, StringComparer.Ordinal)
                    .Select(rule => (rule.Key, rule.Count()))
                    .OrderByDescending(rule => rule.Item2)
                    .ThenBy(rule => rule.Key, StringComparer.Ordinal),
            ]
        );

    private static List<TakenOnMap> Day(IReadOnlyList<CashTaken> taken)
    {
        var letters = new Dictionary<ulong, string>();
        var day = new List<TakenOnMap>();
        foreach (var one in taken.OrderBy(cash => cash.TimeUs).Take(TakenMax))
        {
            if (!letters.TryGetValue(one.Card, out var letter))
                letters[one.Card] = letter = Letter(letters.Count);
            day.Add(new TakenOnMap(one.TimeUs, one.Amount, letter, one.Outcome, one.Rules));
        }
        return day;
    }

    private static string Letter(int number) =>
        (char)('A' + number % 26) + (number < 26 ? "" : (number / 26).ToString(CultureInfo.InvariantCulture));

    private static Money Sum(IEnumerable<CashTaken> taken) =>
        new(taken.Where(one => one.Amount.Currency == Currency.Kzt).Sum(one => one.Amount.MinorUnits), Currency.Kzt);
}
