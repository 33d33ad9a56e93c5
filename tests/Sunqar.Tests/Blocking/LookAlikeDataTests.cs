using Sunqar.Core.Blocking;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats.Lists;
using Sunqar.Server.Blocking;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.Tests.Blocking;

/// <summary>
/// Imitations among real scam domains, and false alarms among innocent ones. Brands are the 3,752 exchanges, wallets and services that
/// GraphSense describes: far more than the licensed ones, so that chance has far more to hit.
/// </summary>
public sealed class LookAlikeDataTests
{
    private static readonly Lazy<LookAlikes> Finder = new(() =>
        new LookAlikes(
            ShippedSuffixes.Instance,
            Read("data/tagpacks/graphsense.actorpack.yaml")
                .OfType<ActorsDescribed>()
                .SelectMany(described => described.Actors)
                .SelectMany(actor =>
                    actor.Domains.Select(domain => DomainName.TryParse(domain, out var name, out _) ? new Brand(name, actor.Id) : default)
                )
                .Where(brand => brand.Owner is not null)
        )
    );

    private static List<Fact> Read(string path)
    {
        var facts = new List<Fact>();
        Assert.IsType<ListFileOutcome.Completed>(ListFile.Read(Repository.Shared(path), null, facts.Add));
        return facts;
    }

    private static LookAlike? Find(string domain) => DomainName.TryParse(domain, out var name, out _) ? Finder.Value.Find(name) : null;

    /// <summary>A sixth of all scam domains imitates one of these brands in a way that is found; the rest name no brand (walletsync.online)
    /// or one that is not described.</summary>
    [Fact]
    public void Real_scam_domains_that_imitate_a_brand_are_found()
    {
        var scams = Read("data/domains/polkadot-phishing.json")
            .OfType<DomainsListed>()
            .Where(listed => !listed.Harmless)
            .SelectMany(listed => listed.Domains)
            .Where((_, i) => i % 4 == 0)
            .ToList();
        var found = scams.Select(Find).OfType<LookAlike>().ToList();
        Assert.InRange(found.Count / (double)scams.Count, 0.15, 0.20);
        foreach (var brand in (string[])["metamask", "kucoin", "pancakeswap", "opensea"])
        {
            var naming = scams.Where(domain => domain.Contains(brand, StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(naming);
            Assert.True(
                naming.Count(domain => Find(domain) is not null) >= 0.7 * naming.Count,
                brand + ": " + string.Join(" ", naming.Where(domain => Find(domain) is null))
            );
        }
    }

    [Fact]
    public void Of_449_innocent_domains_at_most_eleven_are_taken_for_one_of_3752_brands()
    {
        Assert.Equal(449, InnocentDomains.All.Length);
        Assert.InRange(InnocentDomains.All.Select(Find).OfType<LookAlike>().Count(), 0, 11);
    }
}
