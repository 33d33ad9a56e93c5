using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.People;
using Sunqar.Tests.Access;
using Sunqar.Tests.Canvas;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The canvas in a real browser: every step that a person can take, each undone; how it looks; how fast it is.</summary>
public sealed class CanvasBrowserTests
{
    private static async Task<(StaffedServer Server, Account Officer, string CaseId)> StartAsync(CanvasSample sample)
    {
        var server = await StaffedServer.StartAsync();
        server.Canvases.Open(sample.Graph, CanvasSample.Worth, new Lock());
        var (officer, _, _) = await server.EnrolledAsync(Role.Officer);
        var named = Enumerable.Range(0, 3).ToDictionary(CanvasSample.Subject, i => i == 0 ? "organiser" : "mule", StringComparer.Ordinal);
        var source = new CaseSource(SourceKind.Report, "report-1", named);
        var id = (await server.Acts.DoAsync(new OpenCase("o", "report", "mules", "Mules", [source], 0, 0), officer.Actor)).Text;
        await server.Acts.DoAsync(new AssignCase("a", id, "duty", officer.Id), officer.Actor);
        return (server, officer, id);
    }

    private static Browser Open(StaffedServer server, Account officer, string caseId, int width = 1440)
    {
        var browser = new Browser(width, 900);
        browser.Keep(server.Address, "sunqar", server.SessionOf(officer));
        browser.Open(new Uri(server.Address, $"/cases/{caseId}/canvas").ToString());
        browser.Await("the picture is there", () => Data(browser, "ready") == "true");
        return browser;
    }

    private static string? Data(Browser browser, string name) =>
        browser.Run("return document.getElementById('canvas').dataset[arguments[0]]", name) as string;

    /// <summary>Picks nodes by their place: the organiser is the first, the others go by what they took and gave. Names are drawn anew for
    /// every case, and say nothing.</summary>
    private static void Pick(Browser browser, params int[] nodes)
    {
        browser.Press("Escape");
        browser.Run("document.querySelector('.list').open = true");
        foreach (var node in nodes)
        {
            browser.Run(
                "const key = row => (/organiser/.test(row.cells[1].textContent) ? '0' : '1') + row.cells[2].textContent + row.cells[3].textContent;"
                    + "const rows = [...document.querySelectorAll('#list table')[0].querySelectorAll('tbody tr')].filter(row => !/crowd|rest/.test(row.cells[1].textContent));"
                    + "rows.sort((one, other) => key(one) < key(other) ? -1 : 1);"
                    + "rows[arguments[0]].querySelector('button').dispatchEvent(new MouseEvent('click', { shiftKey: true }))",
                node
            );
        }
    }

    /// <summary>Does a step, which changes what is shown, and undoes it, which gives what was shown before; then does it again.</summary>
    private static void Undoable(Browser browser, string what, Action step)
    {
        var before = Data(browser, "shown");
        step();
        browser.Await(what, () => Data(browser, "shown") != before);
        var after = Data(browser, "shown");
        browser.Find("#undo").Click();
        browser.Await($"{what} is undone", () => Data(browser, "shown") == before);
        browser.Find("#redo").Click();
        browser.Await($"{what} is done again", () => Data(browser, "shown") == after);
    }

    /// <summary>Changes of level faster than the server answers: every one is taken, in its order.</summary>
    /// <returns>How many of seven there are in the history afterwards.</returns>
    private static int StepsAtOnce(Browser browser)
    {
        var steps = "JSON.parse(sessionStorage.getItem('sunqar-canvas ' + document.getElementById('canvas').dataset.address)).steps";
        var before = (long)browser.Run($"return {steps}.length")!;
        browser.Run(
            "for (const level of ['transfer', 'holder', 'account', 'transfer', 'account', 'holder', 'account'])"
                + "document.querySelector(`[data-level=${level}]`).click()"
        );
        browser.Await("all are taken", () => browser.Count("#canvas[aria-busy]") == 0);
        return (int)((long)browser.Run($"return {steps}.length")! - before);
    }

    private static void Submit(Browser browser, string form) => browser.Run("document.querySelector(arguments[0]).requestSubmit()", form);

