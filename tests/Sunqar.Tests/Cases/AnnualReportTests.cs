using System.Text;
using System.Text.Json;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Formats.Reports;
using Sunqar.Server.Reports;
using Sunqar.Simulation;
using Sunqar.Work.Reports;
using Xunit;

namespace Sunqar.Tests.Cases;

public class AnnualReportTests
{
    private const long Million = 1_000_000;

    private static AnnualLine Line(AnnualReport report, string name) => report.Lines.Single(line => line.Name == name);

    private static CaseFold Fold(params Core.Facts.Fact[] facts)
    {
        var fold = new CaseFold();
        foreach (var fact in facts)
            fold.Apply(fact);
        return fold;
    }

    private static CaseClosed Closed(
        string id,
        int year,
        string kind = CaseKinds.Exchanger,
        long turnover = 0,
        long seized = 0,
        long frozen = 0,
        int sites = 0
    ) => new(id, year, kind, id, 0, turnover * Million, seized * Million, frozen * Million, 0, sites, 0);

    private static CaseOpened Opened(string id, long us, string kind = CaseKinds.Exchanger, long kzt = 0, long usd = 0) =>
        new(id, kind, id, "network-" + id, us, kzt * Million, usd * Million);

    private static AssetMoved Moved(string id, string caseId, AssetStanding from, AssetStanding to, long quantity, long atUs) =>
        new(id, caseId, "usdt:tron:T1", "USDT", from, to, quantity * Million, atUs, "order", "tron", "tx" + id, 0);

    [Fact]
    public void Closed_found_and_last_year_stand_apart_each_with_its_cases()
    {
        var newYear = LocalTime.Kazakhstan.YearStartUs(2026);
        var cases = Fold(
            Closed("a", 2025, turnover: 100, seized: 10),
            Closed("b", 2025, turnover: 50),
            Closed("s", 2025, CaseKinds.SiteBlock, sites: 1),
            Opened("c", newYear, usd: 70),
            Opened("d", newYear - 1, usd: 900),
            Opened("e", newYear + 1, kzt: 5, usd: 6),
            Closed("e", 2026, turnover: 6)
        );
        var report = AnnualReport.Of(2026, cases.Cases, new AssetLedger(), new RateTable());
        var platforms = Line(report, "platforms_closed");
        Assert.Equal(["a", "b"], platforms.LastYear!.Cases);
        Assert.Equal(["e"], platforms.Closed!.Cases);
        // Opened in the last moment of the year before: found in that year, not in this one.
        Assert.Equal(["c"], platforms.Found!.Cases);
        Assert.Equal((2, 1, 1), ((int)platforms.LastYear.Value, (int)platforms.Closed.Value, (int)platforms.Found.Value));
        Assert.Equal(
            (150 * Million, 6 * Million, 70 * Million),
            (
                (long)Line(report, "platforms_turnover_usd").LastYear!.Value,
                (long)Line(report, "platforms_turnover_usd").Closed!.Value,
                (long)Line(report, "platforms_turnover_usd").Found!.Value
            )
        );
        Assert.Equal(["s"], Line(report, "sites_restricted").LastYear!.Cases);
        Assert.Equal(["a"], Line(report, "assets_seized_usdt").LastYear!.Cases);
        // This year nobody closed a network: none, which is known. Of the year before nothing would be known, had it no case.
        Assert.Equal(0, Line(report, "networks_exposed").Closed!.Value);
        Assert.Null(Line(AnnualReport.Of(2020, cases.Cases, new AssetLedger(), new RateTable()), "platforms_closed").LastYear);
        Assert.All(report.Lines, line => Assert.Null(line.Planted));
    }

