using System.Globalization;
using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Formats.Chain;
using Sunqar.Formats.Findings;
using Sunqar.Formats.Transfers;
using Xunit;
using SchemeRow = Sunqar.Tests.Networks.SchemeStream.SchemeRow;

namespace Sunqar.Tests.Networks;

/// <summary>
/// Address poisoning joins nobody (docs/patterns/poisoning.md): zero and dust transfers between look-alikes and real wallets, before,
/// among and after the transfers of a world with schemes of every kind, change no finding, class, cluster or exposure.
/// </summary>
public class PoisoningTests
{
    private const long DayUs = 86_400_000_000;

    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_finding_of_any_typology_changes(int seed)
    {
        var rows = SchemeStream.Of(seed);
        var plain = Told(rows);
        Assert.NotEmpty(plain);
        Assert.Equal(plain, Told(Poisoned(rows, seed)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, Traits = ["Suite", "Whole"])]
    [InlineData(3, Traits = ["Suite", "Whole"])]
    public void Live_mining_of_a_poisoned_stream_tells_what_the_clean_file_tells(int seed)
    {
        var rows = SchemeStream.Of(seed);
        var live = SmallWorld.LiveNetworks();
        foreach (var batch in Poisoned(rows, seed).Chunk(700))
        {
            foreach (var row in batch)
                row.AddTo(live.Transfers);
            live.Update(new MiningContext(SchemeStream.Labels(), new RateTable()));
        }
        var table = Table(rows);
        var scratch = SmallWorld.Networks(TransferGraph.Build(table), new MiningContext(SchemeStream.Labels(), new RateTable()));
        Assert.NotEmpty(scratch);
        Assert.Equal(Texts(scratch, table), Texts(live.Sightings, live.Transfers.Table));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_class_no_cluster_and_no_exposure_changes(int seed)
    {
        var rows = SchemeStream.Of(seed);
        var (plain, poisoned) = (Table(rows), Table(Poisoned(rows, seed)));
        Assert.Equal(Classes(plain), Classes(poisoned));
        var clusters = Clusters(plain);
        Assert.NotEmpty(clusters);
        Assert.Equal(clusters, Clusters(poisoned));
        string[] traced = ["desk0", "desk1b", "treasury", "reserve0", "w3"];
        foreach (var wallet in traced)
        {
            Assert.Equal(Exposures(plain, wallet), Exposures(poisoned, wallet));
        }
    }

    [Fact]
    public void What_is_dust_hangs_on_where_the_tokens_moved_and_on_the_sum()
    {
        (TransferKind Kind, Currency Currency, long Micro, bool Moves)[] cases =
        [
            (TransferKind.Chain, Currency.Usdt, 0, false),
            (TransferKind.Chain, Currency.Usdt, 1, false),
            (TransferKind.Chain, Currency.Usdt, 999_999, false),
            (TransferKind.Unknown, Currency.Usdt, 999_999, false),
            (TransferKind.Chain, Currency.Usdt, 1_000_000, true),
            (TransferKind.CryptoWithdrawal, Currency.Usdt, 1, true),
            (TransferKind.CardTransfer, Currency.Kzt, 1, true),
            (TransferKind.Chain, Currency.Btc, 1, true),
        ];
        foreach (var (kind, currency, micro, moves) in cases)
        {
            var builder = new TransferTableBuilder();
            var live = new LiveTransfers();
            foreach (var sink in (INumberedTransfers[])[builder, live])
            {
                sink.Add("t"u8, 7, sink.Nodes.Intern("a"u8), sink.Nodes.Intern("b"u8), micro, currency, kind);
            }
            var table = builder.Build();
            Assert.Equal(moves, table.Moves(0));
            Assert.Equal(moves ? (7, 7) : (0, 0), (table.FirstUs, table.LastUs));
            Assert.Equal((table.FirstUs, table.LastUs), (live.Table.FirstUs, live.Table.LastUs));
            Assert.Equal(moves ? 1 : 0, TransferGraph.Build(table).Out(0).Length);
            Assert.Equal(moves ? 1 : 0, live.In(1).Length);
        }
    }

    /// <summary>Real wallets: what was sent to them in sums below a token tells nothing of them.</summary>
    [Fact]
    public void Seized_wallets_are_judged_by_what_is_no_dust()
    {
        var file = Repository.Shared("data/tron-exchange-offices/transfers.csv");
        var (all, clean) = (new TransferTableBuilder(), new Sieve(new TransferTableBuilder()));
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(file, null, all));
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(file, null, clean));
        Assert.InRange(clean.LeftOut, 100, 1_000);
        Assert.Equal(Classes(clean.Into.Build()), Classes(all.Build()));
    }

    private sealed class Sieve(TransferTableBuilder into) : ITransferSink
    {
        public TransferTableBuilder Into { get; } = into;

