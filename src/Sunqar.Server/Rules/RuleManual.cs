using System.Reflection;
using System.Text.RegularExpressions;
using Sunqar.Core.Rulebook;

namespace Sunqar.Server.Rules;

/// <summary>What docs/rulebook.md says of the words of the rule language: rows of its tables whose first cell names words.</summary>
internal static partial class RuleManual
{
    public static IReadOnlyList<ShownWord> Words { get; } = Read();

    private static List<ShownWord> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("rulebook.md")!;
        using var reader = new StreamReader(stream);
        var says = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in reader.ReadToEnd().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Trim('|', ' ').Split(" | ");
            foreach (Match word in Word().Matches(cells[0]))
                says.TryAdd(word.Groups[1].Value, Plain(cells[^1]));
        }
        return
        [
            .. RuleDictionary.Words.Select(word => new ShownWord(
                word.Word,
                word.Sort,
                word.Type,
                word.Values,
                says.GetValueOrDefault(word.Word, "")
            )),
        ];
    }

    /// <summary>Without the marks of Markdown, which an editor's hint does not draw.</summary>
    private static string Plain(string cell) => Link().Replace(cell, "$1").Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex("`([a-z_.]+)[^`]*`")]
    private static partial Regex Word();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}
