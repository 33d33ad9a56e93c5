using System.Text.RegularExpressions;
using Xunit;

namespace Sunqar.Tests.Architecture;

/// <summary>The map shows what is there, and nothing else; what the documents point to exists.</summary>
public sealed partial class MapTests
{
    [Fact]
    public void Every_folder_of_the_house_has_its_line_and_every_line_its_folder()
    {
        var mapped = Row()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md")))
            .Select(row => row.Groups[1].Value)
            .ToList();
        Assert.NotEmpty(mapped);
        Assert.Distinct(mapped);
        Assert.All(
            mapped,
            folder => Assert.True(Directory.Exists(Path.Combine(Repository.Root, folder)), $"{folder} is on the map, not in the repository")
        );
        var lying = Sources()
            .Select(file => Path.GetDirectoryName(file)!.Replace('\\', '/'))
            .Distinct()
            .Where(folder => !mapped.Any(room => folder == room || folder.StartsWith(room + "/", StringComparison.Ordinal)))
            .Where(folder => folder.Split('/').Length > 2);
        Assert.Empty(lying);
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var documents = Directory
            .GetFiles(Repository.Root, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));
        var broken =
            from document in documents
            from Match link in Link().Matches(File.ReadAllText(document))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target.Split('#')[0]))
            select $"{Path.GetRelativePath(Repository.Root, document)}: {target}";
        Assert.Empty(broken);
    }

    [Fact]
    public void The_index_of_decisions_has_each_once_under_its_own_title()
    {
        var folder = Path.Combine(Repository.Root, "docs", "decisions");
        var lines = File.ReadAllLines(Path.Combine(folder, "README.md")).Where(line => line.StartsWith("| [", StringComparison.Ordinal));
        var pages = Directory
            .GetFiles(folder, "0*.md")
            .Order(StringComparer.Ordinal)
            .Select(page => (Name: Path.GetFileName(page), Title: Title().Match(File.ReadLines(page).First())))
            .Select(page => $"| [{page.Title.Groups[1].Value}]({page.Name}) | {page.Title.Groups[2].Value} |");
        Assert.Equal(pages, lines);
    }

    private static IEnumerable<string> Sources() =>
        from file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("node_modules", StringComparison.Ordinal)
        select Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^# (\d{4}):? (.+)$")]
    private static partial Regex Title();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
