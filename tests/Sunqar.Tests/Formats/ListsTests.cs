using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Xunit;

namespace Sunqar.Tests.Formats;

public class ListsTests
{
    private const string Registry =
        "code,kind,name,brands,bin,regime,regulator,permission,valid_from,valid_to,status,domains,wallets,telegram,apps\n";

    /// <summary>A whole list in OFAC's layout, as small as it can be.</summary>
    internal const string Ofac = """
        <?xml version="1.0" encoding="utf-8"?>
        <Sanctions xmlns="urn:x">
          <DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>1</Month><Day>15</Day></DateOfIssue>
          <ReferenceValueSets>
            <ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script><Script ID="220" ScriptCode="Cyrl">Cyrillic</Script></ScriptValues>
            <DocNameStatusValues><DocNameStatus ID="1">Primary Latin</DocNameStatus></DocNameStatusValues>
            <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType></NamePartTypeValues>
            <PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
            <PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
            <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
            <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="887">Digital Currency Address - USDT</FeatureType></FeatureTypeValues>
          </ReferenceValueSets>
          <Locations><Location ID="1"><Comment /></Location></Locations>
          <DistinctParties>
            <DistinctParty FixedRef="7"><Comment />
              <Profile ID="7" PartySubTypeID="4">
                <Identity ID="1" Primary="true">
                  <Alias Primary="false" LowQuality="true"><DocumentedName DocNameStatusID="2"><DocumentedNamePart>
                    <NamePartValue NamePartGroupID="3" ScriptID="220">Тестов</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
                  <Alias Primary="true" LowQuality="false"><DocumentedName DocNameStatusID="1">
                    <DocumentedNamePart><NamePartValue NamePartGroupID="2" ScriptID="215">Proba</NamePartValue></DocumentedNamePart>
                    <DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215">TESTOV</NamePartValue></DocumentedNamePart>
                  </DocumentedName></Alias>
                  <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520" /><NamePartGroup ID="2" NamePartTypeID="1521" />
                    <NamePartGroup ID="3" NamePartTypeID="1520" /></MasterNamePartGroup></NamePartGroups>
                </Identity>
                <Feature FeatureTypeID="887"><FeatureVersion><VersionDetail>TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t</VersionDetail></FeatureVersion></Feature>
                <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod>
                  <Start><From><Year>1801</Year><Month>1</Month><Day>1</Day></From></Start><End><To><Year>1801</Year><Month>12</Month><Day>31</Day></To></End>
                </DatePeriod></FeatureVersion></Feature>
              </Profile>
            </DistinctParty>
          </DistinctParties>
          <SanctionsEntries>
            <SanctionsEntry ID="7" ProfileID="7">
              <EntryEvent><Date><Year>2020</Year><Month>2</Month><Day>1</Day></Date></EntryEvent>
              <SanctionsMeasure SanctionsTypeID="1"><Comment>CYBER2</Comment></SanctionsMeasure>
            </SanctionsEntry>
          </SanctionsEntries>
        </Sanctions>
        """;

    private static (ListFileOutcome Outcome, List<Fact> Facts, List<BadInput> Bad) Read(
        byte[] bytes,
        string? format = null,
        bool skipBad = false
    )
    {
        var facts = new List<Fact>();
        var bad = new List<BadInput>();
        return (ListFile.Read(new MemoryStream(bytes), "list", format, facts.Add, skipBad ? bad.Add : null), facts, bad);
    }

    private static (ListFileOutcome Outcome, List<Fact> Facts, List<BadInput> Bad) Read(
        string text,
        string? format = null,
        bool skipBad = false
    ) => Read(Encoding.UTF8.GetBytes(text), format, skipBad);

    private static BadInput Why(string text, string? format = null) =>
        Assert.IsType<ListFileOutcome.Refused>(Read(text, format).Outcome).Why;

    internal static byte[] Packed(string text)
    {
        var packed = new MemoryStream();
        BZip2.Compress(new MemoryStream(Encoding.UTF8.GetBytes(text)), packed, isStreamOwner: false, level: 1);
        return packed.ToArray();
    }

