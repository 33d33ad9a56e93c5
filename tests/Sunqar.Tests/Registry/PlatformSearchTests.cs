using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Registry;

public class PlatformSearchTests
{
    private const long Day = 86_400_000_000;
    private const long Now = 20_000 * Day;

    private static PlatformListing Row(string code, string name, string status, string domain, long to = Now + Day) =>
        new(
            code,
            "platform",
            name,
            [name],
            "",
            status == "unlicensed" ? "" : "AIFC",
            "AFSA",
            "trading",
            Now - (100 * Day),
            to,
            status,
            [domain],
            [new("tron", "T" + code)],
            ["@" + code],
            []
        );

    private static readonly PlatformListing[] Rows =
    [
        Row("BYBIT", "Bybit", "licensed", "bybit.com"),
        Row("REG", "Registrex", "registered", "registrex.kz"),
        Row("NAT", "Natplat", "registered", "natplat.kz") with
        {
            Regime = "national",
            Regulator = "National Bank",
        },
        Row("OLD", "Oldcoin", "licensed", "oldcoin.com", to: Now - Day),
        Row("SUSP", "Suspendex", "suspended", "suspendex.com"),
        Row("BAD", "Грязь Обмен", "unlicensed", "obmen-kz.top"),
        Row("PRESS", "Presscoin", "licensed", "presscoin.com") with
        {
            IsPressClaim = true,
            Evidence = "a newspaper of 2025-10-01",
        },
    ];

    private static RegistrySnapshot Registry()
    {
        var fold = new RegistryFold();
        fold.Apply(new PlatformsListed("s", Rows));
        fold.Apply(new DomainsListed("scams", false, ["walletdrain.top"]));
        fold.Apply(new ActorsDescribed("a", [new("kraken", "Kraken", ["exchange"], ["US"], ["kraken.com"], [])]));
        return fold.Snapshot;
    }

    private static readonly PlatformSearch Search = new(Registry(), new PublicSuffixes(["com", "top", "kz", "org"]));

    [Theory]
    [InlineData("Bybit", PlatformVerdict.Licensed, "brand")]
    [InlineData("БАЙБИТ", PlatformVerdict.Licensed, "spelling by ear")]
    [InlineData("Байбыт", PlatformVerdict.Licensed, "spelling by ear")]
    [InlineData("байбитт бонус", PlatformVerdict.NotKnown, "")]
    [InlineData("бибит", PlatformVerdict.Licensed, "brand")]
    [InlineData("ТОО Bybit", PlatformVerdict.Licensed, "brand")]
    [InlineData("https://user@www.BYBIT.com:443/ru/trade?x=1", PlatformVerdict.Licensed, "domain")]
    [InlineData("TBYBIT", PlatformVerdict.Licensed, "wallet")]
    [InlineData("https://t.me/bybit?start=1", PlatformVerdict.Licensed, "handle")]
    [InlineData("@Bybit", PlatformVerdict.Licensed, "handle")]
    [InlineData("registrex.kz", PlatformVerdict.EntryOnly, "domain")]
    [InlineData("natplat.kz", PlatformVerdict.Registered, "domain")]
    [InlineData("Oldcoin", PlatformVerdict.Unlicensed, "brand")]
    [InlineData("suspendex", PlatformVerdict.Unlicensed, "brand")]
    [InlineData("Gryaz Obmen", PlatformVerdict.Unlicensed, "brand")]
    [InlineData("presscoin.com", PlatformVerdict.PressOnly, "domain")]
    [InlineData("login.walletdrain.top", PlatformVerdict.Unlicensed, "list")]
    [InlineData("kraken.com", PlatformVerdict.NotKnown, "actor")]
    [InlineData("nobody.example.org", PlatformVerdict.NotKnown, "")]
    [InlineData("", PlatformVerdict.NotKnown, "")]
    public void A_question_of_any_kind_has_a_plain_answer(string query, PlatformVerdict verdict, string by)
    {
        var answer = Search.Find(query, Now)[0];
        Assert.Equal((verdict, by), (answer.Verdict, answer.MatchedBy));
    }

