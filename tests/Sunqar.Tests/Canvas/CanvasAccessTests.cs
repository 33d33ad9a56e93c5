using System.Net;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Canvas;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Formats.Canvases;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Canvas;

/// <summary>Who sees a canvas, what of it, and what remains of the look.</summary>
public sealed class CanvasAccessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly CanvasSample _sample = new(1);

    private async Task<StaffedServer> StartAsync()
    {
        var server = await StaffedServer.StartAsync();
        server.Canvases.Open(_sample.Graph, CanvasSample.Worth, new Lock());
        return server;
    }

    /// <summary>A case about the first accounts, answered for by one officer.</summary>
    private static async Task<string> OpenAsync(StaffedServer server, Actor officer, params int[] members)
    {
        var named = members.ToDictionary(CanvasSample.Subject, _ => "mule", StringComparer.Ordinal);
        var source = new CaseSource(SourceKind.Report, "report-" + string.Join('-', members), named);
        var key = string.Join('-', members);
        var id = (await server.Acts.DoAsync(new OpenCase("o" + key, "report", "mules", "Mules", [source], 0, 0), officer)).Text;
        Assert.True((await server.Acts.DoAsync(new AssignCase("a" + key, id, "duty", officer.Id), officer)).IsDone);
        return id;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(
        HttpClient browser,
        string id,
        string ask,
        IReadOnlyList<CanvasStep> steps,
        params (string Name, string Value)[] more
    )
    {
        var answer = await StaffedServer.PostAsync(browser, $"/cases/{id}/canvas/{ask}", [("steps", CanvasStepJson.Write(steps)), .. more]);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return (answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    /// <summary>The first step, as the page of the canvas hands it out.</summary>
    private static async Task<List<CanvasStep>> BeginAsync(HttpClient browser, string id)
    {
        var page = await browser.GetStringAsync($"/cases/{id}/canvas", Cancel);
        var at = page.IndexOf("data-begin=\"", StringComparison.Ordinal) + "data-begin=\"".Length;
        return [.. CanvasSample.Read(WebUtility.HtmlDecode(page[at..page.IndexOf('"', at)]))];
    }

    [Fact]
    public async Task Who_answers_for_the_case_sees_its_members_under_its_names_and_each_look_is_on_the_log()
    {
        await using var server = await StartAsync();
        var officer = await server.HireAsync(Role.Officer);
        using var browser = server.Browser(officer);
        var (first, second) = (await OpenAsync(server, officer.Actor, 0, 1), await OpenAsync(server, officer.Actor, 1, 2));
        var begun = await BeginAsync(browser, first);
        Assert.Equal(2, begun[0].Nodes.Count);
        Assert.All(begun[0].Nodes, name => Assert.Matches("^~[0-9a-f]{20}$", name));

        var (status, picture) = await AskAsync(
            browser,
            first,
            "picture",
            [.. begun, new CanvasStep(CanvasAct.Expand, [begun[0].Nodes[0]]) { Number = 3 }]
        );
        Assert.Equal(HttpStatusCode.OK, status);
        var nodes = picture.GetProperty("nodes").EnumerateArray().ToList();
        Assert.True(nodes.Count > 3, picture.ToString());
        Assert.DoesNotContain(CanvasSample.Subject(0), picture.ToString(), StringComparison.Ordinal);
        Assert.Contains(nodes, node => node.GetProperty("role").GetString() == "mule");
        Assert.All(
            nodes.Where(node => node.GetProperty("id").GetString()!.StartsWith('~')),
            node => Assert.StartsWith(Pseudonyms.Prefix, node.GetProperty("label").GetString(), StringComparison.Ordinal)
        );
        var look = Assert.IsType<Looked>(server.ActsSoFar()[^1].What.Single());
        Assert.Equal((first, LookKind.View), (server.ActsSoFar()[^1].CaseId, look.Kind));

        // The same account is another name in another case, and the one case's name is nobody's in the other.
        var other = await BeginAsync(browser, second);
        Assert.Empty(begun[0].Nodes.Intersect(other[0].Nodes));
        var (refused, why) = await AskAsync(browser, second, "picture", begun);
        Assert.Equal((HttpStatusCode)422, refused);
        Assert.Equal("The case does not name that.", why.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Nobody_else_sees_it()
    {
        await using var server = await StartAsync();
        var officer = await server.HireAsync(Role.Officer);
        var id = await OpenAsync(server, officer.Actor, 0, 1);
        using var own = server.Browser(officer);
        var begun = await BeginAsync(own, id);
        foreach (var role in (Role[])[Role.Officer, Role.Analyst, Role.Supervisor, Role.Overseer, Role.Admin])
        {
            using var browser = await server.SignedInAsync(role);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync($"/cases/{id}/canvas", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(browser, id, "picture", begun)).Status);
        }
        using var stranger = server.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await stranger.GetAsync($"/cases/{id}/canvas", Cancel)).StatusCode);
        using var head = await server.SignedInAsync(Role.Head);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(head, id, "picture", begun)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(head, "case-of-nobody", "picture", begun)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(head, id, "everything", begun)).Status);
        Assert.Equal((HttpStatusCode)422, (await AskAsync(head, id, "picture", [new CanvasStep(CanvasAct.Seed, ["TWallet001"])])).Status);
    }

    [Fact]
    public async Task Behind_a_line_are_its_transfers_and_in_a_crowd_its_members()
    {
        await using var server = await StartAsync();
        var officer = await server.HireAsync(Role.Officer);
        var id = await OpenAsync(server, officer.Actor, 0, 1);
        using var browser = server.Browser(officer);
        var begun = await BeginAsync(browser, id);
        List<CanvasStep> steps = [.. begun, new CanvasStep(CanvasAct.Expand, [begun[0].Nodes[0]]) { Number = 1 }];
        var (_, picture) = await AskAsync(browser, id, "picture", steps);
        var line = picture.GetProperty("lines").EnumerateArray().MaxBy(one => one.GetProperty("transfers").GetInt32());
        var (_, rows) = await AskAsync(browser, id, "line", steps, ("of", line.GetProperty("id").GetString()!));
        Assert.Equal(line.GetProperty("transfers").GetInt32(), rows.GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(browser, id, "line", steps, ("of", "line-9999"))).Status);

        var crowd = picture.GetProperty("nodes").EnumerateArray().First(node => node.GetProperty("shape").GetString() == "crowd");
        var name = crowd.GetProperty("id").GetString()!;
        var (_, members) = await AskAsync(browser, id, "crowd", steps, ("of", name));
        Assert.Equal(crowd.GetProperty("count").GetInt32(), members.GetProperty("total").GetInt32());
        var one = members.GetProperty("members")[0].GetProperty("id").GetString()!;
        var (_, drawn) = await AskAsync(browser, id, "picture", [.. steps, new CanvasStep(CanvasAct.Draw, [one]) { Text = name }]);
        Assert.Contains(drawn.GetProperty("nodes").EnumerateArray(), node => node.GetProperty("id").GetString() == one);
    }

    [Fact]
    public async Task It_is_kept_by_versions_reopens_byte_for_byte_and_is_let_out_by_an_act()
    {
        await using var server = await StartAsync();
        var officer = await server.HireAsync(Role.Officer);
        var id = await OpenAsync(server, officer.Actor, 0, 1);
        using var browser = server.Browser(officer);
        List<CanvasStep> steps = [.. await BeginAsync(browser, id), new CanvasStep(CanvasAct.Note, ["~0"]) { Text = "never taken" }];
        var first = steps[0].Nodes[0];
        steps[^1] = new CanvasStep(CanvasAct.Note, [first]) { Text = "by the station" };
        var places = CanvasStepJson.Write([new CanvasStep(CanvasAct.Pin, []) { Places = [new CanvasPlace(first, 40, 50)] }]);
        Task<HttpResponseMessage> Keep(HttpClient by, string canvas, string version, string title = "Mules") =>
            StaffedServer.PostAsync(
                by,
                $"/cases/{id}/canvases",
                ("steps", CanvasStepJson.Write(steps)),
                ("places", places),
                ("title", title),
                ("canvas", canvas),
                ("base", version),
                ("file", "on")
            );
        Assert.Equal("c-1/1", await (await Keep(browser, "", "0")).Content.ReadAsStringAsync(Cancel));
        var kept = await StaffedServer.PostAsync(browser, $"/cases/{id}/canvas/kept", ("of", "c-1/1"));
        var picture = await kept.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("by the station", picture, StringComparison.Ordinal);
        Assert.Contains("\"x\":40,\"y\":50", picture, StringComparison.Ordinal);

        Assert.Equal("c-1/2", await (await Keep(browser, "c-1", "1")).Content.ReadAsStringAsync(Cancel));
        Assert.Equal((HttpStatusCode)422, (await Keep(browser, "c-1", "1")).StatusCode);
        Assert.Equal((HttpStatusCode)422, (await Keep(browser, "c-9", "0")).StatusCode);
        Assert.Equal((HttpStatusCode)422, (await Keep(browser, "", "0", "of 800416100254")).StatusCode);
        var again = await StaffedServer.PostAsync(browser, $"/cases/{id}/canvas/kept", ("of", "c-1/1"));
        Assert.Equal(picture, await again.Content.ReadAsStringAsync(Cancel));
        var versions = server.Acts.Read(state => state.Of<CanvasBook>().Versions(id, "c-1"));
        Assert.Equal([(1, officer.Id), (2, officer.Id)], versions.Select(one => (one.What.Version, one.Author)));
        Assert.Single(
            server.Acts.Read(state => state.Of<CaseBook>().Find(id))!.Evidence,
            piece => piece.Title.StartsWith("Canvas c-1/1", StringComparison.Ordinal)
        );
        Assert.Contains("Mules", await browser.GetStringAsync($"/cases/{id}", Cancel), StringComparison.Ordinal);

        foreach (
            var (form, type) in ((string, string)[])
                [("svg", "image/svg+xml"), ("lines", "text/csv"), ("nodes", "text/csv"), ("graphml", "application/graphml+xml")]
        )
        {
            var file = await StaffedServer.PostAsync(
                browser,
                $"/cases/{id}/canvases/files",
                ("of", "c-1/2"),
                ("form", form),
                ("basis", "for the prosecutor")
            );
            Assert.Equal((HttpStatusCode.OK, type), (file.StatusCode, file.Content.Headers.ContentType!.MediaType));
            Assert.Equal("canvas-" + form, Assert.IsType<Core.Cases.Reports.ReportExported>(server.ActsSoFar()[^1].What.Single()).Report);
        }
        using var other = await server.SignedInAsync(Role.Officer);
        Assert.Equal(HttpStatusCode.Forbidden, (await Keep(other, "", "0")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await StaffedServer.PostAsync(other, $"/cases/{id}/canvas/kept", ("of", "c-1/1"))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (
                await StaffedServer.PostAsync(other, $"/cases/{id}/canvases/files", ("of", "c-1/2"), ("form", "svg"), ("basis", "b"))
            ).StatusCode
        );
    }

    [Fact]
    public async Task A_wallet_is_traced_and_an_unknown_one_or_an_account_is_not()
    {
        await using var server = await StartAsync();
        using var browser = await server.SignedInAsync(Role.Officer);
        var page = await browser.GetStringAsync("/traces/TWallet001", Cancel);
        Assert.Contains("Where its value went", page, StringComparison.Ordinal);
        Assert.Contains("USDT", page, StringComparison.Ordinal);
        Assert.IsType<Looked>(server.ActsSoFar()[^1].What.Single());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/traces/TNobody", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/traces/" + CanvasSample.Subject(1), Cancel)).StatusCode);
        using var overseer = await server.SignedInAsync(Role.Overseer);
        Assert.Equal(HttpStatusCode.Forbidden, (await overseer.GetAsync("/traces/TWallet001", Cancel)).StatusCode);
    }
}
