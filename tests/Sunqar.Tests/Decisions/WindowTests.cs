using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Decisions;

public class WindowTests
{
    private const int PeriodMinutes = 60,
        LatenessMinutes = 90;

    private static readonly LoadedRulebook Rules = Assert
        .IsType<RulebookLoaded>(LoadedRulebook.Load(WindowRules.Text(PeriodMinutes, LatenessMinutes)))
        .Rulebook;

    /// <summary>Each number of a list is one step: a payment with its outcome, a reversal, a lapse, or a restart from a snapshot.</summary>
    [Fact]
    public void Windows_answer_as_the_slow_definition_does_in_any_order_of_events()
    {
        // Plain integers of FsCheck stay near zero; a step is cut into fields, so it needs its whole range.
        var steps = Gen.Choose(0, int.MaxValue).Select(step => (uint)step).ArrayOf().ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120),
            Prop.ForAll(steps, run => Run(run, cards: 3, minutes: 400))
        );
    }

    [Fact]
    public void A_busy_key_keeps_exact_counts_through_lateness_reversals_and_lapses()
    {
        var dice = new Random(20260121);
        var steps = new uint[2_000];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = (uint)dice.Next();
        }
        Run(steps, cards: 1, minutes: 700, drift: true);
    }

    [Fact]
    public void A_window_is_open_at_its_old_end_and_closed_at_the_event()
    {
        var engine = new DecisionEngine(Rules);
        Apply(engine, Payment(1, 0, 1, 1, 100), Outcome.Allow);
        Assert.Equal("2", Count(engine, Payment(2, 60 * WindowRules.MinuteUs - 1, 1, 1, 100)));
        Assert.Equal("1", Count(engine, Payment(2, 60 * WindowRules.MinuteUs, 1, 1, 100)));
        Assert.Equal("2", Count(engine, Payment(2, 0, 1, 1, 100)));
        Assert.Equal("1", Count(engine, Payment(2, -1, 1, 1, 100)));
    }

    [Fact]
    public void A_reversal_of_what_never_counted_takes_nothing_away()
    {
        var engine = new DecisionEngine(Rules);
        var counted = Payment(1, 0, 1, 1, 100);
        var twin = Payment(2, 0, 1, 1, 100);
        Apply(engine, counted, Outcome.Allow);
        Apply(engine, twin, Outcome.VerifySender);
        engine.Apply(new PaymentReversed(twin, new Decision(Outcome.VerifySender, [], "", 0), 1));
        Assert.Equal("2", Count(engine, Payment(3, 1, 1, 1, 100)));
    }

    [Fact]
    public void Memory_stays_flat_when_keys_come_and_go()
    {
        var engine = new DecisionEngine(Rules);
        long Fed(int from)
        {
            for (var i = from; i < from + 50_000; i++)
            {
                Apply(engine, Payment(i, i * WindowRules.MinuteUs / 20, i + 1, i + 7, 100), Outcome.Allow);
            }
            return engine.WindowBytes;
        }
        // The parts of a table grow to what chance puts into them at most, which takes some rounds.
        var bytes = Enumerable.Range(0, 6).Select(i => Fed(i * 50_000)).Max();
        var entries = engine.WindowEntries;
        var later = Enumerable.Range(6, 6).Select(i => Fed(i * 50_000)).Max();
        Assert.InRange(later, 0, bytes * 5 / 4);
        // Some lapsed entries wait for the hand; they are never more than the table has places.
        Assert.InRange(engine.WindowEntries, 1, 2 * entries);
    }

    private static void Run(uint[] steps, int cards, int minutes, bool drift = false)
    {
        var engine = new DecisionEngine(Rules);
        var oracle = new WindowOracle(PeriodMinutes * WindowRules.MinuteUs, LatenessMinutes * WindowRules.MinuteUs);
        var applied = new List<(SealedPayment Payment, Decision Decision)>();
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (step % 16 == 0 && applied.Count > 0)
            {
                Reverse(engine, oracle, applied, (int)(step / 16 % (uint)applied.Count));
                continue;
            }
            if (step % 97 == 1)
            {
                engine = EngineBytes.Restore(EngineBytes.Save(engine), Rules)!;
            }
            var minute = (long)(step / 16 % (uint)minutes);
            var timeUs = (drift ? (i / 8) + (minute % 200) - 100 : minute) * WindowRules.MinuteUs / 2;
            var payment = Payment(
                i,
                timeUs,
                (step / 7_000 % (uint)cards) + 1,
                step / 50_000 % 40,
                step / 90 % 9_000,
                step / 31 % 3 == 0 ? "ATM" : null
            );
            var decision = engine.Decide(payment, EmptyRegistry.Instance);
            Assert.Equal(oracle.Answers(payment), decision.Reasons.Select(r => r.Observed.Replace(",", "", StringComparison.Ordinal)));
            var outcome = (Outcome)(step / 3 % 8 is var o and < 5 ? o : 0);
            Apply(engine, payment, outcome);
            oracle.Apply(payment, outcome);
            applied.Add((payment, new Decision(outcome, [], "", 0)));
        }
    }

    private static void Reverse(
        DecisionEngine engine,
        WindowOracle oracle,
        List<(SealedPayment Payment, Decision Decision)> applied,
        int at
    )
    {
        var (payment, decision) = applied[at];
        engine.Apply(new PaymentReversed(payment, decision, payment.TimeUs));
        oracle.Reverse(payment);
        applied.RemoveAt(at);
    }

    private static void Apply(DecisionEngine engine, in SealedPayment payment, Outcome outcome) =>
        engine.Apply(payment, new Decision(outcome, [], "", outcome == Outcome.Hold ? payment.TimeUs + 1 : 0));

    private static string Count(DecisionEngine engine, in SealedPayment payment) =>
        engine.Decide(payment, EmptyRegistry.Instance).Reasons[0].Observed;

    private static SealedPayment Payment(long id, long timeUs, long recipient, long sender, long tiyn, string? terminal = null) =>
        new(
            $"p{id}",
            PaymentKind.CardTransfer,
            timeUs,
            new Money(tiyn, Currency.Kzt),
            "BANK",
            new SealedParty(default, default, new SubjectId((ulong)sender), IinStatus.Absent, false),
            new SealedParty(default, default, new SubjectId((ulong)recipient), IinStatus.Absent, false),
            terminal,
            null,
            default,
            null,
            null,
            null,
            null,
            0,
            (UInt128)(ulong)id
        );
}
