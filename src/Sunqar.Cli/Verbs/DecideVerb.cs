using System.CommandLine;
using System.Security.Cryptography;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Payments;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Work.Deciding;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar decide FILE</c>: payments in the API's JSON, one a line, decided in the order of the file. No server, no data
/// folder.</summary>
internal static class DecideVerb
{
    private const int RunMax = 4_096;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Payments in the API's JSON, one a line." };
        var rulebook = new Option<string?>("--rulebook") { Description = "The rulebook to decide under; the shipped one when left out." };
        var lists = new Option<string[]>("--lists")
        {
            Description = "What the registry knows: registers, exchange rates, tag packs, sanctions lists.",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string?>("--out") { Description = "Write the decisions here instead of to standard output." };
        var command = new Command("decide", "Decide the payments of a file in order, one JSON answer a line.")
        {
            file,
            rulebook,
            lists,
            output,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(file)!, parsed.GetValue(rulebook), parsed.GetValue(lists) ?? [], parsed.GetValue(output))
        );
        return command;
    }

    private static int Run(string file, string? rulebookFile, string[] lists, string? output)
    {
        var rulebook = rulebookFile is null ? ShippedRulebook.Instance : RulesVerb.Read(rulebookFile);
        if (rulebook is null)
        {
            return Exit.WrongUsage;
        }
        var engine = new DecisionEngine(rulebook);
        var registry = new RegistryFold();
        foreach (var list in lists)
        {
            if (ListFile.Read(list, null, fact => Learn(fact, registry, engine)) is ListFileOutcome.Refused refused)
            {
                Console.Error.WriteLine($"sunqar: {refused.Why}");
                return Exit.WrongUsage;
            }
        }
        FileStream input;
        try
        {
            input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {BadInput.Unreadable(file, why)}");
            return Exit.WrongUsage;
        }
        using (input)
        {
            return Decide(input, file, output, new Desk(engine, new GivenLists(registry.Snapshot)));
        }
    }

    private static void Learn(Fact fact, RegistryFold registry, DecisionEngine engine)
    {
        registry.Apply(fact);
        if (fact is RatePublished rate)
        {
            engine.Apply(rate);
        }
    }

    /// <summary>Decides the whole file. A file of answers appears only when every line was answered.</summary>
    private static int Decide(FileStream input, string file, string? output, Desk desk)
    {
        var isGood = true;
        var isWritten = OutputFile.Write(output, answers => isGood = Decide(input, file, desk, answers), () => isGood);
        if (!isWritten || !isGood)
        {
            return Exit.WrongUsage;
        }
        Console.Error.WriteLine(desk.Summary);
        return Exit.Done;
    }

    /// <returns>Whether every line was a payment.</returns>
    private static bool Decide(FileStream input, string file, Desk desk, Stream answers)
    {
        var bad = 0;
        using var lines = new PaymentLines(input, new PaymentJson(new KeyedCardTokeniser(RandomNumberGenerator.GetBytes(32))));
        var run = new List<Payment>(RunMax);
        foreach (
            var payment in lines.Read(
                (line, refused) =>
                {
                    bad++;
                    Console.Error.WriteLine($"sunqar: {refused.In(file, line)}");
                    return false;
                }
            )
        )
        {
            run.Add(payment);
            if (run.Count == RunMax)
            {
                desk.Answer(run, answers);
            }
        }
        desk.Answer(run, answers);
        return bad == 0;
    }

    /// <summary>Seals, tells repeats from conflicts, decides, writes.</summary>
    private sealed class Desk(DecisionEngine engine, IRegistryView registry)
    {
        private readonly PaymentSealer _sealer = new(MemoryKeys.Open());
        private readonly SealedBatch _batch = new();
        private readonly JsonText _json = new();
        private readonly Dictionary<(string Institution, string Id), Answered> _answered = [];
        private readonly long[] _outcomes = new long[RuleOutcomes.Answers.Count];
        private long _duplicates;
        private long _conflicts;
        private long _latestUs = long.MinValue;

        private readonly record struct Answered(UInt128 ContentHash, Decision Decision, long Sequence);

        public string Summary =>
            string.Join(", ", RuleOutcomes.Answers.Select((name, i) => $"{name} {_outcomes[i]}"))
            + $"; duplicates {_duplicates}, conflicts {_conflicts}";

        public void Answer(List<Payment> payments, Stream answers)
        {
            _sealer.Seal(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(payments), _batch);
            foreach (ref readonly var payment in _batch.Payments)
            {
                Answer(in payment);
                _json.Raw("\n"u8);
            }
            answers.Write(_json.Written);
            _json.Clear();
            payments.Clear();
        }

        private void Answer(in SealedPayment payment)
        {
            var key = (payment.Institution, payment.Id);
            if (_answered.TryGetValue(key, out var before))
            {
                var isSame = before.ContentHash == payment.ContentHash;
                _duplicates += isSame ? 1 : 0;
                _conflicts += isSame ? 0 : 1;
                if (isSame)
                {
                    AnswerJson.Write(_json, payment.Id, before.Decision, duplicate: true, before.Sequence);
                }
                else
                {
                    Problem.Of(DeskAnswer.Conflict(before.Sequence)).Write(_json, id: payment.Id);
                }
                return;
            }
            // Without a clock the payments' own times are the clock: what lapsed by the latest of them counts.
            _latestUs = Math.Max(_latestUs, payment.TimeUs);
            foreach (var lapsed in engine.LapsesDue(_latestUs))
            {
                engine.Apply(lapsed);
            }
            var decision = engine.Decide(in payment, registry, payment.TimeUs);
            engine.Apply(in payment, decision);
            _outcomes[(int)decision.Outcome]++;
            AnswerJson.Write(_json, payment.Id, decision, duplicate: false, _answered.Count);
            _answered.Add(key, new Answered(payment.ContentHash, decision, _answered.Count));
        }
    }

    /// <summary>The lists that were named: whoever names none of wallets wants none asked for.</summary>
    private sealed class GivenLists(RegistrySnapshot lists) : IRegistryView
    {
        public PlatformStanding Platform(string code, long timeUs) => lists.Platform(code, timeUs);

        public WalletStanding Wallet(string chain, string address, long timeUs) => lists.Wallet(chain, address, timeUs);

        public ExposureRecord Exposure(string address) => lists.Exposure(address);

        public MeasureStanding Measure(SubjectId subject, long timeUs) => lists.Measure(subject, timeUs);
    }
}
