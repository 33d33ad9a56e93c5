using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>The lists of the shared data, by their known counts and some entries of each.</summary>
public class RealListsTests
{
    private static (ListFileOutcome.Completed Outcome, List<Fact> Facts) Read(string path)
    {
        var (facts, bad) = (new List<Fact>(), new List<BadInput>());
        var outcome = ListFile.Read(Repository.Shared(path), null, facts.Add, bad.Add);
        Assert.True(outcome is ListFileOutcome.Completed, outcome.ToString());
        // One pack has two addresses that are none, which could match nothing.
        Assert.Equal(path.Contains("plustoken", StringComparison.Ordinal) ? 2 : 0, bad.Count(one => one.Field == "address"));
        Assert.Equal(bad.Count(one => one.Field == "address"), bad.Count);
        return ((ListFileOutcome.Completed)outcome, facts);
    }

    private static List<WalletLabel> Labels(string pack)
    {
        var (outcome, facts) = Read($"data/tagpacks/{pack}.yaml");
        Assert.Equal("tagpack", outcome.Format);
        var labels = facts.Cast<LabelsAttributed>().SelectMany(f => f.Labels).ToList();
        Assert.Equal(outcome.Items, labels.Count);
        return labels;
    }

    [Fact, Trait("Suite", "Whole")]
    public void Ofac_straight_from_its_bz2()
    {
        var (outcome, facts) = Read("data/sanctions/ofac_sdn_advanced_2025-11-19.xml.bz2");
        Assert.Equal(new ListFileOutcome.Completed("ofac", 18_367, 0), outcome);
        var entries = facts.OfType<WatchlistEntries>().SelectMany(f => f.Entries).ToList();
        Assert.Equal(18_367, entries.Count);
        Assert.Equal(761, entries.Sum(e => e.Wallets.Count));
        var published = Assert.IsType<WatchlistPublished>(facts[^1]);
        Assert.Equal(new WatchlistPublished("ofac_sdn", "2025-11-19", 1_763_510_400_000_000, 18_367), published);
        Assert.All(entries, e => Assert.Single(e.Names, n => n.IsPrimary));
        Assert.All(entries, e => Assert.NotEmpty(e.Programs));
        Assert.All(entries.SelectMany(e => e.Wallets), w => Assert.NotEqual("", w.Chain));

        var airline = entries.Single(e => e.Id == "36");
        Assert.Equal("AEROCARIBBEAN AIRLINES", airline.Names[0].Text);
        Assert.Equal((WatchlistPartyKind.Entity, "CUBA", 534_556_800_000_000), (airline.Kind, airline.Programs[0], airline.SinceUs));
        var person = entries.Single(e => e.Id == "2686");
        Assert.Equal(WatchlistPartyKind.Individual, person.Kind);
        Assert.Contains(person.Names, n => n.Text == "NASRALLAH, Hasan Abd-al-Karim");
        Assert.Contains(entries, e => e.Names.Any(n => n.Script == "Cyrl"));
        Assert.Contains(entries, e => e.Wallets.Any(w => w is { Chain: "tron", Currency: "USDT" or "TRX" }));
        Assert.Contains(entries, e => e.Wallets.Any(w => w.Address == "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h" && w.Chain == "bitcoin"));

        var registry = new RegistryFold();
        facts.ForEach(f => registry.Apply(f));
        Assert.Equal(18_367, registry.Snapshot.Watchlist("ofac_sdn").Count);
        Assert.Equal(
            WalletStanding.Sanctioned,
            registry.Snapshot.Wallet("bitcoin", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", published.PublishedUs)
        );
        Assert.Equal(WalletStanding.Clear, registry.Snapshot.Wallet("bitcoin", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", 0));
    }

    [Fact]
    public void Actors()
    {
        var (outcome, facts) = Read("data/tagpacks/graphsense.actorpack.yaml");
        Assert.Equal(new ListFileOutcome.Completed("actorpack", 3_813, 0), outcome);
        var actors = facts.Cast<ActorsDescribed>().SelectMany(f => f.Actors).ToDictionary(a => a.Id);
        var bybit = actors["bybit"];
        Assert.Equal("Bybit", bybit.Name);
        Assert.Equal(["organization", "exchange"], bybit.Categories);
        Assert.Contains("AE", bybit.Jurisdictions);
        Assert.Equal(["bybit.com", "bybit.eu"], bybit.Domains);
        Assert.Contains("whitebit", actors.Keys);
    }

    [Fact]
    public void Frozen_usdt_addresses_are_seized_in_the_registry()
    {
        var labels = Labels("usdt_blacklist");
        Assert.Equal(774, labels.Count);
        Assert.All(labels, l => Assert.Equal(("ethereum", "black_list", "ledger_immanent"), (l.Chain, l.Category, l.Confidence)));
        var registry = new RegistryFold();
        registry.Apply(new LabelsAttributed(labels));
        Assert.Equal(
            WalletStanding.Seized,
            registry.Snapshot.Wallet("ethereum", labels[0].Address.ToUpperInvariant().Replace("0X", "0x"), 0)
        );
    }

    [Theory]
    [InlineData("exchange-wallets-bybit", "ethereum", "Bybit reserve wallets", "exchange", "bybit", "service_data")]
    [InlineData("tornado_cash", "ethereum", "tornado.cash", "mixing_service", "tornado", "authority_data")]
    [InlineData("walletexplorer", "bitcoin", "Huobi.com", "exchange", "huobi", "service_data")]
    [InlineData("plustoken", "bitcoin", "Plus Token Scam", "scam", "", "untrusted_transaction")]
    public void Labels_take_from_the_head_what_they_do_not_say(
        string pack,
        string chain,
        string label,
        string category,
        string actor,
        string confidence
    ) =>
        Assert.Contains(
            Labels(pack),
            l => (l.Chain, l.Label, l.Category, l.Actor, l.Confidence) == (chain, label, category, actor, confidence) && l.Source.Length > 0
        );

    [Fact]
    public void Every_tag_of_every_pack()
    {
        var packs = Directory.GetFiles(Repository.Shared("data/tagpacks"), "*.yaml").Where(p => !p.Contains("actorpack")).ToList();
        Assert.Equal(19, packs.Count);
        Assert.Equal(3_727, packs.Sum(p => Labels(Path.GetFileNameWithoutExtension(p)).Count));
    }

    [Fact]
    public void Scam_domains()
    {
        var (outcome, facts) = Read("data/domains/polkadot-phishing.json");
        Assert.Equal("phishing", outcome.Format);
        var registry = new RegistryFold();
        facts.ForEach(f => registry.Apply(f));
        var deny = facts.Cast<DomainsListed>().Where(f => !f.Harmless).SelectMany(f => f.Domains).ToList();
        Assert.Equal(54_863, deny.Count);
        Assert.Equal(54_863 + 29, outcome.Items);
        Assert.True(registry.Snapshot.IsDangerousDomain("0-chain.com"));
        Assert.True(registry.Snapshot.IsDangerousDomain("www.0-CHAIN.com"));
        Assert.True(registry.Snapshot.IsDangerousDomain("000000000000000000000deadburn.pages.dev"));
        Assert.False(registry.Snapshot.IsDangerousDomain("pages.dev"));
        Assert.False(registry.Snapshot.IsDangerousDomain("example.com"));
    }
}
