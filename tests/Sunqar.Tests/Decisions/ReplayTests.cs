using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Replaying;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Decisions;

public class ReplayTests
{
    private const long MinuteUs = 60_000_000;

    private const string First = """
        rule many source "s" outcome report let n = count by recipient.card in 10 minutes when n > 3 observed n reason "{n}" end
        rule large source "s" outcome hold for 1 hours when amount > 900 KZT reason "{amount}" end
        """;

    /// <summary>A window that the first rulebook does not have: it must see the payments from before its day.</summary>
    private const string Second = """
        rule senders source "s" outcome report let n = distinct sender.card by recipient.card in 30 minutes when n > 2 observed n reason "{n}" end
        """;

    [Fact]
    public void Every_decision_is_computed_again_as_it_was_across_a_change_of_rulebook()
    {
        using var journal = Lived();
        var result = ReplayJob.Verify(journal);
        Assert.Equal(400, result.Decisions);
        Assert.Equal((400, 0, 0), (result.Equal, result.Different, result.Unverifiable));
    }

    [Fact]
    public void A_decision_that_was_changed_is_found()
    {
        using var journal = Lived(forged: 300);
        var result = ReplayJob.Verify(journal);
        Assert.Equal("p300", result.Differences[0].PaymentId);
        Assert.True(result.Different >= 1);
    }

    [Fact]
    public void A_candidate_is_tried_on_history_and_its_differences_are_counted()
    {
        using var journal = Lived();
        var today = Load(First);
        Assert.Equal(0, WhatIfJob.Run(journal, today, Load(First + " "), long.MinValue, long.MaxValue).DecisionsChanged);
        var stricter = Load(First.Replace("900 KZT", "800 KZT", StringComparison.Ordinal));
        var all = WhatIfJob.Run(journal, today, stricter, long.MinValue, long.MaxValue);
        var large = Assert.Single(all.Rules, r => r.Rule == "large");
        Assert.Equal(400, all.Payments);
        Assert.True(large.SpokeCandidate > large.SpokeToday);
        Assert.Equal(large.SpokeCandidate - large.SpokeToday, all.DecisionsChanged);
        Assert.NotEmpty(large.Examples);
        var some = WhatIfJob.Run(journal, today, stricter, 100 * MinuteUs, 200 * MinuteUs);
        Assert.InRange(some.Payments, 1, all.Payments - 1);
        Assert.InRange(some.DecisionsChanged, 1, all.DecisionsChanged - 1);
    }

    [Fact]
    public async Task Precision_is_the_share_of_payments_that_belong_to_networks_with_a_closed_case()
    {
        using var journal = Lived();
        var today = Load(First);
        var before = WhatIfJob.Run(journal, today, today, long.MinValue, long.MaxValue);
        Assert.Equal(0, before.NetworksClosed);
        Assert.All(before.Rules, rule => Assert.Equal((0, 0), (rule.KnownToday, rule.KnownCandidate)));
        // Whoever pays or is paid by card 2 belongs to a network with a closed case; that of card 3 is open, and card 1's network has none.
        using (var writer = journal.Open(Streams.Cases))
        {
            var (taken, open) = (Taken("n2", new SubjectId(2)), Taken("n3", new SubjectId(3)));
            var opened = CaseOpened.About(taken, 0);
            var closed = new CaseClosed(opened.CaseId, 2026, opened.Kind, opened.Title, 1, 0, 0, 0, 0, 0, 0);
            foreach (
                var fact in (Fact[])
                    [
                        new NetworkFormed(taken),
                        opened,
                        closed,
                        new NetworkFormed(open),
                        CaseOpened.About(open, 0),
                        new NetworkFormed(Taken("n1", new SubjectId(1))),
                    ]
            )
            {
                (await writer.AppendAsync(fact)).OrThrow();
            }
        }
        var after = WhatIfJob.Run(journal, today, today, long.MinValue, long.MaxValue);
        Assert.Equal(1, after.NetworksClosed);
        var large = Assert.Single(after.Rules, rule => rule.Rule == "large");
        Assert.InRange(large.KnownToday, 1, large.SpokeToday - 1);
        Assert.Equal((large.KnownToday, 0), (large.KnownCandidate, large.CustomersTouched));
    }

    private static Network Taken(string id, SubjectId member) =>
        new(id, "cash_out_network", 1, [], new Dictionary<string, string> { [member.ToString()] = "dropper" }, 0, 0, 0, 0, 0, [], [], []);

    private static MemoryJournal Lived(int forged = -1)
    {
        var journal = new MemoryJournal();
        using var writer = journal.Open(Streams.Payments);
        var facts = new List<Fact>();
        var engine = new DecisionEngine(Load(First));
        facts.Add(new RulebookPublished(engine.RulebookVersion, First, 0));
        var dice = new Random(5);
        for (var i = 0; i < 400; i++)
        {
            if (i == 200)
            {
                // The new rulebook's windows are filled from all facts so far, as a restart would fill them.
                engine = new DecisionEngine(Load(Second));
                facts.ForEach(fact => Fold(engine, fact));
                facts.Add(new RulebookPublished(engine.RulebookVersion, Second, 0));
            }
            var payment = Payment(i, dice);
            foreach (var lapsed in engine.LapsesDue(payment.TimeUs))
            {
                Add(lapsed);
            }
            var decision = engine.Decide(in payment, EmptyRegistry.Instance);
            Add(new PaymentDecided(payment, i == forged ? decision with { Outcome = Outcome.VerifySender } : decision));
            if (i % 11 == 10 && facts[^1] is PaymentDecided last)
            {
                Add(new PaymentReversed(last.Payment, last.Decision, payment.TimeUs));
            }
        }
        foreach (var fact in facts)
        {
            writer.AppendAsync(fact).AsTask().GetAwaiter().GetResult().OrThrow();
        }
        return journal;

        void Add(Fact fact)
        {
            facts.Add(fact);
            Fold(engine, fact);
        }
    }

    private static void Fold(DecisionEngine engine, Fact fact) => engine.Fold(fact);

    private static SealedPayment Payment(int i, Random dice) =>
        new(
            $"p{i}",
            PaymentKind.CardTransfer,
            (i - (dice.Next(4) == 0 ? dice.Next(8) : 0)) * MinuteUs,
            new Money(dice.Next(1, 1_000) * 100L, Currency.Kzt),
            "BANK",
            new SealedParty(default, default, new SubjectId((ulong)dice.Next(1, 9)), IinStatus.Absent, false),
            new SealedParty(default, default, new SubjectId((ulong)dice.Next(1, 4)), IinStatus.Absent, false),
            null,
            null,
            default,
            null,
            null,
            null,
            null,
            0,
            (UInt128)(ulong)i
        );

    private static LoadedRulebook Load(string text) => Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook;
}
