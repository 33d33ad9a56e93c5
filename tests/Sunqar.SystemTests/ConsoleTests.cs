using Sunqar.Server.Pages.Parts;
using Sunqar.Server.Pages.State;
using Sunqar.Tests;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Summaries;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The console as an officer uses it, in a real browser.</summary>
public class ConsoleTests
{
    [Fact]
    public async Task An_officer_opens_a_network_looks_at_the_graph_and_pages_through_transfers()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = new Browser();
        browser.Open(console.Client.BaseAddress!.ToString());
        Assert.Equal($"{SampleConsole.NetworkCount}", browser.Find("[data-figure=networks]").Text);
        Assert.Contains("Cash-out networks", browser.Find(".kinds").Text, StringComparison.Ordinal);
        browser.Picture("overview");

        browser.Run("window.sameDocument = true");
        browser.Find(".kinds a[href*=cash_out]").Click();
        browser.Await("the list shows cash-out networks alone", () => browser.Count(".networks tbody tr") == 8);
        Assert.Equal(true, browser.Run("return window.sameDocument === true"));

        browser.Find(".networks tbody a").Click();
        var id = browser.Address.Split('/')[^1];
        var network = (await console.State.NetworkAsync(id, TestContext.Current.CancellationToken))!;
        browser.Await("the graph is drawn", () => browser.Find("#graph").Attribute("data-nodes") is not null);
        Assert.Equal($"{network.Graph.Nodes.Count}", browser.Find("#graph").Attribute("data-nodes"));
        Assert.Equal($"{network.Graph.Edges.Count}", browser.Find("#graph").Attribute("data-edges"));
        Assert.True(Closest(browser) >= 40, $"two nodes stand {Closest(browser)} apart");
        Assert.True(
            (bool)
                browser.Run(
                    "return [...document.querySelectorAll('#graph canvas')].some(c => "
                        + "c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0))"
                )!,
            "every canvas is blank"
        );
        browser.Picture("network");

        PickWithTheMouse(browser, network);
        PageThroughTransfers(browser);

