using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Core.Times;
using Xunit;

namespace Sunqar.Tests.Decisions;

/// <summary>Windows by calendar days and months and of all time, held against an oracle that computes each answer from all payments that
/// count. The times span 2024-03-01, when most of Kazakhstan set its clocks back.</summary>
public sealed class CalendarWindowTests
{
    private const long DayUs = 86_400_000_000;
    private const int LatenessDays = 2;

    // 2023-11-01T00:00:00Z.
    private const long StartUs = 1_698_796_800_000_000;

    private static readonly string[] Windows =
    [
        "count by recipient.card in this calendar day",
        "sum of amount by recipient.card in this calendar day before this",
        "min of amount by recipient.card in this calendar day else 0 KZT",
        "sum of amount by recipient.card in this calendar month",
        "count by recipient.card in the last 3 calendar months",
        "distinct sender.card by recipient.card in each of the last 3 calendar months",
        "distinct sender.card by recipient.card in each of the last 2 calendar months before this",
        "sum of amount by recipient.card in each of the last 2 calendar months",
        "count by recipient.card in each of the last 2 calendar months including blocked",
        "sum of amount by recipient.card for sender.card in all time",
        "sum of amount by recipient.card in all time including blocked before this",
    ];

    private static readonly LoadedRulebook Rules = Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(Text())).Rulebook;

    private static string Text() =>
        $"rulebook \"calendar\"\nzone \"Asia/Almaty\"\nlateness {LatenessDays} days\n"
        + string.Join(
            '\n',
            Windows.Select(
                (window, i) =>
                    $"rule r{i}\n  source \"test\"\n  outcome report\n  let value = {window}\n  when amount >= 0 KZT\n  observed value\n  reason \"x\"\nend"
            )
        );

    [Theory]
    [InlineData(1, 3, 900, 150)]
    [InlineData(2, 3, 900, 150)]
    [InlineData(3, 1, 2_500, 60, Traits = ["Suite", "Whole"])]
    [InlineData(4, 6, 1_500, 400)]
    public void Windows_answer_as_the_slow_definition_does(int seed, int cards, int steps, int days)
    {
        var dice = new Random(seed);
        var engine = new DecisionEngine(Rules);
        var counted = new List<(SealedPayment Payment, bool Blocked)>();
        var applied = new List<(SealedPayment Payment, Decision Decision)>();
        var watermarkUs = long.MinValue / 2;
        for (var i = 0; i < steps; i++)
        {
            if (dice.Next(12) == 0 && applied.Count > 0)
            {
                var at = dice.Next(applied.Count);
                var (gone, decided) = applied[at];
                engine.Apply(new PaymentReversed(gone, decided, gone.TimeUs));
                counted.RemoveAll(one => one.Payment.Id == gone.Id);
                applied.RemoveAt(at);
                continue;
            }
            if (dice.Next(150) == 0)
                engine = EngineBytes.Restore(EngineBytes.Save(engine), Rules)!;
            // Time goes on, with late events, some later than any window waits for, and runs at the ends of days and months.
            var driftUs = StartUs + (i * days * DayUs / steps) + 100 * DayUs / 2;
            var timeUs = dice.Next(10) switch
            {
                0 => driftUs - dice.NextInt64(40 * DayUs),
                1 => LocalTime.Kazakhstan.StartUs(LocalTime.Kazakhstan.Day(driftUs)) - dice.Next(2),
                2 => LocalTime.Kazakhstan.StartUs(new DateOnly(2024, 3, 1)) + dice.NextInt64(-3_600_000_000, 3_600_000_000),
                _ => driftUs - dice.NextInt64(3 * DayUs),
            };
            var payment = Payment(i, timeUs, dice.Next(cards) + 1, dice.Next(cards + 3) + 1, dice.Next(1, 90_000));
            var asOfUs = Math.Max(payment.TimeUs, watermarkUs - (LatenessDays * DayUs));
            Assert.Equal(
                Oracle(counted, payment, asOfUs),
                engine.Decide(payment, EmptyRegistry.Instance).Reasons.Select(r => r.Observed.Replace(",", "", StringComparison.Ordinal))
            );
            var outcome = dice.Next(6) switch
            {
                0 => Outcome.Block,
                1 => Outcome.Hold,
                _ => Outcome.Allow,
            };
            var decision = new Decision(outcome, [], "", outcome == Outcome.Hold ? payment.TimeUs + 1 : 0);
            engine.Apply(payment, decision);
            watermarkUs = Math.Max(watermarkUs, payment.TimeUs);
            if (outcome != Outcome.Hold)
                counted.Add((payment, outcome == Outcome.Block));
            applied.Add((payment, decision));
        }
    }

    private static IReadOnlyList<string> Oracle(List<(SealedPayment Payment, bool Blocked)> counted, SealedPayment own, long asOfUs)
    {
        var today = LocalTime.Kazakhstan.Day(asOfUs);
        List<SealedPayment> To(SubjectId card, bool blocked = false, bool withThis = true) =>
            [
                .. counted
                    .Where(one => (blocked || !one.Blocked) && one.Payment.TimeUs <= asOfUs && one.Payment.Recipient.Card == card)
                    .Select(one => one.Payment),
                .. withThis && own.Recipient.Card == card ? [own with { TimeUs = asOfUs }] : Array.Empty<SealedPayment>(),
            ];
        bool IsToday(SealedPayment one) => LocalTime.Kazakhstan.Day(one.TimeUs) == today;
        int MonthsAgo(SealedPayment one)
        {
            var day = LocalTime.Kazakhstan.Day(one.TimeUs);
            return ((today.Year - day.Year) * 12) + today.Month - day.Month;
        }
        long Least(int months, List<SealedPayment> of, Func<IEnumerable<SealedPayment>, long> value) =>
            Enumerable.Range(0, months).Min(month => value(of.Where(one => MonthsAgo(one) == month)));
        static long Sum(IEnumerable<SealedPayment> of) => of.Sum(one => one.Amount.MinorUnits);
        static long Senders(IEnumerable<SealedPayment> of) => of.Select(one => one.Sender.Card).Distinct().Count();
        var (mine, before) = (To(own.Recipient.Card), To(own.Recipient.Card, withThis: false));
        return
        [
            $"{mine.Count(IsToday)}",
            Tenge(Sum(before.Where(IsToday))),
            Tenge(mine.Where(IsToday).Min(one => one.Amount.MinorUnits)),
            Tenge(Sum(mine.Where(one => MonthsAgo(one) == 0))),
            $"{mine.Count(one => MonthsAgo(one) < 3)}",
            $"{Least(3, mine, Senders)}",
            $"{Least(2, before, Senders)}",
            Tenge(Least(2, mine, Sum)),
            $"{Least(2, To(own.Recipient.Card, blocked: true), of => of.Count())}",
            Tenge(Sum(To(own.Sender.Card))),
            Tenge(Sum(To(own.Recipient.Card, blocked: true, withThis: false))),
        ];
    }

    /// <summary>All time costs one entry a key: what no answer tells apart any more is kept as its sum.</summary>
    [Fact]
    public void A_window_of_all_time_keeps_no_entry_older_than_lateness()
    {
        var text =
            "rulebook \"all\"\nlateness 1 days\nrule r\n  source \"s\"\n  outcome report\n  when sum of amount by recipient.card in all time > 0 KZT\n  reason \"x\"\nend";
        var engine = new DecisionEngine(Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook);
        for (var i = 0; i < 5_000; i++)
            engine.Apply(Payment(i, StartUs + (i * DayUs / 10), 1, 2, 100), new Decision(Outcome.Allow, [], "", 0));
        Assert.InRange(engine.WindowEntries, 1, 12);
        Assert.Equal("5,000 KZT", Observed("sum of amount by recipient.card in all time before this", 5_000, 100));
    }

    private static string Observed(string window, int payments, long tiyn)
    {
        var text =
            $"rulebook \"all\"\nlateness 1 days\nrule r\n  source \"s\"\n  outcome report\n  let value = {window}\n  when amount > 0 KZT\n  observed value\n  reason \"x\"\nend";
        var engine = new DecisionEngine(Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook);
        for (var i = 0; i < payments; i++)
            engine.Apply(Payment(i, StartUs + (i * DayUs / 10), 1, 2, tiyn), new Decision(Outcome.Allow, [], "", 0));
        return engine.Decide(Payment(payments, StartUs + (payments * DayUs / 10), 1, 2, tiyn), EmptyRegistry.Instance).Reasons[0].Observed;
    }

    [Theory]
    [InlineData("in this calendar week", "Expected 'day' or 'month'")]
    [InlineData("in the last 0 calendar months", "1 to 12 calendar months")]
    [InlineData("in each of the last 13 calendar months", "1 to 12 calendar months")]
    [InlineData("in the last 3 months", "Expected 'calendar'")]
    [InlineData("in all time else 0 KZT", "gives 0 without")]
    public void A_period_that_is_none_is_refused_with_its_place(string period, string said) =>
        Refused($"sum of amount by recipient.card {period}", said);

    [Theory]
    [InlineData("count by recipient.card in all time", "the sum alone")]
    [InlineData("distinct sender.card by recipient.card in all time", "the sum alone")]
    [InlineData("max of amount by recipient.card in each of the last 2 calendar months else 0 KZT", "counts, sums or counts distinct")]
    public void An_aggregate_that_a_period_cannot_give_is_refused(string window, string said) => Refused(window, said);

    private static void Refused(string window, string said)
    {
        var text =
            $"rulebook \"r\"\nrule r\n  source \"s\"\n  outcome report\n  let value = {window}\n  when amount > 0 KZT\n  observed value\n  reason \"x\"\nend";
        var fault = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text)).Faults[0];
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Equal(5, fault.Line);
    }

    private static string Tenge(long tiyn) => $"{tiyn / 100}{(tiyn % 100 == 0 ? "" : $".{tiyn % 100:00}")} KZT";

    private static SealedPayment Payment(long id, long timeUs, long recipient, long sender, long tiyn) =>
        new(
            $"p{id}",
            PaymentKinds.Table[1].Kind,
            timeUs,
            new Money(tiyn, Currency.Kzt),
            "BANK",
            new SealedParty(default, default, new SubjectId((ulong)sender), IinStatus.Absent, false),
            new SealedParty(default, default, new SubjectId((ulong)recipient), IinStatus.Absent, false),
            null,
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
