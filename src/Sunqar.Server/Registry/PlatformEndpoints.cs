using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Registry;

/// <summary>"Is this platform licensed?", for anybody, without signing in: as a page and as JSON. Nothing that is asked is kept.</summary>
internal static class PlatformEndpoints
{
    private static readonly Problem NoQuestion = new(
        400,
        "invalid-question",
        "The question cannot be taken.",
        $"q: a name, domain, wallet or handle of 1 to {PlatformSearch.QueryMax} characters.",
        "q"
    );

    public static void Map(IEndpointRouteBuilder app, RegistryDoor door)
    {
        app.MapGet(
                "/v1/platforms",
                async (HttpContext http, string? q) =>
                {
                    if (Refusal(door, q) is { } problem)
                        await problem.Send(http);
                    else
                        await Results.Json(Answer(door, Answers(door, q!, http), NowUs(http)), PlainJson.Options).ExecuteAsync(http);
                }
            )
            .WithName("platforms:find")
            .RequireRateLimiting(RateRules.Public);
        app.MapGet(
                "/check",
                (HttpContext http, string? q) =>
                {
                    var question = q?.Trim() ?? "";
                    var answers =
                        question.Length is > 0 and <= PlatformSearch.QueryMax && door.Platforms is { } search
                            ? Answers(door, question, http)
                            : null;
                    return ConsoleEndpoints.Page<CheckPage>(
                        new
                        {
                            Question = question.Length <= PlatformSearch.QueryMax ? question : "",
                            Answers = answers,
                            IsTooLong = question.Length > PlatformSearch.QueryMax,
                        }
                    );
                }
            )
            .WithName("page:check")
            .RequireRateLimiting(RateRules.Public);
    }

    private static long NowUs(HttpContext http) =>
        (
            ((TimeProvider?)http.RequestServices.GetService(typeof(TimeProvider)) ?? TimeProvider.System).GetUtcNow()
            - DateTimeOffset.UnixEpoch
        ).Ticks / 10;

    private static Problem? Refusal(RegistryDoor door, string? q) =>
        string.IsNullOrWhiteSpace(q) || q.Length > PlatformSearch.QueryMax ? NoQuestion
        : door.Platforms is null ? Problem.Starting
        : null;

    /// <summary>What the register says, and before it that a site is blocked: whoever asks about one has likely been led there.</summary>
    private static IReadOnlyList<PlatformAnswer> Answers(RegistryDoor door, string q, HttpContext http)
    {
        var answers = door.Platforms!.Find(q, NowUs(http));
        return BlockedAnswer(q, http) is { } blocked
            ? [blocked, .. answers.Where(answer => answer.Verdict != PlatformVerdict.NotKnown || answer.Caution is not null)]
            : answers;
    }

    private static PlatformAnswer? BlockedAnswer(string q, HttpContext http)
    {
        if (
            http.RequestServices.GetRequiredService<ActDoor>().Current is not { } desk
            || !DomainName.TryParse(DomainName.HostOf(q.Trim()), out var host, out _)
        )
        {
            return null;
        }
        var (names, nowUs) = (host.Upwards().ToHashSet(StringComparer.Ordinal), desk.NowUs);
        var order = desk.Read(state =>
            state
                .Of<BlockOrders>()
                .All.Where(one => one.Status(nowUs) == BlockStatus.InForce)
                .Where(one => one.Domains.Any(domain => names.Contains(domain) && !one.Lifted.Contains(domain)))
                .MinBy(one => one.ApprovedUs)
        );
        return order is null
            ? null
            : new PlatformAnswer(
                PlatformVerdict.Unlicensed,
                $"This site is blocked by order {order.Id}, in force since {When.Day(order.ApprovedUs)} ({Words.Ground(order.Ground)}). {BlockedAdvice}",
                "order",
                null,
                null
            );
    }

    private const string BlockedAdvice =
        "Do not pay, and send nothing more to get back what you paid: who asks for a fee to release it takes that too. "
        + "If you paid, keep the receipts and messages, tell your bank at once, and report it to the police. "
        + "A way around the block leads to the same people.";

    private static object Answer(RegistryDoor door, IReadOnlyList<PlatformAnswer> answers, long nowUs) =>
        new
        {
            AsOf = PlainJson.Time(nowUs),
            RegistryVersion = door.Current!.Version,
            Answers = answers.Select(answer => new
            {
                answer.Verdict,
                answer.Text,
                MatchedBy = answer.MatchedBy.Length == 0 ? null : answer.MatchedBy,
                answer.Caution,
                Platform = answer.Listing is { } listing ? Described(door.Current!, listing) : null,
            }),
        };

    internal static object Described(RegistrySnapshot registry, PlatformListing listing) =>
        new
        {
            listing.Code,
            listing.Kind,
            listing.Name,
            listing.Brands,
            listing.Domains,
            listing.Telegram,
            listing.Apps,
            Wallets = listing.Wallets.Select(wallet => new { wallet.Chain, wallet.Address }),
            Claim = listing.IsPressClaim ? "press" : null,
            Rows = registry.Listings(listing.Code).Select(Row),
            History = registry.Past(listing.Code).Select(Row),
        };

    private static object Row(PlatformListing row) =>
        new
        {
            row.Regime,
            row.Regulator,
            row.Permission,
            row.Status,
            ValidFrom = PlainJson.Time(row.ValidFromUs),
            ValidTo = PlainJson.Time(row.ValidToUs),
            StatusSince = PlainJson.Time(row.StatusSinceUs),
            Evidence = row.Evidence.Length == 0 ? null : row.Evidence,
        };
}
