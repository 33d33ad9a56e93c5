using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Places;

namespace Sunqar.Simulation.People;

/// <summary>How a person earns; drives the rhythm of their days.</summary>
internal enum Walk : byte
{
    Employee,
    SelfEmployed,
    Student,
    Pensioner,
    AtHome,
}

/// <summary>
/// Citizens, none of whom is an object: whatever is known of a person follows from (seed, number). Four neighbours in number make a
/// household at most, so a household shares a city. Friends are pairs p, p xor mask, so that friendship is mutual without a list.
/// </summary>
internal sealed class Population
{
    private const int Masks = 64;
    private readonly ulong _seed;
    private readonly AliasTable _cities;
    private readonly AliasTable _banks = new(Banks.Shares);
    private readonly AliasTable _walks = new([560, 120, 90, 150, 80]);
    private readonly AliasTable _householdSizes = new([180, 240, 230, 350]);
    private readonly int[] _masks = new int[Masks];

    public Population(ulong seed, int people)
    {
        _seed = seed;
        Count = people;
        _cities = new AliasTable(Cities.All.Select(city => (long)city.Thousands).ToArray());
        var dice = new Dice(seed, Luck.Household, -1);
        for (var i = 0; i < Masks; i++)
        {
            _masks[i] = dice.Between(4, Math.Min(people, 65_535));
        }
    }

    public int Count { get; }

    public ulong Traits(int person) => Dice.Key(_seed, Luck.Traits, person);

    public int City(int person) => _cities.Draw(Dice.Key(_seed, Luck.Household, person >> 2, 1));

    public int Bank(int person) => _banks.Draw(Dice.Mix(Traits(person) ^ 1));

    public int SecondBank(int person) => _banks.Draw(Dice.Key(_seed, Luck.SecondCard, person));

    /// <summary>A third of people carry a second card, at a bank of its own.</summary>
    public bool HasSecondCard(int person) => Dice.Key(_seed, Luck.SecondCard, person, 1) % 10 < 3;

    public Walk Walk(int person) => (Walk)_walks.Draw(Dice.Mix(Traits(person) ^ 2));

    /// <summary>Monthly pay in tiyn, whole hundreds of tenge.</summary>
    public long Salary(int person)
    {
        var dice = new Dice(_seed, Luck.Traits, person, 3);
        return dice.Around(330_000, Quantiles.Narrow) / 100 * 10_000;
    }

    /// <summary>Who lives together: the first <c>size</c> of the four neighbours; the others live alone.</summary>
    public int HouseholdSize(int person) => _householdSizes.Draw(Dice.Key(_seed, Luck.Household, person >> 2, 2)) + 1;

    public bool IsHead(int person) => (person & 3) == 0 || (person & 3) >= HouseholdSize(person);

    /// <summary>Someone of the same household, or -1 for whoever lives alone.</summary>
    public int Relative(int person, ref Dice dice)
    {
        var size = HouseholdSize(person);
        var place = person & 3;
        if (size == 1 || place >= size)
        {
            return -1;
        }
        var other = (person & ~3) + ((place + 1 + dice.Below(size - 1)) % size);
        return other < Count ? other : -1;
    }

    /// <summary>A friend, mutual: -1 after a few tries without luck.</summary>
    public int Friend(int person, ref Dice dice)
    {
        for (var attempt = 0; attempt < 24; attempt++)
        {
            var mask = _masks[dice.Below(Masks)];
            var other = person ^ mask;
            if (other < Count && other != person && (Dice.Key(_seed, Luck.Household, Math.Min(person, other), mask) & 7) == 0)
            {
                return other;
            }
        }
        return -1;
    }

    /// <summary>One in 28 is a customer of a licensed platform.</summary>
    public bool HoldsCrypto(int person) => Dice.Mix(Traits(person) ^ 4) % 28 == 0;
}
