using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Objections;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Journal;
using Sunqar.Tests.Access;
using Sunqar.Work.Objections;
using Xunit;

namespace Sunqar.Tests.Objections;

/// <summary>The real server: a payment is held, its customer reads why, objects, is answered by a person, and the hold ends.</summary>
public sealed partial class ObjectionServerTests : IAsyncLifetime
{
    private const string Iin = "800416100254",
        Other = "680503250034",
        Unknown = "790315100072";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StaffedServer _server = null!;
    private HttpClient _bank = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StaffedServer.StartAsync();
        _bank = _server.WithKey(_server.Keys.Create(StaffedServer.Bank));
        // A platform that no register knows: held.
        Assert.Contains("\"outcome\":\"hold\"", await SendAsync("H1", "\"platform\":\"new.example\","), StringComparison.Ordinal);
        Assert.Contains(
            "\"outcome\":\"allow\"",
            await SendAsync("A1", "\"terminal\":{\"id\":\"T-1\"},", "merchant_payment"),
            StringComparison.Ordinal
        );
    }

    private async Task<string> SendAsync(string id, string more, string kind = "crypto_buy")
    {
        var body =
            $$$"""{"id":"{{{id}}}","kind":"{{{kind}}}","time":"{{{DateTimeOffset.FromUnixTimeMilliseconds(Desk.Clock.NowUs() / 1000):yyyy-MM-dd'T'HH:mm:ss'Z'}}}","amount":"12000.00","currency":"KZT","institution":"{{{StaffedServer.Bank}}}",{{{more}}}"sender":{"iin":"{{{Iin}}}","card":"card_A-1"}}""";
        var answer = await _bank.PostAsync("/v1/payments", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private DeskDoor.Opening Opening => _server.Services.GetRequiredService<DeskDoor>().Current!;

    private Sunqar.Work.Deciding.DecisionDesk Desk => Opening.Desk;

    private Task<HttpResponseMessage> ObjectAsync(string id, string body) =>
        _bank.PostAsync($"/v1/payments/{id}/objections", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);

    private async Task<JsonElement> ExplanationAsync(string id) =>
        JsonDocument.Parse(await _bank.GetStringAsync(new Uri($"/v1/payments/{id}/explanation", UriKind.Relative), Cancel)).RootElement;

    private async Task<string> CitizenAsync(HttpClient citizen, string iin)
    {
        var first = await TextAsync(await StaffedServer.PostAsync(citizen, "/citizen/code", ("iin", iin)));
        var mail = Directory
            .EnumerateFiles(_server.DataPath + ".codes")
            .Select(path => (Path: path, Text: File.ReadAllText(path)))
            .Single(file => file.Text.Contains(iin, StringComparison.Ordinal));
        File.Delete(mail.Path);
        return await TextAsync(
            await StaffedServer.PostAsync(
                citizen,
                "/citizen/record",
                ("handle", HandlePattern().Match(first).Groups[1].Value),
                ("code", CodePattern().Match(mail.Text).Groups[1].Value)
            )
        );
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

    [Fact]
    public async Task A_bank_explains_and_objects_for_its_customer_and_a_lifted_hold_ends()
    {
        var told = await ExplanationAsync("H1");
        Assert.Equal("hold", told.GetProperty("outcome").GetString());
        Assert.Equal(
            ["kk", "ru", "en"],
            told.GetProperty("explanations").EnumerateArray().Select(one => one.GetProperty("language").GetString())
        );
        Assert.All(
            told.GetProperty("explanations").EnumerateArray(),
            one => Assert.Contains("new.example", one.GetProperty("reasons")[0].GetProperty("text").GetString(), StringComparison.Ordinal)
        );
        foreach (
            var (id, body, status) in new[]
            {
                ("H1", """{"party":"sender"}""", HttpStatusCode.BadRequest),
                ("H1", """{"party":"both","text":"x"}""", HttpStatusCode.BadRequest),
                ("H1", "nonsense", HttpStatusCode.BadRequest),
                ("H1", """{"party":"recipient","text":"x"}""", HttpStatusCode.BadRequest),
                ("H1", $$"""{"party":"sender","text":"{{new string('x', 1001)}}"}""", HttpStatusCode.BadRequest),
                ("H1", $$"""{"party":"sender","text":"{{new string('x', 9000)}}"}""", HttpStatusCode.RequestEntityTooLarge),
                ("A1", """{"party":"sender","text":"x"}""", HttpStatusCode.Conflict),
                ("N1", """{"party":"sender","text":"x"}""", HttpStatusCode.NotFound),
                ("H1", """{"party":"sender","text":"Это моя биржа"}""", HttpStatusCode.Created),
                ("H1", """{"party":"sender","text":"ещё раз"}""", HttpStatusCode.Conflict),
            }
        )
        {
            Assert.Equal(status, (await ObjectAsync(id, body)).StatusCode);
        }
        using var other = _server.WithKey(_server.Keys.Create(StaffedServer.OtherBank));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await other.GetAsync(new Uri("/v1/payments/H1/explanation", UriKind.Relative), Cancel)).StatusCode
        );
        Assert.False((await ExplanationAsync("H1")).GetProperty("objection").TryGetProperty("outcome", out _));

        var objection = _server.Acts.Read(state => Assert.Single(state.Of<ObjectionBook>().All));
        using var officer = await _server.SignedInAsync(Role.Officer);
        Assert.Contains("H1", await TextAsync(await officer.GetAsync("/objections", Cancel)), StringComparison.Ordinal);
        Assert.Contains(
            "Это моя биржа",
            await TextAsync(await officer.GetAsync($"/objections/{objection.Id}", Cancel)),
            StringComparison.Ordinal
        );
        Assert.Contains(_server.ActsSoFar(), act => act.Basis == "objection" && act.Command == "access.look");
        var answer = await StaffedServer.PostAsync(
            officer,
            $"/objections/{objection.Id}",
            ("outcome", "Lifted"),
            ("reason", "Площадка зарегистрирована вчера.")
        );
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var follower = new ObjectionFollower(Opening.Stops!, _server.Acts, Desk);
        await follower.CarryAsync();
        await follower.CarryAsync();
        var history = Desk.Find(StaffedServer.Bank, "H1")!;
        Assert.Equal(Outcome.Allow, history.Standing.Outcome);
        Assert.Single(_server.Folder.Journal.Read<HoldLapsed>(Streams.Payments));
        var answered = (await ExplanationAsync("H1")).GetProperty("objection");
        Assert.Equal("lifted", answered.GetProperty("outcome").GetString());
        Assert.Equal("Площадка зарегистрирована вчера.", answered.GetProperty("reason").GetString());
        foreach (
            var file in Directory
                .EnumerateFiles(_server.DataPath, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path) != "lock")
        )
        {
            Assert.DoesNotContain("Это моя биржа", Encoding.UTF8.GetString(await ReadAsync(file)), StringComparison.Ordinal);
        }
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancel);
        return bytes.ToArray();
    }

    [Fact]
    public async Task A_citizen_reads_why_in_three_languages_objects_and_reads_the_answer()
    {
        using var citizen = _server.Browser();
        var page = await CitizenAsync(citizen, Iin);
        foreach (
            var said in new[]
            {
                "Реестр не знает площадку new.example",
                "Тізілім new.example алаңын білмейді",
                "The registry does not know the platform new.example",
            }
        )
        {
            Assert.Contains(said, page, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("unknown_platform", page, StringComparison.Ordinal);
        var handle = HandlePattern().Match(page).Groups[1].Value;
        (string, string)[] Form(string payment, string text) =>
            [("handle", handle), ("institution", StaffedServer.Bank), ("payment", payment), ("text", text)];
        Assert.Equal(HttpStatusCode.NotFound, (await StaffedServer.PostAsync(citizen, "/citizen/decision", Form("A1", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await StaffedServer.PostAsync(citizen, "/citizen/decision", Form("N1", "x"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await StaffedServer.PostAsync(citizen, "/citizen/decision", Form("H1", new string('x', 1001)))).StatusCode
        );
        var thanks = await TextAsync(await StaffedServer.PostAsync(citizen, "/citizen/decision", Form("H1", "Бұл менің биржам")));
        Assert.Contains("a person answers it", thanks, StringComparison.Ordinal);
        Assert.Contains("Человек ответит до", await CitizenAsync(citizen, Iin), StringComparison.Ordinal);
        var objection = _server.Acts.Read(state => Assert.Single(state.Of<ObjectionBook>().All));
        using var head = await _server.SignedInAsync(Role.Head, "unit-b");
        await StaffedServer.PostAsync(head, $"/objections/{objection.Id}", ("outcome", "Upheld"), ("reason", "No register lists it."));
        var answered = await CitizenAsync(citizen, Iin);
        Assert.Contains("решение остаётся в силе", answered, StringComparison.Ordinal);
        Assert.Contains("No register lists it.", answered, StringComparison.Ordinal);
        Assert.Equal(Outcome.Hold, Desk.Find(StaffedServer.Bank, "H1")!.Standing.Outcome);
        // Somebody else, known to the house or not, sees nothing of it and objects to nothing.
        foreach (var iin in new[] { Other, Unknown })
        {
            using var stranger = _server.Browser();
            var others = await CitizenAsync(stranger, iin);
            Assert.DoesNotContain("new.example", others, StringComparison.Ordinal);
            var refused = await StaffedServer.PostAsync(
                stranger,
                "/citizen/decision",
                ("handle", HandlePattern().Match(others).Groups[1].Value),
                ("institution", StaffedServer.Bank),
                ("payment", "H1"),
                ("text", "x")
            );
            Assert.NotEqual(HttpStatusCode.SeeOther, refused.StatusCode);
            Assert.Single(_server.Acts.Read(state => state.Of<ObjectionBook>().All.ToList()));
        }
    }

    [Fact]
    public async Task A_breach_is_recorded_and_its_notice_too()
    {
        using var overseer = await _server.SignedInAsync(Role.Overseer, "oversight");
        var recorded = await StaffedServer.PostAsync(
            overseer,
            "/breaches",
            ("found", DateTime.UtcNow.AddHours(-2).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture)),
            ("people", "12"),
            ("what", "A file was sent to the wrong bank.")
        );
        Assert.Equal(HttpStatusCode.SeeOther, recorded.StatusCode);
        Assert.Contains(
            "Breach of personal data",
            await TextAsync(await overseer.GetAsync("/oversight", Cancel)),
            StringComparison.Ordinal
        );
        var page = await TextAsync(await overseer.GetAsync("/breaches", Cancel));
        Assert.Contains("Notice due by", page, StringComparison.Ordinal);
        var id = BreachPattern().Match(page).Value;
        await StaffedServer.PostAsync(overseer, $"/breaches/{id}/notices", ("to", "the authority"), ("reference", "letter 17"));
        Assert.Contains("letter 17", await TextAsync(await overseer.GetAsync("/breaches", Cancel)), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _bank.Dispose();
        await _server.DisposeAsync();
    }

    [GeneratedRegex("name=\"handle\" value=\"([^\"]+)\"")]
    private static partial Regex HandlePattern();

    [GeneratedRegex("\"code\":\"([0-9]{6})\"")]
    private static partial Regex CodePattern();

    [GeneratedRegex("breach-[0-9a-f]{16}")]
    private static partial Regex BreachPattern();
}
