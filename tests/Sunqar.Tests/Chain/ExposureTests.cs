using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Formats.Transfers;
using Xunit;
using Move = Sunqar.Tests.Chain.PlainTaint.Move;

namespace Sunqar.Tests.Chain;

/// <summary>Exposure: small chains by hand, random ones against <see cref="PlainTaint"/>, and the laws of conservation.</summary>
public class ExposureTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["X"] = "exchange", ["M"] = "mixing_service" };

    [Theory]
    [InlineData(TaintMethod.Haircut)]
    [InlineData(TaintMethod.Fifo)]
    public void Direct_and_indirect_both_ways(TaintMethod method)
    {
        var cells = Cells([new("X", "b", 60), new("b", "A", 60), new("M", "A", 40), new("A", "c", 100), new("c", "X", 70)], method);
        Assert.Equal(
            [
                ("in", "exchange", 2, 60, 60.0),
                ("in", "mixing_service", 1, 40, 40.0),
                ("out", "exchange", 2, 70, 70.0),
                ("out", "unlabelled", 0, 30, 30.0),
            ],
            cells
        );
    }

    [Fact]
    public void A_mix_leaves_in_proportion_or_in_order()
    {
        Move[] moves = [new("M", "b", 30), new("X", "b", 70), new("b", "A", 50), new("b", "z", 50)];
        Assert.Equal([("in", "exchange", 2, 35, 70.0), ("in", "mixing_service", 2, 15, 30.0)], Cells(moves, TaintMethod.Haircut));
        Assert.Equal([("in", "mixing_service", 2, 30, 60.0), ("in", "exchange", 2, 20, 40.0)], Cells(moves, TaintMethod.Fifo));
    }

    [Fact]
    public void Value_does_not_flow_back_in_time_nor_through_a_service()
    {
        Assert.Equal([("in", "unlabelled", 0, 10, 100.0)], Cells([new("b", "A", 10), new("M", "b", 10)], TaintMethod.Fifo));
        Assert.Equal([("in", "exchange", 1, 10, 100.0)], Cells([new("M", "X", 10), new("X", "A", 10)], TaintMethod.Fifo));
        Assert.Equal([("out", "exchange", 1, 10, 100.0)], Cells([new("A", "X", 10), new("X", "M", 10)], TaintMethod.Fifo));
    }

    [Fact]
    public void The_last_hop_stands_for_that_many_or_more()
    {
        Move[] chain = [new("M", "b", 9), new("b", "c", 9), new("c", "d", 9), new("d", "A", 9)];
        Assert.Equal([("in", "mixing_service", 4, 9, 100.0)], Cells(chain, TaintMethod.Haircut));
        Assert.Equal([("in", "mixing_service", 2, 9, 100.0)], Cells(chain, TaintMethod.Haircut, hopsMax: 2));
    }

    [Fact]
    public void An_example_is_a_way_in_order_of_time()
    {
        var (table, exposure) = Trace(
            [new("M", "b", 5), new("b", "c", 5), new("M", "b", 9), new("b", "c", 9), new("c", "A", 14)],
            TaintMethod.Fifo,
            32
        );
        var path = Assert.Single(Assert.Single(exposure.Cells).Examples);
        Assert.Equal(["M", "b", "c", "A"], path.Wallets.Select(table.Accounts.Id));
        Assert.Equal([0, 1, 4], path.Rows);
        Assert.Equal("M", path.Labelled!.Label);
    }

    [Fact]
    public void Random_chains_agree_with_the_plain_replay()
    {
        var prop = Prop.ForAll(
            Chains(),
            moves =>
            {
                foreach (var method in (TaintMethod[])[TaintMethod.Haircut, TaintMethod.Fifo])
                {
                    // The haircut rounds to whole millionths, so it is given amounts beside which these are nothing.
                    var scale = method == TaintMethod.Haircut ? 1_000_000_000L : 1;
                    Move[] scaled = [.. moves.Select(m => m with { Units = m.Units * scale })];
                    var expected = PlainTaint.Exposure(scaled, "A", Labels, method);
                    var (_, exposure) = Trace(scaled, method, 32);
                    var cells = exposure.Cells.ToDictionary(c => (c.Category, c.Direction, c.Hop), c => (double)c.AmountMicro);
                    foreach (var key in expected.Keys.Union(cells.Keys))
                    {
                        // Beyond 32 hops nothing is left of these short chains.
                        Assert.Equal(
                            expected.GetValueOrDefault(key),
                            cells.GetValueOrDefault(key),
                            tolerance: method == TaintMethod.Haircut ? 1_000 : 0
                        );
                    }
                }
            }
        );
        Check.QuickThrowOnFailure(prop);
    }

    [Fact]
    public void A_share_is_the_exact_quotient_rounded_down()
    {
        var random = new Random(3);
        for (var i = 0; i < 100_000; i++)
        {
            var balance = random.NextInt64(1, 1L << random.Next(1, 63));
            var (sum, sent) = (random.NextInt64(0, balance + 1), random.NextInt64(0, balance + 1));
            Assert.Equal((long)((Int128)sum * sent / balance), HaircutLedger.Share(sum, sent, balance, (double)sent / balance));
        }
    }

    [Fact]
    public void Nothing_is_lost_or_made()
    {
        var prop = Prop.ForAll(
            Chains(),
            moves =>
            {
                foreach (var method in (TaintMethod[])[TaintMethod.Haircut, TaintMethod.Fifo])
                {
                    foreach (var wallet in (string[])["A", "b", "X"])
                    {
                        var (_, exposure) = Trace(moves, method, 3, wallet, dustMicro: moves.Length % 4);
                        var real = moves.Where(m => m.From != m.To).ToList();
                        Assert.Equal(real.Where(m => m.To == wallet).Sum(m => m.Units), (long)exposure.ReceivedMicro);
                        Assert.Equal(real.Where(m => m.From == wallet).Sum(m => m.Units), (long)exposure.SentMicro);
                        Assert.Equal(exposure.ReceivedMicro, Sum(exposure, FlowDirection.In));
                        Assert.Equal(exposure.SentMicro, Sum(exposure, FlowDirection.Out));
                    }
                }
            }
        );
        Check.QuickThrowOnFailure(prop);

        static Int128 Sum(Exposure exposure, FlowDirection direction) =>
            exposure.Cells.Where(c => c.Direction == direction).Aggregate((Int128)0, (sum, cell) => sum + cell.AmountMicro);
    }

    [Fact]
    public void Real_wallets_of_exchange_offices_add_up_and_meet_exchanges()
    {
        var file = Repository.Shared("data/tron-exchange-offices/transfers.csv");
        var attribution = new Attribution();
        var builder = new TransferTableBuilder();
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.ReadTags(file, attribution.AddTag));
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(file, null, builder));
        var table = builder.Build();
        var trace = new ExposureTrace(table, attribution, MiningTuning.Shipped.Of<ExposureLimits>());
        Assert.True(table.Accounts.TryFind("TBfJfBYSpVPLDoFzvg3zCnc4Kvpb48cME5", out var office));
        foreach (var method in (TaintMethod[])[TaintMethod.Haircut, TaintMethod.Fifo])
        {
            var exposure = trace.Of(office, Currency.Usdt, method);
            Assert.Equal(
                exposure.ReceivedMicro,
                exposure.Cells.Where(c => c.Direction == FlowDirection.In).Aggregate((Int128)0, (sum, cell) => sum + cell.AmountMicro)
            );
            // More than half of what this office received came straight from tagged services.
            Assert.True(
                exposure.Cells.Where(c => c is { Direction: FlowDirection.In, Category: Attribution.Service, Hop: 1 }).Sum(c => c.Percent)
                    > 50
            );
            Assert.All(exposure.Cells.SelectMany(c => c.Examples), path => Assert.Equal(path.Rows.Order(), path.Rows));
        }
    }

    [Fact]
    public void The_surest_source_is_believed_and_an_actor_lends_its_category()
    {
        var attribution = new Attribution();
        attribution.Add(new Actor("binance", "Binance", ["organization", "exchange"], [], [], ["bnc"]));
        attribution.AddTag("T1", "Binance-Hot 2");
        attribution.AddTag("T2", "Somebody 7");
        attribution.Add(new WalletLabel("tron", "T2", "Hydra", "market", "", "court", "authority_data"));
        Assert.Equal(("exchange", "binance"), (attribution.Of("T1")!.Category, attribution.Of("T1")!.Entity));
        Assert.Equal(("market", 60), (attribution.Of("T2")!.Category, attribution.Of("T2")!.ConfidencePercent));
        Assert.Null(attribution.Of("T3"));
    }

    private static Arbitrary<Move[]> Chains()
    {
        var wallet = Gen.Elements("A", "b", "c", "d", "e", "X", "M");
        var move = from sender in wallet from receiver in wallet from units in Gen.Choose(1, 9) select new Move(sender, receiver, units);
        return move.ArrayOf(24).ToArbitrary();
    }

    private static List<(string, string, int, long, double)> Cells(Move[] moves, TaintMethod method, int hopsMax = 32) =>
        [
            .. Trace(moves, method, hopsMax)
                .Exposure.Cells.Select(c =>
                    (c.Direction == FlowDirection.In ? "in" : "out", c.Category, c.Hop, (long)c.AmountMicro, Math.Round(c.Percent, 6))
                ),
        ];

    // Bitcoin, whose smallest sum counts: below one USDT nothing moves.
    private static (TransferTable Table, Exposure Exposure) Trace(
        Move[] moves,
        TaintMethod method,
        int hopsMax,
        string wallet = "A",
        long dustMicro = 0
    )
    {
        var attribution = new Attribution();
        foreach (var (address, category) in Labels)
        {
            attribution.Add(new WalletLabel("tron", address, address, category, "", "", "forensic"));
        }
        var builder = new TransferTableBuilder();
        var traced = builder.Accounts.Intern(Encoding.UTF8.GetBytes(wallet));
        foreach (var (move, i) in moves.Select((move, i) => (move, i)))
        {
            builder.Add(
                Encoding.UTF8.GetBytes("t" + i),
                i / 2,
                builder.Accounts.Intern(Encoding.UTF8.GetBytes(move.From)),
                builder.Accounts.Intern(Encoding.UTF8.GetBytes(move.To)),
                move.Units,
                Currency.Btc,
                TransferKind.Chain
            );
        }
        var table = builder.Build();
        return (table, new ExposureTrace(table, attribution, new ExposureLimits(hopsMax, dustMicro)).Of(traced, Currency.Btc, method));
    }
}
