using System.Text;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Sunqar.Tests.Storage;
using Sunqar.Work.Imports;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Watchlists as their publishers lay them out. The persons are invented.</summary>
public class WatchlistLayoutTests
{
    private const string Un = """
        <?xml version="1.0" encoding="UTF-8"?>
        <CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
          <INDIVIDUALS>
            <INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>PROBA</FIRST_NAME><SECOND_NAME>IBN
                TESTOV</SECOND_NAME><UN_LIST_TYPE>XX</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
              <LISTED_ON>2012-12-31</LISTED_ON><NAME_ORIGINAL_SCRIPT>اختبار تجريبي</NAME_ORIGINAL_SCRIPT><TITLE><VALUE>Haji</VALUE></TITLE>
              <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Proba Testoglu</ALIAS_NAME></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Vulture</ALIAS_NAME><DATE_OF_BIRTH>1801</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1800-04-16</DATE></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1802</FROM_YEAR><TO_YEAR>1804</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
            </INDIVIDUAL>
          </INDIVIDUALS>
          <ENTITIES>
            <ENTITY><DATAID>2</DATAID><FIRST_NAME>EMBERTON TRADING</FIRST_NAME><UN_LIST_TYPE>XX</UN_LIST_TYPE><REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER>
              <LISTED_ON>2013-01-02</LISTED_ON><ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Emberton Group</ALIAS_NAME></ENTITY_ALIAS></ENTITY>
          </ENTITIES>
        </CONSOLIDATED_LIST>
        """;

    private const string Eu = """
        <?xml version="1.0" encoding="UTF-8"?>
        <export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-03-05T11:20:14.190+01:00" globalFileId="1">
          <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.23" logicalId="13">
            <regulation regulationType="amendment" entryIntoForceDate="2014-03-06" publicationDate="2014-03-05" programme="TST" logicalId="348"/>
            <subjectType code="person" classificationCode="P"/>
            <nameAlias firstName="Proba" middleName="" lastName="Testov" wholeName="Proba Testov" gender="M" strong="true" logicalId="1"/>
            <nameAlias firstName="" middleName="" lastName="" wholeName="Проба Тестов" strong="true" logicalId="2"/>
            <nameAlias firstName="Pro" middleName="B." lastName="Test" wholeName="" strong="false" logicalId="3"/>
            <birthdate circa="false" calendarType="GREGORIAN" birthdate="1800-04-16" dayOfMonth="16" monthOfYear="4" year="1800"/>
            <birthdate circa="true" year="1801"/>
            <birthdate circa="false" yearRangeFrom="1802" yearRangeTo="1804"/>
          </sanctionEntity>
          <sanctionEntity euReferenceNumber="" logicalId="14">
            <regulation entryIntoForceDate="2015-01-01" programme="TST"/>
            <subjectType code="enterprise" classificationCode="E"/>
            <nameAlias wholeName="Emberton LLC" strong="true"/>
          </sanctionEntity>
        </export>
        """;

    private const string ConList =
        "Last Updated,28/10/2025\n"
        + "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,DOB,Group Type,Alias Type,Alias Quality,Regime,Listed On,"
        + "UK Sanctions List Date Designated,Last Updated,Group ID\n"
        + "TESTOV,Proba,Ivanovich,,,,Mr,Проба Тестов,00/00/1801,Individual,Primary name,,Test,06/03/2014,05/03/2014,01/01/2024,12345\n"
        + "TESTOGLU,Proba,,,,,,,16/04/1800,Individual,AKA,Low quality,Test,06/03/2014,05/03/2014,01/01/2024,12345\n"
        + "\"EMBERTON, LLC\",,,,,,,,,Entity,Primary name,,Test,06/03/2014,,01/01/2024,12346\n";

