using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>docs/openapi.json says what the server does: the same addresses, fields and limits, and it is what the server hands
/// out.</summary>
public sealed class ApiDocumentTests
{
    private static readonly byte[] CheckedIn = File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "openapi.json"));
    private static readonly JsonElement Document = JsonDocument.Parse(CheckedIn).RootElement;

    private static JsonElement Schema(string name) => Document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    [Fact]
    public async Task The_server_hands_out_the_document_that_is_checked_in()
    {
        await using var api = await RunningApi.StartAsync();
        Assert.Equal(CheckedIn, await api.Client.GetByteArrayAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        Assert.Equal("3.1.0", Document.GetProperty("openapi").GetString());
    }

    [Fact]
    public async Task Every_address_of_the_api_is_in_the_document_and_no_other()
    {
        await using var api = await RunningApi.StartAsync();
        var served = api
            .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => IsApi(endpoint.RoutePattern.RawText!))
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Select(method =>
                        $"{method} {endpoint.RoutePattern.RawText} {endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName}"
                    )
            );
        var documented = Document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject()
                    .Select(operation =>
                        $"{operation.Name.ToUpperInvariant()} {path.Name} {operation.Value.GetProperty("operationId").GetString()}"
                    )
            );
        Assert.Equal(documented.Order(), served.Order());
    }

    /// <summary>The console's pages are for people and need no description.</summary>
    private static bool IsApi(string pattern) =>
        pattern.StartsWith("/v1/", StringComparison.Ordinal) || pattern is "/openapi/v1.json" or "/health" or "/ready" or "/metrics";

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var text = System.Text.Encoding.UTF8.GetString(CheckedIn);
        foreach (
            var reference in text.Split("\"$ref\": \"#/components/schemas/")
                .Skip(1)
                .Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)])
        )
        {
            Assert.Equal(JsonValueKind.Object, Schema(reference).ValueKind);
        }
    }

    [Fact]
    public void Limits_kinds_and_currencies_are_the_readers()
    {
        var payment = Schema("Payment").GetProperty("properties");
        Assert.Equal(PaymentKinds.All, payment.GetProperty("kind").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString()));
        Assert.Equal(
            Currencies.OfPayments.Select(currency => currency.Code()).Order(),
            payment.GetProperty("currency").GetProperty("enum").EnumerateArray().Select(code => code.GetString()).Order()
        );
        var party = Schema("Party").GetProperty("properties");
        (JsonElement Text, TextLimit Limit)[] limits =
        [
            (payment.GetProperty("id"), PaymentLimits.Id),
            (payment.GetProperty("institution"), PaymentLimits.Institution),
            (payment.GetProperty("device"), PaymentLimits.Device),
            (payment.GetProperty("platform"), PaymentLimits.Platform),
            (payment.GetProperty("asset"), PaymentLimits.Asset),
            (party.GetProperty("iin"), PaymentLimits.Iin),
            (party.GetProperty("account"), PaymentLimits.Account),
            (party.GetProperty("name"), PaymentLimits.Name),
            (payment.GetProperty("terminal").GetProperty("properties").GetProperty("id"), PaymentLimits.Terminal),
            (payment.GetProperty("terminal").GetProperty("properties").GetProperty("city"), PaymentLimits.City),
            (payment.GetProperty("terminal").GetProperty("properties").GetProperty("country"), PaymentLimits.Country),
            (payment.GetProperty("category"), PaymentLimits.Category),
            (payment.GetProperty("purpose"), PaymentLimits.Purpose),
            (payment.GetProperty("ip"), PaymentLimits.Ip),
            (party.GetProperty("phone"), PaymentLimits.Phone),
            (party.GetProperty("country"), PaymentLimits.Country),
            (payment.GetProperty("wallet").GetProperty("properties").GetProperty("address"), PaymentLimits.Address),
        ];
        Assert.All(
            limits,
            pair =>
                Assert.Equal(
                    (pair.Limit.CharactersMin, pair.Limit.CharactersMax),
                    (pair.Text.GetProperty("minLength").GetInt32(), pair.Text.GetProperty("maxLength").GetInt32())
                )
        );
    }

    [Fact]
    public void The_fields_of_a_payment_are_those_that_the_reader_takes()
    {
        // The reader names its fields when it meets another.
        var refused = (PaymentReading.Refused)new PaymentJson(null).Read("""{"colour":"red"}"""u8);
        var taken = refused
            .Expected["the fields ".Length..refused.Expected.IndexOf(", each at most once", StringComparison.Ordinal)]
            .Split(", ");
        Assert.Equal(taken.Order(), Names(Schema("Payment").GetProperty("properties")).Order());
    }

    [Theory]
    [InlineData("612000.00")]
    [InlineData("12000.00")]
    public async Task Answers_and_problems_have_the_documented_fields(string amount)
    {
        await using var api = await RunningApi.StartAsync();
        var answer = await JsonAsync(await api.PostAsync("/v1/payments", RunningApi.TopUp("A", amount)));
        Assert.Equal(Schema("Answer").GetProperty("required").EnumerateArray().Select(name => name.GetString()), Names(answer));
        foreach (var reason in answer.GetProperty("reasons").EnumerateArray())
            Assert.Equal(Names(Schema("Reason").GetProperty("properties")), Names(reason));
        await api.PostAsync("/v1/payments/A/reversal", "");
        var stored = await JsonAsync(await api.Client.GetAsync(new Uri("/v1/payments/A", UriKind.Relative)));
        Assert.Subset(Names(Schema("StoredPayment").GetProperty("properties")).ToHashSet(), Names(stored).ToHashSet());
        var problem = await JsonAsync(await api.PostAsync("/v1/payments/batch", "nonsense"));
        Assert.Subset(Names(Schema("Problem").GetProperty("properties")).ToHashSet(), Names(problem).ToHashSet());
        Assert.Superset(
            Schema("Problem").GetProperty("required").EnumerateArray().Select(name => name.GetString()!).ToHashSet(),
            Names(problem).ToHashSet()
        );
    }

    [Fact]
    public async Task Metrics_are_in_the_text_format_and_count()
    {
        await using var api = await RunningApi.StartAsync();
        await api.PostAsync("/v1/payments", RunningApi.TopUp("A"));
        await api.PostAsync("/v1/payments", RunningApi.TopUp("A"));
        var response = await api.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.StartsWith("text/plain; version=0.0.4", response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Contains("sunqar_decisions_total{outcome=\"allow\"} 1", lines);
        Assert.Contains("sunqar_duplicates_total 1", lines);
        Assert.Contains("sunqar_answer_seconds_bucket{le=\"+Inf\"} 2", lines);
        Assert.All(
            lines,
            line => Assert.Matches("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+({[a-z]+=\"[^\"]+\"(,[a-z]+=\"[^\"]+\")*})? [0-9.E+]+|)$", line)
        );
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
}
