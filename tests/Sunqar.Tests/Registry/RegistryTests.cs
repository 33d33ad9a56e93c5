using Sunqar.Core.Registry;
using Xunit;

namespace Sunqar.Tests.Registry;

public class RegistryTests
{
    private const long Day = 86_400_000_000;

    private static PlatformListing Licence(
        string code,
        string status = "licensed",
        long from = 10 * Day,
        long to = 20 * Day,
        string regulator = "AFSA"
    ) =>
        new(
            code,
            "platform",
            code,
            [],
            "",
            regulator.Length == 0 ? "" : "AIFC",
            regulator,
            regulator.Length == 0 ? "" : "trading",
            from,
            to,
            status,
            [],
            [new("tron", "T" + code)],
            [],
            []
        );

    private static RegistrySnapshot Fold(params Sunqar.Core.Facts.Fact[] facts)
    {
        var fold = new RegistryFold();
        foreach (var fact in facts)
        {
            fold.Apply(fact);
        }
        return fold.Snapshot;
    }

    private static WatchlistEntries Entries(string version, params string[] wallets) =>
        new(
            "list",
            version,
            [
                .. wallets.Select(
                    (w, i) =>
                        new WatchlistEntry(
                            $"e-{w}",
                            WatchlistPartyKind.Entity,
                            ["P"],
                            [new("N", "Latn", true, false)],
                            [new("USDT", "tron", w)],
                            5 * Day,
                            []
                        )
                ),
            ]
        );

    [Theory]
    [InlineData(9, PlatformStanding.Unlicensed)]
    [InlineData(10, PlatformStanding.Licensed)]
    [InlineData(19, PlatformStanding.Licensed)]
    [InlineData(20, PlatformStanding.Unlicensed)]
    public void A_licence_holds_from_its_first_moment_to_before_its_end(int day, PlatformStanding standing) =>
        Assert.Equal(standing, Fold(new PlatformsListed("s", [Licence("A")])).Platform("A", day * Day));

    [Theory]
    [InlineData("registered", "AFSA")]
    [InlineData("suspended", "AFSA")]
    [InlineData("revoked", "AFSA")]
    [InlineData("licensed", "")]
    public void Only_a_licence_licenses(string status, string regulator)
    {
        var registry = Fold(new PlatformsListed("s", [Licence("A", status, regulator: regulator)]));
        Assert.Equal(PlatformStanding.Unlicensed, registry.Platform("A", 15 * Day));
        Assert.Equal(PlatformStanding.Unknown, registry.Platform("B", 15 * Day));
    }

    /// <summary>Each part that a registration needs, taken away in turn, leaves an entry that permits nothing.</summary>
    [Fact]
    public void A_registration_of_a_trading_platform_permits_from_its_day_on_and_is_no_licence()
    {
        var registered = Licence("A", "registered") with { Kind = "platform", Regime = "national", Regulator = "National Bank" };
        var registry = Fold(new PlatformsListed("s", [registered]));
        Assert.Equal(PlatformStanding.Unlicensed, registry.Platform("A", 9 * Day));
        Assert.Equal(PlatformStanding.Registered, registry.Platform("A", 10 * Day));
        Assert.Equal(PlatformStanding.Unlicensed, registry.Platform("A", 20 * Day));
        Assert.Null(registry.LicenceAt("A", 15 * Day));
        Assert.NotNull(registry.RegistrationAt("A", 15 * Day));
        foreach (
            var lacking in new[]
            {
                registered with
                {
                    Kind = "exchanger",
                },
                registered with
                {
                    Regime = "AIFC",
                },
                registered with
                {
                    Regulator = "",
                },
                registered with
                {
                    Permission = "",
                },
                registered with
                {
                    ValidFromUs = long.MinValue,
                },
                registered with
                {
                    Status = "suspended",
                },
                registered with
                {
                    IsPressClaim = true,
                    Evidence = "a newspaper",
                },
            }
        )
        {
            Assert.NotEqual(PlatformStanding.Registered, Fold(new PlatformsListed("s", [lacking])).Platform("A", 15 * Day));
        }
        var both = Fold(new PlatformsListed("s", [registered, Licence("A")]));
        Assert.Equal(PlatformStanding.Licensed, both.Platform("A", 15 * Day));
    }

    /// <summary>What was permitted before a suspension stays so; what comes after it is not; a lifted suspension permits again.</summary>
    [Fact]
    public void A_licence_permitted_what_it_permitted_until_the_day_of_its_suspension()
    {
        var licence = Licence("A") with { ValidToUs = 60 * Day };
        var registry = Fold(
            new PlatformsListed("s", [licence]),
            new PlatformsListed("s", [licence with { Status = "suspended", StatusSinceUs = 20 * Day }]),
            new PlatformsListed("s", [licence with { StatusSinceUs = 30 * Day }]),
            new PlatformsListed("s", [licence with { Status = "revoked", StatusSinceUs = 50 * Day }])
        );
        bool[] expected = [false, true, true, false, false, true, true, false, false];
        long[] days = [9, 10, 19, 20, 29, 30, 49, 50, 61];
        Assert.Equal(expected, days.Select(day => registry.WasLawful("A", day * Day)));
        // A change that bears no day counts for all time.
        var undated = Fold(new PlatformsListed("s", [licence]), new PlatformsListed("s", [licence with { Status = "revoked" }]));
        Assert.False(undated.WasLawful("A", 15 * Day));
        Assert.False(undated.WasLawful("B", 15 * Day));
    }

