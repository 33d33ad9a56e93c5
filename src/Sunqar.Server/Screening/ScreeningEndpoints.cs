using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Cases;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Providers;
using Sunqar.Server.Registry;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;
using Sunqar.Work.Screening;

namespace Sunqar.Server.Screening;

/// <summary>
/// Institutions screen their own customers (docs/screening.md). The name lives for the length of the question; what stays is a keyed hash
/// of institution and customer number with the entries that were met, on disk before the answer leaves.
/// </summary>
internal sealed class ScreeningEndpoints(ActDoor acts, RegistryDoor registry)
{
    private static readonly Problem TooManyPeople = new(
        429,
        "rate-limit",
        "Too many people.",
        $"The droppers' list is asked for at most {DropperQuestions.AnHourMax} people an hour; ask again later, or without iin."
    );

    private readonly DropperQuestions _people = new();
    private const int BytesMax = 8 << 10;

    public static void Map(IEndpointRouteBuilder app, ActDoor acts, RegistryDoor registry, CaseDoor cases)
    {
        var endpoints = new ScreeningEndpoints(acts, registry);
        app.MapPost("/v1/screening", (RequestDelegate)endpoints.ScreenAsync).WithName("screening:ask");
        app.MapGet(
                "/screening",
                () =>
                    ConsoleEndpoints.Page<ScreeningPage>(
                        new
                        {
                            Lists = registry.Current is { } current ? WatchlistLimits.Standing(current, acts.Current?.NowUs ?? 0) : [],
                            Droppers = acts.Current is { } desk
                                ? desk.Read(state => state.Of<ScreeningBook>().DropperCount(desk.NowUs))
                                : 0,
                            Rescreened = acts.Current?.Read(state => state.Of<ScreeningBook>().RescreenedWith) ?? "",
                            Hits = acts.Current is { } with && cases.Names is { } names && registry.Current is { } listed
                                ? new SubjectHits(names).Open(with, listed)
                                : [],
                        }
                    )
            )
            .WithName("page:screening");
        // Who has no part in the case adds nobody to the key store by typing numbers; who has one learns not whether a number was known.
        SubjectId Reserve(FormFields form) =>
            registry.Current is not null
            && Iin.TryParse(form.Text("iin", 12), out var iin, out _)
            && form.Known<ActDoor>().Case(form.Text("case", 128))?.Officers.Contains(form.Actor.Id) == true
                ? registry.Reserve(iin)
                : SubjectId.None;
        SubjectId Person(FormFields form) => registry.Current is null ? SubjectId.None : registry.Person(form.Text("iin", 12));
        app.MapCommand(
            "/screening/droppers",
            "dropper:list",
            form => new ListDropper(form.Key, form.Text("case", 128), form.Text("basis", 300), Reserve(form), form.Text("reason", 500))
        );
        app.MapCommand(
            "/screening/droppers/end",
            "dropper:end",
            form => new DelistDropper(form.Key, form.Text("case", 128), form.Text("basis", 300), Person(form), form.Text("reason", 500))
        );
        app.MapCommand(
            "/screening/clearings",
            "hit:clear",
            form => new ClearHit(
                form.Key,
                null,
                acts.Current is { } desk && cases.Names is { } names ? new SubjectHits(names).PartyOf(desk, form.Text("person", 40)) : "",
                form.Text("list", 64),
                form.Text("entry", 128),
                form.Text("reason", ClearHit.ReasonLengthMax)
            )
        );
        app.MapGet("/v1/screening/{customer}", (RequestDelegate)endpoints.OpenAsync).WithName("screening:open");
        app.MapPost("/v1/screening/{customer}/clearings", (RequestDelegate)endpoints.ClearAsync).WithName("screening:clear");
    }

    /// <summary>Names one institution's customer without saying who it is: nobody without the root key can guess customer
    /// numbers.</summary>
    private string PartyOf(string institution, string customer) =>
        $"customer:{registry.Fingerprint("screening " + institution, customer):x16}";