    [Fact]
    public void Assets_count_by_the_ledger_where_it_knows_the_case_in_the_year_of_each_movement()
    {
        var start = LocalTime.Kazakhstan.YearStartUs(2026);
        // What case a was closed with is what the ledger holds too: it must not count twice.
        var cases = Fold(Closed("a", 2026, seized: 60, frozen: 100), Closed("b", 2026, seized: 7, frozen: 3));
        var ledger = new AssetLedger();
        ledger.Apply(Moved("1", "a", AssetStanding.Held, AssetStanding.Frozen, 100, start - 1));
        ledger.Apply(Moved("2", "a", AssetStanding.Held, AssetStanding.Frozen, 20, start));
        ledger.Apply(Moved("3", "a", AssetStanding.Frozen, AssetStanding.Seized, 15, start + 1));
        ledger.Apply(Moved("4", "a", AssetStanding.Seized, AssetStanding.Returned, 5, start + 2));
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usd, Currency.Kzt, 500, 1, 0, "test"));
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 505, 1, 0, "test"));
        var report = AnnualReport.Of(2026, cases.Cases, ledger, rates);
        Assert.Equal((15 + 7) * Million, (long)Line(report, "assets_seized_usdt").Closed!.Value);
        Assert.Equal(["a", "b"], Line(report, "assets_seized_usdt").Closed!.Cases);
        // 20 came, 15 moved on within the year; b's 3 as it was closed with.
        Assert.Equal((5 + 3) * Million, (long)Line(report, "assets_frozen_usdt").Closed!.Value);
        Assert.Equal(100 * Million, (long)Line(report, "assets_frozen_usdt").LastYear!.Value);
        Assert.Equal(5 * Million, (long)Line(report, "assets_recovered_usdt").Closed!.Value);
        Assert.Equal(15_150_000, (long)Line(report, "assets_seized_usd").Closed!.Value);
        Assert.Null(Line(AnnualReport.Of(2026, cases.Cases, ledger, new RateTable()), "assets_seized_usd").Closed);
    }

    [Theory]
    [InlineData(CaseResult.MeasuresTaken, 1, 0)]
    [InlineData(CaseResult.HandedOver, 1, 0)]
    [InlineData(CaseResult.NoGrounds, 0, 0)]
    [InlineData(CaseResult.Exempted, 0, 0)]
    [InlineData(CaseResult.Joined, 0, 0)]
    [InlineData(CaseResult.None, 0, 1)]
    public void A_case_counts_when_it_was_closed_with_effect_and_a_reopened_one_is_found_again(CaseResult result, int closed, int found)
    {
        var cases = Fold(
            Opened("c", LocalTime.Kazakhstan.YearStartUs(2026)),
            new CaseMoved("c", CaseStatus.UnderExamination, CaseStatus.Closed, result, "because"),
            Closed("c", 2026)
        );
        if (result == CaseResult.None)
            cases.Apply(new CaseMoved("c", CaseStatus.Closed, CaseStatus.UnderExamination, CaseResult.None, "new evidence"));
        var line = Line(AnnualReport.Of(2026, cases.Cases, new AssetLedger(), new RateTable()), "platforms_closed");
        Assert.Equal((closed, found), ((int)line.Closed!.Value, (int)line.Found!.Value));
    }

    /// <summary>
    /// The table of the agency: last year's column and, at full scale, what is planted this year. Plants do not depend on how many people
    /// there are.
    /// </summary>
    [Fact]
    public void At_full_scale_last_year_and_the_planted_year_are_what_the_agency_reported()
    {
        var country = Country.Create(new CountryOptions { People = 150_000, FullScale = true });
        var cases = Fold([.. Rehearsal.CountryIntake.LastYear(country)]);
        var report = AnnualReport.Of(2026, cases.Cases, new AssetLedger(), new RateTable(), null, country.PlantedYear);

        Int128 Last(string name) => Line(report, name).LastYear!.Value / (Line(report, name).Unit == AnnualUnit.Count ? 1 : Million);
        Assert.Equal(36, Last("platforms_closed"));
        Assert.InRange(Last("platforms_turnover_usd"), 100 * Million + 1, 101 * Million);
        Assert.Equal(4_800_000, Last("assets_seized_usdt"));
        Assert.Equal(3_500, Last("sites_restricted"));
        Assert.Equal(2, Last("pyramids_dismantled"));
        Assert.Equal(545_000, Last("pyramids_recovered_usdt"));
        Assert.Equal(120_000, Last("pyramids_frozen_usdt"));

        Int128 Planted(string name) => Line(report, name).Planted!.Value / (Line(report, name).Unit == AnnualUnit.Count ? 1 : Million);
        Assert.Equal(130, Planted("platforms_closed"));
        Assert.Equal(16_700_000, Planted("exchangers_seized_usdt"));
        Assert.Equal(81, Planted("networks_exposed"));
        Assert.InRange(Planted("networks_turnover_kzt"), 24_000 * Million, 24_500 * Million);
        Assert.InRange(Planted("mining_seized_usdt"), 635_000, 645_000);
        Assert.Equal(13_200_000 * Million, Planted("atm_volume_kzt"));
        Assert.Equal(24_100 * Million, Planted("atm_volume_usd"));
        Assert.InRange(Planted("atm_rise_usd"), 1_799 * Million, 1_801 * Million);

        var text = AnnualText.Write(report);
        foreach (
            var figure in (string[])
                [
                    "36",
                    "100 m USD",
                    "4.8 m USDT",
                    "3,500",
                    "545,000 USDT",
                    "120,000 USDT",
                    "130",
                    "16.7 m USDT",
                    "81",
                    "24.1 bn KZT",
                    "13.2 tn KZT",
                    "24.1 bn USD",
                    "1.8 bn USD",
                ]
        )
        {
            Assert.Contains(" " + figure, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Json_csv_and_html_tell_the_same_numbers()
    {
        var cases = Fold(
            Closed("a,\"b", 2025, turnover: 100, seized: 10),
            Closed("=1+1", 2025, seized: 1),
            Opened("<script>", LocalTime.Kazakhstan.YearStartUs(2026))
        );
        var report = AnnualReport.Of(
            2026,
            cases.Cases,
            new AssetLedger(),
            new RateTable(),
            12_345_678,
            new PlantedYear(1, 2, 3, 4, 5, 6, 7, Million * Million, Million * Million)
        );
        using var json = new MemoryStream();
        AnnualTable.WriteJson(json, report);
        using var parsed = JsonDocument.Parse(json.ToArray());
        var numbers = 0;
        using var csv = new MemoryStream();
        AnnualTable.WriteCsv(csv, report);
        var rows = Encoding.UTF8.GetString(csv.ToArray());
        foreach (var line in parsed.RootElement.GetProperty("lines").EnumerateArray())
        {
            foreach (var column in (string[])["last_year", "closed", "found", "planted"])
            {
                if (!line.TryGetProperty(column, out var figure))
                    continue;
                var value = column == "planted" ? figure.GetString() : figure.GetProperty("value").GetString();
                Assert.Contains(
                    $"{line.GetProperty("name").GetString()},{line.GetProperty("unit").GetString()},{column},{value},",
                    rows,
                    StringComparison.Ordinal
                );
                numbers++;
            }
        }
        Assert.Equal(numbers, rows.Count(c => c == '\n') - 1);
        Assert.Contains("\"'=1+1|a,\"\"b\"", rows, StringComparison.Ordinal);
        Assert.Contains("12.345678", rows, StringComparison.Ordinal);
        var html = AnnualHtml.Write(report);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.StartsWith(" ", AnnualText.Write(report), StringComparison.Ordinal);
    }
}
