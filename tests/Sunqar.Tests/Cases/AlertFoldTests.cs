using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Cases;

public class AlertFoldTests
{
    private const long HourUs = 3_600_000_000;
    private const long DayUs = 24 * HourUs;

    /// <summary>2026-01-05 00:00 in Kazakhstan, a Monday.</summary>
    private const long MondayUs = 1_767_553_200_000_000;

    private static readonly SubjectId Aru = new(11);

    [Fact]
    public void A_week_begins_on_Monday_in_Kazakhstan()
    {
        Assert.Equal(MondayUs, AlertFold.WeekOf(MondayUs));
        Assert.Equal(MondayUs, AlertFold.WeekOf(MondayUs + 7 * DayUs - 1));
        Assert.Equal(MondayUs - 7 * DayUs, AlertFold.WeekOf(MondayUs - 1));
        Assert.Equal(DayOfWeek.Monday, LocalTime.Kazakhstan.Day(AlertFold.WeekOf(-1)).DayOfWeek);
    }

    [Fact]
    public void One_subject_and_rule_raise_one_alert_a_week_with_all_that_a_judge_needs()
    {
        var alert = Assert.Single(
            List(
                Fold([Spoke("p2", 2 * HourUs, "960,000 KZT"), Spoke("p1", HourUs, "480,000 KZT"), Spoke("p3", 3 * HourUs, "1,440,000 KZT")])
            )
        );
        Assert.Equal(["p1", "p2", "p3"], alert.Payments.Select(p => p.Id));
        Assert.Equal(["480,000 KZT", "960,000 KZT", "1,440,000 KZT"], alert.Payments.Select(p => p.Observed));
        Assert.All(alert.Payments, p => Assert.Equal("500,000 KZT", p.Limit));
        Assert.Equal((Aru, "recipient", "structuring", "structuring"), (alert.Subject, alert.Role, alert.Rule, alert.Typology));
        Assert.Equal(["version"], alert.Versions);
        Assert.Contains("1,440,000 KZT", alert.Counterfactual, StringComparison.Ordinal);
        Assert.Equal("A seller of used cars who receives instalments; a landlord of several flats.", alert.Innocent);
        Assert.Equal("text of 1,440,000 KZT", alert.Text);
        Assert.Equal(64, alert.InputHash.Length);
        Assert.Empty(alert.Afterwards);
    }

    [Fact]
    public void Another_rule_another_subject_and_another_week_are_other_alerts()
    {
        var alerts = List(
            Fold([
                Spoke("p1", 0),
                Spoke("p2", 0, rule: "many_senders"),
                Spoke("p3", 0, subject: new SubjectId(12)),
                Spoke("p4", 7 * DayUs),
                Spoke("p5", 7 * DayUs - 1),
            ])
        );
        Assert.Equal(4, alerts.Count);
        Assert.Equal(4, alerts.Select(alert => alert.Id).Distinct().Count());
    }

    [Fact]
    public void Order_of_events_and_lateness_do_not_matter()
    {
        var facts = Enumerable
            .Range(0, 200)
            .Select(i => (Fact)Spoke($"p{i:000}", i % 17 * HourUs, subject: new SubjectId(11 + (ulong)(i % 2))))
            .ToArray();
        var straight = Fold(facts);
        var mixed = facts.ToArray();
        new Random(3).Shuffle(mixed);
        var other = Fold(mixed);
        Assert.Equal(List(straight).Select(Told), List(other).Select(Told));
        Assert.All(List(straight), alert => Assert.Equal((AlertFold.PaymentsMax, 100L), (alert.Payments.Count, alert.PaymentCount)));
    }

    [Fact]
    public void A_fold_kept_and_gone_on_with_is_the_fold_of_everything()
    {
        Fact[] facts =
        [
            .. Enumerable
                .Range(0, 120)
                .Select(i =>
                    (Fact)Spoke(
                        $"p{i}",
                        i * 5 * HourUs,
                        subject: new SubjectId(11 + (ulong)(i % 5)),
                        rule: i % 3 == 0 ? "structuring" : "many_senders"
                    )
                ),
            new PaymentReversed(Spoke("p3", 15 * HourUs).Payment with { }, Spoke("p3", 0).Decision, 0),
        ];
        var whole = AlertSnapshot.Save(Fold(facts));
        for (var cut = 0; cut < facts.Length; cut += 7)
        {
            var restored = AlertSnapshot.Restore(AlertSnapshot.Save(Fold(facts[..cut])))!;
            Assert.Equal(whole, AlertSnapshot.Save(Fold(facts[cut..], restored)));
        }
    }

    [Fact]
    public void What_became_of_a_payment_is_told_and_it_is_counted_once()
    {
        var first = Spoke("p1", 0);
        var confirmed = new PaymentDecided(
            first.Payment with
            {
                Sender = first.Payment.Sender with { Confirmed = true },
            },
            new Decision(Outcome.Allow, [], "version", 0)
        );
        var alert = Assert.Single(
            List(
                Fold([
                    first,
                    Spoke("p2", HourUs),
                    Spoke("p3", HourUs),
                    confirmed,
                    new PaymentReversed(Spoke("p2", HourUs).Payment, first.Decision, 0),
                    new HoldLapsed(Spoke("p3", HourUs).Payment, 0),
                ])
            )
        );
        Assert.Equal([PaymentFate.Confirmed, PaymentFate.Reversed, PaymentFate.Lapsed], alert.Payments.Select(p => p.Fate));
        Assert.Equal((3, 3), (alert.PaymentCount, alert.Afterwards.Count));
        var again = Spoke("p1", 0);
        again = again with { Payment = again.Payment with { Sender = again.Payment.Sender with { Confirmed = true } } };
        Assert.Equal(1, Assert.Single(List(Fold([first, again]))).PaymentCount);
    }

