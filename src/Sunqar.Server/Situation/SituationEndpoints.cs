using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Parts;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Situation;

namespace Sunqar.Server.Situation;

/// <summary>The agency's wall, which keeps itself up to date, and the map of cash machines. Nobody's name is on either.</summary>
internal sealed class SituationEndpoints(SituationDoor door, DeskDoor desk, CancellationToken stop)
{
    private const int MinutesShown = 60,
        NetworksShown = 6;

    private const long HourUs = 3_600_000_000;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Looks before a line is closed; the page opens it again, and is asked again who it is.</summary>
    private const int LooksMax = 150;

    private readonly Dictionary<string, int> _watching = new(StringComparer.Ordinal);

    public static void Map(WebApplication app, SituationDoor door, DeskDoor desk)
    {
        var own = new SituationEndpoints(door, desk, app.Lifetime.ApplicationStopping);
        app.MapGet("/situation", (IConsoleState state, ActDoor acts) => own.Wall(state, acts)).WithName("page:situation");
        app.MapGet("/situation/now", (IConsoleState state, ActDoor acts) => own.Now(state, acts)).WithName("part:situation");
        app.MapGet("/situation/events", (HttpContext http, CancellationToken cancel) => own.Events(http, cancel))
            .WithName("events:situation");
        app.MapGet("/map", (string? day, int? hour, string? city, string? machine) => own.MapOf(day, hour, city, machine))
            .WithName("page:map");
    }

    private IResult Wall(IConsoleState state, ActDoor acts) =>
        View(state, acts) is { } view ? ConsoleEndpoints.Page<SituationPage>(new { View = view }) : Results.StatusCode(503);

    private IResult Now(IConsoleState state, ActDoor acts) =>
        View(state, acts) is { } view ? ConsoleEndpoints.Page<SituationPanel>(new { View = view }) : Results.StatusCode(503);

    private SituationView? View(IConsoleState state, ActDoor acts)
    {
        if (door.Current is not { } book || acts.Current is not { } people)
            return null;
        var nowUs = people.NowUs;
        var holds = desk.Current?.Holds?.List() ?? [];
        var (measures, assets) = people.Read(rooms =>
            (
                rooms
                    .Of<MeasureBook>()
                    .All.GroupBy(one => one.StatusAt(nowUs))
                    .OrderBy(group => group.Key)
                    .Select(group => (MeasureWords.Of(group.Key), group.Count()))
                    .ToList(),
                rooms
                    .Of<AssetLedger>()
                    .Balances.GroupBy(one => one.Unit, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group =>
                        (
                            group.Key,
                            Sum(group, one => one.Frozen),
                            Sum(group, one => one.Seized),
                            Sum(group, one => one.Forfeited),
                            Sum(group, one => one.Returned)
                        )
                    )
                    .ToList()
            )
        );
        var year = state.Years is { LatestYear: > 0 and var latest } years ? years.Report(latest, people) : null;
        return new SituationView(
            nowUs,
            book.Minutes(nowUs, MinutesShown),
            (holds.Count, holds.Count(hold => hold.ExpiresUs < nowUs + HourUs)),
            (state.Networks.Count, [.. state.Networks.OrderByDescending(one => one.LastUs).Take(NetworksShown)]),
            measures,
            assets,
            year
        );
    }

    private static Int128 Sum(IEnumerable<AssetBalance> balances, Func<AssetBalance, Int128> of) =>
        balances.Aggregate((Int128)0, (sum, one) => sum + of(one));

    private IResult MapOf(string? day, int? hour, string? city, string? machine)
    {
        if (door.Current is not { } book || desk.Current?.Desk.Rulebook is not { } rulebook)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (city?.Length > ServerLimits.IdLengthMax || machine?.Length > ServerLimits.IdLengthMax || hour is < 0 or > 23)
            return Results.NotFound();
        var date = DateOnly.FromDateTime(LocalTime.Kazakhstan.Clock(book.NewestUs).Date);
        if (
            day is not null
            && (
                !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
                || date.Year is < 2 or > 9998
            )
        )
        {
            return Results.NotFound();
        }
        var rules = rulebook.Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        return ConsoleEndpoints.Page<MapPage>(
            new { View = MapSheet.Of(book, rules, date, hour, city, machine), Country = CountryMap.Shipped }
        );
    }

    private IResult Events(HttpContext http, CancellationToken cancel)
    {
        var who = http.Actor().Id is { Length: > 0 } id ? id : http.Connection.RemoteIpAddress?.ToString() ?? "";
        return Enter(who)
            ? TypedResults.ServerSentEvents(EventsAsync(who, cancel))
            : Results.Problem("Too many pages follow the situation; close some.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private bool Enter(string who)
    {
        lock (_watching)
        {
            var own = _watching.GetValueOrDefault(who);
            if (own >= ServerLimits.WatchersOfOneMax || _watching.Values.Sum() >= ServerLimits.WatchersMax)
                return false;
            _watching[who] = own + 1;
            return true;
        }
    }

    /// <summary>Says that something was decided, or that a minute has gone by; what, the page asks itself.</summary>
    private async IAsyncEnumerable<SseItem<string>> EventsAsync(string who, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, stop);
        try
        {
            var seen = door.Current?.Next;
            yield return new SseItem<string>("The line is open.", "beat");
            for (var look = 1; look <= LooksMax && !either.IsCancellationRequested; look++)
            {
                await Task.Delay(Pace, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (door.Current?.Next is var now && (now != seen || look % 15 == 0))
                    yield return new SseItem<string>("The situation has changed.", "changed");
                seen = now;
            }
        }
        finally
        {
            lock (_watching)
            {
                if (--_watching[who] == 0)
                    _watching.Remove(who);
            }
        }
    }
}
