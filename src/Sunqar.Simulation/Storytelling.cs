using Sunqar.Simulation.Bystanders;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation;

/// <summary>Tells every scheme and every bystander, in the order of their names.</summary>
internal static class Storytelling
{
    public static Chronicle Tell(World world)
    {
        var chronicle = new Chronicle(world.Options.Days, world.People.Count);
        var scale = new PlantScale(world.Options.People, world.Options.FullScale);
        foreach (var forRules in world.Options.PlantsForRules ? (bool[])[false, true] : [false])
        {
            foreach (var scheme in Scheme.All.Where(scheme => scheme.IsForRules == forRules))
                Tell(scheme, chronicle, world, scale);
            foreach (var bystander in Bystander.All.Where(bystander => bystander.IsForRules == forRules))
                Tell(bystander, chronicle, world, scale);
        }
        return chronicle;
    }

    private static void Tell(Scheme scheme, Chronicle chronicle, World world, PlantScale scale)
    {
        var count = scheme.Count(scale);
        for (var i = 0; i < count; i++)
        {
            chronicle.Plants.Add(new Plant(scheme.Kind, $"{scheme.GetType().Name.ToLowerInvariant()}-{i + 1:D3}", 0, 0));
            if (scheme.IsForRules)
                chronicle.ForRules.Add((ushort)(chronicle.Plants.Count - 1));
            scheme.Tell(new Story(chronicle, world, scheme.GetType().Name, i, count, (ushort)(chronicle.Plants.Count - 1)));
        }
    }

    private static void Tell(Bystander bystander, Chronicle chronicle, World world, PlantScale scale)
    {
        var count = bystander.Count(scale);
        for (var i = 0; i < count; i++)
        {
            bystander.Tell(new Story(chronicle, world, bystander.GetType().Name, i, count, 0));
        }
    }
}
