using System.Collections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Hosting;

/// <summary>
/// Metrics and traces by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector; without it nothing of OpenTelemetry is set up.
/// OpenTelemetry's own variables say the rest (protocol, headers, intervals). A trace names routes, never addresses as they were asked
/// for: those bear ids of payments and cases.
/// </summary>
internal static class Telemetry
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What the process was started with, of OpenTelemetry's variables.</summary>
    public static IReadOnlyDictionary<string, string?> OfEnvironment() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Where(one => ((string)one.Key).StartsWith("OTEL_", StringComparison.Ordinal))
            .ToDictionary(one => (string)one.Key, one => (string?)one.Value);

    public static void AddTelemetry(
        this IServiceCollection services,
        IConfigurationBuilder configuration,
        IReadOnlyDictionary<string, string?> settings
    )
    {
        if (settings.GetValueOrDefault(Endpoint) is not { Length: > 0 })
            return;
        configuration.AddInMemoryCollection(settings);
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("sunqar").AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(ServerMeters.Name).AddOtlpExporter())
            .WithTracing(traces =>
                traces
                    .AddSource(ServerMeters.Name)
                    .AddAspNetCoreInstrumentation(asked =>
                        asked.EnrichWithHttpRequest = (activity, _) =>
                        {
                            foreach (var personal in (string[])["url.path", "url.query", "user_agent.original", "client.address"])
                                activity.SetTag(personal, null);
                        }
                    )
                    .AddOtlpExporter()
            );
    }
}