    [Fact]
    public void The_later_row_of_one_licence_replaces_the_earlier_and_other_licences_stay()
    {
        var before = Fold(new PlatformsListed("s", [Licence("A"), Licence("A", regulator: "National Bank", from: 30 * Day, to: 40 * Day)]));
        Assert.Equal("AFSA", before.LicenceAt("a", 15 * Day)!.Regulator);
        Assert.Equal("National Bank", before.LicenceAt("A", 35 * Day)!.Regulator);
        var after = Fold(
            new PlatformsListed("s", [Licence("A"), Licence("A", regulator: "National Bank", from: 30 * Day, to: 40 * Day)]),
            new PlatformsListed("s", [Licence("A", "revoked")])
        );
        Assert.Null(after.LicenceAt("A", 15 * Day));
        Assert.Equal(PlatformStanding.Licensed, after.Platform("A", 35 * Day));
        Assert.Equal("A", after.PlatformOfWallet("TA"));
    }

    [Fact]
    public void Labels_are_kept_once_with_source_and_confidence_and_addresses_match_as_their_chain_does()
    {
        var label = new WalletLabel(
            "ethereum",
            "0xAbCd000000000000000000000000000000000001",
            "desk",
            "exchange",
            "a",
            "source",
            "authority_data"
        );
        var registry = Fold(new LabelsAttributed([label, label]), new LabelsAttributed([label, label with { Source = "other" }]));
        var labels = registry.Wallet("0xabcd000000000000000000000000000000000001").Labels;
        Assert.Equal(["source", "other"], labels.Select(l => l.Source));
        Assert.Equal(60, LabelConfidence.Percent(labels[0].Confidence));
        Assert.Equal(5, LabelConfidence.Percent("gossip"));
        Assert.Empty(Fold(new LabelsAttributed([label with { Address = "TRaB" }])).Wallet("TrAB").Labels);
    }

    [Fact]
    public void A_list_counts_when_it_is_whole()
    {
        var registry = Fold(Entries("1", "T1", "T2"));
        Assert.Equal(WalletStanding.Clear, registry.Wallet("tron", "T1", 50 * Day));
        Assert.Null(registry.WatchlistVersion("list"));
        Assert.Null(Fold(Entries("1", "T1", "T2"), new WatchlistPublished("list", "1", 50 * Day, 3)).WatchlistVersion("list"));
        registry = Fold(Entries("1", "T1", "T2"), new WatchlistPublished("list", "1", 50 * Day, 2));
        Assert.Equal("1", registry.WatchlistVersion("list"));
        Assert.Equal(WalletStanding.Sanctioned, registry.Wallet("tron", "T1", 5 * Day));
        Assert.Equal(WalletStanding.Clear, registry.Wallet("tron", "T1", 5 * Day - 1));
    }

    [Fact]
    public void Who_is_no_longer_on_a_list_was_listed_until_the_new_version()
    {
        var registry = Fold(
            Entries("1", "T1", "T2"),
            new WatchlistPublished("list", "1", 50 * Day, 2),
            Entries("2", "T2", "T3"),
            new WatchlistPublished("list", "2", 60 * Day, 2),
            Entries("0", "T9"),
            new WatchlistPublished("list", "0", 40 * Day, 1)
        );
        Assert.Equal("2", registry.WatchlistVersion("list"));
        Assert.Equal(
            [(59, WalletStanding.Sanctioned), (60, WalletStanding.Clear)],
            new[] { 59, 60 }.Select(d => (d, registry.Wallet("tron", "T1", d * Day)))
        );
        Assert.Single(registry.Wallet("T2").Sanctions);
        Assert.Equal(WalletStanding.Sanctioned, registry.Wallet("tron", "T3", 60 * Day));
        Assert.Equal(WalletStanding.Clear, registry.Wallet("tron", "T9", 60 * Day));
    }

    [Fact]
    public void A_snapshot_never_changes_and_the_next_has_a_higher_version()
    {
        var fold = new RegistryFold();
        fold.Apply(new PlatformsListed("s", [Licence("A")]));
        var before = fold.Snapshot;
        fold.Apply(new PlatformsListed("s", [Licence("A", "revoked"), Licence("B")]));
        Assert.Equal((1, PlatformStanding.Licensed, 1), (before.PlatformCount, before.Platform("A", 15 * Day), (int)before.Version));
        Assert.Equal(
            (2, PlatformStanding.Unlicensed, 2),
            (fold.Snapshot.PlatformCount, fold.Snapshot.Platform("A", 15 * Day), (int)fold.Snapshot.Version)
        );
    }

    [Fact]
    public void Questions_do_not_allocate()
    {
        var registry = Fold(new PlatformsListed("s", [Licence("A")]), Entries("1", "T1"), new WatchlistPublished("list", "1", 50 * Day, 1));
        var sum = 0;
        var allocated = Allocation.Least(
            5,
            () =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    sum +=
                        (int)registry.Platform("A", i * Day)
                        + (int)registry.Wallet("tron", "T1", i * Day)
                        + (int)registry.Wallet("ethereum", "0xAb", 0);
                }
            }
        );
        Assert.Equal(0, allocated);
        Assert.True(sum > 0, "The answers must be used for the figure to mean anything.");
    }
}
