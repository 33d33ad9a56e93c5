using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

public partial class ConsoleServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_waits_for_the_state_and_health_does_not()
    {
        await using var console = await RunningConsole.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await console.Client.GetAsync("/health", Cancel)).StatusCode);
        var waiting = await console.Client.GetAsync("/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, waiting.StatusCode);
        Assert.Equal("application/problem+json", waiting.Content.Headers.ContentType!.MediaType);
        console.Readiness.MarkReady();
        Assert.Equal(HttpStatusCode.OK, (await console.Client.GetAsync("/ready", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var console = await RunningConsole.StartAsync();
        var id = console.State.Networks[0].Id;
        foreach (
            var path in (string[])
                [
                    "/",
                    "/overview",
                    "/networks",
                    $"/networks/{id}",
                    $"/networks/{id}/graph",
                    "/cases",
                    "/alerts",
                    "/cases/none",
                    "/nowhere",
                    "/health",
                    "/assets/console.css",
                ]
        )
        {
            var answer = await console.Client.GetAsync(path, Cancel);
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.False(answer.Headers.Contains("Server"), path);
        }
    }

    [Fact]
    public async Task Pages_hold_nothing_that_the_policy_forbids_and_nothing_from_elsewhere()
    {
        await using var console = await RunningConsole.StartAsync();
        foreach (var path in (string[])["/", $"/networks/{console.State.Networks[0].Id}", "/cases", "/cases/case-2026-0001"])
        {
            var html = await console.Client.GetStringAsync(path, Cancel);
            Assert.DoesNotMatch(ForbiddenPattern(), html);
            Assert.All(AddressPattern().Matches(html), match => Assert.StartsWith("/", match.Groups[1].Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_overview_sets_planted_beside_found()
    {
        await using var console = await RunningConsole.StartAsync();
        var text = Text(await console.Client.GetStringAsync("/", Cancel));
        Assert.Contains("Cash-out networks 8 8 7 87.5 % 87.5 %", text, StringComparison.Ordinal);
        Assert.Contains("Illegal mining 4 0 0 – 0.0 %", text, StringComparison.Ordinal);
        Assert.Contains("Simulate and decide 21.4 s", text, StringComparison.Ordinal);
        Assert.Contains("2026 beside 2025", text, StringComparison.Ordinal);
        Assert.Contains("Crypto-to-cash networks 0 0 0 81", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_links_its_numbers_to_their_cases_and_says_planted_found_and_closed_apart()
    {
        await using var console = await RunningConsole.StartAsync();
        var html = await console.Client.GetStringAsync("/years", Cancel);
        Assert.Contains("Unlicensed exchangers 36", Text(html), StringComparison.Ordinal);
        Assert.Contains("2025, closed 2026, closed found, not closed planted (simulated)", Text(html), StringComparison.Ordinal);
        Assert.Contains("href=\"/cases/2025-EX-035\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/cases/case-2026-0001\"", html, StringComparison.Ordinal);
        // 3,500 links would be no page any more.
        Assert.Contains("and 3,300 more", Text(html), StringComparison.Ordinal);
        Assert.DoesNotContain("2025-SB-0200", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await console.Client.GetAsync("/years/2030", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await console.Client.GetAsync("/years/20260", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("/networks/exchanger-7", "There is no network exchanger-7.")]
    [InlineData("/cases/case-9", "There is no case case-9.")]
    [InlineData("/alerts/alert-9", "There is no alert alert-9.")]
    [InlineData("/years/1871", "There is no year 1871;")]
    [InlineData("/cases/800416100254", "There is no case of this id.")]
    [InlineData("/nowhere", "There is no page at this address.")]
    public async Task A_missing_page_speaks_of_what_was_asked_for(string path, string said)
    {
        await using var console = await RunningConsole.StartAsync();
        using var ask = new HttpRequestMessage(HttpMethod.Get, path);
        ask.Headers.Accept.ParseAdd("text/html");
        var answer = await console.Client.SendAsync(ask, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_state_is_a_page_and_no_error()
    {
        await using var console = await RunningConsole.StartAsync(new LiveConsoleState());
        var first = await console.Client.GetStringAsync("/", Cancel);
        foreach (
            var step in (string[])
                ["This folder is empty", "sunqar import", "sunqar keys create", "href=\"/people\"", "No network has been found yet"]
        )
        {
            Assert.Contains(step, first, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("Planted against found", first, StringComparison.Ordinal);
        // Nothing was added up yet: the year is a page that says so.
        foreach (var path in (string[])["/years", "/years/2026", "/years/2031"])
            Assert.Contains("as soon as it is done", await console.Client.GetStringAsync(path, Cancel), StringComparison.Ordinal);
        Assert.Contains("No case has been opened yet", await console.Client.GetStringAsync("/cases", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Networks_are_shown_by_kind()
    {
        await using var console = await RunningConsole.StartAsync();
        var html = await console.Client.GetStringAsync("/networks?kind=cash_out_network", Cancel);
        Assert.Equal(8, NetworkLinkPattern().Count(html));
        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
        Assert.Contains(
            "No network of this kind",
            await console.Client.GetStringAsync("/networks?kind=%3Cscript%3E", Cancel),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Transfers_come_by_the_page_and_by_the_member()
    {
        await using var console = await RunningConsole.StartAsync();
        var network = (await console.State.NetworkAsync(console.State.Networks[0].Id, Cancel))!;
        var address = $"/networks/{network.Overview.Id}/transfers";
        var second = await console.Client.GetStringAsync(address + "?page=2", Cancel);
        Assert.Equal(TransferFilter.PageSize, TransferRowPattern().Count(second));
        Assert.Contains("page 2 of", second, StringComparison.Ordinal);
        var card = network.Members.First(member => member.Kind == NodeKind.Card).Account;
        var ofCard = await console.Client.GetStringAsync($"{address}?account={card}", Cancel);
        Assert.Equal(18, TransferRowPattern().Count(ofCard));
        Assert.Contains(
            "Transfers 0",
            Text(await console.Client.GetStringAsync(address + "?account=nobody", Cancel)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_graph_joins_only_nodes_that_it_holds()
    {
        await using var console = await RunningConsole.StartAsync();
        foreach (var network in console.State.Networks)
        {
            using var graph = JsonDocument.Parse(await console.Client.GetStringAsync($"/networks/{network.Id}/graph", Cancel));
            var nodes = graph
                .RootElement.GetProperty("nodes")
                .EnumerateArray()
                .Select(node => node.GetProperty("id").GetString())
                .ToHashSet();
            Assert.True(nodes.Count >= network.Members);
            Assert.All(
                graph.RootElement.GetProperty("edges").EnumerateArray(),
                edge =>
                    Assert.True(nodes.Contains(edge.GetProperty("from").GetString()) && nodes.Contains(edge.GetProperty("to").GetString()))
            );
        }
    }

    [Theory]
    [InlineData("/networks/none", 404)]
    [InlineData("/networks/none/graph", 404)]
    [InlineData("/networks/none/transfers", 404)]
    [InlineData("/cases/none", 404)]
    [InlineData("/assets/..%2f..%2fpasswd", 404)]
    [InlineData("/assets/.stamp", 404)]
    [InlineData("/nowhere", 404)]
    [InlineData("/?page=x", 400)]
    [InlineData("/?page=99999999999999", 400)]
    public async Task What_is_not_there_is_a_page_for_people_and_problem_details_for_programs(string path, int status)
    {
        await using var console = await RunningConsole.StartAsync();
        var program = await console.Client.GetAsync(path, Cancel);
        Assert.Equal(status, (int)program.StatusCode);
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType!.MediaType);

        using var ask = new HttpRequestMessage(HttpMethod.Get, path);
        ask.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        var person = await console.Client.SendAsync(ask, Cancel);
        Assert.Equal(status, (int)person.StatusCode);
        Assert.Contains("To your first page", await person.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_long_and_too_many_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        Assert.Equal(
            404,
            (int)(await console.Client.GetAsync("/networks/" + new string('a', ServerLimits.IdLengthMax + 1), Cancel)).StatusCode
        );
        Assert.Equal(
            414,
            (int)(await console.Client.GetAsync("/?kind=" + new string('a', ServerLimits.RequestLineBytesMax), Cancel)).StatusCode
        );
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/");
        ask.Headers.Add("X-Long", new string('a', ServerLimits.HeaderBytesMax));
        Assert.Equal(431, (int)(await console.Client.SendAsync(ask, Cancel)).StatusCode);
        Assert.Equal(405, (int)(await console.Client.PostAsync("/cases", new StringContent("x"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_foreign_name_for_this_machine_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/");
        ask.Headers.Host = "rebound.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await console.Client.SendAsync(ask, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Files_may_be_kept_by_their_hash_and_pages_not_at_all()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await console.Client.GetAsync("/", Cancel);
        Assert.True(page.Headers.CacheControl!.NoStore);
        var style = StylePattern().Match(await page.Content.ReadAsStringAsync(Cancel)).Groups[1].Value;
        var file = await console.Client.GetAsync(style, Cancel);
        Assert.Contains("immutable", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True((await console.Client.GetAsync("/assets/console.css", Cancel)).Headers.CacheControl!.NoCache);

        using var again = new HttpRequestMessage(HttpMethod.Get, style);
        again.Headers.IfNoneMatch.Add(file.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await console.Client.SendAsync(again, Cancel)).StatusCode);
        using var squeezed = new HttpRequestMessage(HttpMethod.Get, style);
        squeezed.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        Assert.Equal("br", (await console.Client.SendAsync(squeezed, Cancel)).Content.Headers.ContentEncoding.Single());
    }

    [Fact]
    public async Task What_others_wrote_is_text_and_never_markup()
    {
        const string Evil = "<img src=x onerror=alert(1)>\"'";
        var builder = new TransferTableBuilder();
        builder.Add(
            new TransferRow
            {
                Id = "<b>t</b>"u8,
                TimeUs = 1,
                From = System.Text.Encoding.UTF8.GetBytes(Evil),
                To = "b"u8,
                AmountMicro = 1,
                Kind = TransferKind.CardTransfer,
            }
        );
        var finding = new Finding(
            Evil,
            "<i>kind</i>",
            0.5,
            [],
            [Evil],
            new Dictionary<string, string> { [Evil] = "<u>role</u>" },
            1,
            1,
            1,
            Currency.Kzt,
            new Dictionary<string, string> { ["<s>sign</s>"] = "<s>5</s>" }
        );
        var networks = new MinedNetworks(
            Core.Networks.TypologyTable.Shipped,
            builder.Build(),
            [new NetworkSource(finding, [0], default, ["<p>story</p>"], [])]
        );
        var state = new LiveConsoleState();
        state.Publish(
            new ConsoleContent(null, networks.Networks, null, [], new MinedDetails(networks, new Dictionary<string, CaseDetail>()))
        );
        await using var console = await RunningConsole.StartAsync(state);
        foreach (
            var path in (string[])
                [
                    "/",
                    "/networks/" + Uri.EscapeDataString(Evil),
                    $"/networks/{Uri.EscapeDataString(Evil)}/transfers?account={Uri.EscapeDataString(Evil)}",
                ]
        )
        {
            var html = await console.Client.GetStringAsync(path, Cancel);
            Assert.DoesNotMatch("<img|<b>t|<i>kind|<u>role|<s>|<p>story", html);
        }
    }

    [Fact]
    public async Task A_run_is_followed_live()
    {
        var state = SampleConsole.Create();
        state.Progress.Start(["Decide", "Mine"]);
        await using var console = await RunningConsole.StartAsync(state);
        Assert.Contains("data-watch=\"/progress\"", await console.Client.GetStringAsync("/", Cancel), StringComparison.Ordinal);
        using var answer = await console.Client.GetAsync("/progress", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));

        Assert.Contains("step-waiting", await EventAsync(lines, "steps"), StringComparison.Ordinal);
        state.Progress.Report(new RunStep("Decide", StepState.Running, 0.5, "1,000 payments", 1));
        Assert.Contains("1,000 payments", await EventAsync(lines, "steps"), StringComparison.Ordinal);
        state.Progress.Finish();
        await EventAsync(lines, "done");
        Assert.Null(await lines.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task A_page_that_follows_a_run_does_not_hold_up_the_stop()
    {
        var state = SampleConsole.Create();
        state.Progress.Start(["Decide"]);
        var console = await RunningConsole.StartAsync(state);
        using var answer = await console.Client.GetAsync("/progress", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        await EventAsync(lines, "steps");
        var stopping = console.DisposeAsync().AsTask();
        // Cut off, the stream would throw here; it ends.
        Assert.DoesNotContain("done", await lines.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    private static async Task<string> EventAsync(StreamReader lines, string name)
    {
        var found = false;
        var data = new List<string>();
        while (await lines.ReadLineAsync(Cancel) is { } line)
        {
            if (line.Length == 0 && found)
            {
                return string.Join('\n', data);
            }
            found |= line == $"event: {name}";
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data.Add(line[6..]);
            }
            if (line.Length == 0)
            {
                data.Clear();
            }
        }
        throw new InvalidOperationException($"The stream ended before '{name}'.");
    }

    private static string Text(string html) => WebUtility.HtmlDecode(SpacePattern().Replace(TagPattern().Replace(html, " "), " "));

    [GeneratedRegex("""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex ForbiddenPattern();

    [GeneratedRegex("""\s(?:src|href|hx-get|data-graph|data-transfers|action)="([^#"][^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex AddressPattern();

    [GeneratedRegex("""href="/networks/[0-9a-f]+">""")]
    private static partial Regex NetworkLinkPattern();

    [GeneratedRegex("""<td class="time">""")]
    private static partial Regex TransferRowPattern();

    [GeneratedRegex("""rel="stylesheet" href="([^"]+)""")]
    private static partial Regex StylePattern();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();
}
