using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Decisions;

public class DecisionEngineTests
{
    private const long HourUs = 3_600_000_000,
        DayUs = 24 * HourUs,
        StartUs = 1_780_297_200_000_000;

    [Fact]
    public void The_tests_beside_the_shipped_rules_pass_and_cover_both_answers()
    {
        var results = RuleTestRun.Run(ShippedRulebook.Instance).ToList();
        Assert.All(results, r => Assert.True(r.Failure is null, $"{r.Rule.Name}, \"{r.Test.Name}\": {r.Failure}"));
        foreach (var rule in ShippedRulebook.Instance.Rules)
        {
            Assert.Contains(rule.Tests, t => t.Expected == Expectation.Fires || t.Outcome is not (null or "allow"));
            Assert.Contains(rule.Tests, t => t.Expected == Expectation.Silent || t.Outcome == "allow");
        }
    }

    [Fact]
    public void A_test_that_expects_the_wrong_answer_fails()
    {
        const string Text = """
            rule r source "s" outcome report when amount > 5 KZT reason "x"
              test "wrong" given card_transfer of 5 KZT expect fires
              test "right" given card_transfer of 6 KZT expect fires
              test "outcome" given card_transfer of 6 KZT expect hold
            end
            """;
        var failures = RuleTestRun.Run(Load(Text)).Select(r => r.Failure).ToList();
        Assert.Equal(["expected fires, got allow (no rule spoke)", null, "expected hold, got allow (spoke: r)"], failures);
    }

    [Fact]
    public void What_comes_in_against_what_goes_out_is_the_smaller_as_a_share_of_the_larger()
    {
        const string Text = """
            rule r source "s" outcome report
              let inflow = sum of amount where kind is card_top_up by recipient.card for sender.card in 1 hours
              let outflow = sum of amount where kind is card_transfer by sender.card in 1 hours
              when kind is card_transfer and inflow against outflow >= 80%
              reason "{inflow against outflow}"
              test "less goes out" given card_top_up of 1,000 KZT recipient.card "c" given card_transfer of 800 KZT sender.card "c" expect fires
              test "more goes out" given card_top_up of 800 KZT recipient.card "c" given card_transfer of 1,000 KZT sender.card "c" expect fires
              test "too little" given card_top_up of 1,000 KZT recipient.card "c" given card_transfer of 799 KZT sender.card "c" expect silent
              test "nothing came" given card_transfer of 799 KZT sender.card "c" expect silent
            end
            """;
        Assert.All(RuleTestRun.Run(Load(Text)), result => Assert.Null(result.Failure));
    }

    [Fact]
    public void A_decision_without_reasons_allocates_nothing()
    {
        var engine = new DecisionEngine(ShippedRulebook.Instance);
        var timeUs = StartUs;
        void DecideMany()
        {
            for (var i = 0; i < 100_000; i++)
            {
                var payment = Ordinary(i % 2_000) with { TimeUs = timeUs += HourUs / 10 };
                var decision = engine.Decide(in payment, EmptyRegistry.Instance);
                engine.Apply(in payment, decision);
            }
        }
        // The first rounds fill the windows.
        DecideMany();
        Assert.Equal(0, Allocation.Least(4, DecideMany));
        Assert.True(engine.WindowEntries > 1_000, "The windows must be in use for the figure to mean anything.");
    }

    /// <summary>Banks tell seconds; times that are told more finely cost more.</summary>
    [Theory]
    [InlineData(4_000_000, 15)]
    [InlineData(3_600_000, 18)]
    [InlineData(3_600_007, 21)]
    public void Live_entries_stay_small(long stepUs, int bytesMax)
    {
        var engine = new DecisionEngine(ShippedRulebook.Instance);
        for (var i = 0; i < 200_000; i++)
        {
            var payment = Ordinary(i % 20_000) with { TimeUs = StartUs + (i * stepUs) };
            engine.Apply(in payment, engine.Decide(in payment, EmptyRegistry.Instance));
        }
        Assert.InRange((double)engine.WindowBytes / engine.WindowEntries, 4, bytesMax);
    }

