using System.Globalization;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;

namespace Sunqar.Tests.Patterns;

/// <summary>
/// Ordinary traffic with a scheme set into it: a thousand people who pay the same few others again and again, and now and then somebody
/// once, over 150 days.
/// </summary>
internal sealed class Planting
{
    public const int Days = 150;
    private const int People = 1_000;
    private readonly List<(long TimeUs, string From, string To, long Units, bool IsPlanted)> _rows = [];
    private readonly Random _random;

    public Planting(int seed)
    {
        _random = new Random(seed);
        for (var person = 0; person < People; person++)
        {
            var friends = Enumerable.Range(0, 3).Select(_ => Someone()).ToArray();
            for (var day = _random.Next(20); day < Days; day += _random.Next(4, 20))
            {
                Add(day, "p" + person, friends[_random.Next(3)], false);
            }
            if (_random.Next(2) == 0)
                Add(_random.Next(Days), "p" + person, Someone(), false);
        }
    }

    public string Someone() => "p" + _random.Next(People).ToString(CultureInfo.InvariantCulture);

    /// <summary>A planted transfer on a day; fractions are hours.</summary>
    public void Plant(double day, string from, string to, long? units = null) => Add(day, from, to, true, units);

    /// <summary>What is found with at least a score of one half, and the planted rows.</summary>
    public (IReadOnlyList<Sighting> Found, TransferTable Table, HashSet<int> Planted) Mine(int windowDays = 30)
    {
        var table = TransferFixture.Table(_rows.Select(r => (r.TimeUs, r.From, r.To, r.Units)));
        var planted = Enumerable.Range(0, table.Count).Where(row => _rows[table.InputIndex(row)].IsPlanted).ToHashSet();
        return (TypologyTable.Shipped.Shapes.Mine(Ground(table, windowDays), 0.5), table, planted);
    }

    /// <summary>Everything that one pattern sees, however little it thinks of it.</summary>
    public (IReadOnlyList<Sighting> Seen, TransferTable Table) See(string kind, int windowDays = 30)
    {
        var table = TransferFixture.Table(_rows.Select(r => (r.TimeUs, r.From, r.To, r.Units)));
        return (TypologyTable.Shipped[kind].Mine(Ground(table, windowDays)), table);
    }

    private static MiningGround Ground(TransferTable table, int windowDays) =>
        new(TransferGraph.Build(table), windowDays * TransferFixture.DayUs);

    private void Add(double day, string from, string to, bool isPlanted, long? stated = null)
    {
        // Schemes conserve value, friends do not.
        var units = stated ?? (isPlanted ? _random.Next(900, 1_000) : _random.Next(100, 1_000));
        _rows.Add(((long)(day * 24) * TransferFixture.HourUs, from, to, units, isPlanted));
    }
}
