using System.Reflection;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// Somebody innocent whose payments have the shape of a scheme. A new one is one new file here. Its story names whom a careless rule would
/// accuse.
/// </summary>
internal abstract class Bystander
{
    /// <summary>How many are set among the people.</summary>
    public abstract int Count(PlantScale scale);

    /// <summary>Looks like a scheme for rules, and is told with those.</summary>
    public virtual bool IsForRules => false;

    public abstract void Tell(Story story);

    public static IReadOnlyList<Bystander> All { get; } =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Bystander)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (Bystander)Activator.CreateInstance(type)!),
    ];
}
