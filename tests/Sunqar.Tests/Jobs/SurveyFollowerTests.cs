using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Registers;
using Sunqar.Work.Tracing;
using Xunit;

namespace Sunqar.Tests.Jobs;

/// <summary>The register is told of exposures out of the journal, of what has changed alone, and of what no longer holds.</summary>
public class SurveyFollowerTests
{
    private const long Day = 86_400_000_000;
    private const string Risky = "TRisky",
        Near = "TNear",
        Far = "TFar";

    private static readonly ExposureAsked Asked = new(["theft"], 3, 50);

    private readonly MemoryJournal _journal = new();

    [Fact]
    public async Task What_the_chain_shows_is_told_once_and_covers_wallets_never_seen()
    {
        await AppendAsync(Streams.Chain, new ChainSeen([Move("1", Risky, Near, 0), Move("2", "TOne", "TOther", 20 * Day)]));
        await AppendAsync(Streams.Registry, new LabelsAttributed([Label("service_data")]));
        Assert.Equal(2, await SurveyFollower.AdvanceAsync(_journal));
        Assert.Equal(0, await SurveyFollower.AdvanceAsync(_journal));
        var registry = Lookups.Of(_journal).Registry.Snapshot;
        Assert.Equal(20 * Day, registry.SurveyedUs("tron"));
        Assert.Equal(1_000_000, Share(registry, Near, out var ofUs));
        Assert.Equal(20 * Day, ofUs);
        Assert.Equal(0, Share(registry, "TNeverSeen", out _));
        Assert.Equal(20 * Day, registry.Exposure("TNeverSeen").MeasuredUs(registry.SurveyedUs("tron")));
        Assert.Equal(long.MinValue, registry.SurveyedUs("ethereum"));
        Assert.Equal(1_000_000, Share(registry, Risky, out _));
    }

    /// <summary>Of a chain that was begun to be followed yesterday nothing is known that could free anybody.</summary>
    [Fact]
    public async Task A_short_history_is_no_survey()
    {
        await AppendAsync(Streams.Chain, new ChainSeen([Move("1", Risky, Near, 0), Move("2", "TOne", "TOther", 13 * Day)]));
        await AppendAsync(Streams.Registry, new LabelsAttributed([Label("service_data")]));
        Assert.Equal(0, await SurveyFollower.AdvanceAsync(_journal));
    }

    [Fact]
    public async Task What_blocks_that_are_gone_told_is_taken_back()
    {
        await AppendAsync(Streams.Chain, new ChainSeen([Move("1", Risky, Near, 0), Move("2", Risky, Far, 20 * Day)]));
        await AppendAsync(Streams.Registry, new LabelsAttributed([Label("service_data")]));
        await SurveyFollower.AdvanceAsync(_journal);
        Assert.Equal(1_000_000, Share(Lookups.Of(_journal).Registry.Snapshot, Far, out _));
        await AppendAsync(Streams.Chain, new ChainRolledBack("tron", UsdtContracts.Tron, 1, ["2"]));
        await AppendAsync(Streams.Chain, new ChainSeen([Move("3", "TOne", Far, 20 * Day)]));
        await SurveyFollower.AdvanceAsync(_journal);
        var registry = Lookups.Of(_journal).Registry.Snapshot;
        Assert.Equal(0, Share(registry, Far, out _));
        Assert.Equal(1_000_000, Share(registry, Near, out _));
    }

    /// <summary>An imported file's slip in a year must not keep exposures young for ever.</summary>
    [Fact]
    public async Task A_transfer_of_a_day_to_come_does_not_say_that_its_chain_was_seen_until_then()
    {
        var farUs = (DateTimeOffset.UtcNow.AddYears(70) - DateTimeOffset.UnixEpoch).Ticks / 10;
        await AppendAsync(
            Streams.Imports,
            new ImportPart(
                "i",
                1,
                0,
                new ChainSeen([Move("1", Risky, Near, 0), Move("2", "TOne", "TOther", 20 * Day), Move("3", "TOne", "TOther", farUs)])
            )
        );
        await AppendAsync(Streams.Imports, new ImportCompleted("i", 1, "trc20", 3, 0, 0, 1));
        await SurveyFollower.AdvanceAsync(_journal);
        Assert.Equal(20 * Day, Lookups.Of(_journal).Registry.Snapshot.SurveyedUs("tron"));
    }

    private static long Share(RegistrySnapshot registry, string address, out long ofUs) =>
        registry.Exposure(address).Share(Asked, registry.SurveyedUs("tron"), out ofUs);

    private async Task AppendAsync(string stream, Fact fact)
    {
        using var writer = _journal.Open(stream);
        Assert.True((await writer.AppendAsync(fact)).IsAppended);
    }

    private static WalletLabel Label(string confidence) => new("tron", Risky, "a thief", "theft", "", "pack", confidence);

    private static TokenTransfer Move(string id, string from, string to, long timeUs) =>
        new(id, "tron", UsdtContracts.Tron, from, to, 500_000_000, 6, timeUs);
}