    [Fact]
    public void A_held_payment_counts_from_its_lapse_on_and_a_confirmed_one_from_its_second_decision()
    {
        var engine = new DecisionEngine(
            Load(
                """
                rule held source "s" outcome hold for 24 hours when amount > 100 KZT reason "x" end
                rule asked source "s" outcome verify_sender when amount > 50 KZT and not sender.confirmed reason "x" end
                rule counted source "s" outcome report let n = count by recipient.card in 7 days before this when n >= 0 observed n reason "x" end
                """
            )
        );
        string Counted() => engine.Decide(Payment("probe", StartUs + (2 * DayUs), 1), EmptyRegistry.Instance).Reasons[^1].Observed;
        var held = Payment("held", StartUs, 101);
        Decided(engine, held, Outcome.Hold);
        Assert.Equal("0", Counted());
        Assert.Empty(engine.LapsesDue(StartUs + DayUs - 1));
        var lapse = Assert.Single(engine.LapsesDue(StartUs + DayUs));
        Assert.Equal((held.Id, StartUs + DayUs), (lapse.Payment.Id, lapse.TimeUs));
        engine.Apply(lapse);
        Assert.Equal("1", Counted());
        Assert.Empty(engine.LapsesDue(long.MaxValue));

        var asked = Payment("asked", StartUs, 60);
        Decided(engine, asked, Outcome.VerifySender);
        Assert.Equal("1", Counted());
        Decided(engine, asked with { Sender = asked.Sender with { Confirmed = true } }, Outcome.Allow);
        Assert.Equal("2", Counted());

        var again = Payment("again", StartUs, 102);
        Decided(engine, again, Outcome.Hold);
        engine.Apply(new PaymentReversed(again, new Decision(Outcome.Hold, [], "", 0), StartUs));
        Assert.Empty(engine.LapsesDue(long.MaxValue));
        Assert.Equal("2", Counted());
    }

    [Fact]
    public void Every_reason_is_given_and_the_strictest_outcome_wins()
    {
        var engine = new DecisionEngine(
            Load(
                """
                rule a source "law a" outcome report when amount > 1 KZT observed amount limit 1 KZT reason "{amount} of {kind}" end
                rule b source "law b" outcome hold for 2 hours when amount > 1 KZT reason "b" end
                rule c source "law c" outcome verify_sender when amount > 1 KZT reason "c" end
                """
            )
        );
        var decision = engine.Decide(Payment("p", StartUs, 1_234), EmptyRegistry.Instance);
        Assert.Equal((Outcome.Hold, StartUs + (2 * HourUs)), (decision.Outcome, decision.ExpiresUs));
        Assert.Equal(["a", "b", "c"], decision.Reasons.Select(r => r.Rule));
        Assert.Equal(new Reason("a", "1,234 KZT of card_transfer", "1,234 KZT", "1 KZT", "law a"), decision.Reasons[0]);
    }

    [Fact]
    public void Amounts_meet_limits_of_another_currency_at_the_rate_of_their_day()
    {
        var engine = new DecisionEngine(Load("""rule r source "s" outcome report when amount >= 1,000 USD reason "x" end"""));
        var payment = Payment("p", StartUs, 500_000);
        var unrated = Assert.Single(engine.Decide(payment, EmptyRegistry.Instance).Reasons);
        Assert.Equal(("rate_missing", "r"), (unrated.Rule, unrated.Limit));
        engine.Apply(new RatePublished(Currency.Usd, Currency.Kzt, 500, 1, StartUs - DayUs, "test"));
        engine.Apply(new RatePublished(Currency.Usd, Currency.Kzt, 501, 1, StartUs + DayUs, "test"));
        Assert.Single(engine.Decide(payment, EmptyRegistry.Instance).Reasons, r => r.Rule == "r");
        Assert.Empty(engine.Decide(payment with { TimeUs = StartUs + DayUs }, EmptyRegistry.Instance).Reasons);
        Assert.Single(engine.Decide(payment with { Amount = new Money(100_000, Currency.Usd) }, EmptyRegistry.Instance).Reasons);
        Assert.Empty(engine.Decide(payment with { Amount = new Money(99_999, Currency.Usd) }, EmptyRegistry.Instance).Reasons);
    }

