using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sunqar.Server.Entrance;
using Sunqar.Work.Verifying;

namespace Sunqar.Server.Verifying;

/// <summary>A bank's verifier as a service of its own: <c>/enrol</c>, <c>/verify</c> and nothing else, on loopback, by one key
/// (docs/verifier.md).</summary>
public static class VerifierHost
{
    /// <summary>Of a message; a picture of a finger is some hundred kilobytes.</summary>
    public const int BytesMax = 4 << 20;

    /// <summary>Messages a second, and at once: each takes apart a picture.</summary>
    public const int ASecondMax = 20;

    private const int NameMax = 64;

    /// <summary>Of a person at once, each of another kind.</summary>
    private const int SamplesMax = 2;

    private static readonly VerifierAnswer NoPicture = new VerifierAnswer.Refused(
        400,
        "picture: expected a kind and a picture in base64url"
    );

    /// <param name="key">What a caller shows as <c>Authorization: Bearer KEY</c>.</param>
    /// <param name="port">On loopback; 0 for any that is free.</param>
    public static WebApplication Create(VerifierDesk desk, string key, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Apply(kestrel.Limits);
            kestrel.Limits.MaxRequestBodySize = BytesMax;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        var limiter = new TokenBucketRateLimiter(
            new TokenBucketRateLimiterOptions
            {
                TokenLimit = ASecondMax,
                TokensPerPeriod = ASecondMax,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = true,
                QueueLimit = 0,
            }
        );
        app.Lifetime.ApplicationStopped.Register(limiter.Dispose);
        app.Run(async context =>
        {
            using var lease = limiter.AttemptAcquire();
            await AnswerAsync(context, desk, key, lease.IsAcquired);
        });
        return app;
    }