    [Fact]
    public async Task Every_step_can_be_taken_and_undone()
    {
        var (server, officer, caseId) = await StartAsync(new CanvasSample(1, accounts: 300, transfers: 900));
        await using var running = server;
        using var browser = Open(server, officer, caseId);
        browser.Picture("canvas-begin");
        Pick(browser, 0);
        Undoable(browser, "collapsing", () => browser.Press("c"));
        Undoable(
            browser,
            "expanding with a filter before",
            () =>
            {
                browser.Run(
                    "document.querySelector('.expand input[type=number]').value = 3; document.querySelector('.sieve input').value = 1000"
                );
                Submit(browser, "#picked .expand");
            }
        );
        Pick(browser, 1);
        Undoable(browser, "painting", () => browser.Find("#picked .swatch-2").Click());
        Undoable(
            browser,
            "writing beside",
            () =>
            {
                browser.Find("#picked .note input").Fill("seen at the station");
                Submit(browser, "#picked .note");
            }
        );
        Undoable(browser, "another level", () => browser.Find("[data-level=holder]").Click());
        Undoable(browser, "back at accounts", () => browser.Find("[data-level=account]").Click());
        Undoable(
            browser,
            "filtering all",
            () =>
            {
                browser.Find("#sift").Click();
                browser.Run("document.querySelector('#filter-fields input').value = 100000");
                browser.Find("#filter button[value=set]").Click();
            }
        );
        Pick(browser, 1, 2);
        Undoable(
            browser,
            "grouping",
            () =>
            {
                browser.Find("#picked .note input").Fill("brothers");
                Submit(browser, "#picked .note");
            }
        );
        Pick(browser, 0);
        Undoable(browser, "removing", () => browser.Press("Delete"));
        Assert.Equal(7, StepsAtOnce(browser));
        Assert.Contains("transfers.", browser.Find("#said").Text, StringComparison.Ordinal);
        browser.Picture("canvas-end");
        Assert.Equal("", string.Join('\n', browser.Complaints()));
    }

    [Fact]
    [Trait("Suite", "Whole")]
    public async Task A_canvas_is_kept_and_reopens_as_it_was()
    {
        var (server, officer, caseId) = await StartAsync(new CanvasSample(1, accounts: 60, transfers: 500));
        await using var running = server;
        using var browser = Open(server, officer, caseId);
        Pick(browser, 1);
        var begun = Data(browser, "shown");
        browser.Press("e");
        browser.Await("it is expanded", () => Data(browser, "shown") != begun && browser.Count("#canvas[aria-busy]") == 0);
        browser.Find("#picked .note input").Fill("seen at the station");
        Submit(browser, "#picked .note");
        browser.Await("it is noted", () => browser.Find("#list").Text.Contains("seen at the station", StringComparison.Ordinal));
        var list = browser.Find("#list").Text;
        browser.Find("#keep").Click();
        browser.Find("#keep-dialog input[name=title]").Fill("The three brothers");
        browser.Run("document.querySelector('#keep-dialog input[name=file]').checked = true");
        Submit(browser, "#keep-dialog form");
        browser.Await("it is kept", () => browser.Address.Contains("kept=", StringComparison.Ordinal));
        browser.Await("and open", () => Data(browser, "ready") == "true");
        browser.Run("document.querySelector('.list').open = true");
        Assert.Equal(list, browser.Find("#list").Text);
        browser.Find("#now").Click();
        browser.Await(
            "nothing came since",
            () => browser.Find("#changed").Text.Contains("Nothing: no transfer came", StringComparison.Ordinal)
        );
        browser.Picture("canvas-kept");
        browser.Open(new Uri(server.Address, $"/cases/{caseId}").ToString());
        Assert.Contains("The three brothers", browser.Find("main").Text, StringComparison.Ordinal);
        Assert.Contains("image/svg+xml", browser.Find("main").Text, StringComparison.Ordinal);
        Assert.Equal("", string.Join('\n', browser.Complaints()));
    }

    /// <summary>100,000 transfers behind a thousand elements; the figure is said, and stands in docs/results.md.</summary>
    [Fact]
    [Trait("Suite", "Whole")]
    public async Task A_thousand_elements_stand_for_a_hundred_thousand_transfers()
    {
        var sample = new CanvasSample(2, accounts: 3000, transfers: 150_000);
        var (server, officer, caseId) = await StartAsync(sample);
        await using var running = server;
        using var browser = Open(server, officer, caseId);
        for (var round = 0; round < 2; round++)
        {
            var before = Data(browser, "shown");
            browser.Run("document.querySelector('.list').open = true");
            browser.Run(
                "const rows = [...document.querySelectorAll('#list table')[0].querySelectorAll('tbody tr')];"
                    + "rows.filter(row => !/crowd|rest/.test(row.cells[1].textContent)).slice(0, 200)"
                    + ".forEach(row => row.querySelector('button').dispatchEvent(new MouseEvent('click', { shiftKey: true })))"
            );
            browser.Run("document.querySelector('.list').open = false");
            browser.Run("document.querySelector('#picked .expand input[type=number]').value = 500");
            Submit(browser, "#picked .expand");
            browser.Await("it is expanded", () => Data(browser, "shown") != before);
        }
        browser.Press("Escape");
        browser.Find("#fit").Click();
        var (elements, transfers) = (int.Parse(Data(browser, "elements")!, null), int.Parse(Data(browser, "transfers")!, null));
        Assert.InRange(elements, 500, 1000);
        Assert.True(transfers >= 100_000, $"{transfers} transfers");
        browser.Run("window.frameRate = 0; sunqarFrames(90).then(rate => { window.frameRate = rate; })");
        browser.Await("frames were drawn", () => browser.Run("return window.frameRate") is long and > 0);
        TestContext.Current.SendDiagnosticMessage(
            "{0} elements for {1} transfers: {2} frames a second",
            elements,
            transfers,
            browser.Run("return window.frameRate")
        );
        browser.Picture("canvas-thousand");
    }
}
