using System.Net;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Providers;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Server.Registry;
using Sunqar.Server.Screening;
using Sunqar.Storage.Journal;
using Sunqar.Tests.Access;
using Sunqar.Work.Registers;
using Sunqar.Work.Screening;
using Xunit;

namespace Sunqar.Tests.Registry;

/// <summary>The register, screening and providers' duties over HTTP, on a real data folder.</summary>
public sealed class ServedRegistryTests
{
    private const long Day = 86_400_000_000;

    private static readonly PlatformListing Bybit = new(
        "BYBIT",
        "platform",
        "Bybit",
        [],
        "",
        "AIFC",
        "AFSA",
        "trading",
        0,
        long.MaxValue,
        "licensed",
        ["bybit.com"],
        [],
        [],
        []
    );

    private static readonly WatchlistEntry Listed = new(
        "77",
        WatchlistPartyKind.Individual,
        ["CYBER2"],
        [new ListedName("ZHAKSYBEKOV, Alikhan Nurlanovich", "Latn", true, false)],
        [],
        0,
        ["1800-04-16"]
    );

    private static async Task<StaffedServer> StartAsync()
    {
        var server = await StaffedServer.StartAsync();
        await ListAsync(
            server,
            new PlatformsListed("s", [Bybit]),
            new WatchlistEntries("list", "1", [Listed]),
            new WatchlistPublished("list", "1", 50 * Day, 1)
        );
        return server;
    }

    private static async Task ListAsync(StaffedServer server, params Fact[] facts)
    {
        using (var writer = server.Folder.Journal.Open(Streams.Registry))
            Assert.True((await writer.AppendAsync(facts)).IsAppended);
        server.Lookups.Advance(server.Folder.Journal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpClient client, string path, string? json = null)
    {
        using var answer = json is null
            ? await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)
            : await client.PostAsync(
                new Uri(path, UriKind.Relative),
                new StringContent(json, Encoding.UTF8, "application/json"),
                TestContext.Current.CancellationToken
            );
        return (
            answer.StatusCode,
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement
        );
    }

