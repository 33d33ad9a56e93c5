using System.CommandLine;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar rules check FILE</c>: read a rulebook, check it, run the tests beside its rules.</summary>
internal static class RulesVerb
{
    public static Command Create()
    {
        var command = new Command("rules", "Check a rulebook.");
        command.Add(Check());
        return command;
    }

    /// <summary>Reads a rulebook file; faults go to stderr with file, line and column.</summary>
    public static LoadedRulebook? Read(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {file}: {exception.Message}");
            return null;
        }
        switch (LoadedRulebook.Load(text))
        {
            case RulebookLoaded loaded:
                return loaded.Rulebook;
            case RulebookRefused refused:
                foreach (var fault in refused.Faults)
                {
                    Console.Error.WriteLine($"{file}:{fault}");
                }
                return null;
            default:
                throw new InvalidOperationException("No such reading.");
        }
    }

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "The rulebook.", DefaultValueFactory = _ => "" };
        var command = new Command("check", "Check a rulebook's names, types and units, and run the tests beside its rules. Without FILE: the shipped one.") { file };
        command.SetAction(parsed => Check(parsed.GetValue(file)!));
        return command;
    }

    private static int Check(string file)
    {
        var rulebook = file.Length == 0 ? ShippedRulebook.Instance : Read(file);
        if (rulebook is null)
        {
            return Exit.WrongUsage;
        }
        var name = file.Length == 0 ? "sunqar.rules" : file;
        var (passed, failed) = (0, 0);
        foreach (var result in RuleTestRun.Run(rulebook))
        {
            passed += result.Failure is null ? 1 : 0;
            failed += result.Failure is null ? 0 : 1;
            if (result.Failure is { } failure)
            {
                Console.Error.WriteLine($"{name}:{result.Test.Line}: {result.Rule.Name}: \"{result.Test.Name}\": {failure}");
            }
        }
        foreach (var rule in rulebook.Rules.Where(r => r.Tests.Count == 0))
        {
            Console.Error.WriteLine($"{name}: the rule {rule.Name} has no test.");
        }
        Console.WriteLine(
            $$"""{"rulebook":"{{rulebook.Version}}","rules":{{rulebook.Rules.Count}},"windows":{{rulebook.WindowCount}},"stores":{{rulebook.Stores.Count}},"tests_passed":{{passed}},"tests_failed":{{failed}}}""");
        return failed == 0 ? Exit.Done : Exit.Failed;
    }
}
