using Sunqar.Core.Cases;
using Sunqar.Core.Payments;
using Sunqar.Work.Situation;

namespace Sunqar.Server.Pages.State;

/// <summary>What the wall shows of one moment.</summary>
/// <param name="Minutes">The last hour, minute by minute.</param>
/// <param name="Holds">Payments that are held, and how many of them go on by themselves within an hour.</param>
/// <param name="Forming">Networks, the newest money first.</param>
/// <param name="Measures">By standing.</param>
/// <param name="Assets">By unit: millionths of it that are frozen, seized, forfeited, returned.</param>
/// <param name="Year">Null before anything was mined.</param>
public sealed record SituationView(
    long NowUs,
    IReadOnlyList<MinuteOfDecisions> Minutes,
    (int All, int Soon) Holds,
    (int Count, IReadOnlyList<NetworkView> Newest) Forming,
    IReadOnlyList<(string Standing, int Count)> Measures,
    IReadOnlyList<(string Unit, Int128 Frozen, Int128 Seized, Int128 Forfeited, Int128 Returned)> Assets,
    AnnualReport? Year
);

/// <summary>A city of the map on one day.</summary>
/// <param name="Place">Null for one that the map does not know.</param>
/// <param name="Hours">Withdrawals of each hour, 0 to 23.</param>
/// <param name="Spoken">Withdrawals of which a rule spoke.</param>
public sealed record CityOnMap(
    string Name,
    MapPlace? Place,
    int Machines,
    int Withdrawals,
    Money Sum,
    IReadOnlyList<int> Hours,
    int Spoken
);

/// <summary>A machine on one day.</summary>
/// <param name="Rules">Rules that spoke there, each with how often.</param>
public sealed record MachineOnMap(
    string Id,
    string City,
    string Institution,
    int Withdrawals,
    Money Sum,
    int Cards,
    IReadOnlyList<int> Hours,
    IReadOnlyList<(string Rule, int Times)> Rules
);

/// <summary>Cash taken at the machine that is looked at.</summary>
/// <param name="Card">A, B, C … in the order of the day: tells cards apart on this page, and names none.</param>
public sealed record TakenOnMap(long TimeUs, Money Amount, string Card, Core.Decisions.Outcome Outcome, IReadOnlyList<string> Rules);

/// <summary>The map on one day.</summary>
/// <param name="Hour">The one hour that is looked at; null for the day.</param>
/// <param name="Hours">Withdrawals of each hour: of the machine, else of the city that is looked at, else of the country.</param>
/// <param name="Machines">Of the city that is looked at, or those where rules spoke; the busiest first.</param>
/// <param name="Day">Cash taken at the machine that is looked at, in order.</param>
public sealed record MapView(
    DateOnly Date,
    int? Hour,
    string? City,
    string? Machine,
    IReadOnlyList<int> Hours,
    IReadOnlyList<CityOnMap> Cities,
    IReadOnlyList<MachineOnMap> Machines,
    IReadOnlyList<TakenOnMap> Day
);
