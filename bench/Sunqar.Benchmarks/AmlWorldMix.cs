using System.Globalization;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench amlworld WAY PATTERNS.csv TRANSFERS.csv OUT SEED</c>: writes AMLworld's laundering patterns as OUT/patterns.csv, to be found
/// among the bank transfers of a simulated country (TRANSFERS.csv), and OUT/truth.csv, parted into truth-even.csv and truth-odd.csv by the
/// patterns' numbers. Times move to the middle of the country's period with their distances kept. What is planted in the country stays.
/// Three ways: <c>cards</c>: every account of a pattern becomes a card of the country, drawn among those that pay other cards, and amounts
/// become tenge at rates of September 2022; <c>own</c>: accounts keep their own names and have no other traffic, amounts in tenge;
/// <c>native</c>: own names, amounts and currencies as the file states them, and no kind of transfer.
/// </summary>
internal static class AmlWorldMix
{
    /// <summary>Code, and tenge for a unit, about; only their proportions matter.</summary>
    internal static readonly Dictionary<string, (string Code, double Tenge)> Currencies = new(StringComparer.Ordinal)
    {
        ["US Dollar"] = ("USD", 475),
        ["Euro"] = ("EUR", 475),
        ["Yuan"] = ("CNY", 68),
        ["UK Pound"] = ("GBP", 550),
        ["Ruble"] = ("RUB", 7.8),
        ["Rupee"] = ("INR", 5.9),
        ["Yen"] = ("JPY", 3.3),
        ["Swiss Franc"] = ("CHF", 485),
        ["Canadian Dollar"] = ("CAD", 358),
        ["Australian Dollar"] = ("AUD", 322),
        ["Mexican Peso"] = ("MXN", 23.6),
        ["Shekel"] = ("ILS", 138),
        ["Brazil Real"] = ("BRL", 91),
        ["Saudi Riyal"] = ("SAR", 126),
        ["Bitcoin"] = ("BTC", 9_500_000),
    };

    public static int Run(string[] args)
    {
        if (args.Length != 5 || args[0] is not ("cards" or "own" or "native"))
        {
            Console.Error.WriteLine("sunqar bench amlworld cards|own|native PATTERNS.csv TRANSFERS.csv OUT SEED");
            return 2;
        }
        var builder = new TransferTableBuilder();
        if (TransferFile.Read(args[2], null, builder) is not TransferFileOutcome.Completed)
            return 2;
        var table = builder.Build();
        Func<string, string> name =
            args[0] == "cards" ? Cards(table, new Random(int.Parse(args[4], CultureInfo.InvariantCulture))) : account => account;
        var middleUs = (table.FirstUs + table.LastUs) / 2;
        var rows = File.ReadLines(args[1]).Skip(1).Select(line => line.Split(',')).ToList();
        var firstTime = rows.Min(fields => Time(fields[2]));
        Directory.CreateDirectory(args[3]);
        using var transfers = new StreamWriter(Path.Combine(args[3], "patterns.csv"));
        using var truth = new StreamWriter(Path.Combine(args[3], "truth.csv"));
        using var even = new StreamWriter(Path.Combine(args[3], "truth-even.csv"));
        using var odd = new StreamWriter(Path.Combine(args[3], "truth-odd.csv"));
        transfers.WriteLine(args[0] == "native" ? "id,time,from,to,amount,currency" : "id,time,from,to,amount,currency,kind");
        Array.ForEach([truth, even, odd], file => file.WriteLine("kind,pattern_id,transfer_id,account,role"));
        for (var i = 0; i < rows.Count; i++)
        {
            var fields = rows[i];
            var time = DateTime.UnixEpoch.AddMicroseconds(middleUs) + (Time(fields[2]) - firstTime);
            var kind = fields[1].Split(':')[0].Trim().ToLowerInvariant().Replace('-', '_');
            string from = name($"{fields[3]}/{fields[4]}"),
                to = name($"{fields[5]}/{fields[6]}"),
                id = string.Create(CultureInfo.InvariantCulture, $"AMLW-{i:D5}");
            var (code, tenge) = Currencies[fields[10]];
            var amount = double.Parse(fields[9], CultureInfo.InvariantCulture);
            transfers.WriteLine(
                args[0] == "native"
                    ? string.Create(CultureInfo.InvariantCulture, $"{id},{time:yyyy-MM-dd'T'HH:mm:ss'Z'},{from},{to},{fields[9]},{code}")
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{id},{time:yyyy-MM-dd'T'HH:mm:ss'Z'},{from},{to},{Math.Max(1, amount * tenge):F2},KZT,card_transfer"
                    )
            );
            var half = int.Parse(fields[0], CultureInfo.InvariantCulture) % 2 == 0 ? even : odd;
            Array.ForEach(
                [truth, half],
                file => file.Write($"{kind},{fields[0]},{id},{from},member\n{kind},{fields[0]},{id},{to},member\n")
            );
        }
        return 0;
    }

    /// <summary>Draws a card of the country for every account, none twice.</summary>
    private static Func<string, string> Cards(TransferTable table, Random random)
    {
        var cards = Enumerable
            .Range(0, table.Count)
            .Where(row => table.KindOf(row) == TransferKind.CardTransfer)
            .Select(row => table.From[row])
            .Where(account => table.Accounts.Kind(account) == AccountKind.Card)
            .Distinct()
            .Order()
            .Select(table.Accounts.Id)
            .ToList();
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        return account =>
        {
            if (chosen.TryGetValue(account, out var card))
                return card;
            var at = random.Next(cards.Count);
            (card, cards[at]) = (cards[at], cards[^1]);
            cards.RemoveAt(cards.Count - 1);
            return chosen[account] = card;
        };
    }

    private static DateTime Time(string text) => DateTime.ParseExact(text, "yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture);
}
