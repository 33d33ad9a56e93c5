using System.Net;
using System.Net.Http.Headers;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Server.Pages.State;
using Sunqar.Tests.Access;
using Sunqar.Tests.Acting;
using Xunit;

namespace Sunqar.Tests.Cases;

/// <summary>A case worked on in browsers: pages, forms, two persons, double clicks.</summary>
public class CasePagesTests
{
    private const string Card = "00000000000000aa";

    private static readonly CaseSource Alert = new(
        SourceKind.Alert,
        "alert-1",
        new Dictionary<string, string> { [Card] = "dropper", ["bot.example"] = "platform" }
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> FollowAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Cancel));
        return answer.Headers.Location!.ToString();
    }

    /// <summary>The officer takes the case, examines it, notes what was seen; who is not on the case may not.</summary>
    private static async Task ExamineAsync(HttpClient officer, HttpClient other, string id)
    {
        Assert.Contains("Take the case", await officer.GetStringAsync($"/cases/{id}", Cancel), StringComparison.Ordinal);
        await FollowAsync(await StaffedServer.PostAsync(officer, $"/cases/{id}/officers"));
        await FollowAsync(
            await StaffedServer.PostAsync(officer, $"/cases/{id}/status", ("to", "UnderExamination"), ("reason", "Cash leaves at once."))
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await StaffedServer.PostAsync(other, $"/cases/{id}/notes", ("text", "Not mine."))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await StaffedServer.PostAsync(officer, $"/cases/{id}/notes", ("text", "It is 800416100254."))).StatusCode
        );
        await FollowAsync(await StaffedServer.PostAsync(officer, $"/cases/{id}/notes", ("text", "The desk works at night.")));
        await FollowAsync(
            await StaffedServer.PostAsync(
                officer,
                $"/cases/{id}/tasks",
                ("title", "Ask the bank"),
                ("due", DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm", null))
            )
        );
    }

    [Fact]
    public async Task An_officer_works_on_a_case_and_a_head_of_another_unit_decides_on_the_measure()
    {
        await using var server = await StaffedServer.StartAsync();
        await server.Acts.ListPartnersAsync("bank-caspkzka");
        var (who, chief) = (await server.HireAsync(Role.Officer), await server.HireAsync(Role.Head, "unit-b"));
        using var officer = server.Browser(who);
        using var head = server.Browser(chief);
        using var other = await server.SignedInAsync(Role.Officer);
        var id = (
            await server.Acts.DoAsync(
                new OpenCase("k1", "alert", "droppers", "Cards lent", [Alert], 0, 0),
                new Actor(who.Id, Role.Officer, "unit-a")
            )
        ).Text;
        await ExamineAsync(officer, other, id);

        var page = await officer.GetStringAsync($"/cases/{id}", Cancel);
        Assert.DoesNotContain(Card, page, StringComparison.Ordinal);
        var name = System.Text.RegularExpressions.Regex.Match(page, "P-[0-9A-Z]{4}-[0-9A-Z]{4}").Value;
        Assert.Contains("bot.example", page, StringComparison.Ordinal);
        var measurePath = await FollowAsync(
            await StaffedServer.PostAsync(
                officer,
                $"/cases/{id}/measures",
                ("kind", "suspend_card"),
                ("target", name),
                ("holder", "CASPKZKA"),
                ("basis", "AML law, art. 13"),
                ("document", "Decision 4 of 2026-01-10"),
                ("reason", "Cash leaves at once.")
            )
        );
        var measure = server.Acts.Read(state => state.Of<MeasureBook>().All.Single());
        Assert.Equal(($"/measures/{measure.Id}", Card), (measurePath, measure.Request.Target.Id));
        Assert.DoesNotContain("Decide as the second person", await officer.GetStringAsync(measurePath, Cancel), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (
                await StaffedServer.PostAsync(officer, $"/cases/{id}{measurePath}/decision", ("decision", "approve"), ("reason", "Mine."))
            ).StatusCode
        );
        Assert.Contains("Decide as the second person", await head.GetStringAsync(measurePath, Cancel), StringComparison.Ordinal);
        Assert.Contains("1 to decide", await head.GetStringAsync("/measures", Cancel), StringComparison.Ordinal);

        // A double click: the same form twice is one act.
        var form = await StaffedServer.FormAsync(
            head,
            ("decision", "approve"),
            ("basis", "duty"),
            ("reason", "Agreed."),
            ("from", measurePath)
        );
        var clicks = await Task.WhenAll(
            head.PostAsync($"/cases/{id}{measurePath}/decision", form, Cancel),
            head.PostAsync($"/cases/{id}{measurePath}/decision", form, Cancel)
        );
        Assert.All(clicks, click => Assert.Equal(HttpStatusCode.SeeOther, click.StatusCode));
        Assert.Single(server.ActsSoFar(), act => act.Command == "measure.approve" && act.Refusal is null);
        Assert.Contains("approved by a second person", await head.GetStringAsync(measurePath, Cancel), StringComparison.Ordinal);
        // Another head is too late, and is told so.
        using var late = await server.SignedInAsync(Role.Head, "unit-c");
        Assert.Equal(
            HttpStatusCode.Conflict,
            (
                await StaffedServer.PostAsync(late, $"/cases/{id}{measurePath}/decision", ("decision", "reject"), ("reason", "No."))
            ).StatusCode
        );
        foreach (
            var path in (string[])
                ["/cases", "/cases?show=mine", "/cases?show=decide", "/cases?show=late", "/cases?show=closed", "/measures", $"/cases/{id}"]
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await head.GetAsync(path, Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task An_alert_becomes_a_case_and_another_joins_it()
    {
        var state = new LiveConsoleState();
        Alert Of(string id, ulong subject) =>
            new(
                id,
                new SubjectId(subject),
                "recipient",
                "many_senders",
                "fan-in",
                0,
                ["v"],
                Outcome.Hold,
                "x",
                "x",
                0,
                0,
                [],
                0,
                "x",
                "x",
                "x",
                null,
                []
            );
        state.Publish(new AlertsView([Of("a-1", 170), Of("a-2", 187)], 0, _ => new Pseudonyms(subject => subject.Value)));
        await using var server = await StaffedServer.StartAsync(state: state);
        using var analyst = await server.SignedInAsync(Role.Analyst);
        Assert.Contains("Make it a case", await analyst.GetStringAsync("/alerts/a-1", Cancel), StringComparison.Ordinal);
        var path = await FollowAsync(
            await StaffedServer.PostAsync(analyst, "/alerts/a-1/case", ("title", "Many senders"), ("basis", "alert"))
        );
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await StaffedServer.PostAsync(analyst, "/alerts/a-1/case", ("title", "Again"), ("basis", "alert"))).StatusCode
        );
        Assert.Equal(
            path,
            await FollowAsync(
                await StaffedServer.PostAsync(analyst, "/alerts/a-2/case", ("case", path["/cases/".Length..]), ("basis", "alert"))
            )
        );
        Assert.Equal(HttpStatusCode.NotFound, (await StaffedServer.PostAsync(analyst, "/alerts/none/case", ("basis", "alert"))).StatusCode);
        Assert.Equal([Card, "00000000000000bb"], server.Acts.Read(acts => acts.Of<CaseBook>().Cases.Single().Members.Keys));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(5 << 20, true)]
    [InlineData(0, false)]
    [InlineData((32 << 20) + 1, false)]
    public async Task Evidence_is_kept_by_its_hash_up_to_its_limit(int bytes, bool isTaken)
    {
        await using var server = await StaffedServer.StartAsync();
        var who = await server.HireAsync(Role.Officer);
        using var officer = server.Browser(who);
        var id = (
            await server.Acts.DoAsync(
                new OpenCase("k1", "alert", "droppers", "Cards lent", [Alert], 0, 0),
                new Actor(who.Id, Role.Officer, "unit-a")
            )
        ).Text;
        await FollowAsync(await StaffedServer.PostAsync(officer, $"/cases/{id}/officers"));
        using var content = new MultipartFormDataContent();
        foreach (
            var pair in (
                await (
                    await StaffedServer.FormAsync(officer, ("title", "Phone image"), ("from_whom", "Act of search 3"), ("basis", "search"))
                ).ReadAsStringAsync(Cancel)
            )
                .Split('&')
                .Select(field => field.Split('='))
        )
        {
            content.Add(new StringContent(WebUtility.UrlDecode(pair[1])), pair[0]);
        }
        var file = new ByteArrayContent(Enumerable.Range(0, bytes).Select(i => (byte)(i * 7 % 251)).ToArray());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        content.Add(file, "file", "phone.zip");
        var answer = await officer.PostAsync($"/cases/{id}/evidence", content, Cancel);
        var pieces = server.Acts.Read(state => state.Of<CaseBook>().Find(id)!.Evidence);
        Assert.Equal(isTaken, answer.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(isTaken ? 1 : 0, pieces.Count);
        if (isTaken)
            Assert.Equal((bytes, who.Id), ((int)pieces[0].Bytes, pieces[0].Keeper));
        else
            Assert.InRange((int)answer.StatusCode, 400, 499);
    }
}
