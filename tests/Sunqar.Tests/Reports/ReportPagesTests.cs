using System.Net;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Reports;
using Sunqar.Tests.Access;
using Sunqar.Work.Reports;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>The ledger's page, and reports let out from a case's page.</summary>
public class ReportPagesTests
{
    private const string Card = "00000000000000aa";

    private static readonly CaseSource Alert = new(
        SourceKind.Alert,
        "alert-1",
        new Dictionary<string, string>
        {
            [Card] = "dropper",
            ["bot.example"] = "site",
            [SampleCase.Wallet] = "desk",
        }
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> OpenAsync(StaffedServer server)
    {
        var id = (
            await server.Acts.DoAsync(
                new OpenCase("k1", "alert", "droppers", "Cards lent", [Alert], 0, 0),
                new Actor("officer-9", Role.Officer, "unit-a")
            )
        ).Text;
        foreach (
            var (key, asset, unit, chain) in new[]
            {
                ("m1", "kzt:" + Card, "KZT", (string?)null),
                ("m2", "usdt:tron:" + SampleCase.Wallet, "USDT", "tron"),
            }
        )
        {
            Assert.True(
                (
                    await server.Acts.DoAsync(
                        new MoveAsset(
                            key,
                            id,
                            "order",
                            asset,
                            unit,
                            AssetStanding.Held,
                            AssetStanding.Frozen,
                            1_234_500_000,
                            1_768_000_000_000_000,
                            "order 7",
                            chain,
                            chain is null ? null : "tx-1",
                            0
                        ),
                        Actor.House
                    )
                ).IsDone
            );
        }
        return id;
    }

    [Fact]
    public async Task The_ledger_shows_what_stands_where_and_nobodys_account()
    {
        await using var server = await StaffedServer.StartAsync();
        var id = await OpenAsync(server);
        using var overseer = await server.SignedInAsync(Role.Overseer);
        var page = await overseer.GetStringAsync("/ledger", Cancel);
        Assert.Contains($"/cases/{id}", page, StringComparison.Ordinal);
        Assert.Contains("1,234.50", page, StringComparison.Ordinal);
        Assert.Contains("usdt:tron:" + SampleCase.Wallet, page, StringComparison.Ordinal);
        Assert.Matches("kzt:P-[0-9A-Z]{4}-[0-9A-Z]{4}", page);
        Assert.DoesNotContain(Card, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_offers_every_report_of_the_table_and_no_other_is_made()
    {
        await using var server = await StaffedServer.StartAsync();
        var id = await OpenAsync(server);
        using var analyst = await server.SignedInAsync(Role.Analyst);
        var page = await analyst.GetStringAsync($"/cases/{id}", Cancel);
        Assert.Distinct(CaseReports.All.Select(report => report.Name));
        Assert.All(
            CaseReports.All,
            report => Assert.Contains($"<option value=\"{report.Name}\">{report.Label}", page, StringComparison.Ordinal)
        );
        using var forgotten = await StaffedServer.PostAsync(
            analyst,
            $"/cases/{id}/reports",
            ("report", "no-such-report"),
            ("basis", "AML law, art. 13")
        );
        Assert.Equal(HttpStatusCode.BadRequest, forgotten.StatusCode);
    }

    [Fact]
    public async Task A_report_is_an_act_before_a_byte_of_it_leaves()
    {
        await using var server = await StaffedServer.StartAsync();
        var id = await OpenAsync(server);
        var who = await server.HireAsync(Role.Analyst);
        using var analyst = server.Browser(who);
        foreach (
            var (report, told) in new[]
            {
                ("case-file-html", "order 7"),
                ("goaml-sar", "<report_code>SAR</report_code>"),
                ("misp-amber", "bot.example"),
            }
        )
        {
            using var answer = await StaffedServer.PostAsync(
                analyst,
                $"/cases/{id}/reports",
                ("report", report),
                ("basis", "AML law, art. 13")
            );
            var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
            var text = Encoding.UTF8.GetString(bytes);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
            Assert.Contains(told, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Card, text, StringComparison.Ordinal);
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            var act = server.ActsSoFar().Last();
            Assert.Equal(("report.export", who.Id, id), (act.Command, act.Author, act.CaseId));
            var exported = Assert.IsType<ReportExported>(Assert.Single(act.What));
            Assert.Equal(
                (report, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length),
                (exported.Report, exported.Sha256, exported.Bytes)
            );
        }
        Assert.Contains(
            "Report misp-amber",
            server.Acts.Read(state => state.Of<CaseBook>().Find(id)!.Timeline[^1].Text),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_cannot_be_let_out_is_refused()
    {
        await using var server = await StaffedServer.StartAsync();
        var id = await OpenAsync(server);
        using var officer = await server.SignedInAsync(Role.Officer);
        async Task<HttpStatusCode> Status(string caseId, string report, string basis = "basis") =>
            (await StaffedServer.PostAsync(officer, $"/cases/{caseId}/reports", ("report", report), ("basis", basis))).StatusCode;
        Assert.Equal(HttpStatusCode.BadRequest, await Status(id, "case-file-html", ""));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(id, "everything"));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(id, "goaml-str"));
        Assert.Equal(HttpStatusCode.NotFound, await Status("case-x", "case-file-html"));
        Assert.DoesNotContain(server.ActsSoFar(), act => act.What.Any(what => what is ReportExported));
    }
}