    [Fact]
    public void An_ofac_list_plain_or_packed()
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(Ofac), Packed(Ofac) })
        {
            var (outcome, facts, _) = Read(bytes);
            Assert.Equal(new ListFileOutcome.Completed("ofac", 1, 0), outcome);
            var entry = Assert.Single(Assert.IsType<WatchlistEntries>(facts[0]).Entries);
            Assert.Equal(("7", WatchlistPartyKind.Individual, 1_580_515_200_000_000), (entry.Id, entry.Kind, entry.SinceUs));
            Assert.Equal(
                [new ListedName("TESTOV, Proba", "Latn", true, false), new ListedName("Тестов", "Cyrl", false, true)],
                entry.Names
            );
            Assert.Equal(new ListedWallet("USDT", "tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"), Assert.Single(entry.Wallets));
            Assert.Equal(["CYBER2"], entry.Programs);
            Assert.Equal(["1801"], entry.Birth);
            Assert.Equal(new WatchlistPublished("ofac_sdn", "2026-01-15", 1_768_435_200_000_000, 1), facts[1]);
        }
    }

    [Theory]
    [InlineData("<Profile ID=\"7\" PartySubTypeID=\"4\">", "<Nothing>", 15)]
    [InlineData("ProfileID=\"7\"", "ProfileID=\"8\"", 35)]
    [InlineData("</Sanctions>", "</Sanction>", 40)]
    [InlineData("<Year>2026</Year>", "<Year>soon</Year>", 40)]
    [InlineData("<Sanctions xmlns=\"urn:x\">", "<!DOCTYPE Sanctions [<!ENTITY a \"b\">]><Sanctions>", 0)]
    public void What_is_wrong_with_an_ofac_list_is_named_by_its_line(string whole, string broken, int line)
    {
        var text = Ofac.Replace(whole, broken);
        Assert.NotEqual(Ofac, text);
        var why = Assert
            .IsType<ListFileOutcome.Refused>(
                Read(
                    text.Replace("<Nothing>", "<Nothing><Profile />")
                        .Replace("</Profile>", broken == "<Nothing>" ? "</Nothing>" : "</Profile>"),
                    "ofac"
                ).Outcome
            )
            .Why;
        Assert.Equal(line, why.Line);
    }

    [Fact]
    public void A_packed_list_that_is_cut_or_damaged_is_refused()
    {
        var packed = Packed(Ofac);
        Assert.Contains("bzip2", Assert.IsType<ListFileOutcome.Refused>(Read(packed[..^20]).Outcome).Why.Reason);
        packed[packed.Length / 2] ^= 0x55;
        Assert.Contains("bzip2", Assert.IsType<ListFileOutcome.Refused>(Read(packed).Outcome).Why.Reason);
    }

    [Theory]
    [InlineData("tags:\n- address: a\n", 2, 3, "label")]
    [InlineData("label: l\ntags:\n- label: x\n", 3, 3, "address")]
    [InlineData("label: l\ntags:\n- address: ''\n", 3, 3, "address")]
    [InlineData("label: l\ntags:\n- address: a b\n", 3, 3, "address")]
    [InlineData("label: l\ntags:\n- address: TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u\n", 3, 3, "address")]
    [InlineData("label: l\ntags:\n- just text\n", 3, 3, "tags")]
    [InlineData("label: l\ntags: none\n", 2, 7, null)]
    [InlineData("title: t\nlabel: l\n", 1, 1, "tags")]
    [InlineData("label: &l x\ntags:\n- address: a\n  label: *l\n", 4, 10, null)]
    [InlineData("label: l\ntags:\n- address: [\n", 4, 1, null)]
    [InlineData("label: l\ntags:\n\t- address: x\n", 2, 5, null)]
    public void A_bad_tag_pack_is_named_by_line_and_column(string yaml, int line, int column, string? field)
    {
        var why = Why(yaml, "tagpack");
        Assert.Equal((line, column, field), (why.Line, why.Column, why.Field));
    }

    [Fact]
    public void Bad_tags_are_passed_over_where_somebody_takes_them()
    {
        var (outcome, facts, bad) = Read("label: l\ntags:\n- address: a\n- label: x\n- text\n- address: b\n", skipBad: true);
        Assert.Equal(new ListFileOutcome.Completed("tagpack", 2, 2), outcome);
        Assert.Equal(["a", "b"], facts.Cast<LabelsAttributed>().SelectMany(f => f.Labels).Select(l => l.Address));
        Assert.Equal([5, 4], bad.Select(b => (int)b.Line));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var why = Why("label: l\ntags:\n- address: " + new string('[', 100) + new string(']', 100), "tagpack");
        Assert.Contains("too deep", why.Reason);
        Assert.IsType<ListFileOutcome.Refused>(Read("{\"deny\":" + new string('[', 10_000)).Outcome);
        var deepXml = Ofac.Replace(
            "<Comment />",
            string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100))
        );
        Assert.Contains("levels", Why(deepXml).Reason);
    }

    [Theory]
    [InlineData("{\"deny\":[\"a.com\",\n\"no dots\"]}", 2, 1)]
    [InlineData("{\"deny\":[\n\"a.com\",\n 5]}", 3, 2)]
    [InlineData("{\"deny\":[\"a.com\",]}", 1, 18)]
    [InlineData("{\"deny\":[\"a.com\"", 1, 17)]
    public void A_bad_domain_list_is_named_by_line_and_column(string json, int line, int column)
    {
        var why = Why(json, "phishing");
        Assert.Equal((line, column), (why.Line, why.Column));
    }

    [Fact]
    public void A_registry()
    {
        var (outcome, facts, _) = Read(
            Registry
                + "WHITEBKZ,platform,WhiteBIT "
                + "Ltd,WhiteBIT|WB,,AIFC,AFSA,trading,2026-01-16,2027-01-16,Licensed,WB.kz|wb.com,tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t|0xdAC17F958D2ee523a2206206994597C13D831ec7,@wb,kz.wb\n"
                + "X,,X Ltd,,,,,,,,registered,,,,\n"
        );
        Assert.Equal(new ListFileOutcome.Completed("registry", 2, 0), outcome);
        var listings = Assert.IsType<PlatformsListed>(facts[0]).Listings;
        Assert.Equal(["WhiteBIT", "WB"], listings[0].Brands);
        Assert.Equal(["wb.kz", "wb.com"], listings[0].Domains);
        Assert.Equal(["tron", "ethereum"], listings[0].Wallets.Select(w => w.Chain));
        // 2026-01-16 begins in Kazakhstan at 19:00 UTC of the day before.
        Assert.False(listings[0].IsLicenceInForce(1_768_503_599_999_999));
        Assert.True(listings[0].IsLicenceInForce(1_768_503_600_000_000));
        Assert.False(listings[0].IsLicenceInForce(1_800_039_600_000_000));
        Assert.Equal(
            ("platform", "registered", long.MinValue, long.MaxValue),
            (listings[1].Kind, listings[1].Status, listings[1].ValidFromUs, listings[1].ValidToUs)
        );
    }

    [Theory]
    [InlineData(",,X,,,,,,,,registered,,,,", 1, "code")]
    [InlineData("X,,,,,,,,,,registered,,,,", 4, "name")]
    [InlineData("X,,X,,,,,,,,,,,,", 13, "status")]
    [InlineData("X,,X,,,,,,,,what now,,,,", 13, "status")]
    [InlineData("X,,X,,,AIFC,,trading,,,licensed,,,,", 13, "regulator")]
    [InlineData("X,,X,,,,,,tomorrow,,registered,,,,", 11, "valid_from")]
    [InlineData("X,,X,,,,,,2026-01-02,2026-01-01,registered,,,,", 22, "valid_to")]
    public void A_bad_row_of_a_registry_is_named(string row, int column, string field)
    {
        var why = Why($"{Registry}{row}\n");
        Assert.Equal((2, column, field), (why.Line, why.Column, why.Field));
    }

    [Fact]
    public void Rates()
    {
        var (_, facts, _) = Read(RatesOf("2026-01-15,USD,KZT,525.43,,National Bank", "2026-01-15T00:00:00Z,RUB,KZT,650,100,"));
        Assert.Equal(
            [
                new RatePublished(Currency.Usd, Currency.Kzt, 52543, 100, 1_768_417_200_000_000, "National Bank"),
                new RatePublished(Currency.Rub, Currency.Kzt, 650, 100, 1_768_435_200_000_000, "list"),
            ],
            facts
        );
        (_, facts, _) = Read("time,base,quote,numerator,denominator\n2026-01-15T00:00:00Z,EUR,KZT,59422,100\n");
        Assert.Equal(new RatePublished(Currency.Eur, Currency.Kzt, 59422, 100, 1_768_435_200_000_000, "list"), Assert.Single(facts));
    }

    private static string RatesOf(params string[] rows) => $"time,base,quote,rate,units,source\n{string.Join('\n', rows)}\n";

    [Theory]
    [InlineData("today,USD,KZT,1,,", 1, "time")]
    [InlineData("2026-01-15,XQZ,KZT,1,,", 12, "base")]
    [InlineData("2026-01-15,USD,USD,1,,", 16, "quote")]
    [InlineData("2026-01-15,USD,KZT,0,,", 20, "rate")]
    [InlineData("2026-01-15,USD,KZT,-1,,", 20, "rate")]
    [InlineData("2026-01-15,USD,KZT,5.4.3,,", 20, "rate")]
    [InlineData("2026-01-15,USD,KZT,12345678901,,", 20, "rate")]
    [InlineData("2026-01-15,USD,KZT,5,0,", 22, "units")]
    public void A_bad_rate_is_named(string row, int column, string field)
    {
        var why = Why(RatesOf(row));
        Assert.Equal((2, column, field), (why.Line, why.Column, why.Field));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("a,b\n1,2\n")]
    public void What_is_no_list_is_told(string text) => Assert.Contains("no known list", Why(text).Reason);
}
