using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Places;

namespace Sunqar.Simulation.People;

/// <summary>
/// Accounts that belong to companies: shops by city with a few famous ones, employers, utilities, phone companies, platforms' settlement
/// accounts. Numbers are places in the block of company accounts.
/// </summary>
internal sealed class Companies
{
    private const int UtilitiesPerCity = 3;
    private const int Phones = 4;
    private readonly int[] _shopsFrom;
    private readonly AliasTable[] _shops;
    private readonly int[] _employersFrom;
    private readonly AliasTable[] _employers;
    private readonly int _utilitiesFrom;
    private readonly int _phonesFrom;
    private readonly ulong _seed;

    public Companies(ulong seed, int people)
    {
        _seed = seed;
        var cities = Cities.All.Count;
        var thousands = Cities.All.Sum(city => city.Thousands);
        (_shopsFrom, _employersFrom) = (new int[cities], new int[cities]);
        (_shops, _employers) = (new AliasTable[cities], new AliasTable[cities]);
        var next = 0;
        for (var c = 0; c < cities; c++)
        {
            var share = (long)people * Cities.All[c].Thousands / thousands;
            (_shopsFrom[c], _shops[c]) = (next, AliasTable.Zipf((int)(share / 40) + 12));
            next += _shops[c].Count;
        }
        for (var c = 0; c < cities; c++)
        {
            var share = (long)people * Cities.All[c].Thousands / thousands;
            (_employersFrom[c], _employers[c]) = (next, AliasTable.Zipf((int)(share / 30) + 5));
            next += _employers[c].Count;
        }
        _utilitiesFrom = next;
        next += cities * UtilitiesPerCity;
        _phonesFrom = next;
        Count = next + Phones;
    }

    public int Count { get; }

    public int Shop(int city, ref Dice dice) => _shopsFrom[city] + _shops[city].Draw(ref dice);

    /// <summary>What shops sell (ISO 18245), groceries most: the same of a shop every day.</summary>
    private static readonly string[] Categories =
    [
        "5411",
        "5411",
        "5411",
        "5812",
        "5814",
        "5541",
        "5912",
        "5311",
        "5651",
        "5732",
        "5942",
        "7230",
    ];

    /// <summary>The merchant's category of a company that is paid by card; of an employer none.</summary>
    public string? Category(int company) =>
        company < _employersFrom[0] ? Categories[Dice.Key(_seed, Luck.Category, company) % (ulong)Categories.Length]
        : company < _utilitiesFrom ? null
        : company < _phonesFrom ? "4900"
        : "4814";

    /// <summary>The same employer every month.</summary>
    public int Employer(int city, int person) => _employersFrom[city] + _employers[city].Draw(Dice.Key(_seed, Luck.Employer, person));

    /// <summary>Which of the four pay calendars an employer keeps.</summary>
    public int PayCalendar(int employer) => (int)(Dice.Key(_seed, Luck.Employer, -1, employer) & 3);

    public int Utility(int city, int which) => _utilitiesFrom + (city * UtilitiesPerCity) + which;

    public int Phone(ulong habit) => _phonesFrom + (int)(habit % Phones);
}
