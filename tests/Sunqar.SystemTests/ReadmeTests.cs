using System.Text.RegularExpressions;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The README's examples are promises: every one is run, in order, in an empty folder, and every verb has one.</summary>
public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Every_example_runs_in_order_in_an_empty_folder()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.At("sunqar"), Path.Combine(Repository.Root, "sunqar"));
        foreach (var line in ExampleLines())
        {
            // These run until they are stopped, follow beside a node, witness beside a server; ServeTests, FollowTests and LogTests cover
            // them.
            if (new[] { " serve ", " follow ", " witness " }.Any(verb => line.Contains(verb, StringComparison.Ordinal)))
            {
                continue;
            }
            var result = Shell.Run(line, folder.Path, ("SUNQAR_HOME", Repository.Root), ("SUNQAR_DATA", folder.At("data")));
            Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {line}\n{result.Error}");
        }
    }

    /// <summary>What a preview shows is what an import would take, the caller's currency with it.</summary>
    [Fact]
    public void A_preview_shows_what_an_import_would_take()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("s.csv"), "Date;Sender;Receiver;Sum\n03.04.2025;A-1;B-2;1 250,50\n25.04.2025;B-2;C-3;900,00\n");
        var preview = Shell.Run(
            $"{Repository.Root}/sunqar import s.csv --map time=Date,from=Sender,to=Receiver,amount=Sum --currency KZT --preview",
            folder.Path,
            ("SUNQAR_DATA", folder.At("data"))
        );
        Assert.Equal(0, preview.ExitCode);
        Assert.Contains("\"amount\":\"1250.5\",\"currency\":\"KZT\"", preview.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("data")));
    }

    [Fact]
    public void Every_verb_has_an_example()
    {
        var shown = ExampleLines().Select(line => VerbPattern().Match(line).Groups[1].Value).ToHashSet();
        var help = Shell.Run("./sunqar --help", Repository.Root).Output;
        var verbs = help[help.IndexOf("Commands:", StringComparison.Ordinal)..]
            .Split('\n')
            .Skip(1)
            .Select(line => line.Trim().Split(' ')[0])
            .Where(verb => verb.Length > 0)
            .ToList();
        Assert.NotEmpty(verbs);
        Assert.DoesNotContain(verbs, verb => !shown.Contains(verb));
    }

    private static List<string> ExampleLines() =>
        BlockPattern()
            .Matches(Readme)
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ToList();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"\./sunqar (\S+)")]
    private static partial Regex VerbPattern();
}
