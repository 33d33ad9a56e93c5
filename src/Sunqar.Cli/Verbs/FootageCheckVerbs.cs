using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats.Footage;
using Sunqar.Work.Footage;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar footage challenge | answer | check</c>: whether a bank still has what it committed to.</summary>
internal static class FootageCheckVerbs
{
    public static Command Challenge()
    {
        var manifest = new Argument<string>("MANIFEST") { Description = "As the bank handed it over." };
        var leaves = new Option<int>("--leaves")
        {
            Description = "How many leaves of 4 KiB; 459 find a loss of 1 % with a probability of 99 %.",
            DefaultValueFactory = _ => LossBound.LeavesUsual,
            HelpName = "N",
        };
        leaves.Validators.Add(result => WholeNumber.Between(result, 1, LeafDraw.LeavesMax, " leaves"));
        var seed = new Option<string?>("--seed")
        {
            Description = "Decides the draw; a secret until the challenge goes out. Without it one is made by chance.",
            HelpName = "S",
        };
        seed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { Length: 0 or > 256 })
                result.AddError("--seed: expected 1 to 256 characters.");
        });
        var final = new Option<bool>("--final")
        {
            Description = "Draw from the recordings whose last day of keeping is today: the last look before they may go.",
        };
        var key = BankKey();
        var output = Output();
        var command = new Command("challenge", "Draw random leaves of random recordings over the whole period, for the bank to show.")
        {
            manifest,
            leaves,
            seed,
            final,
            key,
            output,
        };
        command.SetAction(parsed =>
            Challenge(
                parsed.GetValue(manifest)!,
                parsed.GetValue(leaves),
                parsed.GetValue(seed),
                parsed.GetValue(final),
                parsed.GetValue(key),
                parsed.GetValue(output)
            )
        );
        return command;
    }

    public static Command Answer()
    {
        var challenge = new Argument<string>("CHALLENGE") { Description = "The agency's challenge." };
        var folder = FootageVerb.Recordings();
        var output = Output();
        var command = new Command("answer", "Show the challenged leaves with their Merkle paths, from DIR/sealed; no key is needed.")
        {
            challenge,
            folder,
            output,
        };
        command.SetAction(parsed => Answer(parsed.GetValue(challenge)!, parsed.GetValue(folder)!, parsed.GetValue(output)));
        return command;
    }

    public static Command Check()
    {
        var challenge = new Argument<string>("CHALLENGE") { Description = "As it was drawn." };
        var answer = new Argument<string>("ANSWER") { Description = "What the bank showed." };
        var command = new Command(
            "check",
            "Hold an answer against its challenge: a line for each recording that is not shown as committed, and one at the end. "
                + "Exit code 0 where all leaves hold, 1 where not."
        )
        {
            challenge,
            answer,
        };
        command.SetAction(parsed => Check(parsed.GetValue(challenge)!, parsed.GetValue(answer)!));
        return command;
    }

    /// <summary>The bank's public key as the agency has it.</summary>
    internal static Option<string?> BankKey() =>
        new("--key")
        {
            Description = "File with the bank's public key, had at its registration; without it the manifest's own is believed.",
            HelpName = "FILE",
        };

    private static Option<string?> Output() =>
        new("--out") { Description = "Where it goes; standard output when left out.", HelpName = "FILE" };

    private static int Challenge(string manifest, int leaves, string? seed, bool isFinal, string? keyFile, string? output)
    {
        LogKey? key = null;
        if (keyFile is not null && (key = VerifyLogVerb.ReadKey(keyFile)) is null)
            return Exit.WrongUsage;
        var nowUs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        seed ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        switch (ChallengeJob.Draw(manifest, key, seed, leaves, segment => !isFinal || FootageTerms.IsLastDay(segment.EndUs, nowUs)))
        {
            case DrawOutcome.Drawn drawn:
                Console.Error.WriteLine($"{drawn.Leaves.Count} leaves of {drawn.Segments} recordings");
                return OutputFile.Write(output, stream => stream.Write(ChallengeFile.Write(nowUs, drawn.Leaves)))
                    ? Exit.Done
                    : Exit.WrongUsage;
            case DrawOutcome.Refused refused:
                Console.Error.WriteLine($"sunqar footage challenge: {refused.Why}");
                return Exit.WrongUsage;
            case DrawOutcome.Broken broken:
                Console.Error.WriteLine($"sunqar footage challenge: {broken.Why}");
                return Exit.Failed;
            default:
                throw new InvalidOperationException("An outcome that this verb does not know.");
        }
    }

    private static int Answer(string challengeFile, string folder, string? output)
    {
        if (Read(challengeFile, "answer") is not { } challenge)
            return Exit.WrongUsage;
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"sunqar footage answer: {folder}: there is no such folder; expected the folder of the recordings");
            return Exit.WrongUsage;
        }
        var missing = 0;
        if (!OutputFile.Write(output, stream => missing = ChallengeJob.Answer(challenge, folder, stream)))
            return Exit.WrongUsage;
        if (missing > 0)
        {
            Console.Error.WriteLine(
                $"sunqar footage answer: {missing} of {challenge.Leaves.Count} leaves are not here, and the answer says so."
            );
        }
        return Exit.Done;
    }

    private static int Check(string challengeFile, string answerFile)
    {
        if (Read(challengeFile, "check") is not { } challenge)
            return Exit.WrongUsage;
        switch (AnswerFile.Check(answerFile, challenge))
        {
            case AnswerReading.Checked done:
                return Tell(challenge, done.Verdicts);
            case AnswerReading.OtherChallenge:
                Say(new { holds = false, reason = "the answer is to another challenge" });
                return Exit.Failed;
            case AnswerReading.Refused refused:
                Console.Error.WriteLine($"sunqar footage check: {refused.Why}");
                return Exit.WrongUsage;
            default:
                throw new InvalidOperationException("A reading that this verb does not know.");
        }
    }

    private static int Tell(Challenge challenge, IReadOnlyList<LeafVerdict> verdicts)
    {
        var bySegment = challenge.Leaves.Zip(verdicts).GroupBy(one => one.First.Segment);
        foreach (var segment in bySegment.Where(group => group.Any(one => one.Second != LeafVerdict.Good)))
        {
            var (missing, wrong) = (segment.Count(Is(LeafVerdict.Missing)), segment.Count(Is(LeafVerdict.Wrong)));
            Say(
                new
                {
                    segment = SegmentName.Of(segment.Key),
                    asked = segment.Count(),
                    missing,
                    wrong,
                    reason = wrong > 0
                        ? "what was shown is not what was committed: exchanged, re-encoded or damaged"
                        : "nothing was shown: deleted or lost",
                }
            );
        }
        var good = verdicts.Count(verdict => verdict == LeafVerdict.Good);
        var holds = good == verdicts.Count;
        Say(
            new
            {
                holds,
                leaves = verdicts.Count,
                good,
                missing = verdicts.Count(verdict => verdict == LeafVerdict.Missing),
                wrong = verdicts.Count(verdict => verdict == LeafVerdict.Wrong),
                reason = holds ? null : $"{verdicts.Count - good} of {verdicts.Count} leaves do not hold",
                // What may be lost all the same, at a confidence of 99 %.
                lost_at_most = holds ? Math.Round(LossBound.Share(good), 6) : (double?)null,
            }
        );
        return holds ? Exit.Done : Exit.Failed;
    }

    private static Func<(ChallengedLeaf First, LeafVerdict Second), bool> Is(LeafVerdict verdict) => one => one.Second == verdict;

    private static void Say(object line) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                line,
                new JsonSerializerOptions { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull }
            )
        );

    private static Challenge? Read(string file, string verb)
    {
        switch (ChallengeFile.Read(file))
        {
            case ChallengeReading.Read read:
                return read.Challenge;
            case ChallengeReading.Refused refused:
                Console.Error.WriteLine($"sunqar footage {verb}: {refused.Why}");
                return null;
            default:
                throw new InvalidOperationException("A reading that this verb does not know.");
        }
    }
}