    [Fact]
    public void The_input_hash_tells_whether_a_replay_met_the_same()
    {
        var hash = Assert.Single(List(Fold([Spoke("p1", 0), Spoke("p2", 1)]))).InputHash;
        Assert.Equal(hash, Assert.Single(List(Fold([Spoke("p2", 1), Spoke("p1", 0)]))).InputHash);
        Assert.NotEqual(hash, Assert.Single(List(Fold([Spoke("p1", 0), Spoke("p3", 1)]))).InputHash);
        Assert.NotEqual(hash, Assert.Single(List(Fold([Spoke("p1", 0)]))).InputHash);
    }

    [Fact]
    public void A_suppression_hides_until_it_expires_and_hides_only_its_subject_and_rule()
    {
        var suppressions = new Suppressions();
        suppressions.Apply(new AlertSuppressed(Aru, "structuring", "a.officer", "known landlord", MondayUs, MondayUs + DayUs));
        var hidden = Assert.Single(Fold([Spoke("p1", 0)]).List(suppressions));
        Assert.Equal("a.officer", hidden.SuppressedBy!.Author);
        Assert.Contains("known landlord", Assert.Single(hidden.Afterwards), StringComparison.Ordinal);
        Assert.Null(Assert.Single(Fold([Spoke("p1", 0), Spoke("p2", DayUs)]).List(suppressions)).SuppressedBy);
        Assert.Null(Assert.Single(Fold([Spoke("p1", -1)]).List(suppressions)).SuppressedBy);
        Assert.Null(Assert.Single(Fold([Spoke("p1", 0, rule: "many_senders")]).List(suppressions)).SuppressedBy);
        Assert.Null(Assert.Single(Fold([Spoke("p1", 0, subject: new SubjectId(12))]).List(suppressions)).SuppressedBy);
    }

    [Fact]
    public void Memory_is_bounded_and_what_is_let_go_is_counted()
    {
        var fold = Fold(
            Enumerable.Range(0, 100).Select(i => (Fact)Spoke($"p{i}", i / 5 * 7 * DayUs, subject: new SubjectId(100 + (ulong)i))),
            new AlertFold(20)
        );
        Assert.Equal((20, 80), (fold.Count, fold.Forgotten));
        Assert.Equal(MondayUs + 16 * 7 * DayUs, List(fold).Min(alert => alert.WeekUs));
        // Late for a week that was let go.
        fold.Apply(new RecordedFact("payments", 100, 0, Spoke("late", 0)));
        Assert.Equal((20, 81), (fold.Count, fold.Forgotten));
    }

    [Fact]
    public void Every_shipped_rule_has_a_note_and_its_page_tells_the_same_innocent_explanation()
    {
        Assert.All(
            ShippedRulebook.Instance.Rules,
            rule =>
            {
                var note = AlertNotes.Of(rule.Name);
                Assert.NotEqual("rule", note.Typology);
                var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", rule.Name + ".md"));
                var told = page[
                    (
                        page.IndexOf("## Innocent", StringComparison.Ordinal) is >= 0 and var at
                            ? at
                            : throw new InvalidDataException(rule.Name)
                    )..
                ];
                Assert.Contains(note.Innocent, told.ReplaceLineEndings(" "), StringComparison.Ordinal);
            }
        );
    }

    private static string Told(Alert alert) =>
        string.Join(
            '|',
            alert.Id,
            alert.InputHash,
            alert.Text,
            alert.FirstUs,
            alert.LastUs,
            alert.PaymentsBeyond,
            string.Join(',', alert.Payments.Select(p => p.Id))
        );

    private static IReadOnlyList<Alert> List(AlertFold fold) => fold.List(new Suppressions());

    private static AlertFold Fold(IEnumerable<Fact> facts, AlertFold? onto = null)
    {
        var fold = onto ?? new AlertFold();
        var sequence = fold.Next;
        foreach (var fact in facts)
            fold.Apply(new RecordedFact("payments", sequence++, 0, fact));
        return fold;
    }

    private static PaymentDecided Spoke(
        string id,
        long sinceMondayUs,
        string observed = "3",
        string rule = "structuring",
        SubjectId? subject = null
    ) =>
        new(
            new SealedPayment(
                id,
                PaymentKind.CardTopUp,
                MondayUs + sinceMondayUs,
                new Money(48_000_000, Currency.Kzt),
                "CASPKZKA",
                new SealedParty(new SubjectId(9), default, new SubjectId(10), IinStatus.Valid, false),
                new SealedParty(subject ?? Aru, default, new SubjectId(13), IinStatus.Valid, false),
                null,
                null,
                default,
                null,
                null,
                null,
                null,
                0,
                7
            ),
            new Decision(Outcome.VerifySender, [new Reason(rule, "text of " + observed, observed, "500,000 KZT", "source")], "version", 0)
        );
}
