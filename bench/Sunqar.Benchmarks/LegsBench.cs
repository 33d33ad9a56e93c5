using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Simulation;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench legs [SEED...]</c>: what the match of fiat with crypto legs is worth on the simulated country (100,000 people, 60 days) as
/// ordinary traffic grows: at each rate every transfer that belongs to no scheme comes that many times, the copies up to three days apart,
/// so that there is that much more to match by chance. One JSON line a seed and rate: exchangers by accounts (one to one, Jaccard ≥ 0.5),
/// their transfers, and how many matches chance would have given.
/// </summary>
internal static class LegsBench
{
    private const long DayUs = 86_400_000_000;

    public static int Run(string[] args)
    {
        ulong[] seeds = args.Length > 0 ? [.. args.Select(arg => ulong.Parse(arg, CultureInfo.InvariantCulture))] : [201, 202, 203];
        foreach (var seed in seeds)
        {
            foreach (var rate in (int[])[1, 2, 4])
            {
                One(seed, rate);
            }
        }
        return 0;
    }

    private static void One(ulong seed, int rate)
    {
        var country = Country.Create(new CountryOptions { Seed = seed, Threads = 2 });
        var builder = new TransferTableBuilder();
        var random = new Random((int)seed);
        var accounts = new Dictionary<string, HashSet<string>>();
        var transfers = new Dictionary<string, HashSet<string>>();
        foreach (var day in country.Days())
        {
            var planted = day.Truth.Select(row => row.TransferId).ToHashSet();
            foreach (var row in day.Truth.Where(row => row.Kind == Exchanger.Name))
            {
                Set(accounts, row.PatternId).Add(row.Account);
                Set(transfers, row.PatternId).Add(row.TransferId);
            }
            for (var i = 0; i < day.PaymentCount; i++)
            {
                var payment = day.Payment(i);
                if (PaymentEnds.Of(payment) is not ({ } from, { } to))
                    continue;
                Add(
                    payment.Id,
                    payment.TimeUs,
                    from,
                    to,
                    payment.Amount.AmountMicro,
                    payment.Amount.Currency,
                    (TransferKind)payment.Kind,
                    planted
                );
            }
            for (var i = 0; i < day.ChainCount; i++)
            {
                var row = day.Transfer(i);
                if (UsdtContracts.IsGenuine(row.Token))
                    Add(row.Id, row.TimeUs, row.From, row.To, (long)row.Units, Currency.Usdt, TransferKind.Chain, planted);
            }
        }
        var rates = new RateTable();
        foreach (var published in country.Rates)
        {
            rates.Add(published);
        }
        var table = builder.Build();
        var found = Found(table, rates);
        Print(
            seed,
            rate,
            table.Count,
            [.. accounts.Select(a => new PlantedPattern(Exchanger.Name, a.Key, a.Value, transfers[a.Key], 0, Currency.Unstated))],
            found
        );

        void Add(string id, long timeUs, string from, string to, long micro, Currency currency, TransferKind kind, HashSet<string> planted)
        {
            for (var copy = 0; copy < (planted.Contains(id) ? 1 : rate); copy++)
            {
                builder.Add(
                    new TransferRow
                    {
                        Id = Encoding.UTF8.GetBytes(copy == 0 ? id : $"{id}+{copy}"),
                        TimeUs = copy == 0 ? timeUs : timeUs + random.NextInt64(-3 * DayUs, 3 * DayUs),
                        From = Encoding.UTF8.GetBytes(from),
                        To = Encoding.UTF8.GetBytes(to),
                        AmountMicro = micro,
                        Currency = currency,
                        Kind = kind,
                    }
                );
            }
        }
    }

    private static HashSet<string> Set(Dictionary<string, HashSet<string>> map, string key) =>
        map.TryGetValue(key, out var set) ? set : map[key] = [];

    private static List<Finding> Found(TransferTable table, RateTable rates)
    {
        var context = new MiningContext(new ServiceLabels(), rates);
        var ground = new MiningGround(TransferGraph.Build(table), MiningGround.WindowHoursMax * 3_600_000_000L, null, context);
        return [.. TypologyTable.Shipped[Exchanger.Name].Mine(ground).Select(sighting => sighting.Name(table))];
    }

    private static void Print(ulong seed, int rate, int count, List<PlantedPattern> planted, List<Finding> found)
    {
        var correct = PlantedAgainstFound.Match(planted, found).Count;
        var there = planted.SelectMany(p => p.Transfers).ToHashSet();
        var claimed = found.SelectMany(f => f.Transfers).ToHashSet();
        var right = (double)claimed.Count(there.Contains);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "legs",
                    seed,
                    rate,
                    transfers = count,
                    planted = planted.Count,
                    found = found.Count,
                    correct,
                    precision = Math.Round(found.Count == 0 ? 1 : (double)correct / found.Count, 3),
                    recall = Math.Round((double)correct / Math.Max(1, planted.Count), 3),
                    legs_precision = Math.Round(claimed.Count == 0 ? 1 : right / claimed.Count, 3),
                    legs_recall = Math.Round(right / Math.Max(1, there.Count), 3),
                }
            )
        );
    }
}
