using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Sunqar.Formats.Dns;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Work.Blocking;

namespace Sunqar.Server.Blocking;

/// <summary>
/// The blocklist for whoever enforces it, and for anybody who wants to know what is blocked and by which order: as a response policy zone,
/// as JSON, as plain names. Asked again with its entity tag, an unchanged one is not sent again.
/// </summary>
internal static class BlocklistEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/v1/blocklist/zone",
                (HttpContext http, ZonePublisher publisher) => SendAsync(http, publisher, "text/dns", zone => zone.Write)
            )
            .WithName("blocklist:zone")
            .RequireRateLimiting(RateRules.Public);
        app.MapGet(
                "/v1/blocklist",
                (HttpContext http, ZonePublisher publisher) =>
                    SendAsync(http, publisher, "application/json", zone => stream => WriteJson(zone, stream))
            )
            .WithName("blocklist:json")
            .RequireRateLimiting(RateRules.Public);
        app.MapGet(
                "/v1/blocklist/names",
                (HttpContext http, ZonePublisher publisher) =>
                    SendAsync(http, publisher, "text/plain", zone => stream => WriteNames(zone, stream))
            )
            .WithName("blocklist:names")
            .RequireRateLimiting(RateRules.Public);
    }

    private static async Task SendAsync(HttpContext http, ZonePublisher publisher, string type, Func<PolicyZone, Action<Stream>> writer)
    {
        if (await Task.Run(() => publisher.Current) is not { } published)
        {
            await Problem.Starting.Send(http);
            return;
        }
        var tag = new EntityTagHeaderValue($"\"{published.Tag}\"");
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Public = true, NoCache = true };
        if (
            http
                .Request.GetTypedHeaders()
                .IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any))
        )
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        http.Response.ContentType = type + "; charset=utf-8";
        // Built in memory a piece at a time: a slow reader holds a buffer, never a lock.
        await using var stream = new BufferedStream(http.Response.BodyWriter.AsStream(leaveOpen: true), 1 << 16);
        await Task.Run(() => Write(writer(published.Zone), http, stream));
        await stream.FlushAsync(http.RequestAborted);
    }

    private static void Write(Action<Stream> write, HttpContext http, Stream stream)
    {
        http.RequestAborted.ThrowIfCancellationRequested();
        write(stream);
    }

    private static void WriteNames(PolicyZone zone, Stream stream)
    {
        using var file = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var entry in zone.Blocked)
            file.WriteLine(entry.Domain);
    }

    private static void WriteJson(PolicyZone zone, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("zone", zone.Origin);
        json.WriteNumber("serial", zone.Serial);
        json.WriteStartArray("blocked");
        foreach (var entry in zone.Blocked)
        {
            json.WriteStartObject();
            json.WriteString("domain", entry.Domain);
            json.WriteString("order", entry.OrderId);
            json.WriteString("ground", JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Ground.ToString()));
            json.WriteString("basis", entry.Basis);
            json.WriteString(
                "expires",
                DateTimeOffset.UnixEpoch.AddMicroseconds(entry.ExpiresUs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            );
            json.WriteEndObject();
            if (json.BytesPending > 1 << 15)
                json.Flush();
        }
        json.WriteEndArray();
        json.WriteStartArray("passed");
        foreach (var name in zone.List.Passed.Where(zone.Fits))
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("not_published");
        foreach (var name in zone.NotPublished)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("withheld_for_licence");
        foreach (var name in zone.List.WithheldForLicence)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
