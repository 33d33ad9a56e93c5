using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Formats;
using Sunqar.Formats.Findings;
using Sunqar.Formats.Transfers;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar score</c>: findings set beside the truth.</summary>
internal static class ScoreVerb
{
    /// <summary>The threshold fixed beforehand: a finding is claimed when it is more likely right than wrong.</summary>
    private const double Threshold = 0.5;

    public static Command Create()
    {
        var findings = new Argument<FileInfo>("FINDINGS") { Description = "What find wrote (NDJSON)." };
        var truth = new Option<FileInfo>("--truth")
        {
            Description = "truth.csv of simulate, or a transfers file of AMLSim, AMLGentex or AMLworld with its own labels.",
            Required = true,
            HelpName = "FILE",
        };
        var command = new Command("score", "Set findings beside the truth: transfers, patterns, accounts; one measure a line (NDJSON).")
        {
            findings,
            truth,
        };
        command.SetAction(parsed => Run(parsed.GetValue(findings)!, parsed.GetValue(truth)!));
        return command;
    }

    private static int Run(FileInfo findingsFile, FileInfo truthFile)
    {
        if (ReadTruth(truthFile) is not { } planted || ReadFindings(findingsFile) is not { } findings)
            return Exit.WrongUsage;
        var score = new TransfersAgainstTruth(planted, findings);
        Write("transfers", score.At(Threshold));
        Write("transfers_best_threshold", score.Best());
        foreach (var pattern in score.Patterns(Threshold))
        {
            Print(
                new
                {
                    measure = "pattern",
                    kind = pattern.Kind,
                    planted = pattern.Planted,
                    found = pattern.Found,
                    recall = Round((double)pattern.Found / pattern.Planted),
                    found_by_same_kind = pattern.FoundByKind,
                    planted_of_three_and_more = pattern.Large,
                    found_of_three_and_more = pattern.LargeFound,
                }
            );
        }
        foreach (var kind in score.Findings(Threshold))
        {
            Print(
                new
                {
                    measure = "findings",
                    kind = kind.Kind,
                    findings = kind.Findings,
                    right = kind.Right,
                    precision = Round((double)kind.Right / kind.Findings),
                }
            );
        }
        // Rates are not needed for counts: amounts of this measure are not printed.
        foreach (var kind in PlantedAgainstFound.Score(planted, [.. findings.Where(f => f.Score >= Threshold)], (amount, _, _) => amount))
        {
            Print(
                new
                {
                    measure = "accounts",
                    kind = kind.Kind,
                    planted = kind.Planted,
                    found = kind.Found,
                    correct = kind.Correct,
                    precision = Round(kind.Precision),
                    recall = Round(kind.Recall),
                }
            );
        }
        return Exit.Done;
    }

    private static void Write(string measure, TransferScore score) =>
        Print(
            new
            {
                measure,
                threshold = Round(score.Threshold),
                planted = score.Planted,
                claimed = score.Claimed,
                right = score.Right,
                precision = Round(score.Precision),
                recall = Round(score.Recall),
                f1 = Round(score.F1),
            }
        );

    private static void Print<T>(T line) => Console.WriteLine(JsonSerializer.Serialize(line));

    private static double Round(double value) => Math.Round(value, 4);

    private static List<PlantedPattern>? ReadTruth(FileInfo file)
    {
        var patterns = new Dictionary<(string Kind, string Id), (HashSet<string> Accounts, HashSet<string> Transfers)>();
        try
        {
            using var stream = File.OpenRead(file.ToString());
            var outcome = TruthFile.Read(
                stream,
                file.ToString(),
                row =>
                {
                    if (!patterns.TryGetValue((row.Kind, row.PatternId), out var pattern))
                        patterns[(row.Kind, row.PatternId)] = pattern = ([], []);
                    pattern.Accounts.Add(row.Account);
                    pattern.Transfers.Add(row.TransferId);
                }
            );
            if (outcome is TransferFileOutcome.Refused refused)
            {
                Console.Error.WriteLine($"sunqar: {refused.Why}");
                return null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {BadInput.Unreadable(file.ToString(), e)}");
            return null;
        }
        return
        [
            .. patterns.Select(p => new PlantedPattern(p.Key.Kind, p.Key.Id, p.Value.Accounts, p.Value.Transfers, 0, Currency.Unstated)),
        ];
    }

    private static List<Finding>? ReadFindings(FileInfo file)
    {
        var findings = new List<Finding>();
        var line = 0;
        try
        {
            foreach (var text in File.ReadLines(file.ToString()))
            {
                line++;
                if (text.Length > 0)
                    findings.Add(FindingJson.Read(text));
            }
            return findings;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            Console.Error.WriteLine(
                $"sunqar: "
                    + $"{new BadInput(file.ToString(), line, 0, null, "this is no finding", "one JSON object a line as find writes it: id, pattern and transfers, a score from 0 to 1")}"
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {BadInput.Unreadable(file.ToString(), e)}");
        }
        return null;
    }
}