    private const string ConListXml = """
        <ArrayOfFinancialSanctionsTarget xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist">
          <FinancialSanctionsTarget><Name6>TESTOV</Name6><name1>Proba</name1><name2>Ivanovich</name2><NameNonLatinScript>Проба Тестов</NameNonLatinScript>
            <Individual_DateOfBirth>1801</Individual_DateOfBirth><GroupTypeDescription>Individual</GroupTypeDescription><AliasTypeName>Primary name</AliasTypeName>
            <RegimeName>Test</RegimeName><DateListed>2014-03-06T00:00:00</DateListed><DateDesignated>2014-03-05T00:00:00</DateDesignated>
            <LastUpdated>2025-10-28T00:00:00</LastUpdated><GroupID>12345</GroupID></FinancialSanctionsTarget>
          <FinancialSanctionsTarget><Name6>TESTOGLU</Name6><name1>Proba</name1><AliasTypeName>AKA</AliasTypeName><AliasQuality>Low quality</AliasQuality>
            <Individual_DateOfBirth>1800-04-16T00:00:00</Individual_DateOfBirth><GroupTypeDescription>Individual</GroupTypeDescription><GroupID>12345</GroupID></FinancialSanctionsTarget>
          <FinancialSanctionsTarget><Name6>EMBERTON, LLC</Name6><GroupTypeDescription>Entity</GroupTypeDescription><AliasTypeName>Primary name</AliasTypeName>
            <RegimeName>Test</RegimeName><DateDesignated>2014-03-05T00:00:00</DateDesignated><GroupID>12346</GroupID></FinancialSanctionsTarget>
        </ArrayOfFinancialSanctionsTarget>
        """;

    private const string UkslTable =
        "Report Date: 28-Oct-2025\n"
        + "Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name 2,Name "
        + "type,Alias strength,Name non-latin script,Regime Name,Designation Type,"
        + "Date Designated,D.O.B\n"
        + "01/01/2024,TST0001,12345,TESTOV,Proba,Ivanovich,Primary Name,,Проба Тестов,Test,Individual,05/03/2014,dd/mm/1801\n"
        + "01/01/2024,TST0001,12345,TESTOGLU,Proba,,Alias,Low quality a.k.a,,Test,Individual,05/03/2014,16/04/1800\n"
        + "01/01/2024,TST0002,12346,\"EMBERTON, LLC\",,,Primary Name,,,Test,Entity,05/03/2014,\n";

    private const string UkslXml = """
        <Designations><DateGenerated>28/10/2025</DateGenerated>
          <Designation><LastUpdated>01/01/2024</LastUpdated><DateDesignated>05/03/2014</DateDesignated><UniqueID>TST0001</UniqueID><OFSIGroupID>12345</OFSIGroupID>
            <Names><Name><Name1>Proba</Name1><Name2>Ivanovich</Name2><Name6>TESTOV</Name6><NameType>Primary Name</NameType></Name>
              <Name><Name1>Proba</Name1><Name6>TESTOGLU</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name></Names>
            <NonLatinNames><NonLatinName><NameNonLatinScript>Проба Тестов</NameNonLatinScript></NonLatinName></NonLatinNames>
            <RegimeName>Test</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
            <IndividualDetails><Individual><DOBs><DOB>dd/mm/1801</DOB><DOB>16/04/1800</DOB></DOBs></Individual></IndividualDetails></Designation>
          <Designation><DateDesignated>05/03/2014</DateDesignated><UniqueID>TST0002</UniqueID>
            <Names><Name><Name6>EMBERTON, LLC</Name6><NameType>Primary Name</NameType></Name></Names>
            <RegimeName>Test</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip></Designation>
        </Designations>
        """;