        browser.Find("[data-graph-do=force]").Click();
        browser.Await("the graph is drawn by ties", () => browser.Find("#graph").Attribute("data-drawn") == "force");
        browser.Picture("network-by-ties");
        Assert.Equal("", string.Join('\n', browser.Complaints()));
    }

    [Fact]
    public async Task A_run_is_followed_live_and_its_end_brings_the_result()
    {
        var state = new LiveConsoleState();
        state.Progress.Start(["Simulate and decide", "Mine patterns"]);
        await using var console = await RunningConsole.StartAsync(state);
        using var browser = new Browser();
        browser.Open(console.Client.BaseAddress!.ToString());
        browser.Await("the first event arrives", () => browser.Find("#steps").Attribute("data-events") is not null);
        state.Progress.Report(new RunStep("Simulate and decide", StepState.Running, 0.6, "1,204,331 payments", 12.7));
        browser.Await("the step moves on", () => browser.Find("#steps").Text.Contains("1,204,331 payments", StringComparison.Ordinal));
        browser.Picture("running");

        var found = SampleConsole.Create();
        state.Publish(new ConsoleContent(found.Summary, found.Networks, found.Years, found.Cases, null));
        state.Progress.Report(new RunStep("Mine patterns", StepState.Done, 1, null, 3));
        state.Progress.Finish();
        browser.Await("the networks appear by themselves", () => browser.Count(".networks tbody tr") == SampleConsole.NetworkCount);
        Assert.Equal("", string.Join('\n', browser.Complaints()));
    }

    [Fact]
    public async Task Every_page_fits_a_phone()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = new Browser();
        browser.PretendWidth(390, 844);
        foreach (
            var path in (string[])
                [
                    "",
                    $"networks/{console.State.Networks[0].Id}",
                    $"networks/{console.State.Networks[^1].Id}",
                    "cases",
                    "cases/case-2026-0001",
                ]
        )
        {
            browser.Open(console.Client.BaseAddress + path);
            Assert.True(
                (bool)browser.Run("return document.documentElement.scrollWidth <= innerWidth")!,
                $"/{path} is wider than the screen"
            );
        }
        Assert.Equal("", string.Join('\n', browser.Complaints()));
    }

    [Trait("Suite", "Whole")]
    [Fact]
    public async Task Every_network_of_the_sample_is_drawn_with_no_node_upon_another()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = new Browser();
        foreach (var network in console.State.Networks.DistinctBy(one => (one.Kind, one.Members)))
        {
            browser.Open($"{console.Client.BaseAddress}networks/{network.Id}");
            browser.Await("the graph is drawn", () => browser.Find("#graph").Attribute("data-nodes") is not null);
            Assert.True(Closest(browser) >= 40, $"{network.Kind} {network.Id}: two nodes stand {Closest(browser)} apart");
        }
        Assert.Equal("", string.Join('\n', browser.Complaints()));
    }

    [Fact]
    public void The_islands_pass_the_type_check()
    {
        var folder = Path.Combine(Repository.Root, "src", "Sunqar.Server", "Pages");
        var checkedTypes = Shell.Run("node node_modules/typescript/bin/tsc --noEmit", folder);
        Assert.True(checkedTypes.ExitCode == 0, checkedTypes.Output + checkedTypes.Error);
    }

    private static int Closest(Browser browser) =>
        int.Parse(browser.Find("#graph").Attribute("data-closest")!, System.Globalization.CultureInfo.InvariantCulture);

    private static void PickWithTheMouse(Browser browser, NetworkDetail network)
    {
        var member = network.Members.First(one => one.Role == "dropper").Account;
        var place =
            (IReadOnlyDictionary<string, object>)
                browser.Run(
                    "const p = document.getElementById('graph')._cyreg.cy.getElementById(arguments[0]).renderedPosition(); "
                        + "return { x: Math.round(p.x), y: Math.round(p.y) }",
                    member
                )!;
        browser.ClickAt("#graph", (int)(long)place["x"], (int)(long)place["y"]);
        browser.Await("the node is picked", () => browser.Find("#graph").Attribute("data-picked") == member);
        Assert.Contains(member, browser.Find("#picked").Text, StringComparison.Ordinal);
        browser.Await("its transfers are shown", () => browser.Count("#transfers .filtered") == 1);
        Assert.Equal(12, browser.Count("#transfers tbody tr"));
        browser.Picture("picked");
        browser.Find("#transfers .filtered a").Click();
        browser.Await("all transfers are back", () => browser.Count("#transfers .filtered") == 0);

        // The same by the table, for keyboards and screen readers; the list comes into view.
        var link = browser.Find(".members tbody tr:nth-child(2) a");
        link.Press("Enter");
        browser.Await("the second member's transfers are shown", () => browser.Count("#transfers .filtered") == 1);
        Assert.Equal(network.Members[1].Account, browser.Find("#graph").Attribute("data-picked"));
        browser.Await(
            "the transfers are in view",
            () =>
                (bool)
                    browser.Run(
                        "const r = document.getElementById('transfers').getBoundingClientRect(); "
                            + "return r.top >= 0 && r.top < innerHeight / 2"
                    )!
        );
        browser.Find("#transfers .filtered a").Click();
        browser.Await("all transfers are back again", () => browser.Count("#transfers .filtered") == 0);
    }

    private static void PageThroughTransfers(Browser browser)
    {
        browser.Run("window.sameDocument = true");
        var first = browser.Find("#transfers tbody tr").Text;
        browser.Find("#transfers .pager a").Click();
        browser.Await(
            "the second page of transfers",
            () => browser.Find("#transfers .pager span").Text.StartsWith("page 2 of", StringComparison.Ordinal)
        );
        Assert.NotEqual(first, browser.Find("#transfers tbody tr").Text);
        Assert.Equal(true, browser.Run("return window.sameDocument === true"));
    }
}
