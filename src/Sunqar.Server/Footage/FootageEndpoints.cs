using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Footage;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;
using Sunqar.Work.Footage;

namespace Sunqar.Server.Footage;

/// <summary>What a bank calls with its key: it hands over its manifest, learns what it is asked and what is held, and shows leaves
/// (docs/footage.md).</summary>
internal static class FootageEndpoints
{
    /// <summary>Of an answer to a challenge: 5,000 leaves of 4 KiB with their paths, in base64.</summary>
    public const long AnswerBytesMax = 40L << 20;

    private static readonly Problem NoSuchChallenge = new(404, "not-found", "There is no such challenge.", "This bank was never asked so.");

    public static void Map(IEndpointRouteBuilder app, FootageDoor door)
    {
        app.MapGet("/v1/footage", (HttpContext http) => OwnAsync(http, door)).WithName("footage:own");
        app.MapPost("/v1/footage/manifest", (HttpContext http) => TakeAsync(http, door)).WithName("footage:deliver");
        app.MapGet("/v1/footage/challenges/{id}", (HttpContext http, string id) => ChallengeAsync(http, id, door))
            .WithName("footage:asked");
        app.MapPost("/v1/footage/challenges/{id}/answer", (HttpContext http, string id) => AnswerAsync(http, id, door))
            .WithName("footage:answer");
        FootagePages.Map(app, door);
    }

    private static Task OwnAsync(HttpContext http, FootageDoor door)
    {
        if (door.Current is not { } office || http.Actor().Institution is not { } bank)
            return Problem.Starting.Send(http);
        var known = office.Bank(bank) ?? BankFootage.Unknown(bank);
        var review = office.Reviews.Find(bank);
        return Json(
            http,
            200,
            new
            {
                Bank = bank,
                Key = known.Key.Length == 0 ? null : known.Key,
                Size = known.Head?.Size ?? 0,
                Bytes = known.Head?.Bytes ?? 0,
                Received = known.HeadUs is { } at ? PlainJson.Time(at) : null,
                Score = review?.Score?.Percent,
                Reviewed = review is null ? null : PlainJson.Time(review.AtUs),
                Findings = review?.Counts.ToDictionary(pair => JsonWord(pair.Key), pair => pair.Value),
                Challenges = known.Challenges.Where(one => one.Answer is null).Select(one => Described(one.Asked)),
                Holds = known.Holds.Where(one => one.ReleasedUs is null).Select(one => Described(one.Hold)),
            }
        );
    }

    private static async Task TakeAsync(HttpContext http, FootageDoor door)
    {
        if (door.Current is not { } office)
        {
            await Problem.Starting.Send(http);
            return;
        }
        if (!long.TryParse(http.Request.Query["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            await MessageFields.Wrong("from", "where in the manifest this begins, in bytes; 0 at first").Send(http);
            return;
        }
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = ManifestArchive.DeliveryBytesMax + 1;
        var (delivery, act) = await office.TakeAsync(http.Actor(), from, http.Request.Body, http.RequestAborted);
        switch (delivery)
        {
            case Delivery.Read read when act is { IsDone: true }:
                await Json(
                    http,
                    act.IsRepeat ? 200 : 201,
                    new
                    {
                        read.Head.Size,
                        read.Bytes,
                        Leaf = act.Sequence,
                    }
                );
                break;
            case Delivery.Read:
                await Problem.Of(act!).Send(http);
                break;
            case Delivery.Elsewhere elsewhere:
                await new Problem(
                    409,
                    "conflict",
                    "The manifest goes on elsewhere.",
                    $"The agency has {elsewhere.Bytes} bytes of it; send what follows them.",
                    "from",
                    elsewhere.Bytes.ToString(CultureInfo.InvariantCulture)
                ).Send(http);
                break;
            case Delivery.TooLong:
                await (Problem.TooLarge with { Detail = $"A delivery has at most {ManifestArchive.DeliveryBytesMax} bytes." }).Send(http);
                break;
            case Delivery.Refused refused:
                await new Problem(400, "invalid-message", "The manifest cannot be taken.", refused.Why).Send(http);
                break;
        }
    }

    private static async Task ChallengeAsync(HttpContext http, string id, FootageDoor door)
    {
        if (door.Current is not { } office)
        {
            await Problem.Starting.Send(http);
            return;
        }
        if (office.Challenge(http.Actor().Institution!, id) is not { } bytes)
        {
            await NoSuchChallenge.Send(http);
            return;
        }
        await Results.Bytes(bytes, "application/x-ndjson").ExecuteAsync(http);
    }

    private static async Task AnswerAsync(HttpContext http, string id, FootageDoor door)
    {
        if (door.Current is not { } office)
        {
            await Problem.Starting.Send(http);
            return;
        }
        if (office.Challenge(http.Actor().Institution!, id) is null)
        {
            await NoSuchChallenge.Send(http);
            return;
        }
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = AnswerBytesMax;
        // The reader of answers takes one line at a time and does not wait: the answer lies in a file of the moment meanwhile.
        await using var answer = new FileStream(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous
        );
        await http.Request.Body.CopyToAsync(answer, http.RequestAborted);
        answer.Position = 0;
        var (why, act) = await office.AnswerAsync(http.Actor(), id, answer);
        if (why is not null)
            await new Problem(400, "invalid-message", "The answer cannot be read.", why).Send(http);
        else if (!act!.IsDone)
            await Problem.Of(act).Send(http);
        else
            await Json(http, act.IsRepeat ? 200 : 201, new { Answer = act.Text, Leaf = act.Sequence });
    }

    private static Task Json(HttpContext http, int status, object what) =>
        Results.Json(what, PlainJson.Options, statusCode: status).ExecuteAsync(http);

    private static object Described(FootageChallenged asked) =>
        new
        {
            Id = asked.ChallengeId,
            asked.Leaves,
            Final = asked.IsFinal,
            Due = PlainJson.Time(asked.DueUs),
        };

    private static object Described(FootageKept hold) =>
        new
        {
            Id = hold.HoldId,
            hold.Terminal,
            From = PlainJson.Time(hold.FromUs),
            To = PlainJson.Time(hold.ToUs),
            Until = PlainJson.Time(hold.UntilUs),
        };

    internal static string JsonWord(FootageFault fault) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());
}
