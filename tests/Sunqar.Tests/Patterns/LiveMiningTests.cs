using System.Globalization;
using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>
/// Mining what keeps coming, held against mining from scratch: streams of ordinary traffic with schemes of every kind in it, in bursts, out
/// of the order of time, some transfers twice, in batches of any size. After each batch all findings are the same, to the last digit of
/// every score.
/// </summary>
public class LiveMiningTests
{
    private const long HourUs = 3_600_000_000,
        DayUs = 24 * HourUs;

    private static readonly MiningLimits Limits = new([new(Currency.Kzt, 500_000_000_000, 20 * DayUs, "over 500,000 KZT")]);

    private static readonly MiningContext Context = MiningContext.Bare();

    internal sealed record Row(
        string Id,
        long TimeUs,
        string From,
        string To,
        long Units,
        TransferKind Kind,
        Currency Currency = Currency.Kzt
    );

    [Theory]
    [InlineData(1, 30, 700)]
    [InlineData(2, 30, 700, Traits = ["Suite", "Whole"])]
    [InlineData(3, 14, 700, Traits = ["Suite", "Whole"])]
    [InlineData(4, 2, 500)]
    [InlineData(5, 30, 200)]
    [InlineData(6, 7, 2000, Traits = ["Suite", "Whole"])]
    public void After_every_batch_the_findings_are_those_of_mining_from_scratch(int seed, int windowDays, int people)
    {
        var random = new Random(seed);
        var rows = Stream(random, people);
        // In one stream currencies are stated only from its middle on, and the rest is of one unknown currency.
        if (seed == 5)
            rows = [.. rows.Select((row, i) => i < rows.Count / 2 ? row with { Currency = Currency.Unstated } : row)];
        var live = new LiveMining(TypologyTable.Shipped.Shapes, windowDays * DayUs, Limits, 0.05);
        var met = new List<Row>();
        var kinds = new HashSet<string>();
        for (var at = 0; at < rows.Count; )
        {
            var batch = rows.GetRange(
                at,
                Math.Min(
                    rows.Count - at,
                    random.Next(4) switch
                    {
                        0 => 1,
                        1 => random.Next(1, 10),
                        2 => random.Next(1, 100),
                        _ => random.Next(1, 800),
                    }
                )
            );
            at += batch.Count;
            foreach (var row in batch)
            {
                Add(live.Transfers, row);
                if (random.Next(50) == 0)
                    Add(live.Transfers, met.Count > 0 ? met[random.Next(met.Count)] : row);
                met.Add(row);
            }
            live.Update(Context);
            var expected = FromScratch(met, windowDays);
            Assert.All(live.Sightings, s => TypologyPages.AssertDeclared(TypologyTable.Shipped, s));
            kinds.UnionWith(expected.Select(text => text.Split(' ')[0]));
            Assert.Equal(expected, live.Sightings.Select(s => Text(s.Name(live.Transfers.Table))));
        }
        Assert.True(kinds.Count >= 7, string.Join(' ', kinds));
    }

    [Fact]
    public void A_transfer_among_many_costs_what_it_touches()
    {
        var random = new Random(9);
        var rows = Stream(random, 3_000);
        var live = new LiveMining(TypologyTable.Shipped.Shapes, 30 * DayUs, Limits, 0.05);
        foreach (var row in rows)
        {
            Add(live.Transfers, row);
        }
        live.Update(Context);
        var all = live.Touched;
        var most = 0;
        for (var i = 0; i < 50; i++)
        {
            Add(
                live.Transfers,
                new Row("more" + i, rows[^1].TimeUs, "p" + random.Next(3_000), "p" + random.Next(3_000), 1_000, TransferKind.Unknown)
            );
            live.Update(Context);
            most = Math.Max(most, live.Touched);
        }
        Assert.True(most * 4 < all, $"{most} of {all} pairs");
    }

    private static List<string> FromScratch(List<Row> met, int windowDays)
    {
        var builder = new TransferTableBuilder();
        foreach (var row in met)
        {
            Add(builder, row);
        }
        var table = builder.Build();
        return
        [
            .. TypologyTable
                .Shipped.Shapes.Mine(new MiningGround(TransferGraph.Build(table), windowDays * DayUs, Limits), 0.05)
                .Select(s => Text(s.Name(table))),
        ];
    }

