using System.Net;
using System.Text;
using System.Xml.Linq;
using Sunqar.Tests.Api;
using Sunqar.Tests.Iso20022;
using Xunit;

namespace Sunqar.Tests.Gateways;

/// <summary><c>POST /v1/iso20022</c> over real Kestrel.</summary>
public class Iso20022EndpointTests
{
    [Fact]
    public async Task Payments_are_decided_each_for_itself_and_once()
    {
        await using var api = await RunningApi.StartAsync();
        var good = MessageExamples.Transfer();
        var bad = MessageExamples.Transfer("<EndToEndId>E2E-2</EndToEndId>", "<IntrBkSttlmAmt Ccy=\"GBP\">1</IntrBkSttlmAmt>");
        var xml = MessageExamples.Pacs8(good + bad, count: "2");
        for (var round = 0; round < 2; round++)
        {
            var (status, report) = await PostAsync(api, xml);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(["PART"], Texts(report, "GrpSts"));
            Assert.Equal(["ACCP", "RJCT"], Texts(report, "TxSts"));
            Assert.Equal(["E2E-1", "E2E-2"], Texts(report, "OrgnlEndToEndId"));
            Assert.Equal(round == 1, Texts(report, "AddtlInf").Any(text => text.StartsWith("duplicate", StringComparison.Ordinal)));
        }
        Assert.Equal(
            HttpStatusCode.OK,
            (await api.Client.GetAsync(new Uri("/v1/payments/TX-1", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode
        );
        var (_, changed) = await PostAsync(api, xml.Replace("612000", "612001", StringComparison.Ordinal));
        Assert.Equal(["AM05", "AM03"], Texts(changed, "Cd"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_rejected_in_the_standards_own_way()
    {
        await using var api = await RunningApi.StartAsync();
        var (status, report) = await PostAsync(api, "<Document>");
        Assert.Equal((HttpStatusCode.BadRequest, "RJCT", "FF01"), (status, Texts(report, "GrpSts").Single(), Texts(report, "Cd").Single()));
        (status, report) = await PostAsync(api, MessageExamples.Pacs8(), api.Other);
        Assert.Equal((HttpStatusCode.BadRequest, "RC01"), (status, Texts(report, "Cd").Single()));
        using var stranger = new HttpClient { BaseAddress = api.Address };
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (
                await stranger.PostAsync(new Uri("/v1/iso20022", UriKind.Relative), Content("x"), TestContext.Current.CancellationToken)
            ).StatusCode
        );
        using var large = new HttpRequestMessage(HttpMethod.Post, "/v1/iso20022") { Content = Content(new string(' ', (1 << 20) + 1)) };
        // The refusal comes before the body.
        large.Headers.ExpectContinue = true;
        var refused = await api.Client.SendAsync(large, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Fact]
    public async Task A_message_of_many_payments_takes_several_tickets_and_the_limit_refuses_the_rest()
    {
        var transfers = string.Concat(
            Enumerable
                .Range(0, 600)
                .Select(i => MessageExamples.Transfer($"<EndToEndId>E-{i}</EndToEndId>", "<IntrBkSttlmAmt Ccy=\"KZT\">1</IntrBkSttlmAmt>"))
        );
        await using (var api = await RunningApi.StartAsync())
        {
            var (_, report) = await PostAsync(api, MessageExamples.Pacs8(transfers, count: "600"));
            Assert.Equal(600, Texts(report, "TxSts").Count(status => status == "ACCP"));
            Assert.Equal(Enumerable.Range(0, 600).Select(i => $"E-{i}"), Texts(report, "OrgnlEndToEndId"));
        }
        await using var limited = await RunningApi.StartAsync(rateLimit: 10);
        var (_, partly) = await PostAsync(limited, MessageExamples.Pacs8(transfers, count: "600"));
        Assert.Contains("ACCP", Texts(partly, "TxSts"));
        Assert.Contains("NARR", Texts(partly, "Cd"));
    }

    private static StringContent Content(string xml) => new(xml, Encoding.UTF8, "application/xml");

    private static async Task<(HttpStatusCode Status, XDocument Report)> PostAsync(RunningApi api, string xml, HttpClient? client = null)
    {
        var response = await (client ?? api.Client).PostAsync(
            new Uri("/v1/iso20022", UriKind.Relative),
            Content(xml),
            TestContext.Current.CancellationToken
        );
        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, XDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static List<string> Texts(XDocument report, string name) =>
        [.. report.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value)];
}
