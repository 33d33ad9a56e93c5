using System.Text.RegularExpressions;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Rulebook;

/// <summary>docs/rulebook.md and docs/rules/ say what the program does.</summary>
public class RulebookDocumentTests
{
    private static string Document => File.ReadAllText(Path.Combine(Repository.Root, "docs", "rulebook.md"));

    [Fact]
    public void Every_example_of_the_document_loads_and_its_tests_pass()
    {
        var examples = Regex.Matches(Document, "```rules\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value).ToList();
        Assert.True(examples.Count >= 3);
        foreach (var example in examples)
        {
            var reading = LoadedRulebook.Load(example);
            var rulebook = Assert.IsType<RulebookLoaded>(reading, exactMatch: true).Rulebook;
            Assert.All(RuleTestRun.Run(rulebook), result => Assert.Null(result.Failure));
        }
    }

    [Fact]
    public void The_document_lists_every_field_and_only_fields()
    {
        var section = Document[
            Document.IndexOf("## Fields", StringComparison.Ordinal)..Document.IndexOf("## Windows", StringComparison.Ordinal)
        ];
        var listed = section
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Regex.Matches(line.Split('|')[1], "`([a-z.]+)`").Select(m => m.Groups[1].Value));
        // The language itself knows the names: each one is asked for, and one more is refused with the names near it.
        foreach (var name in listed)
        {
            var text = $"rule r source \"s\" outcome report when amount > 0 KZT reason \"{{{name}}}\" end";
            Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text), exactMatch: true);
        }
        Assert.Equal(VocabularyNames(), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_has_its_page_and_every_page_its_rule()
    {
        var folder = Path.Combine(Repository.Root, "docs", "rules");
        var pages = Directory
            .GetFiles(folder, "*.md")
            .Select(p => Path.GetFileNameWithoutExtension(p)!)
            .Where(p => p != "README")
            .Order(StringComparer.Ordinal);
        var rules = ShippedRulebook.Instance.Rules;
        Assert.Equal(rules.Select(r => r.Name).Order(StringComparer.Ordinal), pages);
        foreach (var rule in rules)
        {
            var page = File.ReadAllText(Path.Combine(folder, rule.Name + ".md"));
            Assert.Contains(rule.Title, page, StringComparison.Ordinal);
            Assert.Contains(rule.Source, page, StringComparison.Ordinal);
            Assert.Contains("## Example", page, StringComparison.Ordinal);
            Assert.Contains("## Innocent explanations", page, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> VocabularyNames()
    {
        var vocabulary = typeof(LoadedRulebook).Assembly.GetType("Sunqar.Core.Rulebook.Vocabulary")!;
        var fields = (System.Collections.IDictionary)vocabulary.GetProperty("Fields")!.GetValue(null)!;
        return fields.Keys.Cast<string>().Order(StringComparer.Ordinal);
    }
}
