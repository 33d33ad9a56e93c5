using Sunqar.Core.Blocking;
using Sunqar.Server.Blocking;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.Tests.Blocking;

public sealed class LookAlikeTests
{
    private static readonly string[] Brands =
    [
        "bybit.kz",
        "www.bybit.com",
        "whitebit.com",
        "binance.kz",
        "ata-ix.kz",
        "intebix.kz",
        "upbit.kz",
        "xn--80ahdhq8d.kz",
    ];

    private static readonly LookAlikes Finder = new(
        ShippedSuffixes.Instance,
        Brands.Select(domain => new Brand(Name(domain), "owner of " + domain))
    );

    private static DomainName Name(string text) =>
        DomainName.TryParse(text, out var name, out var why) ? name : throw new ArgumentException(why);

    [Theory]
    [InlineData("bybit.top", Imitation.OtherSuffix)]
    [InlineData("login.bybit.com.kz", Imitation.OtherSuffix)]
    [InlineData("byb1t.com", Imitation.Homoglyph)]
    [InlineData("bуbit.com", Imitation.Homoglyph)]
    [InlineData("bybіt.kz", Imitation.Homoglyph)]
    [InlineData("vvhitebit.com", Imitation.Homoglyph)]
    [InlineData("wh1teb1t.io", Imitation.Homoglyph)]
    [InlineData("bybït.com", Imitation.Homoglyph)]
    [InlineData("bybit-bonus.com", Imitation.AddedWords)]
    [InlineData("my-bybit-wallet.pages.dev", Imitation.AddedWords)]
    [InlineData("bybitexchange.net", Imitation.AddedWords)]
    [InlineData("getwhitebitbonus.com", Imitation.AddedWords)]
    [InlineData("whitebit.login.example.net", Imitation.AddedWords)]
    [InlineData("byibt.com", Imitation.Typo)]
    [InlineData("bybitt.com", Imitation.Typo)]
    [InlineData("bbit.com", Imitation.Typo)]
    [InlineData("whitebut.com", Imitation.Typo)]
    [InlineData("white-bit.com", Imitation.Typo)]
    [InlineData("binanse.com", Imitation.Typo)]
    public void A_name_that_imitates_a_brand_is_found_with_how(string domain, Imitation imitation)
    {
        var found = Finder.Find(Name(domain));
        Assert.NotNull(found);
        Assert.Equal(imitation, found.Imitation);
        Assert.Contains(found.Brand.Split('.')[0], found.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bybit.com")]
    [InlineData("help.bybit.com")]
    [InlineData("whitebit.com")]
    [InlineData("habit.com")]
    [InlineData("orbit.kz")]
    [InlineData("rabbit.com")]
    [InlineData("finance.kz")]
    [InlineData("kaspi.kz")]
    [InlineData("white-house.com")]
    [InlineData("wallet-login.com")]
    [InlineData("com.kz")]
    public void A_brands_own_and_other_peoples_names_are_not(string domain) => Assert.Null(Finder.Find(Name(domain)));

    /// <summary>Every imitation of a kind that a generator makes, for every brand: another hand than the finder's.</summary>
    [Theory]
    [InlineData("omitted", 1.0)]
    [InlineData("doubled", 1.0)]
    [InlineData("swapped", 1.0)]
    [InlineData("suffix", 1.0)]
    [InlineData("bait", 1.0)]
    [InlineData("cyrillic", 1.0)]
    public void Generated_imitations_are_found(string kind, double recallMin)
    {
        var made = ((string[])["whitebit", "binance", "intebix", "bybit"])
            .SelectMany(brand => Make(kind, brand))
            .Distinct()
            .Where(label => DomainName.TryParse(label, out _, out _))
            .Select(Name)
            .Where(name => !Brands.Contains(name.Ascii))
            .ToList();
        Assert.InRange(made.Count, 8, 200);
        Assert.InRange(made.Count(name => Finder.Find(name) is not null) / (double)made.Count, recallMin, 1);
    }

    private static IEnumerable<string> Make(string kind, string brand) =>
        kind switch
        {
            // People notice a wrong first letter, so it stays.
            "omitted" => Enumerable.Range(1, brand.Length - 1).Select(i => brand.Remove(i, 1) + ".com"),
            "doubled" => Enumerable.Range(0, brand.Length).Select(i => brand.Insert(i, brand[i].ToString()) + ".net"),
            "swapped" => Enumerable
                .Range(1, brand.Length - 2)
                .Select(i => brand[..i] + brand[i + 1] + brand[i] + brand[(i + 2)..] + ".org"),
            "suffix" => ((string[])["top", "xyz", "online", "com.kz", "vip", "github.io"]).Select(suffix => brand + "." + suffix),
            "bait" => ((string[])["wallet", "login", "support", "airdrop", "exchange"]).SelectMany(word =>
                (string[])[$"{brand}-{word}.com", $"{word}-{brand}.com", $"{brand}{word}.com", $"{word}{brand}.com"]
            ),
            "cyrillic" => Enumerable
                .Range(0, brand.Length)
                .Where(i => "aeiochxyptnbw".Contains(brand[i]))
                .Select(i => brand[..i] + "аеіосһхуртпьш"["aeiochxyptnbw".IndexOf(brand[i])] + brand[(i + 1)..] + ".com"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("abc", "axc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_letters_put_in_left_out_changed_or_swapped(string a, string b, int letters)
    {
        Assert.Equal(letters, LookAlikes.Distance(a, b));
        Assert.Equal(letters, LookAlikes.Distance(b, a));
    }
}
