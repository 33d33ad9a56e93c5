using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Cases;

public class AssetLedgerTests
{
    private const long Day = 86_400_000_000;
    private const long Now = 100 * Day;
    private const long Usdt = 1_000_000;
    private static readonly Actor Officer = new("officer-1", Role.Officer, "unit-a");

    private static AssetMoved Move(
        string id,
        AssetStanding from,
        AssetStanding to,
        long quantity,
        long day = 1,
        string? transaction = "same as id",
        string caseId = "case-1",
        string asset = "usdt:tron:T1"
    ) =>
        new(
            id,
            caseId,
            asset,
            "USDT",
            from,
            to,
            quantity * (Int128)Usdt,
            day * Day,
            "order 1 of 2026-01-02",
            "tron",
            transaction == "same as id" ? "tx-" + id : transaction,
            0
        );

    private static AssetLedger Booked(params AssetMoved[] moves)
    {
        var ledger = new AssetLedger();
        foreach (var move in moves)
        {
            Assert.Null(ledger.Fault(move, Now));
            ledger.Apply(move);
        }
        return ledger;
    }

    [Fact]
    public void An_asset_goes_its_way_in_parts()
    {
        var ledger = Booked(
            Move("1", AssetStanding.Held, AssetStanding.Frozen, 100),
            Move("2", AssetStanding.Frozen, AssetStanding.Seized, 70, 2),
            Move("3", AssetStanding.Frozen, AssetStanding.Held, 30, 3),
            Move("4", AssetStanding.Seized, AssetStanding.Forfeited, 50, 4, transaction: null),
            Move("5", AssetStanding.Seized, AssetStanding.Returned, 20, 5),
            Move("6", AssetStanding.Forfeited, AssetStanding.Returned, 10, 6)
        );
        var balance = Assert.Single(ledger.Balances);
        Assert.Equal((0, 0, 40 * (Int128)Usdt, 30 * (Int128)Usdt), (balance.Frozen, balance.Seized, balance.Forfeited, balance.Returned));
        Assert.Equal(-70 * (Int128)Usdt, ledger.Balance("case-1", "usdt:tron:T1", AssetStanding.Held));
        Assert.Equal(12, ledger.Entries.Count());
    }

