using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Core.Times;
using Sunqar.Formats;
using Sunqar.Work.Replaying;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar rules check FILE</c>: read a rulebook, check it, run the tests beside its rules; <c>sunqar rules test</c>: try one on
/// history.</summary>
internal static class RulesVerb
{
    public static Command Create()
    {
        var command = new Command("rules", "Check a rulebook, or try one on history.");
        command.Add(Check());
        command.Add(Test());
        return command;
    }

    /// <summary>Reads a rulebook file; faults go to stderr with file, line and column.</summary>
    public static LoadedRulebook? Read(string file) => Read(file, out _);

    private static LoadedRulebook? Read(string file, out RulebookText? text)
    {
        text = null;
        var folder = Path.GetDirectoryName(file) ?? "";
        if (OneFile(file) is not { } first)
        {
            return null;
        }
        text = RulebookText.Of(file, first, name => OneFile(Path.Combine(folder, name)), out var wrong);
        if (wrong is not null)
        {
            Console.Error.WriteLine(wrong);
            return null;
        }
        switch (LoadedRulebook.Load(text.Text))
        {
            case RulebookLoaded loaded:
                return loaded.Rulebook;
            case RulebookRefused refused:
                foreach (var fault in refused.Faults)
                {
                    var (part, line) = text.Place(fault.Line);
                    Console.Error.WriteLine($"{part}:{fault with { Line = line }}");
                }
                return null;
            default:
                throw new InvalidOperationException("No such reading.");
        }
    }

    private static string? OneFile(string file)
    {
        // A character takes at most four bytes.
        var text = InputText.Read(file, 4 * LoadedRulebook.TextMax, out var bad);
        if (bad is not null)
        {
            Console.Error.WriteLine($"sunqar: {bad}");
        }
        return bad is null ? text : null;
    }

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "The rulebook.", DefaultValueFactory = _ => "" };
        var command = new Command(
            "check",
            "Check a rulebook's names, types and units, and run the tests beside its rules. Without FILE: the shipped one."
        )
        {
            file,
        };
        command.SetAction(parsed => Check(parsed.GetValue(file)!));
        return command;
    }

    private static int Check(string file)
    {
        var text = ShippedRulebook.Text;
        var rulebook = file.Length == 0 ? ShippedRulebook.Instance : Read(file, out text);
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
                var (part, line) = text!.Place(result.Test.Line);
                Console.Error.WriteLine($"{part}:{line}: {result.Rule.Name}: \"{result.Test.Name}\": {failure}");
            }
        }
        foreach (var rule in rulebook.Rules.Where(r => r.Tests.Count == 0))
        {
            Console.Error.WriteLine($"{name}: the rule {rule.Name} has no test.");
        }
        Console.WriteLine(
            $$"""{"rulebook":"{{rulebook.Version}}","rules":{{rulebook.Rules.Count}},"windows":{{rulebook.WindowCount}},"stores":{{rulebook.Stores.Count}},"tests_passed":{{passed}},"tests_failed":{{failed}}}"""
        );
        return failed == 0 ? Exit.Done : Exit.Failed;
    }

    private static Command Test()
    {
        var candidate = new Argument<string>("candidate") { Description = "The rulebook to try." };
        var from = new Option<string?>("--from")
        {
            Description = "First day counted, YYYY-MM-DD in Kazakhstan; all history when left out.",
        };
        var to = new Option<string?>("--to") { Description = "Last day counted, YYYY-MM-DD in Kazakhstan." };
        var today = new Option<string?>("--against") { Description = "The rulebook to compare with; the shipped one when left out." };
        var command = new Command(
            "test",
            "Replay the data folder's history under today's rulebook and a candidate, and print what would change."
        )
        {
            candidate,
            from,
            to,
            today,
        };
        command.SetAction(parsed => Test(parsed.GetValue(candidate)!, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(today)));
        return command;
    }

    private static int Test(string candidateFile, string? from, string? to, string? todayFile)
    {
        var candidate = Read(candidateFile);
        var today = todayFile is null ? ShippedRulebook.Instance : Read(todayFile);
        if (
            candidate is null
            || today is null
            || !TryDay(from, long.MinValue, 0, out var fromUs)
            || !TryDay(to, long.MaxValue, 1, out var untilUs)
        )
        {
            return Exit.WrongUsage;
        }
        using var folder = ReplayVerb.OpenHistory("rules test");
        if (folder is null)
        {
            return Exit.WrongUsage;
        }
        var result = WhatIfJob.Run(folder.Journal, today, candidate, fromUs, untilUs);
        foreach (var rule in result.Rules)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        rule = rule.Rule,
                        spoke_today = rule.SpokeToday,
                        spoke_candidate = rule.SpokeCandidate,
                        alerts_gained = rule.AlertsGained,
                        alerts_lost = rule.AlertsLost,
                        customers_touched = rule.CustomersTouched,
                        precision_today = Precision(rule.KnownToday, rule.SpokeToday, result.NetworksClosed),
                        precision_candidate = Precision(rule.KnownCandidate, rule.SpokeCandidate, result.NetworksClosed),
                        examples = rule.Examples,
                    }
                )
            );
        }
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    today = result.Today,
                    candidate = result.Candidate,
                    payments = result.Payments,
                    decisions_changed = result.DecisionsChanged,
                    customers_touched = result.CustomersTouched,
                    networks_closed = result.NetworksClosed,
                    outcomes = result.Outcomes.Select(o => new
                    {
                        today = o.Today.Name(),
                        candidate = o.Candidate.Name(),
                        payments = o.Payments,
                    }),
                }
            )
        );
        return Exit.Done;
    }

    /// <summary>Share of a rule's payments that belong to networks with a closed case; null where the rule says nothing or no case is
    /// closed.</summary>
    private static double? Precision(long known, long spoke, int networks) =>
        spoke == 0 || networks == 0 ? null : Math.Round((double)known / spoke, 4);

    /// <summary>Midnight in Kazakhstan of a day, or of the one after it.</summary>
    public static bool TryDay(string? text, long otherwise, int daysOn, out long us)
    {
        us = otherwise;
        if (text is null)
        {
            return true;
        }
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            Console.Error.WriteLine($"sunqar: '{text}' is no day; expected YYYY-MM-DD.");
            return false;
        }
        us = LocalTime.Kazakhstan.StartUs(day.AddDays(daysOn));
        return true;
    }
}