    private static (ListFileOutcome Outcome, List<Fact> Facts) Read(string text, string? format = null, Action<BadInput>? bad = null)
    {
        var facts = new List<Fact>();
        return (ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "list.csv", format, facts.Add, bad), facts);
    }

    private static (WatchlistPublished List, List<WatchlistEntry> Entries) Whole(string text)
    {
        var (outcome, facts) = Read(text);
        Assert.IsType<ListFileOutcome.Completed>(outcome);
        return (facts.OfType<WatchlistPublished>().Single(), [.. facts.OfType<WatchlistEntries>().SelectMany(run => run.Entries)]);
    }

    [Fact]
    public void The_united_nations_list_is_read_with_aliases_of_both_qualities_and_original_script()
    {
        var (list, entries) = Whole(Un);
        Assert.Equal(("un_sc", "2026-02-27", 2), (list.List, list.Version, list.EntryCount));
        var person = entries[0];
        Assert.Equal(("XXi.001", WatchlistPartyKind.Individual), (person.Id, person.Kind));
        Assert.Equal(
            [
                ("PROBA IBN TESTOV", "Latn", true, false),
                ("اختبار تجريبي", "Arab", false, false),
                ("Proba Testoglu", "Latn", false, false),
                ("Vulture", "Latn", false, true),
            ],
            person.Names.Select(name => (name.Text, name.Script, name.IsPrimary, name.IsWeak))
        );
        Assert.Equal(["1801", "1800-04-16", "1802-01-01/1804-12-31"], person.Birth);
        Assert.Equal(["XX"], person.Programs);
        Assert.Equal(1_356_912_000_000_000, person.SinceUs);
        Assert.Equal(("XXe.002", WatchlistPartyKind.Entity, 2), (entries[1].Id, entries[1].Kind, entries[1].Names.Count));
    }

    [Fact]
    public void The_european_list_is_read_with_strong_and_weak_names()
    {
        var (list, entries) = Whole(Eu);
        Assert.Equal(("eu_fsf", "2026-03-05", 2), (list.List, list.Version, list.EntryCount));
        Assert.Equal(("EU.1.23", WatchlistPartyKind.Individual), (entries[0].Id, entries[0].Kind));
        Assert.Equal(
            [("Proba Testov", true, false), ("Проба Тестов", false, false), ("Pro B. Test", false, true)],
            entries[0].Names.Select(name => (name.Text, name.IsPrimary, name.IsWeak))
        );
        Assert.Equal(["1800-04-16", "1801", "1802-01-01/1804-12-31"], entries[0].Birth);
        Assert.Equal(["TST"], entries[0].Programs);
        Assert.Equal(("14", WatchlistPartyKind.Entity), (entries[1].Id, entries[1].Kind));
    }

    public static TheoryData<string, string, string> UkLists =>
        new()
        {
            { ConList, "uk_ofsi", "12345" },
            { ConListXml, "uk_ofsi", "12345" },
            { UkslTable, "uk_sanctions", "TST0001" },
            { UkslXml, "uk_sanctions", "TST0001" },
        };

    [Theory]
    [MemberData(nameof(UkLists))]
    public void The_british_lists_say_the_same_in_all_four_layouts(string text, string name, string reference)
    {
        var (list, entries) = Whole(text);
        Assert.Equal((name, "2025-10-28", 2), (list.List, list.Version, list.EntryCount));
        Assert.Equal((reference, WatchlistPartyKind.Individual), (entries[0].Id, entries[0].Kind));
        Assert.Equal(
            [("Proba Ivanovich TESTOV", true, false), ("Proba TESTOGLU", false, true), ("Проба Тестов", false, false)],
            entries[0]
                .Names.Select(n => (n.Text, n.IsPrimary, n.IsWeak))
                .OrderByDescending(n => n.IsPrimary)
                .ThenBy(n => n.Text, StringComparer.Ordinal)
        );
        Assert.Equal(["1800-04-16", "1801"], entries[0].Birth.Order());
        Assert.Equal(["Test"], entries[0].Programs);
        Assert.Equal(1_393_977_600_000_000, entries[0].SinceUs);
        Assert.Equal((WatchlistPartyKind.Entity, "EMBERTON, LLC"), (entries[1].Kind, entries[1].Names[0].Text));
    }

    [Fact]
    public void A_table_of_names_is_a_list_of_ones_own()
    {
        var (list, entries) = Whole(
            "id,name,birth,schema\na1,Proba Testov,1800-04-16,Person\na1,Проба Тестов,,Person\nb2,Emberton LLC,,Company\nc,X Y,1801,\n"
        );
        Assert.Equal(("names:list", 3), (list.List, list.EntryCount));
        Assert.Equal(
            [("a1", WatchlistPartyKind.Individual, 2), ("b2", WatchlistPartyKind.Entity, 1), ("c", WatchlistPartyKind.Unknown, 1)],
            entries.Select(entry => (entry.Id, entry.Kind, entry.Names.Count))
        );
        Assert.Equal(["1800-04-16"], entries[0].Birth);
    }

    [Theory]
    [InlineData("id,name\n1,\n", "line 2", "(name)")]
    [InlineData("id,name\n1,...\n", "line 2", "(name)")]
    [InlineData("id,name\n,Proba\n", "line 2", "(id)")]
    [InlineData("id,name,birth\n1,Proba,16.04.1800\n", "line 2", "(birth)")]
    [InlineData("id,name\n", "no parties", "row")]
    [InlineData("<CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>", "no date", "dateGenerated")]
    [InlineData("<CONSOLIDATED_LIST dateGenerated=\"2026-02-27\"></CONSOLIDATED_LIST>", "no parties", "<INDIVIDUAL>")]
    [InlineData(
        "<CONSOLIDATED_LIST "
            + "dateGenerated=\"2026-02-27\"><INDIVIDUAL><REFERENCE_NUMBER>X.1</REFERENCE_NUMBER></INDIVIDUAL></CONSOLIDATED_LIST>",
        "X.1 has no name",
        "a party"
    )]
    [InlineData("<export generationDate=\"2026-02-27\"><sanctionEntity/></export>", "neither euReferenceNumber nor logicalId", "party")]
    [InlineData("<!DOCTYPE x []><CONSOLIDATED_LIST dateGenerated=\"2026-02-27\"/>", "not the XML expected", "document type")]
    [InlineData("Name 6,Name 1,Group ID\nTESTOV,Proba,1\n", "no date", "Last Updated")]
    [InlineData("Last Updated,28/10/2025\nName 6,Name 1,Group ID\nTESTOV,Proba,\n", "line 3", "Group ID")]
    [InlineData("Last Updated,28/10/2025\nName 6,Name 1,Group ID\n,,1\n", "line 3", "names nobody")]
    public void What_cannot_be_read_is_refused_with_place_and_reason(string text, string place, string why)
    {
        var refused = Assert.IsType<ListFileOutcome.Refused>(Read(text).Outcome).Why.ToString();
        Assert.Contains(place, refused, StringComparison.Ordinal);
        Assert.Contains(why, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_party_that_cannot_be_understood_is_counted_and_named_where_bad_ones_are_passed_over()
    {
        var bad = new List<BadInput>();
        var (outcome, facts) = Read(
            Un.Replace("XXi.001", "", StringComparison.Ordinal).Replace("<DATAID>1</DATAID>", "", StringComparison.Ordinal),
            null,
            bad.Add
        );
        Assert.Equal(new ListFileOutcome.Completed("un", 1, 1), outcome);
        Assert.Contains("no REFERENCE_NUMBER", Assert.Single(bad).ToString(), StringComparison.Ordinal);
        Assert.Equal(1, facts.OfType<WatchlistPublished>().Single().EntryCount);
    }

    public static TheoryData<string> Layouts => [Un, Eu, ConList, ConListXml, UkslTable, UkslXml];

    /// <summary>A version dated later than it came would make every true one after it "no newer", and would never be late.</summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_version_of_a_day_to_come_is_refused(string text)
    {
        var publishedUs = Whole(text).List.PublishedUs;
        using var folder = new TempFolder();
        File.WriteAllText(folder["list"], text);
        Assert.IsType<CheckOutcome.Good>(ImportJob.Check(folder["list"], null, null, null, publishedUs));
        var why = Assert.IsType<CheckOutcome.Refused>(ImportJob.Check(folder["list"], null, null, null, publishedUs - 1)).Why;
        Assert.Contains("is yet to come", why.Reason, StringComparison.Ordinal);
    }
}