    public static TheoryData<string, AssetMoved, RefusalKind, string> Refused =>
        new()
        {
            {
                "more than is seized",
                Move("x", AssetStanding.Seized, AssetStanding.Forfeited, 61, 5, null),
                RefusalKind.Conflict,
                "quantity"
            },
            { "more than is frozen", Move("x", AssetStanding.Frozen, AssetStanding.Seized, 41, 5), RefusalKind.Conflict, "quantity" },
            {
                "of another case",
                Move("x", AssetStanding.Seized, AssetStanding.Forfeited, 1, 5, null, "case-2"),
                RefusalKind.Conflict,
                "quantity"
            },
            {
                "forfeited without seizure",
                Move("x", AssetStanding.Frozen, AssetStanding.Forfeited, 1, 5, null),
                RefusalKind.Invalid,
                "to"
            },
            { "back from victims", Move("x", AssetStanding.Returned, AssetStanding.Seized, 1, 5), RefusalKind.Invalid, "to" },
            { "to itself", Move("x", AssetStanding.Seized, AssetStanding.Seized, 1, 5), RefusalKind.Invalid, "to" },
            { "nothing", Move("x", AssetStanding.Held, AssetStanding.Frozen, 0, 5), RefusalKind.Invalid, "quantity" },
            { "less than nothing", Move("x", AssetStanding.Held, AssetStanding.Frozen, -1, 5), RefusalKind.Invalid, "quantity" },
            {
                "beyond all measure",
                Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 5) with
                {
                    QuantityMicro = Int128.MaxValue,
                },
                RefusalKind.Invalid,
                "quantity"
            },
            { "tomorrow", Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 101), RefusalKind.Invalid, "at" },
            { "before the last", Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 1), RefusalKind.Conflict, "at" },
            { "its id again", Move("1", AssetStanding.Held, AssetStanding.Frozen, 1, 5, "tx-new"), RefusalKind.Conflict, "id" },
            {
                "its transaction again",
                Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 5, "tx-1"),
                RefusalKind.Conflict,
                "transaction"
            },
            {
                "on chain without a transaction",
                Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 5, null),
                RefusalKind.Invalid,
                "transaction"
            },
            {
                "off chain with one",
                Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 5, asset: "b") with
                {
                    Chain = null,
                },
                RefusalKind.Invalid,
                "transaction"
            },
            {
                "on another chain",
                Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 5) with
                {
                    Chain = "ethereum",
                },
                RefusalKind.Conflict,
                "chain"
            },
            {
                "in another unit",
                Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 5) with
                {
                    Unit = "USD",
                },
                RefusalKind.Conflict,
                "unit"
            },
            {
                "without a document",
                Move("x", AssetStanding.Held, AssetStanding.Frozen, 1, 5) with
                {
                    Document = " ",
                },
                RefusalKind.Invalid,
                "document"
            },
            {
                "a thing without a value",
                Move("x", AssetStanding.Held, AssetStanding.Seized, 1, 5, asset: "car-1") with
                {
                    Unit = "PCS",
                },
                RefusalKind.Invalid,
                "stated"
            },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_is_refused(string what, AssetMoved move, RefusalKind kind, string field)
    {
        var ledger = Booked(
            Move("1", AssetStanding.Held, AssetStanding.Frozen, 100),
            Move("2", AssetStanding.Frozen, AssetStanding.Seized, 60, 2)
        );
        var fault = ledger.Fault(move, Now);
        Assert.True(fault is not null, what);
        Assert.Equal((kind, field), (fault.Kind, fault.Field));
    }

    [Fact]
    public void A_movement_is_worth_what_the_rates_of_its_day_say()
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usd, Currency.Kzt, 500, 1, 0, "test"));
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 505, 1, 0, "test"));
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 510, 1, 2 * Day, "test"));
        var first = AssetValue.Of(Move("1", AssetStanding.Held, AssetStanding.Seized, 100), rates);
        Assert.Equal((50_500 * (Int128)Usdt, 101 * (Int128)Usdt), (first.KztMicro, first.UsdMicro));
        var later = AssetValue.Of(Move("2", AssetStanding.Seized, AssetStanding.Forfeited, 100, 2), rates);
        Assert.Equal((51_000 * (Int128)Usdt, 102 * (Int128)Usdt), (later.KztMicro, later.UsdMicro));
        var car = Move("3", AssetStanding.Held, AssetStanding.Seized, 1) with
        {
            Unit = "PCS",
            Chain = null,
            Transaction = null,
            StatedKztMicro = 5_000_000 * (Int128)Usdt,
        };
        Assert.Equal(
            (5_000_000 * (Int128)Usdt, 10_000 * (Int128)Usdt),
            (AssetValue.Of(car, rates).KztMicro, AssetValue.Of(car, rates).UsdMicro)
        );
        Assert.Equal(default, AssetValue.Of(Move("4", AssetStanding.Held, AssetStanding.Seized, 1), new RateTable()));
    }

    /// <summary>Whatever is tried: what is booked adds up, nothing is below zero, and a plain sum over all movements comes to the
    /// same.</summary>
    [Fact]
    public void The_sums_always_balance()
    {
        var move =
            from id in Gen.Choose(1, 40)
            from caseId in Gen.Elements("case-1", "case-2")
            from asset in Gen.Elements("usdt:tron:T1", "kzt:0123456789abcdef")
            from way in Gen.Two(Gen.Elements(Enum.GetValues<AssetStanding>()))
            from quantity in Gen.Choose(1, 50)
            from day in Gen.Choose(1, 5)
            let chain = asset.StartsWith("usdt", StringComparison.Ordinal) ? "tron" : null
            select new AssetMoved(
                "m" + id,
                caseId,
                asset,
                chain is null ? "KZT" : "USDT",
                way.Item1,
                way.Item2,
                quantity * (Int128)Usdt,
                day * Day,
                "order",
                chain,
                chain is null ? null : "tx" + id,
                0
            );
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usd, Currency.Kzt, 512_37, 100, 0, "test"));
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 513_91, 100, 3 * Day, "test"));
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 511_07, 100, 0, "test"));
        long booked = 0,
            refused = 0;
        Prop.ForAll(
                move.ListOf(120).ToArbitrary(),
                moves =>
                {
                    var ledger = new AssetLedger();
                    var accepted = new List<AssetMoved>();
                    foreach (var one in moves.OrderBy(one => one.AtUs))
                    {
                        if (ledger.Fault(one, Now) is null)
                            accepted.Add(one);
                        else
                            refused++;
                        if (accepted.LastOrDefault() == one)
                            ledger.Apply(one);
                        // What is booked is never booked again.
                        if (accepted.LastOrDefault() == one)
                            ledger.Apply(one);
                    }
                    booked += accepted.Count;
                    Assert.Equal(accepted, ledger.Movements);
                    foreach (var group in ledger.Entries.GroupBy(entry => (entry.Account.CaseId, entry.Account.Asset)))
                    {
                        Assert.Equal((Int128)0, Sum(group, entry => entry.QuantityMicro));
                        Assert.Equal((Int128)0, Sum(group, entry => Signed(entry, AssetValue.Of(entry.Movement, rates).KztMicro!.Value)));
                        Assert.Equal((Int128)0, Sum(group, entry => Signed(entry, AssetValue.Of(entry.Movement, rates).UsdMicro!.Value)));
                        foreach (var standing in Enum.GetValues<AssetStanding>())
                        {
                            var plain = Sum(
                                accepted.Where(one => (one.CaseId, one.Asset) == group.Key),
                                one => (one.To == standing ? one.QuantityMicro : 0) - (one.From == standing ? one.QuantityMicro : 0)
                            );
                            Assert.Equal(plain, ledger.Balance(group.Key.CaseId, group.Key.Asset, standing));
                            Assert.True(standing == AssetStanding.Held || plain >= 0, $"{standing} {plain}");
                        }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        Assert.True(booked > 1_000 && refused > 1_000, $"{booked} booked, {refused} refused: the law is hardly tried");
    }

    [Fact]
    public void Only_officers_book_and_only_on_a_basis()
    {
        var ledger = new AssetLedger();
        var state = new ActState([ledger]);
        var command = new MoveAsset(
            "k1",
            "case-1",
            "Criminal Procedure Code art. 161",
            "kzt:1",
            "KZT",
            AssetStanding.Held,
            AssetStanding.Frozen,
            Usdt,
            Day,
            "order 1",
            null,
            null,
            0
        );
        Assert.Equal(
            RefusalKind.Forbidden,
            Assert.IsType<CommandOutcome.Refused>(command.Decide(state, Officer with { Role = Role.Analyst }, Now)).Kind
        );
        Assert.Equal("basis", Assert.IsType<CommandOutcome.Refused>((command with { Basis = "" }).Decide(state, Actor.House, Now)).Field);
        // What measures do with two persons, one officer cannot do by booking.
        Assert.Equal("to", Assert.IsType<CommandOutcome.Refused>(command.Decide(state, Officer, Now)).Field);
        var done = Assert.IsType<CommandOutcome.Done>(command.Decide(state, Actor.House, Now));
        ledger.Apply(Assert.Single(done.Facts));
        Assert.Equal(RefusalKind.Conflict, Assert.IsType<CommandOutcome.Refused>(command.Decide(state, Actor.House, Now)).Kind);
        ledger.Apply(Move("1", AssetStanding.Held, AssetStanding.Frozen, 10));
        var letGo = new MoveAsset(
            "k2",
            "case-1",
            "lifted",
            "usdt:tron:T1",
            "USDT",
            AssetStanding.Frozen,
            AssetStanding.Held,
            10 * Usdt,
            Day,
            "m-1 lifted",
            "tron",
            "tx-2",
            0
        );
        Assert.IsType<CommandOutcome.Done>(letGo.Decide(state, Officer, Now));
    }

    private static Int128 Signed(AssetEntry entry, Int128 value) => entry.QuantityMicro < 0 ? -value : value;

    private static Int128 Sum<T>(IEnumerable<T> items, Func<T, Int128> of) => items.Aggregate((Int128)0, (sum, item) => sum + of(item));
}