    /// <summary>Brands as Russian and Kazakh speakers write them, and words that are none of them: an imitation is nearly alike.</summary>
    [Theory]
    [InlineData("байбит", "bybit", true)]
    [InlineData("бинанс", "binance", true)]
    [InlineData("байнэнс", "binance", true)]
    [InlineData("уайтбит", "whitebit", true)]
    [InlineData("вайтбит", "whitebit", true)]
    [InlineData("окекс", "okx", true)]
    [InlineData("коинбейс", "coinbase", true)]
    [InlineData("койнбейс", "coinbase", true)]
    [InlineData("кракен", "kraken", true)]
    [InlineData("крэйкен", "kraken", true)]
    [InlineData("кукоин", "kucoin", true)]
    [InlineData("битгет", "bitget", true)]
    [InlineData("хуоби", "huobi", true)]
    [InlineData("бибит", "bitget", false)]
    [InlineData("байбитс", "bybit", false)]
    [InlineData("байби", "bybit", false)]
    [InlineData("байдит", "bybit", false)]
    [InlineData("бонанс", "binance", false)]
    [InlineData("битгед", "bitget", false)]
    public void A_brand_written_by_ear_is_the_brand_and_nearly_is_not(string cyrillic, string latin, bool isIt) =>
        Assert.Equal(isIt, SpokenName.Is(SpokenName.Cyrillic(cyrillic)!, SpokenName.Latin(latin)!));

    [Theory]
    [InlineData("bybit.top")]
    [InlineData("byb1t.com")]
    [InlineData("bуbit.com")]
    [InlineData("bybit-bonus.com")]
    public void A_look_alike_is_not_known_and_comes_with_a_caution(string query)
    {
        var answer = Assert.Single(Search.Find(query, Now));
        Assert.Equal(PlatformVerdict.NotKnown, answer.Verdict);
        Assert.Contains("bybit.com", answer.Caution, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_says_until_when_and_why_not()
    {
        Assert.StartsWith("Licensed until 2024-10-05: trading (AFSA, AIFC).", Search.Find("Bybit", Now)[0].Text, StringComparison.Ordinal);
        Assert.Equal("Registered, not licensed: it may not take your money for digital assets.", Search.Find("Registrex", Now)[0].Text);
        Assert.Contains("Its licence ended on 2024-10-03.", Search.Find("Oldcoin", Now)[0].Text, StringComparison.Ordinal);
        Assert.Contains("a newspaper of 2025-10-01", Search.Find("Presscoin", Now)[0].Text, StringComparison.Ordinal);
        Assert.Equal(PlatformStanding.Unknown, Registry().Platform("PRESS", Now));
    }

    [Fact]
    public void A_supervisor_suspends_lifts_and_revokes_and_the_register_keeps_what_was()
    {
        var fold = new RegistryFold();
        fold.Apply(new PlatformsListed("s", Rows));
        var keys = 0;
        var supervisor = new Actor("acct-1", Role.Supervisor);
        CommandOutcome Do(
            string status,
            string platform = "BYBIT",
            Actor? by = null,
            string basis = "AIFC rule 1",
            string reason = "reports missing"
        )
        {
            var outcome = new ChangeLicence($"k{++keys}", null, basis, platform, "", status, reason, fold.Snapshot).Decide(
                new ActState([new ProposalBook()]),
                by ?? supervisor,
                Now
            );
            // What a second person agrees to; SecondPersonsTests hold that it takes one.
            if (outcome is CommandOutcome.Done { Facts: [ActProposed { Comes: [LicenceChanged changed] }] })
                fold.Apply(new PlatformsListed("act 1", [changed.Listing]));
            return outcome;
        }
        RefusalKind Refused(CommandOutcome outcome) => Assert.IsType<CommandOutcome.Refused>(outcome).Kind;

        Assert.Equal(RefusalKind.Forbidden, Refused(Do("suspended", by: new("key:X", Role.Platform))));
        Assert.Equal(RefusalKind.Invalid, Refused(Do("suspended", basis: " ")));
        Assert.Equal(RefusalKind.Invalid, Refused(Do("suspended", reason: "")));
        Assert.Equal(RefusalKind.Invalid, Refused(Do("golden")));
        Assert.Equal(RefusalKind.NotFound, Refused(Do("suspended", platform: "PRESS")));
        Assert.Equal(RefusalKind.Conflict, Refused(Do("licensed")));
        Assert.IsType<CommandOutcome.Done>(Do("suspended"));
        Assert.Equal(PlatformStanding.Unlicensed, fold.Snapshot.Platform("BYBIT", Now));
        Assert.IsType<CommandOutcome.Done>(Do("licensed"));
        Assert.Equal(PlatformStanding.Licensed, fold.Snapshot.Platform("BYBIT", Now));
        Assert.IsType<CommandOutcome.Done>(Do("revoked"));
        Assert.Equal(RefusalKind.Conflict, Refused(Do("licensed")));
        Assert.Equal(["licensed", "suspended", "licensed"], fold.Snapshot.Past("BYBIT").Select(row => row.Status));
    }
}