    [Fact]
    public async Task Anybody_asks_whether_a_platform_is_licensed()
    {
        await using var server = await StartAsync();
        using var citizen = server.Browser();
        var (status, body) = await SendAsync(citizen, "/v1/platforms?q=https%3A%2F%2Fbybit.com%2Ftrade");
        Assert.Equal(HttpStatusCode.OK, status);
        var answer = body.GetProperty("answers")[0];
        Assert.Equal(
            ("licensed", "domain", "BYBIT"),
            (
                answer.GetProperty("verdict").GetString(),
                answer.GetProperty("matched_by").GetString(),
                answer.GetProperty("platform").GetProperty("code").GetString()
            )
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(citizen, "/v1/platforms?q=" + new string('a', 201))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(citizen, "/v1/platforms")).Status);
        var page = await citizen.GetStringAsync(new Uri("/check?q=bybit.top", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("Not known", page, StringComparison.Ordinal);
        Assert.Contains("Take care.", page, StringComparison.Ordinal);
        var evil = await citizen.GetStringAsync(
            new Uri("/check?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.DoesNotContain("<script>alert", evil, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bank_screens_its_own_customer_and_its_clearing_is_remembered()
    {
        await using var server = await StartAsync();
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank, Role.Bank, null));
        using var other = server.WithKey(server.Keys.Create(StaffedServer.OtherBank, Role.Bank, null));
        const string Question = """{"id":"q1","customer":"c-1","name":"Жақсыбеков Әлихан"}""";
        var (status, body) = await SendAsync(bank, "/v1/screening", Question);
        Assert.Equal(HttpStatusCode.OK, status);
        var hit = body.GetProperty("hits")[0];
        Assert.Equal(
            ("list", "77", "list 1"),
            (hit.GetProperty("list").GetString(), hit.GetProperty("entry").GetString(), body.GetProperty("lists").GetString())
        );
        Assert.Equal("same_sound", hit.GetProperty("words")[0].GetProperty("agreement").GetString());
        Assert.Equal(1, (await SendAsync(bank, "/v1/screening/c-1")).Body.GetProperty("hits").GetArrayLength());
        // Another institution's customer of the same number is somebody else.
        Assert.Equal(0, (await SendAsync(other, "/v1/screening/c-1")).Body.GetProperty("hits").GetArrayLength());
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await SendAsync(bank, "/v1/screening/c-1/clearings", """{"id":"x","list":"list","entry":"77"}""")).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(bank, "/v1/screening/c-2/clearings", """{"id":"y","list":"list","entry":"77","reason":"not he"}""")).Status
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await SendAsync(bank, "/v1/screening/c-1/clearings", """{"id":"z","list":"list","entry":"77","reason":"born in 1850"}""")
            ).Status
        );
        var again = (await SendAsync(bank, "/v1/screening", Question.Replace("q1", "q2", StringComparison.Ordinal))).Body.GetProperty(
            "hits"
        )[0];
        Assert.Equal(
            ("born in 1850", "key:" + StaffedServer.Bank),
            (again.GetProperty("cleared").GetProperty("reason").GetString(), again.GetProperty("cleared").GetProperty("by").GetString())
        );
        Assert.Equal(0, (await SendAsync(bank, "/v1/screening/c-1")).Body.GetProperty("hits").GetArrayLength());
        // No name and no customer number is in the journal.
        var acts = server
            .Folder.Journal.Read<Act>(Streams.Acts)
            .Select(act =>
                JsonSerializer.Serialize(act) + string.Concat(act.What.Select(what => JsonSerializer.Serialize(what, what.GetType())))
            )
            .ToList();
        Assert.DoesNotContain(acts, act => act.Contains("c-1", StringComparison.Ordinal) || act.Contains("\\u", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Customers_are_screened_again_when_a_list_changes()
    {
        await using var server = await StartAsync();
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank, Role.Bank, null));
        var payment = $$$"""
            {"id":"p1","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"100.00","currency":"KZT","institution":"{{{StaffedServer.Bank}}}","sender":{"iin":"800416100254","name":"Жақсыбеков Әлихан"},"recipient":{"card":"card_A-1"}}
            """;
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bank, "/v1/payments", payment)).Status);
        // Of this person an officer knows that he lent his card; his bank learns it, and cannot clear it.
        using var officer = await server.SignedInAsync(Role.Officer);
        var opened = await StaffedServer.PostAsync(
            officer,
            "/cases/opened",
            ("basis", "AML law, art. 10"),
            ("kind", "exchanger"),
            ("title", "A desk by the station")
        );
        var caseId = opened.Headers.Location!.ToString().Split('/')[^1];
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await StaffedServer.PostAsync(officer, $"/cases/{caseId}/officers", ("take", "on"))).StatusCode
        );
        (string, string)[] listing = [("iin", "800416100254"), ("case", caseId), ("basis", "art. 232-1"), ("reason", "lent his card")];
        async Task<bool> IsDropperAsync(string id) =>
            (await SendAsync(bank, "/v1/screening", $$"""{"id":"{{id}}","customer":"c-9","name":"Proba","iin":"800416100254"}"""))
                .Body.GetProperty("is_dropper")
                .GetBoolean();
        Assert.False(await IsDropperAsync("d1"));
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(officer, "/screening/droppers", listing)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await StaffedServer.PostAsync(officer, "/screening/droppers", listing)).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await StaffedServer.PostAsync(officer, "/screening/droppers", [("iin", "680503250035"), .. listing[1..]])).StatusCode
        );
        Assert.False(await IsDropperAsync("d2-before"));
        using var head = await server.SignedInAsync(Role.Head, "unit-b");
        var proposal = Assert.Single(server.Acts.Read(state => state.Of<ProposalBook>().All));
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await StaffedServer.PostAsync(head, $"/seconds/{proposal.Id}", ("says", "yes"), ("reason", "he lent it"))).StatusCode
        );
        Assert.True(await IsDropperAsync("d2"));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (
                await SendAsync(bank, "/v1/screening/c-9/clearings", """{"id":"d3","list":"droppers","entry":"listed","reason":"not he"}""")
            ).Status
        );
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(officer, "/screening/droppers/end", listing)).StatusCode);
        Assert.False(await IsDropperAsync("d4"));

        var known = new Dictionary<(string, string), ulong>();
        Task<long> AgainAsync() =>
            RescreeningFollower.AdvanceAsync(
                server.Folder,
                server.Lookups.Registry.Snapshot,
                server.Acts,
                known,
                TestContext.Current.CancellationToken
            );
        Assert.Equal(1, await AgainAsync());
        Assert.Equal(0, await AgainAsync());
        var met = Assert.Single(server.Acts.Read(state => state.Of<ScreeningBook>().Met.ToList()));
        Assert.StartsWith("subject:", met, StringComparison.Ordinal);
        Assert.Equal("77", server.Acts.Read(state => state.Of<ScreeningBook>().Open(met))[0].EntryId);
        // The next version says the same of this entry: nobody is compared with it again.
        var stranger = Listed with
        {
            Id = "78",
            Names = [new ListedName("SOMEBODY, Else", "Latn", true, false)],
        };
        await ListAsync(server, new WatchlistEntries("list", "2", [Listed, stranger]), new WatchlistPublished("list", "2", 60 * Day, 2));
        Assert.Equal(1, await AgainAsync());
        var last = server.Folder.Journal.Read<Act>(Streams.Acts).Last();
        Assert.Equal(("screening.again", "house"), (last.Command, last.Author));
        Assert.Equal(
            (1, 0),
            ((int)Assert.IsType<CustomersRescreened>(last.What[0]).Names, Assert.IsType<CustomersRescreened>(last.What[0]).Met.Count)
        );
        await ClearAsync(server, met);
    }

    private static async Task ClearAsync(StaffedServer server, string met)
    {
        // An analyst sees the hit under a name of this page alone, and decides that it is somebody else.
        using var analyst = await server.SignedInAsync(Role.Analyst);
        var page = await analyst.GetStringAsync("/screening", TestContext.Current.CancellationToken);
        var person = System.Text.RegularExpressions.Regex.Match(page, "name=\"person\" value=\"(P-[0-9A-Z-]+)\"").Groups[1].Value;
        Assert.DoesNotContain(met["subject:".Length..], page, StringComparison.Ordinal);
        (string, string)[] clearing = [("person", person), ("list", "list"), ("entry", "77"), ("reason", "born in 1850")];
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await StaffedServer.PostAsync(analyst, "/screening/clearings", [.. clearing[..3], ("reason", "")])).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await StaffedServer.PostAsync(analyst, "/screening/clearings", [("person", "P-0000-0000"), .. clearing[1..]])).StatusCode
        );
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(analyst, "/screening/clearings", clearing)).StatusCode);
        Assert.DoesNotContain(
            person,
            await analyst.GetStringAsync("/screening", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Empty(server.Acts.Read(state => state.Of<ScreeningBook>().Met.ToList()));
    }

    [Fact]
    public async Task A_platform_files_and_sees_its_own_record_and_the_supervisor_all()
    {
        await using var server = await StartAsync();
        using var platform = server.WithKey(server.Keys.Create("BYBIT", Role.Platform, null));
        using var bank = server.WithKey(server.Keys.Create(StaffedServer.Bank, Role.Bank, null));
        static string Message(string id, string usd, string more) =>
            $$$$"""
                {"id":"{{{{id}}}}","transfer":{"chain":"tron","transaction":"tx-1","from":"T1","to":"T2","amount_usd":"{{{{usd}}}}","time":"2026-01-15T09:30:00Z"},
                 "ivms101":{"originator":{"originatorPersons":[{"naturalPerson":{"name":{"nameIdentifier":[{"primaryIdentifier":"Testov","secondaryIdentifier":"Proba","nameIdentifierType":"LEGL"}]}{{{{more}}}}}}],"accountNumber":["T1"]},
                  "beneficiary":{"beneficiaryPersons":[{"legalPerson":{"name":{"nameIdentifier":[{"legalPersonName":"Proba LLP","legalPersonNameIdentifierType":"LEGL"}]}}}],"accountNumber":["T2"]}}}
                """;
        var first = await SendAsync(platform, "/v1/travel-rule", Message("m1", "1500.25", ""));
        Assert.Equal(
            (HttpStatusCode.Created, "incomplete: OriginatorIdentity"),
            (first.Status, first.Body.GetProperty("answer").GetString())
        );
        var whole = Message("m2", "1500.25", ",\"customerIdentification\":\"c-1\"");
        Assert.Equal("complete", (await SendAsync(platform, "/v1/travel-rule", whole)).Body.GetProperty("answer").GetString());
        var repeat = await SendAsync(platform, "/v1/travel-rule", whole);
        Assert.Equal((HttpStatusCode.OK, true), (repeat.Status, repeat.Body.GetProperty("duplicate").GetBoolean()));
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await SendAsync(platform, "/v1/travel-rule", whole.Replace("Testov", "Tester", StringComparison.Ordinal))).Status
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(bank, "/v1/travel-rule", whole)).Status);
        var wrong = await SendAsync(
            platform,
            "/v1/travel-rule",
            Message("m3", "1.0", "").Replace("LEGL", "KING", StringComparison.Ordinal)
        );
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(
            "ivms101.originator.originatorPersons[0].naturalPerson.name.nameIdentifier[0].nameIdentifierType",
            wrong.Body.GetProperty("field").GetString()
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(platform, "/v1/reports", "{")).Status);
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await SendAsync(
                    platform,
                    "/v1/reports",
                    """{"id":"r1","kind":"threshold","references":["p1"],"occurred":"2026-01-15T00:00:00Z"}"""
                )
            ).Status
        );

        using (var writer = server.Folder.Journal.Open(Streams.Cases))
        {
            await writer.AppendAsync(
                new DutiesArose([
                    new("BYBIT", DutyKind.TravelRule, "tx-1", 0, 0, long.MaxValue),
                    new("BYBIT", DutyKind.Threshold, "p2", 0, 0, Day),
                    new("OTHER", DutyKind.Threshold, "p3", 0, 0, Day),
                ])
            );
        }
        var own = (await SendAsync(platform, "/v1/duties")).Body;
        Assert.Equal(
            (2, 1, 1, 1, "p2"),
            (
                own.GetProperty("due").GetInt32(),
                own.GetProperty("on_time").GetInt32(),
                own.GetProperty("missing").GetInt32(),
                own.GetProperty("incomplete").GetInt32(),
                own.GetProperty("breaches")[0].GetProperty("reference").GetString()
            )
        );
        Assert.DoesNotContain("OTHER", own.GetRawText(), StringComparison.Ordinal);
        await SuspendAsync(server);
    }

    private static async Task SuspendAsync(StaffedServer server)
    {
        using var supervisor = await server.SignedInAsync(Role.Supervisor);
        var page = await supervisor.GetStringAsync(new Uri("/providers", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("OTHER", page, StringComparison.Ordinal);
        Assert.Contains("p2", page, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await StaffedServer.PostAsync(supervisor, "/providers/BYBIT/supervision", ("basis", "AIFC AML 11"))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (
                await StaffedServer.PostAsync(
                    supervisor,
                    "/providers/BYBIT/licence",
                    ("basis", "AIFC AML 11"),
                    ("status", "suspended"),
                    ("reason", "reports missing")
                )
            ).StatusCode
        );
        // Nothing is changed by one person; another one agrees, and not the same one.
        var proposal = Assert.Single(server.Acts.Read(state => state.Of<ProposalBook>().All));
        using var other = await server.SignedInAsync(Role.Supervisor);
        foreach (var (browser, status) in new[] { (supervisor, HttpStatusCode.Forbidden), (other, HttpStatusCode.SeeOther) })
        {
            Assert.DoesNotContain(server.ActsSoFar(), act => act.What.Any(what => what is LicenceChanged));
            Assert.Equal(
                status,
                (
                    await StaffedServer.PostAsync(browser, $"/seconds/{proposal.Id}", ("says", "yes"), ("reason", "they are missing"))
                ).StatusCode
            );
        }
        // What the supervisors decided reaches the register, once.
        var next = await LicenceFollower.AdvanceAsync(server.Folder.Journal, LicenceFollower.Carried(server.Folder.Journal));
        Assert.Equal(next, await LicenceFollower.AdvanceAsync(server.Folder.Journal, next));
        server.Lookups.Advance(server.Folder.Journal);
        Assert.Equal(PlatformStanding.Unlicensed, server.Lookups.Registry.Snapshot.Platform("BYBIT", 100 * Day));
        var asked = await SendAsync(server.Browser(), "/v1/platforms?q=bybit");
        Assert.StartsWith(
            "Unlicensed: do not pay. Its licence is suspended since",
            asked.Body.GetProperty("answers")[0].GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
    }
}
