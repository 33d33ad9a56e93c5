using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Oversight;

/// <summary>The real server: from a payment to a grant, a look, and the citizen who sees it.</summary>
public sealed partial class LookServerTests : IAsyncLifetime
{
    private const string Iin = "800416100254",
        Other = "680503250034",
        Unknown = "790315100072",
        PersonName = "Ержан Сулейменов";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly SetTime _time = new();
    private StaffedServer _server = null!;
    private Account _officer = null!;
    private HttpClient _browser = null!;
    private Dictionary<string, HttpClient> _heads = null!;
    private string _case = "";
    private SubjectId _subject;

    public async ValueTask InitializeAsync()
    {
        _server = await StaffedServer.StartAsync(time: _time);
        using var bank = _server.WithKey(_server.Keys.Create(StaffedServer.Bank));
        var payment =
            $$$"""{"id":"T1","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"12000.00","currency":"KZT","institution":"{{{StaffedServer.Bank}}}","sender":{"iin":"{{{Iin}}}","name":"{{{PersonName}}}"},"recipient":{"iin":"{{{Other}}}","card":"card_A-1"}}""";
        Assert.True(
            (
                await bank.PostAsync("/v1/payments", new StringContent(payment, Encoding.UTF8, "application/json"), Cancel)
            ).IsSuccessStatusCode
        );
        _subject = _server.Folder.Keys.Find(SubjectKind.Person, Iin);
        _officer = await _server.HireAsync(Role.Officer);
        _browser = _server.Browser(_officer);
        _heads = [];
        foreach (var unit in new[] { "unit-a", "unit-b", "unit-c" })
        {
            var head = await _server.HireAsync(Role.Head, unit);
            _heads[head.Id] = _server.Browser(head);
        }
        _time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await StaffedServer.PostAsync(_browser, "/declare", ("kind", "Self"), ("iin", "780315100010"))).StatusCode
        );
        var source = new CaseSource(SourceKind.Report, "r-1", new Dictionary<string, string> { [_subject.ToString()] = "organiser" });
        _case = (
            await _server.Acts.DoAsync(
                new OpenCase("c1", "aml-analysis", "exchanger", "A desk by the station", [source], 0, 0),
                _officer.Actor
            )
        ).Text;
        Assert.True((await _server.Acts.DoAsync(new AssignCase("c2", _case, "aml-analysis", _officer.Id), _officer.Actor)).IsDone);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var head in _heads.Values)
            head.Dispose();
        _browser.Dispose();
        await _server.DisposeAsync();
    }

    private string Pseudonym => new Sunqar.Storage.Keys.PseudonymKey(_server.Folder.Keys).In(_case).Of(_subject);

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

    private async Task<string> PageAsync(HttpClient browser, string path) => await TextAsync(await browser.GetAsync(path, Cancel));

    private Task<HttpResponseMessage> AskAsync(params (string Name, string Value)[] whom) =>
        StaffedServer.PostAsync(
            _browser,
            $"/cases/{_case}/people",
            [
                .. whom,
                ("fields", "Identifier"),
                ("fields", "Name"),
                ("fields", "Transfers"),
                ("basis", "pretrial"),
                ("from", "/cases"),
                ("since", "2025-12-01"),
                ("until", "2026-03-01"),
                ("days", "3"),
                ("purpose", "Customers named this desk."),
            ]
        );

    private string GrantId => _server.Acts.Read(state => state.Of<AccessBook>().Grants.OrderByDescending(grant => grant.AtUs).First().Id);

    private async Task<string> GrantedAsync()
    {
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(("person", Pseudonym))).StatusCode);
        var grant = GrantId;
        var answers = new List<HttpStatusCode>();
        foreach (var head in _heads.Values)
            answers.Add((await StaffedServer.PostAsync(head, $"/approvals/{grant}", ("case", _case), ("answer", "yes"))).StatusCode);
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.NotFound, HttpStatusCode.NotFound], answers.Order());
        return grant;
    }

    [Fact]
    public async Task A_case_shows_pseudonyms_and_a_grant_shows_the_person_once_a_click()
    {
        var page = await PageAsync(_browser, $"/cases/{_case}/people");
        Assert.Contains(Pseudonym, page, StringComparison.Ordinal);
        Assert.DoesNotContain(_subject.ToString(), page, StringComparison.Ordinal);
        Assert.Contains(
            _server.ActsSoFar(),
            act => act.What is [Looked { Kind: LookKind.View }] && act.Author == _officer.Id && act.CaseId == _case
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await StaffedServer.PostAsync(_browser, $"/cases/{_case}/grants/grant-0", ("kind", "Unmask"))).StatusCode
        );
        var grant = await GrantedAsync();
        var before = _server.ActsSoFar().Count;
        var shown = await StaffedServer.PostAsync(_browser, $"/cases/{_case}/grants/{grant}", ("kind", "Unmask"), ("key", "once"));
        var text = await TextAsync(shown);
        Assert.Contains(Iin, text, StringComparison.Ordinal);
        Assert.Contains(PersonName, text, StringComparison.Ordinal);
        Assert.Contains("no-store", shown.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var looked = Assert.IsType<Looked>(Assert.Single(_server.ActsSoFar().Skip(before).Last().What));
        Assert.Equal((LookKind.Unmask, grant, 1L), (looked.Kind, looked.GrantId, looked.ResultSize));
        // The same click again was allowed then; that says nothing of now.
        var again = await StaffedServer.PostAsync(_browser, $"/cases/{_case}/grants/{grant}", ("kind", "Unmask"), ("key", "once"));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.DoesNotContain(Iin, await TextAsync(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stands_behind_a_card_is_its_holder_who_sees_the_look_too_and_the_case_tells_who_looked()
    {
        var (card, holder) = (_server.Folder.Keys.Find(SubjectKind.Card, "card_A-1"), _server.Folder.Keys.Find(SubjectKind.Person, Other));
        Assert.False(card.IsNone || holder.IsNone);
        var source = new CaseSource(SourceKind.Report, "r-2", new Dictionary<string, string> { [card.ToString()] = "dropper" });
        Assert.True((await _server.Acts.DoAsync(new JoinSource("c3", _case, "aml-analysis", source), _officer.Actor)).IsDone);
        var names = new Sunqar.Storage.Keys.PseudonymKey(_server.Folder.Keys).In(_case);
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(("person", names.Of(card)))).StatusCode);
        var grant = _server.Acts.Read(state => state.Of<AccessBook>().Find(GrantId))!;
        Assert.Equal([card, holder], grant.Request.Subjects);
        foreach (var head in _heads.Values)
            await StaffedServer.PostAsync(head, $"/approvals/{grant.Id}", ("case", _case), ("answer", "yes"));
        var text = await TextAsync(await StaffedServer.PostAsync(_browser, $"/cases/{_case}/grants/{grant.Id}", ("kind", "Unmask")));
        Assert.Contains($"{Other} ({names.Of(holder)})", text, StringComparison.Ordinal);
        Assert.Equal(grant.CaseId, Assert.Single(_server.Acts.Read(state => state.Of<AccessBook>().LooksAt(holder))).CaseId);
        var page = await PageAsync(_browser, $"/cases/{_case}");
        Assert.Matches($"Looked at [^<]* of {names.Of(card)}", page);
    }

    [Fact]
    public async Task Nothing_is_shown_before_the_drawn_head_said_yes_nor_after_the_grant_ended()
    {
        await AskAsync(("person", Pseudonym));
        var early = await StaffedServer.PostAsync(_browser, $"/cases/{_case}/grants/{GrantId}", ("kind", "Unmask"));
        Assert.Equal(HttpStatusCode.Forbidden, early.StatusCode);
        Assert.DoesNotContain(Iin, await TextAsync(early), StringComparison.Ordinal);
        var grant = await GrantedAsync();
        using var colleague = await _server.SignedInAsync(Role.Officer);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await StaffedServer.PostAsync(colleague, $"/cases/{_case}/grants/{grant}", ("kind", "Unmask"))).StatusCode
        );
        _time.Pass(TimeSpan.FromDays(3));
        using var later = _server.Browser(_officer);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await StaffedServer.PostAsync(later, $"/cases/{_case}/grants/{grant}", ("kind", "Unmask"))).StatusCode
        );
    }

    [Fact]
    public async Task Transfers_and_their_file_name_nobody()
    {
        var grant = await GrantedAsync();
        // The page groups digits, the file is for programs.
        foreach (var (kind, amount) in new[] { ("Query", "12,000.00"), ("Export", "12000.00") })
        {
            var text = await TextAsync(
                await StaffedServer.PostAsync(_browser, $"/cases/{_case}/grants/{grant}", ("kind", kind), ("person", Pseudonym))
            );
            Assert.Contains(amount, text, StringComparison.Ordinal);
            Assert.Contains(Pseudonym, text, StringComparison.Ordinal);
            foreach (var secret in new[] { Iin, Other, PersonName, "card_A-1", _subject.ToString() })
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Asking_for_a_number_that_nobody_knows_says_no_more_than_asking_for_a_known_one()
    {
        var known = await AskAsync(("iin", Iin));
        var unknown = await AskAsync(("iin", Unknown));
        Assert.Equal((known.StatusCode, known.Headers.Location), (unknown.StatusCode, unknown.Headers.Location));
        Assert.Equal(HttpStatusCode.SeeOther, unknown.StatusCode);
        Assert.DoesNotContain(Unknown, Everything(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(("iin", "800416100250"))).StatusCode);
    }

    /// <summary>Every byte of the data folder, as text.</summary>
    private string Everything()
    {
        var text = new StringBuilder();
        foreach (
            var path in Directory
                .EnumerateFiles(_server.DataPath, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path) != "lock")
        )
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            text.Append(Encoding.UTF8.GetString(bytes)).Append('\n');
        }
        return text.ToString();
    }

    private async Task<(string Page, string Handle)> CitizenAsync(string iin)
    {
        using var citizen = _server.Browser();
        var first = await TextAsync(await StaffedServer.PostAsync(citizen, "/citizen/code", ("iin", iin)));
        var handle = HandlePattern().Match(first).Groups[1].Value;
        var mail = Directory
            .EnumerateFiles(_server.DataPath + ".codes")
            .Select(path => (Path: path, Text: File.ReadAllText(path)))
            .Single(file => file.Text.Contains(iin, StringComparison.Ordinal));
        File.Delete(mail.Path);
        var code = CodePattern().Match(mail.Text).Groups[1].Value;
        var wrong = await TextAsync(
            await StaffedServer.PostAsync(citizen, "/citizen/record", ("handle", handle), ("code", code == "000000" ? "000001" : "000000"))
        );
        Assert.Contains("wrong", wrong, StringComparison.Ordinal);
        return (await TextAsync(await StaffedServer.PostAsync(citizen, "/citizen/record", ("handle", handle), ("code", code))), handle);
    }

    [Fact]
    public async Task A_citizen_sees_the_look_when_the_case_is_closed_and_objects_and_the_overseer_reads_it()
    {
        var grant = await GrantedAsync();
        await StaffedServer.PostAsync(_browser, $"/cases/{_case}/grants/{grant}", ("kind", "Unmask"));
        var (hidden, _) = await CitizenAsync(Iin);
        var (nobody, _) = await CitizenAsync(Unknown);
        Assert.Equal(Plain(hidden), Plain(nobody));
        await _server.Acts.DoAsync(new MoveCase("m1", _case, "pretrial", CaseStatus.UnderExamination, "Begun."), _officer.Actor);
        var closer = _server.Acts.Read(state => state.Of<Staff>().Accounts.First(one => one.Role == Role.Head));
        Assert.True(
            (
                await _server.Acts.DoAsync(
                    new CloseCase("m2", _case, "pretrial", CaseResult.NoGrounds, "Nothing speaks for it."),
                    closer.Actor
                )
            ).IsDone
        );
        var (shown, handle) = await CitizenAsync(Iin);
        Assert.Contains("unit-a", shown, StringComparison.Ordinal);
        Assert.Contains("identifier, name", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(_officer.Id, shown, StringComparison.Ordinal);
        using var citizen = _server.Browser();
        var look = LookPattern().Match(shown).Groups[1].Value;
        var thanks = await StaffedServer.PostAsync(
            citizen,
            "/citizen/objection",
            ("handle", handle),
            ("look", look),
            ("text", "Мен ешкімге сатқан емеспін")
        );
        Assert.Contains("with the overseer", await TextAsync(thanks), StringComparison.Ordinal);
        Assert.DoesNotContain("ешкімге", Everything(), StringComparison.Ordinal);
        using var overseer = await _server.SignedInAsync(Role.Overseer, "oversight");
        var list = await PageAsync(overseer, "/oversight");
        var task = TaskOf(list, "A citizen objects");
        Assert.Contains("ешкімге сатқан", await PageAsync(overseer, $"/oversight/tasks/{task}"), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (
                await StaffedServer.PostAsync(
                    overseer,
                    $"/oversight/tasks/{task}",
                    ("step", "ClosedProper"),
                    ("note", "The case named this person.")
                )
            ).StatusCode
        );
        Assert.Contains("closed: proper", await PageAsync(overseer, "/oversight"), StringComparison.Ordinal);
    }

    /// <summary>The id of a task by its words: other alarms may stand before it, as that of a look at night does wherever these tests run
    /// late.</summary>
    private static string TaskOf(string list, string what) =>
        TaskPattern().Matches(list).First(match => match.Groups[2].Value.StartsWith(what, StringComparison.Ordinal)).Groups[1].Value;

    /// <summary>A page without what differs between any two pages: tokens and keys.</summary>
    private static string Plain(string page) => HiddenPattern().Replace(page, "");

    [Fact]
    public async Task A_declared_person_is_out_of_reach_and_the_overseer_is_called()
    {
        await StaffedServer.PostAsync(_browser, "/declare", ("kind", "Close"), ("iin", Iin));
        await AskAsync(("person", Pseudonym));
        Assert.Contains("declined", await PageAsync(_browser, $"/cases/{_case}/people"), StringComparison.Ordinal);
        using var overseer = await _server.SignedInAsync(Role.Overseer, "oversight");
        var list = await PageAsync(overseer, "/oversight");
        Assert.Contains("Look at somebody close", list, StringComparison.Ordinal);
        var task = await PageAsync(overseer, $"/oversight/tasks/{TaskOf(list, "Look at somebody close")}");
        Assert.DoesNotContain(_subject.ToString(), task, StringComparison.Ordinal);
        Assert.DoesNotContain(Pseudonym, task, StringComparison.Ordinal);
        var lists = await PageAsync(overseer, "/oversight/lists");
        Assert.Contains(_officer.Id, lists, StringComparison.Ordinal);
        Assert.DoesNotContain(_subject.ToString(), lists, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decoy_that_nobody_ever_paid_calls_the_overseer_when_it_is_asked_for()
    {
        using var overseer = await _server.SignedInAsync(Role.Overseer, "oversight");
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await StaffedServer.PostAsync(overseer, "/oversight/lists", ("kind", "Decoy"), ("iin", "780315100107"))).StatusCode
        );
        await AskAsync(("iin", "780315100107"));
        Assert.Contains("planted identity", await PageAsync(overseer, "/oversight"), StringComparison.Ordinal);
    }

    [GeneratedRegex("name=\"handle\" value=\"([0-9a-f]+)\"")]
    private static partial Regex HandlePattern();

    [GeneratedRegex("\"code\":\"([0-9]{6})\"")]
    private static partial Regex CodePattern();

    [GeneratedRegex("name=\"look\" value=\"([^\"]+)\"")]
    private static partial Regex LookPattern();

    [GeneratedRegex("/oversight/tasks/([a-z]+-[0-9a-f]+)\">([^<]+)<")]
    private static partial Regex TaskPattern();

    [GeneratedRegex("<input type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenPattern();
}
