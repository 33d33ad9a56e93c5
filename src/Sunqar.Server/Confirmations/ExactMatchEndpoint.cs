using System.Buffers.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Confirmations;

/// <summary>Banks compare exact identifiers by tokens (docs/verifier.md): the house evaluates what is blinded and learns nothing. Off
/// unless the server was started with it; limited, since whoever asks for every number learns every token.</summary>
internal static class ExactMatchEndpoint
{
    /// <summary>Evaluations of one institution in an hour: its new customers, not the numbers of a country.</summary>
    public const int AnHourMax = 1_000;

    private static readonly Problem Off = new(404, "off", "This is off.", "The server was not started with --exact-match.");

    private static readonly Problem TooMany = new(
        429,
        "rate-limit",
        "Too many.",
        $"An institution has at most {AnHourMax} identifiers evaluated an hour; ask again later."
    );

    public static void Map(IEndpointRouteBuilder app, RegistryDoor registry)
    {
        var limits = PartitionedRateLimiter.Create<string, string>(institution =>
            RateLimitPartition.GetTokenBucketLimiter(
                institution,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = AnHourMax,
                    TokensPerPeriod = AnHourMax / 60,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                    AutoReplenishment = true,
                    QueueLimit = 0,
                }
            )
        );
        app.MapPost("/v1/exact-match", (HttpContext http) => EvaluateAsync(http, registry, limits)).WithName("devices:exact-match");
    }

    private static async Task EvaluateAsync(HttpContext http, RegistryDoor registry, PartitionedRateLimiter<string> limits)
    {
        if (registry.ExactMatch is not { } evaluator)
        {
            await Off.Send(http);
            return;
        }
        var (body, problem) = await ConfirmationEndpoints.BodyAsync(http, ["blinded"]);
        byte[]? evaluated = null;
        if (problem is null)
        {
            using var lease = limits.AttemptAcquire(http.Actor().Institution!);
            problem = lease.IsAcquired ? null : TooMany;
        }
        if (problem is null && (evaluated = body.Bytes("blinded") is { } blinded ? evaluator.Evaluate(blinded) : null) is null)
            problem = MessageFields.Wrong("blinded", "an element of ristretto255, 32 bytes in base64url");
        if (problem is not null)
        {
            await problem.Send(http);
            return;
        }
        await Results.Json(new { Evaluated = Base64Url.EncodeToString(evaluated!) }, PlainJson.Options).ExecuteAsync(http);
    }
}
