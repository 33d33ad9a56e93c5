using System.Reflection;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// A planted typology. It is told once, when the country is made, as the story of each of its groups: the transfers and who plays which
/// part. A new typology is one new file here: it is found by its type, and its luck hangs on its name, so nobody else's story changes.
/// </summary>
internal abstract class Scheme
{
    /// <summary>The pattern's name in truth files and findings.</summary>
    public abstract string Kind { get; }

    /// <summary>How many groups are planted.</summary>
    public abstract int Count(PlantScale scale);

    /// <summary>Rules of the rulebook speak of it; it is nothing that typologies mine for. Such ones are told after all others, so that
    /// they change nobody's cards and recruits, and only where the options ask for them.</summary>
    public virtual bool IsForRules => false;

    public abstract void Tell(Story story);

    public static IReadOnlyList<Scheme> All { get; } =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Scheme)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (Scheme)Activator.CreateInstance(type)!),
    ];
}
