using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.Tests.Access;

/// <summary>Which folder opens without anybody signed in: a simulated country, and nothing of anybody beside it.</summary>
public sealed class SimulationTests
{
    private static readonly Fact Simulated = new CountrySimulated("people 2000, days 20, seed 7", true);

    private static ImportPart Part(params ImportedTransfer[] transfers) => new("import", 1, 0, new TransfersImported(transfers));

    private static ImportedTransfer Transfer(TransferEnd from) =>
        new("t1", 1, from, new TransferEnd(default, "TWallet"), 1, Currency.Usdt, TransferKind.CardTransfer);

    private static bool IsOpen(bool isAboutTo, params (string Stream, Fact Fact)[] facts)
    {
        using var journal = new MemoryJournal();
        foreach (var group in facts.GroupBy(fact => fact.Stream))
        {
            using var writer = journal.Open(group.Key);
            Assert.True(writer.AppendAsync([.. group.Select(fact => fact.Fact)]).AsTask().GetAwaiter().GetResult().IsAppended);
        }
        return SimulatedData.IsHeldBy(journal, isAboutTo);
    }

    [Fact]
    public void An_empty_folder_opens_only_for_a_simulation_to_come()
    {
        Assert.True(IsOpen(true));
        Assert.False(IsOpen(false));
        // Whoever signed in before the first run is no data.
        Assert.True(IsOpen(true, (Streams.Acts, new ActRefused(RefusalKind.Invalid, "x", null))));
    }

    [Fact]
    public void A_country_opens_and_goes_on_doing_so_beside_lists_and_wallets()
    {
        Assert.True(IsOpen(false, (Streams.Registry, Simulated)));
        Assert.True(IsOpen(false, (Streams.Registry, Simulated), (Streams.Imports, Part(Transfer(new TransferEnd(default, "TOther"))))));
    }

    [Fact]
    public void Real_data_never_opens()
    {
        Assert.False(IsOpen(true, (Streams.Imports, Part(Transfer(new TransferEnd(default, "TOther"))))));
        Assert.False(
            IsOpen(false, (Streams.Registry, Simulated), (Streams.Imports, Part(Transfer(new TransferEnd(new SubjectId(7), null)))))
        );
        Assert.False(IsOpen(true, (Streams.Payments, new ActRefused(RefusalKind.Invalid, "x", null))));
    }
}
