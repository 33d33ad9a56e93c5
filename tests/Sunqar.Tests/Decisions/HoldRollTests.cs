using Sunqar.Core.Decisions;
using Sunqar.Core.Law;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Decisions;

/// <summary>A hold of 24 hours that would end on a day off goes on to the end of the next working day; a replay, which does not know when
/// it was decided, finds the least that it lasted.</summary>
public sealed class HoldRollTests
{
    private const long HourUs = 3_600_000_000,
        DayUs = 24 * HourUs;

    // 2026-01-01T00:00:00Z.
    private const long StartUs = 1_767_225_600_000_000;

    [Fact]
    public void Holds_of_the_shipped_rulebook_end_where_counting_days_says()
    {
        var (dice, engine, days) = (new Random(17), new DecisionEngine(ShippedRulebook.Instance), WorkingDays.Kazakhstan);
        Assert.All(ShippedRulebook.Instance.Rules.Where(rule => rule.Outcome == Outcome.Hold), rule => Assert.True(rule.HoldRolls));
        var rolled = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var nowUs = StartUs + dice.NextInt64(3 * 365 * DayUs);
            var payment = Unknown(nowUs - dice.NextInt64(2 * DayUs));
            var decision = engine.Decide(payment, EmptyRegistry.Instance, nowUs);
            Assert.Equal(Outcome.Hold, decision.Outcome);
            Assert.Equal(Counted(nowUs + DayUs, days), decision.ExpiresUs);
            rolled += decision.ExpiresUs > nowUs + DayUs ? 1 : 0;
            Assert.Equal(payment.TimeUs + DayUs, engine.Decide(payment, EmptyRegistry.Instance).ExpiresUs);
            Assert.True(engine.Decide(payment, EmptyRegistry.Instance).ExpiresUs <= decision.ExpiresUs);
        }
        Assert.InRange(rolled, 500, 900);
    }

    /// <summary>Over random calendars: holidays that move, days taken off, weekends worked.</summary>
    [Fact]
    public void A_deadline_rolls_to_the_end_of_the_next_working_day_of_any_calendar()
    {
        var dice = new Random(18);
        for (var round = 0; round < 40; round++)
        {
            var text = "version 2026-01-01\n";
            foreach (var day in Days(dice, 12))
                text += $"every {day:MM-dd} {(dice.Next(2) == 0 ? "moves" : "stays")} \"x\"\n";
            foreach (var day in Days(dice, 20))
                text += $"off {day:yyyy-MM-dd} \"x\"\n";
            foreach (var day in Days(dice, 40).Where(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday))
                text += $"work {day:yyyy-MM-dd} \"x\"\n";
            var days = Assert.IsType<CalendarReading.Read>(WorkingDays.Parse(text)).Days;
            for (var i = 0; i < 100; i++)
            {
                var us = StartUs + dice.NextInt64(365 * DayUs);
                Assert.Equal(Counted(us, days), days.RolledUs(us));
            }
        }
    }

    [Fact]
    public void A_rule_that_does_not_say_rolling_ends_to_the_hour()
    {
        var text = "rulebook \"r\"\nrule r\n  source \"s\"\n  outcome hold for 24 hours\n  when amount > 0 KZT\n  reason \"x\"\nend";
        var engine = new DecisionEngine(Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook);
        for (var hour = 0; hour < 24 * 14; hour++)
        {
            var nowUs = StartUs + (hour * HourUs);
            Assert.Equal(nowUs + DayUs, engine.Decide(Unknown(nowUs), EmptyRegistry.Instance, nowUs).ExpiresUs);
        }
    }

    private static IEnumerable<DateOnly> Days(Random dice, int count) =>
        Enumerable.Range(0, count).Select(_ => new DateOnly(2026, 1, 1).AddDays(dice.Next(365))).Distinct().ToList();

    private static long Counted(long us, WorkingDays days)
    {
        var day = days.Clock.Day(us);
        if (days.IsWorking(day))
            return us;
        while (!days.IsWorking(day))
            day = day.AddDays(1);
        return days.Clock.StartUs(day.AddDays(1));
    }

    private static SealedPayment Unknown(long timeUs) =>
        new(
            "p",
            PaymentKinds.Table.First(row => row.Name == "crypto_buy").Kind,
            timeUs,
            new Money(100, Currency.Kzt),
            "BANK",
            default,
            default,
            null,
            null,
            default,
            null,
            null,
            "new.example",
            null,
            0,
            0
        );
}