    private async Task ScreenAsync(HttpContext http)
    {
        var (root, problem) = await BodyAsync(http);
        if (problem is not null)
        {
            await problem.Send(http);
            return;
        }
        var (id, customer, name) = (
            MessageFields.Text(root, "id", 48),
            MessageFields.Text(root, "customer", 128),
            MessageFields.Text(root, "name", Screener.NameMax)
        );
        var birth = MessageFields.Text(root, "birth", 10);
        problem =
            id is null || id.Any(c => c is <= ' ' or > '~') ? MessageFields.Wrong("id", "1 to 48 visible ASCII characters")
            : customer is null ? MessageFields.Wrong("customer", "your own number of the customer, 1 to 128 characters")
            : name is null || !Screener.IsName(name)
                ? MessageFields.Wrong("name", $"1 to {Screener.NameMax} characters, a letter or digit among them")
            : birth is not null && birth.Length is not (4 or 10) ? MessageFields.Wrong("birth", "yyyy-mm-dd or yyyy")
            : null;
        var kind = WatchlistPartyKind.Unknown;
        if (problem is null && MessageFields.Text(root, "kind", 16) is { } said && !MessageFields.TryWord(said, out kind))
            problem = MessageFields.Wrong("kind", "individual or entity");
        if (problem is not null)
        {
            await problem.Send(http);
            return;
        }
        if (MessageFields.Text(root, "iin", 12) is not null && !_people.TryTake(http.Actor().Institution!))
        {
            await http.NoteRefusalAsync(http.Actor(), "screening:ask", "droppers-limit");
            await TooManyPeople.Send(http);
            return;
        }
        var pool = registry.Screening!;
        var index = pool.Index;
        var hits = pool.Screen(new ScreeningQuestion(name!, birth, kind));
        var party = PartyOf(http.Actor().Institution!, customer!);
        var kept = acts.Current!.Read(state => hits.Select(hit => index.Kept(hit, party, state.Of<ScreeningBook>())).ToList());
        if (
            MessageFields.Text(root, "iin", 12) is { } iin
            && registry.Person(iin) is { IsNone: false } person
            && acts.Current!.Read(state => state.Of<ScreeningBook>().IsDropper(person, acts.Current.NowUs))
        )
        {
            kept.Add(new ScreenedHit(ScreeningBook.Droppers, "listed", 100, 0));
        }
        var answer = await acts.Current!.DoAsync(
            new RecordScreening("screen:" + id, "screening of own customers", party, index.Version, kept),
            http.Actor()
        );
        if (!answer.IsDone)
        {
            await Problem.Of(answer).Send(http);
            return;
        }
        var cleared = acts.Current!.Read(state =>
            kept.Select(hit => state.Of<ScreeningBook>().Cleared(party, hit.List, hit.EntryId, hit.EntryMark)).ToList()
        );
        await Results
            .Json(
                new
                {
                    Id = id,
                    Lists = index.Version,
                    answer.Sequence,
                    IsDropper = kept.Count > hits.Count,
                    Hits = hits.Select((hit, i) => Described(hit, cleared[i])),
                },
                PlainJson.Options
            )
            .ExecuteAsync(http);
    }

    internal static object Described(ScreeningHit hit, Clearing? cleared) =>
        new
        {
            hit.List,
            Entry = hit.EntryId,
            hit.Score,
            hit.Name,
            Listed = hit.PrimaryName,
            hit.Kind,
            hit.Programs,
            hit.Birth,
            Words = hit.Words.Select(word => new
            {
                word.Asked,
                word.Listed,
                word.Agreement,
                word.Percent,
                word.Weight,
            }),
            Cleared = cleared is null
                ? null
                : new
                {
                    cleared.Reason,
                    By = cleared.Author,
                    At = PlainJson.Time(cleared.AtUs),
                },
        };

    private async Task OpenAsync(HttpContext http)
    {
        if (acts.Current is not { } people || registry.Current is null)
        {
            await Problem.Starting.Send(http);
            return;
        }
        var party = PartyOf(http.Actor().Institution!, (string)http.Request.RouteValues["customer"]!);
        var open = people.Read(state => state.Of<ScreeningBook>().Open(party));
        await Results
            .Json(
                new
                {
                    Hits = open.Select(hit => new
                    {
                        hit.List,
                        Entry = hit.EntryId,
                        hit.Score,
                    }),
                },
                PlainJson.Options
            )
            .ExecuteAsync(http);
    }

    private async Task ClearAsync(HttpContext http)
    {
        var (root, problem) = await BodyAsync(http);
        var (id, list, entry) = (
            MessageFields.Text(root, "id", 48),
            MessageFields.Text(root, "list", 64),
            MessageFields.Text(root, "entry", 128)
        );
        problem ??=
            id is null || id.Any(c => c is <= ' ' or > '~') ? MessageFields.Wrong("id", "1 to 48 visible ASCII characters")
            : list is null ? MessageFields.Wrong("list", "the hit's list")
            : entry is null ? MessageFields.Wrong("entry", "the hit's entry")
            : null;
        if (problem is not null)
        {
            await problem.Send(http);
            return;
        }
        var party = PartyOf(http.Actor().Institution!, (string)http.Request.RouteValues["customer"]!);
        var answer = await acts.Current!.DoAsync(
            new ClearHit("clear:" + id, null, party, list!, entry!, MessageFields.Text(root, "reason", ClearHit.ReasonLengthMax) ?? ""),
            http.Actor()
        );
        if (answer.IsDone)
        {
            await Results
                .Json(
                    new
                    {
                        Id = id,
                        answer.Sequence,
                        Duplicate = answer.IsRepeat,
                    },
                    PlainJson.Options
                )
                .ExecuteAsync(http);
        }
        else
        {
            await Problem.Of(answer).Send(http);
        }
    }

    private async Task<(JsonElement Root, Problem? Problem)> BodyAsync(HttpContext http)
    {
        if (acts.Current is null || registry.Screening is null)
            return (default, Problem.Starting);
        var body = await Body.ReadAsync(http, BytesMax);
        if (body.IsTooLarge)
            return (default, Problem.TooLarge with { Detail = $"A question has at most {BytesMax} bytes." });
        try
        {
            using var json = MessageFields.Parse(body.Bytes, depthMax: 8);
            return (json.RootElement.Clone(), null);
        }
        catch (JsonException)
        {
            return (default, new Problem(400, "invalid-message", "The message cannot be taken.", "This is no JSON."));
        }
        finally
        {
            http.Request.BodyReader.AdvanceTo(body.Bytes.End);
        }
    }
}
