using System.Reflection;
using System.Runtime.CompilerServices;
using Sunqar.Core.Acts;
using Sunqar.Tests.Storage;

namespace Sunqar.Tests.Attacker;

/// <summary>The names of every command of the house, by reflection; a command whose name depends on what it says has each of
/// them.</summary>
internal static class CommandNames
{
    public static IEnumerable<string> All() =>
        typeof(Command)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Command)) && !type.IsAbstract)
            .SelectMany(NamesOf)
            .Distinct();

    private static IEnumerable<string> NamesOf(Type type)
    {
        foreach (var says in new[] { true, false })
        {
            var (constructor, seed) = (type.GetConstructors().MaxBy(one => one.GetParameters().Length)!, 1);
            var arguments = new List<object?>();
            foreach (var parameter in constructor.GetParameters())
                arguments.Add(parameter.ParameterType == typeof(bool) ? says : Argument(parameter, ref seed));
            yield return ((Command)constructor.Invoke([.. arguments])).Name;
        }
    }

    private static object? Argument(ParameterInfo parameter, ref int seed)
    {
        var type = parameter.ParameterType;
        var isOpaque = type.IsClass && type != typeof(string) && type.GetConstructors().Length == 0;
        return isOpaque ? RuntimeHelpers.GetUninitializedObject(type) : FactSamples.Make(type, ref seed);
    }
}
