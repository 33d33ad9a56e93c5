using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>What a collector receives: metrics and traces by OTLP over HTTP, read by the numbers of its published fields.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_receives_the_meters_a_span_a_request_and_a_span_a_group_but_no_id()
    {
        await using var collector = await Collector.StartAsync();
        await using (var api = await RunningApi.StartAsync(telemetry: collector.Settings))
        {
            Assert.Equal(200, (int)(await api.PostAsync("/v1/payments", RunningApi.TopUp("secret-id-1"))).StatusCode);
            using var _ = await api.Client.GetAsync(
                new Uri("/v1/payments/secret-id-1?secret-query=1", UriKind.Relative),
                TestContext.Current.CancellationToken
            );
        }
        // What waited is sent when the server stops.
        var metrics = collector.Received("/v1/metrics");
        var (metric, span) = ((int[])[1, 2, 2, 1], (int[])[1, 2, 2, 5]);
        Assert.Contains("sunqar.decisions", metrics.SelectMany(body => Texts(body, metric)));
        Assert.Contains("sunqar.answer", metrics.SelectMany(body => Texts(body, metric)));
        var spans = collector.Received("/v1/traces").SelectMany(body => Texts(body, span)).ToList();
        Assert.Contains("decide", spans);
        Assert.Contains("GET /v1/payments/{id}", spans);
        Assert.DoesNotContain(collector.All, body => Encoding.UTF8.GetString(body).Contains("secret-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_collector_nothing_of_it_is_set_up()
    {
        await using var api = await RunningApi.StartAsync(telemetry: new Dictionary<string, string?>());
        Assert.Null(api.Services.GetService(typeof(OpenTelemetry.Trace.TracerProvider)));
        Assert.Null(api.Services.GetService(typeof(OpenTelemetry.Metrics.MeterProvider)));
    }

    /// <summary>The texts at a path of field numbers.</summary>
    private static IEnumerable<string> Texts(byte[] message, int[] path)
    {
        var input = new CodedInputStream(message);
        var found = new List<byte[]>();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == path[0] && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                found.Add(input.ReadBytes().ToByteArray());
            else
                input.SkipLastField();
        }
        return path.Length == 1 ? found.Select(Encoding.UTF8.GetString) : found.SelectMany(inner => Texts(inner, path[1..]));
    }

    /// <summary>Takes whatever is sent, and keeps it.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

        private Collector(WebApplication app)
        {
            _app = app;
            app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                _received.Enqueue((http.Request.Path, body.ToArray()));
                http.Response.ContentType = "application/x-protobuf";
            });
        }

        public IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            };

        public IEnumerable<byte[]> All => _received.Select(one => one.Body);

        public IEnumerable<byte[]> Received(string path) => _received.Where(one => one.Path == path).Select(one => one.Body);

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            await collector._app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