        public int LeftOut { get; private set; }

        public void Add(in TransferRow row)
        {
            if (row.AmountMicro < 1_000_000)
                LeftOut++;
            else
                Into.Add(row);
        }
    }

    /// <summary>One row of poison for each six: from a look-alike to a wallet, or drawn out of it by a contract, of zero or next to it.
    /// One look-alike poisons many, real wallets are made to pay each other, and some comes days before and after all else.</summary>
    private static List<SchemeRow> Poisoned(List<SchemeRow> rows, int seed)
    {
        var random = new Random(seed);
        var chain = rows.Where(row => row.Kind == TransferKind.Chain).ToList();
        var poisoned = new List<SchemeRow>(rows);
        for (var i = 0; i < rows.Count / 6; i++)
        {
            var like = chain[random.Next(chain.Count)];
            var (from, to) = random.Next(4) switch
            {
                0 => ("like-" + like.To, like.From),
                1 => (like.From, "like-" + like.To),
                2 => ("poisoner", like.From),
                _ => (chain[random.Next(chain.Count)].From, like.To),
            };
            var micro = random.Next(3) == 0 ? 0 : random.NextInt64(1, 1_000_000);
            var later = i switch
            {
                0 => -9 * DayUs,
                1 => 90 * DayUs,
                _ => random.NextInt64(1, 3_600_000_000),
            };
            var poison = new SchemeRow(
                "poison" + i.ToString(CultureInfo.InvariantCulture),
                TransferKind.Chain,
                from,
                to,
                like.TimeUs + later,
                micro
            );
            poisoned.Insert(random.Next(poisoned.Count + 1), poison);
        }
        return poisoned;
    }

    private static TransferTable Table(List<SchemeRow> rows)
    {
        var builder = new TransferTableBuilder();
        rows.ForEach(row => row.AddTo(builder));
        return builder.Build();
    }

    private static List<string> Told(List<SchemeRow> rows)
    {
        var table = Table(rows);
        var context = new MiningContext(SchemeStream.Labels(), new RateTable());
        var ground = new MiningGround(TransferGraph.Build(table), 30 * DayUs, null, context);
        return Texts(TypologyTable.Shipped.Mine(ground, 0.1), table);
    }

    private static List<string> Texts(IEnumerable<Sighting> sightings, TransferTable table) =>
        [
            .. sightings
                .Select(sighting =>
                {
                    var stream = new MemoryStream();
                    var finding = sighting.Name(table);
                    // Members of one role stand in the order of their numbers, which poison that came first shifts.
                    var roles = finding.Roles.OrderBy(role => role.Key, StringComparer.Ordinal).ToDictionary();
                    FindingJson.Write(stream, finding with { Accounts = [.. roles.Keys], Roles = roles });
                    return Encoding.UTF8.GetString(stream.ToArray());
                })
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Of wallets that moved something: one that only dust touches is listed as private, and says nothing.</summary>
    private static List<string> Classes(TransferTable table)
    {
        var graph = TransferGraph.Build(table);
        return
        [
            .. WalletClassifier
                .Classify(graph, SchemeStream.Labels())
                .Verdicts.Where(v => graph.Out(v.Wallet).Length + graph.In(v.Wallet).Length > 0)
                .Select(v => string.Create(CultureInfo.InvariantCulture, $"{table.Accounts.Id(v.Wallet)} {v.Class} {v.Score:F9}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Attribution Labels()
    {
        var attribution = new Attribution();
        attribution.Add(new WalletLabel("tron", "hot", "hot", "exchange", "", "", "forensic"));
        return attribution;
    }

    private static List<string> Clusters(TransferTable table)
    {
        var found = DepositAddresses.Find(TransferGraph.Build(table), Labels(), MiningTuning.Shipped.Of<DepositLimits>());
        string Names(IEnumerable<int> wallets) => string.Join(',', wallets.Select(table.Accounts.Id).Order(StringComparer.Ordinal));
        return
        [
            .. found
                .Found.Select(d => $"{table.Accounts.Id(d.Wallet)} {d.OutShare} {d.Forwarded} {d.ConfidencePercent} {Names(d.Users)}")
                .Concat(found.Customers.Select(c => $"{Names(c.Wallets)} {Names(c.Deposits)} {c.ConfidencePercent}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Exposures(TransferTable table, string wallet)
    {
        Assert.True(table.Accounts.TryFind(wallet, out var traced));
        var trace = new ExposureTrace(table, Labels(), MiningTuning.Shipped.Of<ExposureLimits>());
        var stream = new MemoryStream();
        foreach (var method in (TaintMethod[])[TaintMethod.Haircut, TaintMethod.Fifo])
        {
            ExposureJson.Write(stream, trace.Of(traced, Currency.Usdt, method), table, Currency.Usdt);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
