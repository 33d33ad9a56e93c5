using System.Text.RegularExpressions;
using Sunqar.Core.Patterns;
using Sunqar.Tests.Architecture;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>What every typology of a list owes, and what its sightings may say.</summary>
internal static partial class TypologyPages
{
    /// <summary>Typologies without a page of their name in docs/patterns.</summary>
    public static IEnumerable<string> Missing(Typologies typologies) =>
        typologies.All.Select(typology => typology.Kind).Where(kind => !File.Exists(Page(kind)));

    /// <summary>What a page does not name although its typology has it: roles and causes.</summary>
    public static IEnumerable<string> Unsaid(Typology typology)
    {
        var words = Word().Matches(File.ReadAllText(Page(typology.Kind))).Select(word => word.Value.ToLowerInvariant()).ToHashSet();
        return typology
            .Roles.Concat(typology.Causes.Select(cause => cause.Text()).Where(text => text.Length > 0))
            .Where(name => !name.Split(' ', '_').All(word => words.Contains(word) || words.Contains(word + "s")))
            .Select(name => $"{typology.Kind}: {name}");
    }

    /// <summary>Fails where a sighting says what its typology does not declare.</summary>
    public static void AssertDeclared(Typologies typologies, Sighting sighting)
    {
        var typology = typologies[sighting.Kind];
        Assert.Contains(sighting.Cause, typology.Causes);
        Assert.Empty(sighting.Members.Select(member => member.Role).Except(typology.Roles));
        Assert.Empty(sighting.Evidence.Keys.Except(EvidenceKeys.OfAll.Concat(typology.Evidence).Select(key => key.Name)));
    }

    private static string Page(string kind) => Path.Combine(Repository.Root, "docs", "patterns", kind + ".md");

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();
}
