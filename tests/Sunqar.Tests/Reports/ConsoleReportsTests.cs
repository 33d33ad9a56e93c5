using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Reports;
using Sunqar.Tests.Access;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Reports;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>Reports made beside a running server: the year as a file, FM-1 of a period, each refused with its field where it does not
/// fit.</summary>
public sealed class ConsoleReportsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv", "text/csv", "name,unit,column,value,cases\n")]
    [InlineData("json", "application/json", "{")]
    [InlineData("html", "text/html", "<!DOCTYPE html>")]
    public async Task The_year_is_a_file_of_each_kind(string format, string type, string begins)
    {
        await using var server = await StaffedServer.StartAsync(state: SampleConsole.Create());
        using var analyst = server.Browser(await server.HireAsync(Role.Analyst));
        var answer = await analyst.GetAsync($"/years/2026/{format}", Cancel);
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal($"year-2026.{format}", answer.Content.Headers.ContentDisposition!.FileName);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.StartsWith(begins, text, StringComparison.OrdinalIgnoreCase);
        if (format == "json")
            Assert.Equal(2026, JsonDocument.Parse(text).RootElement.GetProperty("year").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.GetAsync("/years/2026/doc", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.GetAsync($"/years/1999/{format}", Cancel)).StatusCode);
        // Every link of the page leads to one.
        var page = await analyst.GetStringAsync("/years/2026", Cancel);
        Assert.Contains($"href=\"/years/2026/{format}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_year_is_printed_where_a_browser_is_there()
    {
        Assert.SkipUnless(PdfPrinter.Chromium() is not null, "needs chromium");
        await using var server = await StaffedServer.StartAsync(state: SampleConsole.Create());
        using var analyst = server.Browser(await server.HireAsync(Role.Analyst));
        var bytes = await analyst.GetByteArrayAsync("/years/2026/pdf", Cancel);
        Assert.Equal("%PDF"u8, bytes.AsSpan(0, 4));
    }

    [Fact]
    public async Task Forms_of_a_period_leave_as_an_act_and_what_does_not_fit_is_refused_with_its_field()
    {
        await using var server = await StaffedServer.StartAsync();
        using var officer = server.Browser(await server.HireAsync(Role.Officer));
        Assert.Contains("Forms FM-1 of a period", await officer.GetStringAsync("/reports", Cancel), StringComparison.Ordinal);
        (string, string)[] asked = [("since", "2026-01-01"), ("until", "2026-01-31"), ("format", "csv"), ("basis", "AML law, art. 10")];
        var made = await StaffedServer.PostAsync(officer, "/reports/fm1", asked);
        Assert.Equal("text/csv", made.Content.Headers.ContentType!.MediaType);
        Assert.Equal(new CacheControlHeaderValue { NoStore = true }, made.Headers.CacheControl);
        var act = Assert.Single(server.ActsSoFar(), act => act.Command == "report.export");
        Assert.Equal("fm1-csv", Assert.IsType<ReportExported>(Assert.Single(act.What)).Report);
        foreach (
            var (name, value, field) in new[]
            {
                ("format", "doc", "format"),
                ("since", "yesterday", "since"),
                ("until", "2025-12-31", "until"),
                ("basis", "", "basis"),
                ("format", "xml", "until"),
            }
        )
        {
            var refused = await StaffedServer.PostAsync(
                officer,
                "/reports/fm1",
                [.. asked.Where(pair => pair.Item1 != name), (name, value)]
            );
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains($"data-field=\"{field}\"", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        using var overseer = server.Browser(await server.HireAsync(Role.Overseer));
        Assert.NotEqual(HttpStatusCode.OK, (await StaffedServer.PostAsync(overseer, "/reports/fm1", asked)).StatusCode);
    }
}
