using System.Text.RegularExpressions;
using Sunqar.Core.Flags;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>
/// A list of typologies: what is mined, weighed and told. Networks come first, each by the place it takes in naming a network that several
/// have a part in; then shapes, from the most particular to the plainest.
/// </summary>
public sealed partial class Typologies
{
    private readonly Dictionary<string, Typology> _byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Two share a kind, a network comes after a shape, or one leaves something unsaid or marks
    /// an unknown red flag.</exception>
    public Typologies(IEnumerable<Typology> all)
    {
        All = [.. all];
        Typology? before = null;
        foreach (var typology in All)
        {
            if (!SnakeCase().IsMatch(typology.Kind))
                throw new ArgumentException($"'{typology.Kind}': a kind is in snake_case.");
            if (string.IsNullOrWhiteSpace(typology.Definition) || typology.Roles.Count == 0 || typology.Causes.Count == 0)
                throw new ArgumentException($"'{typology.Kind}' lacks its definition, roles or causes.");
            if (typology.Evidence.Concat(EvidenceKeys.OfAll).GroupBy(key => key.Name).FirstOrDefault(key => key.Count() > 1) is { } twice)
                throw new ArgumentException($"'{typology.Kind}' declares '{twice.Key}' twice.");
            if (typology.Flags.FirstOrDefault(id => FlagRegister.Shipped.Find(id) is null) is { } unknown)
                throw new ArgumentException($"'{typology.Kind}' marks the flag '{unknown}', which red.flags does not have.");
            if (typology.IsNetwork && before is { IsNetwork: false })
                throw new ArgumentException($"'{typology.Kind}' is a network and comes after a shape.");
            if (!_byKind.TryAdd(typology.Kind, typology))
                throw new ArgumentException($"'{typology.Kind}' is the kind of two typologies.");
            _places[typology.Kind] = _places.Count;
            before = typology;
        }
    }

    /// <summary>In order.</summary>
    public IReadOnlyList<Typology> All { get; }

    /// <summary>Those that are networks.</summary>
    public Typologies Networks => new(All.Where(typology => typology.IsNetwork));

    /// <summary>Those that are shapes.</summary>
    public Typologies Shapes => new(All.Where(typology => !typology.IsNetwork));

    /// <summary>Null where no typology is of that kind.</summary>
    public Typology? Find(string kind) => _byKind.GetValueOrDefault(kind);

    /// <exception cref="KeyNotFoundException">No typology is of that kind.</exception>
    public Typology this[string kind] => _byKind[kind];

    /// <summary>The place in the list; after all others where no typology is of that kind.</summary>
    public int Place(string kind) => _places.GetValueOrDefault(kind, All.Count);

    /// <summary>The list with one more at the end of its part.</summary>
    public Typologies With(Typology newcomer) => new(newcomer.IsNetwork ? [.. Networks.All, newcomer, .. Shapes.All] : [.. All, newcomer]);

    /// <summary>
    /// Mines every typology in a graph that stands still. Networks come first, in the order of the list; then the shapes that they do not
    /// explain and that matter, ranked, without repeats. The result depends on the graph alone.
    /// </summary>
    /// <param name="scoreMin">Shapes claimed less probable than this are not told.</param>
    public IReadOnlyList<Sighting> Mine(MiningGround ground, double scoreMin) =>
        // One after the other: each spreads itself over the cores.
        Told(MiningStep.Everything(ground), Begin(ground), scoreMin);

    /// <summary>A search for each typology that has one.</summary>
    internal IReadOnlyList<(Typology Typology, IMiner Miner)> Begin(MiningGround ground) =>
        [.. All.Select(typology => (typology, typology.Begin(ground)!)).Where(begun => begun.Item2 is not null)];

    /// <summary>What the searches give in a step.</summary>
    internal IReadOnlyList<Sighting> Told(MiningStep step, IReadOnlyList<(Typology Typology, IMiner Miner)> miners, double scoreMin)
    {
        List<Sighting> networks = [],
            shapes = [];
        foreach (var (typology, miner) in miners)
        {
            var found = miner.Mine(step);
            if (typology.IsNetwork)
            {
                networks.AddRange(found);
                step.Explain(found);
            }
            else
            {
                shapes.AddRange(found.Where(s => s.Score >= scoreMin && step.Ground.Tells(s)));
            }
        }
        return Together(networks, Sightings.WithoutRepeats(step.Ground.Table, shapes, Place));
    }

    /// <summary>A network is made of fans, chains and circles: what its members or its transfers explain by half is not told
    /// again.</summary>
    private static List<Sighting> Together(List<Sighting> networks, IReadOnlyList<Sighting> shapes)
    {
        var members = networks.SelectMany(s => s.Members).Select(m => m.Account).ToHashSet();
        var rows = networks.SelectMany(s => s.Rows).ToHashSet();
        return
        [
            .. networks,
            .. shapes.Where(s =>
                2 * s.Members.Count(m => members.Contains(m.Account)) < s.Members.Count && 2 * s.Rows.Count(rows.Contains) < s.Rows.Length
            ),
        ];
    }

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
