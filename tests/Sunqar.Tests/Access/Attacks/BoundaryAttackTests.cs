using System.Net;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Screening;
using Sunqar.Server.Access;
using Xunit;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>Values that lie beyond what a reader expects, and second persons who are the first one in another coat.</summary>
public sealed class BoundaryAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/travel-rule", "{\"id\":\"\\ud800\"}")]
    [InlineData("/v1/travel-rule", "{\"id\":\"m1\",\"\\udfff\":1}")]
    [InlineData(
        "/v1/reports",
        "{\"id\":\"r1\",\"kind\":\"threshold\",\"occurred\":\"2026-01-15T09:30:00Z\",\"references\":[\"tx\\ud800\"]}"
    )]
    [InlineData("/v1/reports", "[1]")]
    [InlineData("/v1/reports", "null")]
    public async Task A_text_that_is_no_unicode_is_refused_like_any_other_fault(string path, string body)
    {
        await using var server = await StaffedServer.StartAsync();
        using var platform = server.WithKey(server.Keys.Create("BYBIT", Role.Platform, null));
        foreach (
            var bytes in (byte[][])
                [
                    Encoding.UTF8.GetBytes(body),
                    Encoding.Latin1.GetBytes(
                        body.Replace("\\ud800", "\xff", StringComparison.Ordinal).Replace("\\udfff", "\xff", StringComparison.Ordinal)
                    ),
                ]
        )
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await platform.PostAsync(path, new ByteArrayContent(bytes), Cancel)).StatusCode);
        }
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    public async Task The_first_and_the_last_day_there_are_are_only_wrong(string until)
    {
        await using var server = await StaffedServer.StartAsync();
        using var officer = await server.SignedInAsync(Role.Officer);
        var answer = await StaffedServer.PostAsync(
            officer,
            "/blocking/orders",
            ("basis", "law On communications, art. 41-1"),
            ("domains", "exchanger.example"),
            ("ground", "UnlicensedExchange"),
            ("evidence", "page 1"),
            ("until", until)
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(server.ActsSoFar(), act => act is { Command: "block.request", Refusal.Field: "expires" });
    }

    /// <summary>Listing tells banks of a person: it takes a case of one's own, and does not tell whether a number was ever met.</summary>
    [Fact]
    public async Task Nobody_lists_a_dropper_out_of_no_case_or_of_anothers()
    {
        await using var server = await StaffedServer.StartAsync();
        using var owner = await server.SignedInAsync(Role.Officer);
        using var attacker = await server.SignedInAsync(Role.Officer, "unit-b");
        var (theirs, own) = (await CaseAttackTests.OpenAsync(owner), await CaseAttackTests.OpenAsync(attacker));
        Task<HttpResponseMessage> ListAsync(string caseId, string iin, string reason = "lent a card") =>
            StaffedServer.PostAsync(
                attacker,
                "/screening/droppers",
                ("iin", iin),
                ("case", caseId),
                ("basis", "art. 232-1"),
                ("reason", reason)
            );
        Assert.Equal(HttpStatusCode.NotFound, (await ListAsync("case-of-nobody", "800416100254")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ListAsync(theirs, "800416100254")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ListAsync(own, "800416100254", "lent it to 680503250034")).StatusCode);
        Assert.Equal(0, server.Acts.Read(state => state.Of<ScreeningBook>().DropperCount(server.Acts.NowUs)));
        Assert.Equal(HttpStatusCode.SeeOther, (await ListAsync(own, "680503250034")).StatusCode);
    }

    [Fact]
    public async Task A_head_does_not_close_a_case_by_handing_it_to_somebody_first()
    {
        await using var server = await StaffedServer.StartAsync();
        var one = await server.HireAsync(Role.Head);
        var somebody = await server.HireAsync(Role.Officer);
        using var head = server.Browser(one);
        var id = await CaseAttackTests.OpenAsync(head);
        (string Path, (string, string)[] Fields)[] steps =
        [
            ("status", [("to", "UnderExamination"), ("reason", "looked into")]),
            ("officers", [("officer", somebody.Id), ("take", "on")]),
            ("officers", [("officer", one.Id), ("take", "off")]),
        ];
        foreach (var (path, fields) in steps)
            Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(head, $"/cases/{id}/{path}", fields)).StatusCode);
        Assert.Equal([somebody.Id], server.Acts.Read(state => state.Of<CaseBook>().Find(id))!.Officers);
        (string, string)[] closing = [("basis", "AML law, art. 17"), ("result", "NoGrounds"), ("reason", "nothing in it")];
        Assert.Equal(HttpStatusCode.Forbidden, (await StaffedServer.PostAsync(head, $"/cases/{id}/closing", closing)).StatusCode);
        using var second = await server.SignedInAsync(Role.Head, "unit-b");
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(second, $"/cases/{id}/closing", closing)).StatusCode);
    }

    [Fact]
    public async Task Another_account_of_the_machine_reads_nothing_of_a_new_data_folder()
    {
        await using var server = await StaffedServer.StartAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.DataPath));
    }

    [Fact]
    public async Task A_new_link_for_the_first_admin_ends_the_one_before_and_no_other()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = server.Browser();
        var officer = (await FirstAdmin.InviteAsync(server.Acts, Role.Officer, "unit-a", FirstAdmin.LinkLife))!;
        // The owner's own invitation of an admin, made while the server was stopped: starting the server does not end it.
        var owner = (await FirstAdmin.InviteAsync(server.Acts, Role.Admin, "administration", FirstAdmin.LinkLife))!;
        var (before, now) = ((await FirstAdmin.InviteAsync(server.Acts))!, (await FirstAdmin.InviteAsync(server.Acts))!);
        foreach (
            var (path, status) in new[]
            {
                (officer, HttpStatusCode.OK),
                (owner, HttpStatusCode.OK),
                (before, HttpStatusCode.NotFound),
                (now, HttpStatusCode.OK),
            }
        )
        {
            Assert.Equal(status, (await browser.GetAsync(path, Cancel)).StatusCode);
        }
    }
}
