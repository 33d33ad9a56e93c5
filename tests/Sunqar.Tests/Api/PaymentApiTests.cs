using System.Net;
using System.Text.Json;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>The API over real Kestrel: what a bank sends and what it gets.</summary>
public sealed class PaymentApiTests
{
    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    [Fact]
    public async Task The_answer_has_exactly_the_documented_fields()
    {
        await using var api = await RunningApi.StartAsync();
        var response = await api.PostAsync("/v1/payments", RunningApi.TopUp("A", "612000.00"));
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        var answer = await JsonAsync(response);
        Assert.Equal(
            ["id", "outcome", "duplicate", "expires", "reasons", "rulebook", "sequence"],
            answer.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            ("A", "verify_sender", false),
            (answer.GetProperty("id").GetString(), answer.GetProperty("outcome").GetString(), answer.GetProperty("duplicate").GetBoolean())
        );
        var reason = Assert.Single(answer.GetProperty("reasons").EnumerateArray());
        Assert.Equal(["rule", "text", "observed", "limit", "source"], reason.EnumerateObject().Select(member => member.Name));
        Assert.Contains("612,000 KZT", reason.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("expires").ValueKind);
    }

    [Fact]
    public async Task Every_request_sent_twice_gets_the_same_answer_and_another_content_a_conflict()
    {
        await using var api = await RunningApi.StartAsync();
        var first = await (await api.PostAsync("/v1/payments", RunningApi.TopUp("A", "612000.00"))).Content.ReadAsStringAsync();
        var second = await (await api.PostAsync("/v1/payments", RunningApi.TopUp("A", "612000.00"))).Content.ReadAsStringAsync();
        Assert.Equal(first.Replace("\"duplicate\":false", "\"duplicate\":true", StringComparison.Ordinal), second);
        var stored = await api.Client.GetStringAsync(new Uri("/v1/payments/A", UriKind.Relative));
        Assert.Equal(first, stored);
        var conflict = await api.PostAsync("/v1/payments", RunningApi.TopUp("A", "612000.01"));
        Assert.Equal(
            (HttpStatusCode.Conflict, "application/problem+json"),
            (conflict.StatusCode, conflict.Content.Headers.ContentType!.ToString())
        );
        Assert.Equal("id", (await JsonAsync(conflict)).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("""{"id":"A"}""", null)]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    [InlineData("""{"id":"A","kind":"card_topup"}""", "kind")]
    [InlineData("""{"id":"A","amount":12}""", "amount")]
    [InlineData("""{"id":"A","recipient":{"pan":"1234"}}""", "recipient.pan")]
    public async Task What_cannot_be_taken_is_told_with_its_field(string body, string? field)
    {
        await using var api = await RunningApi.StartAsync();
        var response = await api.PostAsync("/v1/payments", body);
        var problem = await JsonAsync(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            (400, "urn:sunqar:problem:invalid-payment"),
            (problem.GetProperty("status").GetInt32(), problem.GetProperty("type").GetString())
        );
        if (field is not null)
            Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
    }

    /// <summary>The desk's time.</summary>
    private static DateTime Now(RunningApi api) => DateTime.UnixEpoch.AddMicroseconds(api.Desk.Clock.NowUs());

    [Fact]
    public async Task A_time_ahead_a_large_body_and_a_foreign_bank_are_refused()
    {
        await using var api = await RunningApi.StartAsync();
        var ahead = RunningApi
            .TopUp("A")
            .Replace("2026-01-15T09:30:00+05:00", Now(api).AddMinutes(6).ToString("s") + "Z", StringComparison.Ordinal);
        Assert.Equal("time", (await JsonAsync(await api.PostAsync("/v1/payments", ahead))).GetProperty("field").GetString());
        var soon = RunningApi
            .TopUp("A")
            .Replace("2026-01-15T09:30:00+05:00", Now(api).AddMinutes(4).ToString("s") + "Z", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync("/v1/payments", soon)).StatusCode);
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await api.PostAsync("/v1/payments", RunningApi.TopUp("B") + new string(' ', 20_000))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await api.PostAsync("/v1/payments", RunningApi.TopUp("C", bank: RunningApi.OtherBank))).StatusCode
        );
    }

    [Fact]
    public async Task A_card_number_becomes_a_token_at_the_door()
    {
        await using var api = await RunningApi.StartAsync();
        // Sixteen digits of no issuer, put together here.
        var pan = "9999" + "99999999" + "9995";
        var body = RunningApi.TopUp("A").Replace("\"card\":\"card_A-1\"", $"\"pan\":\"{pan}\"", StringComparison.Ordinal);
        var response = await api.PostAsync("/v1/payments", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await JsonAsync(await api.PostAsync("/v1/payments", body))).GetProperty("duplicate").GetBoolean());
    }

    [Fact]
    public async Task A_bank_sees_its_own_payments_and_no_other()
    {
        await using var api = await RunningApi.StartAsync();
        await api.PostAsync("/v1/payments", RunningApi.TopUp("A", "612000.00"));
        var path = new Uri("/v1/payments/A", UriKind.Relative);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Other.GetAsync(path)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await api.Other.PostAsync("/v1/payments/A/confirmations", RunningApi.Content("""{"by":"sender"}"""))).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, (await api.Other.PostAsync("/v1/payments/A/reversal", null)).StatusCode);
        // The same id is free for another bank.
        Assert.Equal(
            HttpStatusCode.OK,
            (await api.Other.PostAsync("/v1/payments", RunningApi.Content(RunningApi.TopUp("A", bank: RunningApi.OtherBank)))).StatusCode
        );
    }

    [Fact]
    public async Task Without_a_good_key_nothing_is_told()
    {
        await using var api = await RunningApi.StartAsync();
        foreach (
            var key in new[]
            {
                "",
                "x",
                "sunqar_0011223344556677_x",
                api.Key[..^1],
                api.Key + "x",
                api.Key.Replace("sunqar", "SUNQAR", StringComparison.Ordinal),
            }
        )
        {
            using var stranger = new HttpClient { BaseAddress = api.Address };
            if (key.Length > 0)
                stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + key);
            foreach (var path in new[] { "/v1/payments", "/v1/payments/batch", "/v1/payments/A/confirmations", "/v1/payments/A/reversal" })
            {
                var response = await stranger.PostAsync(new Uri(path, UriKind.Relative), RunningApi.Content(RunningApi.TopUp("A")));
                Assert.Equal(
                    (HttpStatusCode.Unauthorized, "Bearer"),
                    (response.StatusCode, response.Headers.WwwAuthenticate.Single().Scheme)
                );
            }
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri("/v1/payments/A", UriKind.Relative))).StatusCode);
        }
        Assert.Equal(0, api.Desk.Counts.Facts);
    }

    [Fact]
    public async Task A_key_made_beside_the_server_works_at_once_and_a_revoked_one_soon_not()
    {
        await using var api = await RunningApi.StartAsync();
        var key = api.Keys.Create(RunningApi.Bank);
        using var client = api.ClientOf(key);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/v1/payments", RunningApi.Content(RunningApi.TopUp("A")))).StatusCode);
        Assert.True(api.Keys.Revoke(key.Split('_')[1]));
        Assert.False(api.Keys.Revoke(key.Split('_')[1]));
        await DeskRoom.UntilAsync(() =>
            client.GetAsync(new Uri("/v1/payments/A", UriKind.Relative)).Result.StatusCode == HttpStatusCode.Unauthorized
        );
        Assert.Equal(HttpStatusCode.OK, (await api.Client.GetAsync(new Uri("/v1/payments/A", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Confirmation_and_reversal_over_http()
    {
        await using var api = await RunningApi.StartAsync();
        await api.PostAsync("/v1/payments", RunningApi.TopUp("A", "612000.00"));
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsync("/v1/payments/A/confirmations", """{"by":"mother"}""")).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await api.PostAsync("/v1/payments/A/confirmations", """{"by":"sender","x":1}""")).StatusCode
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsync("/v1/payments/A/confirmations", "{}")).StatusCode);
        Assert.Equal(
            "allow",
            (await JsonAsync(await api.PostAsync("/v1/payments/A/confirmations", """{"by":"sender"}"""))).GetProperty("outcome").GetString()
        );
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync("/v1/payments/A/confirmations", """{"by":"biometrics"}""")).StatusCode);
        var undone = await JsonAsync(await api.PostAsync("/v1/payments/A/reversal", ""));
        Assert.Equal(
            undone.GetProperty("sequence").GetInt64(),
            (await JsonAsync(await api.PostAsync("/v1/payments/A/reversal", ""))).GetProperty("sequence").GetInt64()
        );
        var stored = await JsonAsync(await api.Client.GetAsync(new Uri("/v1/payments/A", UriKind.Relative)));
        Assert.Equal(JsonValueKind.String, stored.GetProperty("reversed").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/v1/payments/B/reversal", "")).StatusCode);
    }

    [Fact]
    public async Task Above_the_banks_rate_the_answer_is_429_and_other_banks_go_on()
    {
        await using var api = await RunningApi.StartAsync(rateLimit: 3);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 20; i++)
            answers.Add(await api.PostAsync("/v1/payments", RunningApi.TopUp($"P{i}")));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("1", refused.Headers.RetryAfter!.ToString());
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(
            HttpStatusCode.OK,
            (await api.Other.PostAsync("/v1/payments", RunningApi.Content(RunningApi.TopUp("A", bank: RunningApi.OtherBank)))).StatusCode
        );
    }

    [Fact]
    public async Task Before_the_replay_is_done_the_door_is_closed()
    {
        await using var api = await RunningApi.StartAsync(isOpen: false);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.PostAsync("/v1/payments", RunningApi.TopUp("A"))).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.Client.GetAsync(new Uri("/ready", UriKind.Relative))).StatusCode);
    }
}
