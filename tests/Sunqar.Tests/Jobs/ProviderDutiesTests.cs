using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Providers;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Rehearsal;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Mining;
using Sunqar.Work.Providers;
using Xunit;

namespace Sunqar.Tests.Jobs;

public class ProviderDutiesTests
{
    private const long Day = 86_400_000_000;

    private static PlatformListing Row(string code) =>
        new(
            code,
            "platform",
            code,
            [],
            "",
            "AIFC",
            "AFSA",
            "trading",
            0,
            long.MaxValue,
            "licensed",
            [],
            [new("tron", "HOT-" + code)],
            [],
            []
        );

    private static (TransferTable Table, RegistrySnapshot Registry) Country()
    {
        var fold = new RegistryFold();
        fold.Apply(new PlatformsListed("s", [Row("A"), Row("B")]));
        var builder = new TransferTableBuilder();
        void Add(string id, string from, string to, long micro, Currency currency, TransferKind kind) =>
            builder.Add(
                Encoding.UTF8.GetBytes(id),
                Day,
                builder.Accounts.Intern(Encoding.UTF8.GetBytes(from)),
                builder.Accounts.Intern(Encoding.UTF8.GetBytes(to)),
                micro,
                currency,
                kind
            );
        Add("direct", "HOT-A", "HOT-B", 7_000_000, Currency.Usdt, TransferKind.Chain);
        Add("to-deposit", "HOT-A", "deposit", 8_000_000, Currency.Usdt, TransferKind.Chain);
        Add("sweep", "deposit", "HOT-B", 8_000_000, Currency.Usdt, TransferKind.Chain);
        Add("to-own", "HOT-A", "wallet", 9_000_000, Currency.Usdt, TransferKind.Chain);
        Add("on", "wallet", "HOT-B", 1_000_000, Currency.Usdt, TransferKind.Chain);
        Add("on-2", "wallet", "somebody", 1_000_000, Currency.Usdt, TransferKind.Chain);
        Add("large", "card", "B", 5_000_000_000_000, Currency.Kzt, TransferKind.CryptoBuy);
        Add("small", "card", "B", 4_999_000_000_000, Currency.Kzt, TransferKind.CryptoBuy);
        return (builder.Build(), fold.Snapshot);
    }

    [Fact]
    public void Transfers_between_platforms_and_their_deposit_addresses_and_large_operations_are_owed()
    {
        var (table, registry) = Country();
        var duties = ProviderDuties.Of(table, [], registry);
        Assert.Equal(
            [("A", DutyKind.TravelRule, "direct"), ("B", DutyKind.Threshold, "large"), ("A", DutyKind.TravelRule, "to-deposit")],
            duties.Select(d => (d.Platform, d.Kind, d.Reference))
        );
        using var journal = new MemoryJournal();
        var filings = new FilingsTaken[] { new("A", [new Filing(DutyKind.TravelRule, "direct", Day + 1)]) };
        var record = ProviderDuties.Record(journal, duties, filings).Record("A", 9 * Day);
        Assert.Equal((2, 1, 1), (record.Due, record.OnTime, record.Missing));
        // Again: nothing is added, and the record stays.
        var held = journal.Head(Streams.Cases).Next;
        Assert.Equal(record.Missing, ProviderDuties.Record(journal, duties, filings).Record("A", 9 * Day).Missing);
        Assert.Equal(held, journal.Head(Streams.Cases).Next);
    }

    [Fact]
    public void Simulated_platforms_file_as_their_truth_says()
    {
        var duties = Enumerable
            .Range(0, 300)
            .SelectMany(i => new[] { "A", "B", "C", "X" }.Select(p => new Duty(p, DutyKind.Threshold, $"p{i}", 0, i * Day, (i + 3) * Day)))
            .ToList();
        var reporting = new Dictionary<string, string>
        {
            ["A"] = "diligent",
            ["B"] = "late",
            ["C"] = "hiding",
        };
        var book = new ProviderBook();
        book.Apply(new DutiesArose(duties));
        foreach (var filed in SimulatedFilings.Of(duties, reporting))
            book.Apply(filed);
        ProviderRecord Of(string platform) => book.Record(platform, 400 * Day);
        Assert.Equal((300, SupervisionStep.None), (Of("A").OnTime, Of("A").Step));
        Assert.InRange(Of("B").Late, 100, 170);
        Assert.Equal(0, Of("B").Missing);
        Assert.InRange(Of("C").Missing, 100, 170);
        Assert.Equal((0, SupervisionStep.SuspendLicence), (Of("C").Late, Of("C").Step));
        Assert.Equal(SimulatedFilings.Of(duties, reporting)[1].Filings, SimulatedFilings.Of(duties, reporting)[1].Filings);
    }
}