    [Fact]
    public void Every_rule_that_asks_a_window_hears_that_a_rate_is_missing()
    {
        var engine = new DecisionEngine(
            Load(
                """
                let total = sum of amount by recipient.card in 1 hours
                let large = count where amount > 5 KZT by recipient.card in 1 hours
                rule a source "s" outcome report when total < 5 KZT reason "x" end
                rule b source "s" outcome report when total < 6 KZT reason "x" end
                rule c source "s" outcome report when large < 5 reason "x" end
                rule d source "s" outcome report when count where amount > 5 KZT by recipient.card in 2 hours < 6 reason "x" end
                """
            )
        );
        var decision = engine.Decide(Payment("p", StartUs, 1) with { Amount = new Money(100, Currency.Usd) }, EmptyRegistry.Instance);
        Assert.Equal(
            ["rate_missing a", "rate_missing b", "rate_missing c", "rate_missing d"],
            decision.Reasons.Select(r => $"{r.Rule} {r.Limit}")
        );
    }

    [Fact]
    public void A_late_payment_meets_the_rules_and_parameters_of_its_day()
    {
        var engine = new DecisionEngine(
            Load(
                """
                param p = 10 KZT from 2026-01-01, 20 KZT from 2026-06-02
                rule old source "s" valid until 2026-06-02 outcome report when amount > p reason "{p}" end
                rule new source "s" valid from 2026-06-02 outcome report when amount > p reason "{p}" end
                """
            )
        );
        var midnightUs = StartUs + (12 * HourUs);
        string[] Texts(long timeUs) =>
            [.. engine.Decide(Payment("p", timeUs, 100), EmptyRegistry.Instance).Reasons.Select(r => $"{r.Rule} {r.Text}")];
        Assert.Equal(["new 20 KZT"], Texts(midnightUs));
        Assert.Equal(["old 10 KZT"], Texts(midnightUs - 1));
    }

    [Fact]
    public void Deciding_changes_nothing_and_the_same_facts_give_the_same_answers()
    {
        var (left, right) = (new DecisionEngine(ShippedRulebook.Instance), new DecisionEngine(ShippedRulebook.Instance));
        for (var i = 0; i < 20_000; i++)
        {
            var payment = Busy(i);
            var decision = left.Decide(in payment, EmptyRegistry.Instance);
            for (var again = 0; again < 2; again++)
            {
                right.Decide(Busy(i + 7_919), EmptyRegistry.Instance);
            }
            var other = right.Decide(in payment, EmptyRegistry.Instance);
            Assert.Equal(decision.Outcome, other.Outcome);
            Assert.Equal(decision.Reasons, other.Reasons);
            left.Apply(in payment, decision);
            right.Apply(in payment, decision);
            if (i % 5_000 == 2_500)
            {
                right = EngineBytes.Restore(EngineBytes.Save(right), ShippedRulebook.Instance)!;
            }
        }
    }

    [Fact]
    public void Taking_a_payment_is_deciding_and_applying_it_whatever_was_expected()
    {
        var (left, right) = (new DecisionEngine(ShippedRulebook.Instance), new DecisionEngine(ShippedRulebook.Instance));
        var payments = Enumerable.Range(0, 20_000).Select(Busy).ToArray();
        for (var i = 0; i < payments.Length; i++)
        {
            left.Expect(payments.AsSpan(i + 1));
            // What is expected and does not come, or was here before, changes nothing.
            right.Expect(payments.AsSpan(i * 7_919 % payments.Length));
            var decision = left.Take(in payments[i], EmptyRegistry.Instance);
            var other = right.Decide(in payments[i], EmptyRegistry.Instance);
            right.Apply(in payments[i], other);
            Assert.Equal(decision.Outcome, other.Outcome);
            Assert.Equal(decision.Reasons, other.Reasons);
        }
        Assert.Equal(EngineBytes.Save(left), EngineBytes.Save(right));
    }

    [Fact]
    public void A_snapshot_that_lacks_what_a_rulebook_needs_is_not_taken()
    {
        const string Text = """rule r source "s" outcome report when count by recipient.card in 1 hours > 1 reason "x" end""";
        var snapshot = EngineBytes.Save(new DecisionEngine(Load(Text)));
        Assert.NotNull(EngineBytes.Restore(snapshot, Load(Text.Replace("> 1", "> 2", StringComparison.Ordinal))));
        Assert.Null(EngineBytes.Restore(snapshot, Load(Text.Replace("1 hours", "2 hours", StringComparison.Ordinal))));
        Assert.Null(EngineBytes.Restore(snapshot, Load(Text.Replace("recipient", "sender", StringComparison.Ordinal))));
    }

