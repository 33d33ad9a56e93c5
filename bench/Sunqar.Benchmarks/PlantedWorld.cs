using System.Globalization;
using Sunqar.Tests.Patterns;

namespace Sunqar.Benchmarks;

/// <summary>Sets AMLworld's laundering patterns into a simulated country that was lived: accounts become citizens' cards or stay their own,
/// times lie around its middle with their distances kept, amounts become tenge.</summary>
internal static class PlantedWorld
{
    /// <param name="isChosen">Which patterns, by their number in the file.</param>
    /// <param name="ownAccounts">Whether the patterns' accounts have no other life; else they are citizens' cards.</param>
    public static void Add(SeenCountry country, string file, Func<int, bool> isChosen, bool ownAccounts)
    {
        var random = new Random((int)country.Seed);
        var rows = File.ReadLines(file)
            .Skip(1)
            .Select(line => line.Split(','))
            .Where(fields => isChosen(int.Parse(fields[0], CultureInfo.InvariantCulture)))
            .ToList();
        var first = rows.Min(fields => TimeUs(fields[2]));
        var span = rows.Max(fields => TimeUs(fields[2])) - first;
        var persons = Enumerable.Range(0, country.People).ToArray();
        random.Shuffle(persons);
        var cards = new Dictionary<string, string>();
        for (var i = 0; i < rows.Count; i++)
        {
            var fields = rows[i];
            var kind = fields[1].Split(':')[0].Trim().ToLowerInvariant().Replace('-', '_');
            var micro = (long)
                Math.Max(1e6, double.Parse(fields[9], CultureInfo.InvariantCulture) * AmlWorldMix.Currencies[fields[10]].Tenge * 1e6);
            country.Plant(
                kind,
                fields[0],
                string.Create(CultureInfo.InvariantCulture, $"AMLW-{i:D5}"),
                country.MiddleUs - (span / 2) + TimeUs(fields[2]) - first,
                Card(fields[3], fields[4]),
                Card(fields[5], fields[6]),
                micro
            );
        }

        string Card(string bank, string account)
        {
            if (ownAccounts)
                return $"amlw{bank}-{account}";
            if (!cards.TryGetValue(bank + "/" + account, out var card))
                cards[bank + "/" + account] = card = country.Card(persons[cards.Count]);
            return card;
        }
    }

    private static long TimeUs(string text) =>
        (DateTime.ParseExact(text, "yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks
        / TimeSpan.TicksPerMicrosecond;
}
