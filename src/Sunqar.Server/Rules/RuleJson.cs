using System.Text.Json.Serialization;

namespace Sunqar.Server.Rules;

/// <summary>A fault of a text, where the editor shows it.</summary>
internal sealed record ShownFault(int Line, int Column, string Message);

/// <summary>How a test beside a rule ended.</summary>
/// <param name="Failure">Null where it passed.</param>
internal sealed record ShownTest(string Rule, int Line, string Name, string? Failure);

/// <param name="Version">Of the text; null where it is no rulebook.</param>
/// <param name="Differs">Rules that differ from those in force; the empty name is what stands outside rules.</param>
internal sealed record ShownCheck(
    string? Version,
    int Rules,
    int Windows,
    IReadOnlyList<ShownFault> Faults,
    IReadOnlyList<ShownTest> Tests,
    IReadOnlyList<string> Differs
);

/// <summary>A word of the language with what docs/rulebook.md says of it.</summary>
internal sealed record ShownWord(string Word, string Sort, string Type, IReadOnlyList<string> Values, string Says);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShownCheck))]
[JsonSerializable(typeof(IReadOnlyList<ShownWord>))]
internal sealed partial class RuleJson : JsonSerializerContext;