    /// <summary>2023-06-30T17:30:00Z: half past eleven in Almaty and by the country's clock, an hour less in Aktau and at +05:00.</summary>
    [Theory]
    [InlineData("", "23", "2023-06-30 23:30")]
    [InlineData("zone \"Asia/Almaty\"", "23", "2023-06-30 23:30")]
    [InlineData("zone \"Asia/Aqtau\"", "22", "2023-06-30 22:30")]
    [InlineData("zone +05:00", "22", "2023-06-30 22:30")]
    [InlineData("zone -03:30", "14", "2023-06-30 14:00")]
    public void Hours_and_dates_are_those_of_the_rulebooks_zone(string zone, string hour, string time)
    {
        const long TimeUs = 1_688_146_200_000_000;
        var rules = Load($$"""{{zone}} rule r source "s" outcome report when time >= {{time}} reason "{hour}" end""");
        Assert.Equal([hour], Texts(TimeUs));
        Assert.Empty(Texts(TimeUs - 60_000_000));

        IEnumerable<string> Texts(long us) =>
            new DecisionEngine(rules).Decide(Payment("p", us, 10), EmptyRegistry.Instance).Reasons.Select(reason => reason.Text);
    }

    [Fact]
    public void A_version_is_a_hash_of_the_text()
    {
        const string Text = """rule r source "s" outcome report when amount > 1 KZT reason "x" end""";
        Assert.Equal(Load(Text).Version, Load(Text).Version);
        Assert.NotEqual(Load(Text).Version, Load(Text + " ").Version);
        Assert.Equal(32, Load(Text).Version.Length);
    }

    private static LoadedRulebook Load(string text) =>
        LoadedRulebook.Load(text) switch
        {
            RulebookLoaded loaded => loaded.Rulebook,
            RulebookRefused refused => throw new InvalidOperationException(string.Join('\n', refused.Faults)),
            _ => throw new InvalidOperationException(),
        };

    private static void Decided(DecisionEngine engine, in SealedPayment payment, Outcome expected)
    {
        var decision = engine.Decide(in payment, EmptyRegistry.Instance);
        Assert.Equal(expected, decision.Outcome);
        engine.Apply(in payment, decision);
    }

    private static SealedPayment Payment(string id, long timeUs, long tenge) =>
        new(
            id,
            PaymentKind.CardTransfer,
            timeUs,
            new Money(tenge * 100, Currency.Kzt),
            "BANK",
            Party(1),
            Party(2),
            null,
            null,
            default,
            null,
            null,
            null,
            null,
            0,
            0
        );

    private static SealedParty Party(int number) =>
        new(new SubjectId((ulong)number), default, new SubjectId((ulong)number + 1_000_000), IinStatus.Valid, false, Named: true);

    /// <summary>Small amounts of different people: no rule speaks.</summary>
    private static SealedPayment Ordinary(int number) =>
        Payment("p", 0, 1_000 + (number % 97)) with
        {
            Kind = (PaymentKind)((number % 6) + 1),
            Sender = Party(number),
            Recipient = Party(number + 100_000),
            Device = new SubjectId((ulong)number + 5_000_000),
            Terminal = "ATM-1",
        };

    /// <summary>Few people, large amounts, cards by the dozen: most rules speak now and then, and some payments come late.</summary>
    private static SealedPayment Busy(int number)
    {
        var dice = new Random(number);
        return Payment(
            $"p{number}",
            StartUs + (number * HourUs / 60) - (dice.Next(5) == 0 ? dice.Next(3_000) * HourUs / 60 : 0),
            dice.Next(1, 900_000)
        ) with
        {
            Kind = (PaymentKind)dice.Next(1, 8),
            Sender = Party(dice.Next(200)) with { Card = new SubjectId((ulong)dice.Next(1_000, 1_400)) },
            Recipient = Party(dice.Next(20)) with { Card = new SubjectId((ulong)dice.Next(1_000, 1_200)) },
            Device = new SubjectId((ulong)dice.Next(1, 40)),
            Terminal = $"ATM-{dice.Next(4)}",
        };
    }
}
