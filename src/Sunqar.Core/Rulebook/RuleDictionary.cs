using Sunqar.Core.Registry;

namespace Sunqar.Core.Rulebook;

/// <summary>A word of the rule language, for whoever writes rules.</summary>
/// <param name="Sort">field, word, outcome, ground, kind or unit.</param>
/// <param name="Type">What it is, for a field: "an amount of money"; empty for others.</param>
/// <param name="Values">The names that a field may have, where it has names.</param>
public sealed record RuleWord(string Word, string Sort, string Type, IReadOnlyList<string> Values);

/// <summary>All words that the rule language knows, out of the tables that it is checked by.</summary>
public static class RuleDictionary
{
    public static IReadOnlyList<RuleWord> Words { get; } =
    [
        .. Vocabulary.Fields.Values.Select(field => new RuleWord(
            field.Name,
            "field",
            field.Type.Name,
            [.. (field.Type.Symbols?.Keys ?? []).Order(StringComparer.Ordinal)]
        )),
        .. RulebookParser.Words.Select(word => new RuleWord(word, "word", "", [])),
        .. RuleOutcomes.OfRules.Select(word => new RuleWord(word, "outcome", "", [])),
        .. RuleOutcomes.Grounds.Select(word => new RuleWord(word, "ground", "", [])),
        .. RuleType.Kind.Symbols!.Keys.Select(word => new RuleWord(word, "kind", "", [])),
        .. RiskCategories.All.Select(word => new RuleWord(word, "category", "", [])),
        .. Units.Durations.Keys.Concat(Units.Multiples.Keys).Select(word => new RuleWord(word, "unit", "", [])),
    ];
}
