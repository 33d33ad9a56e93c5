using System.Globalization;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench amlworld PATTERNS.csv TRANSFERS.csv OUT SEED</c>: sets AMLworld's laundering patterns into the bank transfers of a simulated country and writes
/// OUT/transfers.csv and OUT/truth.csv. Every account of a pattern becomes a card of the country (drawn among those that pay other cards), times move to the middle of the country's period with their
/// distances kept, amounts become tenge at rates of September 2022. What is planted in the country stays and counts as background.
/// </summary>
internal static class AmlWorldMix
{
    /// <summary>Tenge for a unit, about; only their proportions matter.</summary>
    private static readonly Dictionary<string, double> Tenge = new(StringComparer.Ordinal)
    {
        ["US Dollar"] = 475, ["Euro"] = 475, ["Yuan"] = 68, ["UK Pound"] = 550, ["Ruble"] = 7.8, ["Rupee"] = 5.9, ["Yen"] = 3.3, ["Swiss Franc"] = 485, ["Canadian Dollar"] = 358,
        ["Australian Dollar"] = 322, ["Mexican Peso"] = 23.6, ["Shekel"] = 138, ["Brazil Real"] = 91, ["Saudi Riyal"] = 126, ["Bitcoin"] = 9_500_000,
    };

    public static int Run(string[] args)
    {
        if (args.Length != 4)
        {
            Console.Error.WriteLine("sunqar bench amlworld PATTERNS.csv TRANSFERS.csv OUT SEED");
            return 2;
        }
        var random = new Random(int.Parse(args[3], CultureInfo.InvariantCulture));
        var builder = new TransferTableBuilder();
        if (TransferFile.Read(args[1], null, builder) is not TransferFileOutcome.Completed) return 2;
        var table = builder.Build();
        var cards = Enumerable.Range(0, table.Count).Where(row => table.KindOf(row) == TransferKind.CardTransfer).Select(row => table.From[row])
            .Where(account => table.Accounts.Kind(account) == AccountKind.Card).Distinct().Order().Select(table.Accounts.Id).ToList();
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        string Card(string account)
        {
            if (chosen.TryGetValue(account, out var card)) return card;
            var at = random.Next(cards.Count);
            (card, cards[at]) = (cards[at], cards[^1]);
            cards.RemoveAt(cards.Count - 1);
            return chosen[account] = card;
        }
        Directory.CreateDirectory(args[2]);
        var middleUs = (table.TimeUs[0] + table.TimeUs[^1]) / 2;
        var rows = File.ReadLines(args[0]).Skip(1).Select(line => line.Split(',')).ToList();
        var firstTime = rows.Min(fields => Time(fields[2]));
        File.Copy(args[1], Path.Combine(args[2], "transfers.csv"), overwrite: true);
        using var transfers = new StreamWriter(Path.Combine(args[2], "transfers.csv"), append: true);
        using var truth = new StreamWriter(Path.Combine(args[2], "truth.csv"));
        truth.WriteLine("kind,pattern_id,transfer_id,account,role");
        for (var i = 0; i < rows.Count; i++)
        {
            var fields = rows[i];
            var time = DateTime.UnixEpoch.AddMicroseconds(middleUs) + (Time(fields[2]) - firstTime);
            var kind = fields[1].Split(':')[0].Trim().ToLowerInvariant().Replace('-', '_');
            string from = Card($"{fields[3]}/{fields[4]}"), to = Card($"{fields[5]}/{fields[6]}"), id = string.Create(CultureInfo.InvariantCulture, $"AMLW-{i:D5}");
            var amount = double.Parse(fields[9], CultureInfo.InvariantCulture) * Tenge[fields[10]];
            transfers.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id},{time:yyyy-MM-dd'T'HH:mm:ss'Z'},{from},{to},{Math.Max(1, amount):F2},KZT,card_transfer"));
            truth.WriteLine($"{kind},{fields[0]},{id},{from},member");
            truth.WriteLine($"{kind},{fields[0]},{id},{to},member");
        }
        return 0;
    }

    private static DateTime Time(string text) => DateTime.ParseExact(text, "yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture);
}
