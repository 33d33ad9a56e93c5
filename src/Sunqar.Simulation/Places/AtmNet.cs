using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Places;

/// <summary>ATMs and kiosks: one for about 1,500 people, spread over each city, numbered city by city.</summary>
internal sealed class AtmNet
{
    private readonly int[] _firstOfCity;
    private readonly AliasTable[] _busy;
    private readonly List<AtmPlace> _places;

    public AtmNet(ulong seed, int people)
    {
        var total = Cities.All.Sum(city => city.Thousands);
        _firstOfCity = new int[Cities.All.Count + 1];
        _busy = new AliasTable[Cities.All.Count];
        var banks = new AliasTable(Banks.Shares);
        var places = _places = [];
        for (var c = 0; c < Cities.All.Count; c++)
        {
            var city = Cities.All[c];
            _firstOfCity[c] = places.Count;
            var count = Math.Max(4, (int)((long)people * city.Thousands / total / 1_500));
            _busy[c] = AliasTable.Zipf(count);
            for (var i = 0; i < count; i++)
            {
                var dice = new Dice(seed, Luck.Atm, c, i);
                // Two throws for each direction: denser towards the centre, about 11 km to the edge.
                var latitude = city.LatitudeMicro + dice.Between(-50_000, 50_000) + dice.Between(-50_000, 50_000);
                var longitude = city.LongitudeMicro + dice.Between(-70_000, 70_000) + dice.Between(-70_000, 70_000);
                places.Add(new AtmPlace($"ATM-{places.Count + 1:D5}", city.Name, latitude, longitude, Banks.All[banks.Draw(ref dice)].Bic));
            }
        }
        _firstOfCity[^1] = places.Count;
        All = places;
    }

    public IReadOnlyList<AtmPlace> All { get; }

    /// <summary>An ATM in another country, which stories use; while they are told.</summary>
    public int OpenAbroad(string country, string city)
    {
        _places.Add(new AtmPlace($"A-{country}-{_places.Count + 1:D5}", city, 0, 0, "") { Country = country });
        return _places.Count - 1;
    }

    /// <summary>Some ATM of the city, the central ones more often.</summary>
    public int Draw(int city, ref Dice dice) => _firstOfCity[city] + _busy[city].Draw(ref dice);

    /// <summary>An ATM by its number within the city (a habit: the one near home).</summary>
    public int Near(int city, ulong habit) => _firstOfCity[city] + (int)(habit % (ulong)(_firstOfCity[city + 1] - _firstOfCity[city]));
}