    /// <summary>Everything a finding says.</summary>
    private static string Text(Finding finding) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{finding.Pattern} {finding.Id} {finding.Score:R} {finding.FirstUs} {finding.LastUs} {finding.AmountMicro} {finding.Currency} [{string.Join(' ', finding.Transfers)}] "
                + $"[{string.Join(' ', finding.Roles.OrderBy(r => r.Key, StringComparer.Ordinal))}] [{string.Join(' ', finding.Evidence.OrderBy(e => e.Key, StringComparer.Ordinal))}]"
        );

    private static void Add(ITransferSink sink, Row row) =>
        sink.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes(row.Id),
                TimeUs = row.TimeUs,
                From = Encoding.UTF8.GetBytes(row.From),
                To = Encoding.UTF8.GetBytes(row.To),
                AmountMicro = row.Units * 1_000_000,
                Currency = row.Currency,
                Kind = row.Kind,
            }
        );

    /// <summary>Sixty days of people who pay friends, shops and now and then a stranger, and schemes; sorted but for one in ten, which
    /// comes late.</summary>
    internal static List<Row> Stream(Random random, int people)
    {
        var rows = new List<(Row Row, long ComesUs)>();
        string Someone() => "p" + random.Next(people).ToString(CultureInfo.InvariantCulture);
        void Pay(double day, string from, string to, long units, TransferKind kind = TransferKind.Unknown)
        {
            var timeUs = (long)(day * 24) * HourUs;
            rows.Add(
                (
                    new Row("t" + rows.Count.ToString(CultureInfo.InvariantCulture), timeUs, from, to, units, kind),
                    timeUs + (random.Next(10) == 0 ? random.Next(10) * DayUs : 0)
                )
            );
        }
        for (var i = 0; i < people * 2; i++)
        {
            var person = random.Next(people);
            var day = random.NextDouble() * 60;
            Pay(day, "p" + person, "p" + ((person * 7 + (i % 3 * 11) + 1) % people), random.Next(1_000, 200_000));
            if (i % 2 == 0)
                Pay(day, "p" + person, Someone(), random.Next(1_000, 200_000));
            if (i % 8 == 0)
            {
                Pay(
                    day,
                    "p" + person,
                    "shop" + random.Next(4),
                    random.Next(100, 2_000),
                    random.Next(3) == 0 ? TransferKind.MerchantPayment : TransferKind.Unknown
                );
            }
            if (i % 40 == 0)
                Pay(day, "p" + person, "atm" + random.Next(3), 50_000, TransferKind.CashWithdrawal);
        }
        for (var scheme = 0; scheme < 16; scheme++)
        {
            Scheme(random, scheme, Someone, Pay);
        }
        return [.. rows.OrderBy(r => r.ComesUs).ThenBy(r => r.Row.TimeUs).Select(r => r.Row)];
    }

    private static void Scheme(Random random, int number, Func<string> someone, Action<double, string, string, long, TransferKind> pay)
    {
        var day = 3 + (random.NextDouble() * 45);
        string Own(string role) => random.Next(3) == 0 ? someone() : $"{role}{number}x{random.Next(1_000_000)}";
        void Flow(double at, string from, string to, long units = 450_000) => pay(at, from, to, units, TransferKind.Unknown);
        switch (number % 8)
        {
            case 0:
                var ring = Enumerable.Range(0, random.Next(3, 9)).Select(_ => Own("ring")).ToList();
                for (var i = 0; i < ring.Count; i++)
                    Flow(day + (i / 4.0), ring[i], ring[(i + 1) % ring.Count]);
                break;
            case 1:
                string source = Own("source"),
                    destination = Own("destination");
                foreach (var middle in Enumerable.Range(0, random.Next(3, 7)).Select(_ => Own("middle")))
                {
                    Flow(day, source, middle);
                    Flow(day + 1, middle, destination, random.Next(20_000, 450_000));
                }
                break;
            case 2:
                var hub = Own("hub");
                for (var i = 0; i < random.Next(3, 8); i++)
                    Flow(day + (i / 8.0), Own("in"), hub);
                for (var i = 0; i < random.Next(3, 8); i++)
                    Flow(day + 2 + (i / 8.0), hub, Own("out"));
                break;
            case 3:
                var (senders, receivers) = (
                    Enumerable.Range(0, 4).Select(_ => Own("s")).ToList(),
                    Enumerable.Range(0, 4).Select(_ => Own("r")).ToList()
                );
                foreach (var s in senders)
                {
                    foreach (var r in receivers)
                        Flow(day + random.NextDouble(), s, r);
                }
                break;
            case 4:
                var layers = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 3).Select(_ => Own("layer")).ToList()).ToList();
                for (var layer = 0; layer < 2; layer++)
                {
                    foreach (var a in layers[layer])
                    {
                        foreach (var b in layers[layer + 1])
                            Flow(day + layer + (random.NextDouble() / 2), a, b);
                    }
                }
                break;
            case 5:
                var card = Own("smurfed");
                for (var i = 0; i < random.Next(4, 9); i++)
                    Flow(day + (i / 2.0), Own("smurf"), card, random.Next(455_000, 499_999));
                break;
            case 6:
                string victim = Own("victim"),
                    mule = Own("mule"),
                    next = Own("next");
                for (var i = 0; i < 4; i++)
                {
                    Flow(day + i, i % 2 == 0 ? victim : Own("victim"), mule, 300_000);
                    Flow(day + i + (1 / 24.0), mule, next, 290_000);
                    Flow(day + i + (2 / 24.0), next, Own("cash"), 285_000);
                }
                break;
            default:
                var chain = Enumerable.Range(0, 8).Select(i => $"chain{number}x{i}").ToList();
                for (var i = 1; i < chain.Count; i++)
                    Flow(day + (i / 3.0), chain[i - 1], chain[i]);
                for (var i = 0; i < 30; i++)
                    pay(day + (i / 5.0), $"buyer{number}x{i}", $"till{number}", 20_000, TransferKind.CardTransfer);
                for (var i = 0; i < 5; i++)
                    pay(day + i + 2, $"till{number}", "platform", 100_000, TransferKind.CryptoBuy);
                for (var i = 0; i < 24; i++)
                    Flow(day + (i / 4.0), $"relay{number}", $"end{number}x{i % 3}", 50_000);
                break;
        }
    }
}