    private static async Task AnswerAsync(HttpContext context, VerifierDesk desk, string key, bool isFree)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (method, path) = (context.Request.Method, context.Request.Path.Value);
        var answer =
            !IsKey(context.Request.Headers.Authorization, key)
                ? new VerifierAnswer.Refused(401, "Send the verifier's key as Authorization: Bearer KEY.")
            : !isFree ? new VerifierAnswer.Refused(429, $"At most {ASecondMax} messages a second.")
            : (method, path) switch
            {
                ("POST", "/enrol") => await ReadAsync(context, ["person", "kind", "position", "picture"], body => Enrol(body, desk)),
                ("DELETE", "/enrol") => await ReadAsync(context, ["person"], body => Revoke(body, desk)),
                ("POST", "/verify") => await ReadAsync(
                    context,
                    ["challenge", "device", "kind", "picture", "samples"],
                    body => Verify(body, desk)
                ),
                _ => new VerifierAnswer.Refused(404, "There is /enrol and /verify."),
            };
        await SendAsync(context, answer);
    }

    private static bool IsKey(string? authorization, string key) =>
        authorization is not null
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(authorization)),
            SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + key))
        );

    private static async Task<VerifierAnswer> ReadAsync(HttpContext context, string[] fields, Func<JsonElement, VerifierAnswer> answer)
    {
        try
        {
            var body = await Body.ReadAsync(context, BytesMax);
            if (body.IsTooLarge)
                return new VerifierAnswer.Refused(413, $"A message has at most {BytesMax} bytes.");
            var content = new ReadOnlySequence<byte>(body.Bytes.ToArray());
            context.Request.BodyReader.AdvanceTo(body.Bytes.End);
            using var json = MessageFields.Parse(content, 3);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return new VerifierAnswer.Refused(400, "expected a JSON object");
            var met = new HashSet<string>(StringComparer.Ordinal);
            if (json.RootElement.EnumerateObject().Any(one => !fields.Contains(one.Name) || !met.Add(one.Name)))
                return new VerifierAnswer.Refused(400, $"expected the fields {string.Join(", ", fields)}, each at most once");
            return answer(json.RootElement);
        }
        catch (JsonException)
        {
            return new VerifierAnswer.Refused(400, "This is not well-formed JSON.");
        }
        catch (BadHttpRequestException error)
        {
            return new VerifierAnswer.Refused(error.StatusCode, "The body came too slowly, or broke off.");
        }
    }

    private static VerifierAnswer Enrol(JsonElement body, VerifierDesk desk)
    {
        var person = MessageFields.Text(body, "person", NameMax);
        if (!VerifierDesk.IsPerson(person))
            return new VerifierAnswer.Refused(400, "person: expected the name that the house answers for a customer (POST /v1/persons)");
        byte position = 0;
        if (body.TryGetProperty("position", out var said) && (said.ValueKind != JsonValueKind.Number || !said.TryGetByte(out position)))
            return new VerifierAnswer.Refused(400, "position: expected a finger's code, 0 to 10");
        return Bytes(body, "picture") is { } picture
            ? desk.Enrol(person!, MessageFields.Text(body, "kind", NameMax) ?? "", position, picture)
            : new VerifierAnswer.Refused(400, "picture: expected a picture in base64url");
    }

    private static VerifierAnswer Revoke(JsonElement body, VerifierDesk desk) =>
        MessageFields.Text(body, "person", NameMax) is { } person && VerifierDesk.IsPerson(person)
            ? desk.Revoke(person)
            : new VerifierAnswer.Refused(400, "person: expected the name that the house answers for a customer (POST /v1/persons)");

    private static VerifierAnswer Verify(JsonElement body, VerifierDesk desk)
    {
        if (MessageFields.Text(body, "device", NameMax) is not { } device || device.Any(c => c is <= ' ' or > '~'))
            return new VerifierAnswer.Refused(400, "device: expected the sensor's name, 1 to 64 visible ASCII characters");
        if (Bytes(body, "challenge") is not { } challenge)
            return new VerifierAnswer.Refused(400, "challenge: expected the challenge's bytes in base64url");
        if (!body.TryGetProperty("samples", out var samples))
            return Sample(body) is { } one ? desk.Verify(challenge, device, [one]) : NoPicture;
        if (
            samples.ValueKind != JsonValueKind.Array
            || samples.GetArrayLength() > SamplesMax
            || body.TryGetProperty("kind", out _)
            || body.TryGetProperty("picture", out _)
        )
        {
            return new VerifierAnswer.Refused(
                400,
                $"samples: expected at most {SamplesMax}, and then neither kind nor picture beside them"
            );
        }
        var several = new List<(string, byte[])>();
        foreach (var sample in samples.EnumerateArray())
        {
            if (sample.ValueKind != JsonValueKind.Object || sample.EnumerateObject().Count() != 2 || Sample(sample) is not { } read)
                return NoPicture;
            several.Add(read);
        }
        return desk.Verify(challenge, device, several);
    }

    private static (string Kind, byte[] Picture)? Sample(JsonElement sample) =>
        Bytes(sample, "picture") is { } picture ? (MessageFields.Text(sample, "kind", NameMax) ?? "", picture) : null;

    private static byte[]? Bytes(JsonElement body, string name) =>
        MessageFields.Text(body, name, BytesMax) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static Task SendAsync(HttpContext context, VerifierAnswer answer)
    {
        object shown;
        switch (answer)
        {
            case VerifierAnswer.Enrolled enrolled:
                shown = new { quality = enrolled.Quality, doubts = enrolled.Doubts };
                break;
            case VerifierAnswer.Stated stated:
                shown = new
                {
                    match = stated.Statement.IsMatch,
                    quality = stated.Statement.QualityBand,
                    statement = Base64Url.EncodeToString(stated.Cose),
                };
                break;
            case VerifierAnswer.Refused refused:
                context.Response.StatusCode = refused.Status;
                shown = new { why = refused.Why };
                break;
            default:
                shown = new { revoked = true };
                break;
        }
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(shown)).AsTask();
    }
}
