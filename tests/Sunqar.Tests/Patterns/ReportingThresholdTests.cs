using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;
using Sunqar.Core.Times;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>What structuring stays below is what the rulebook's rule states, as long as it states it.</summary>
public class ReportingThresholdTests
{
    private const string Stated = "  param threshold = 500,000 KZT\n  when kind is card_top_up and amount > threshold";

    private static readonly long TwentyAprilUs = DayUs(2026, 4, 20),
        TwentyMayUs = DayUs(2026, 5, 20);

    [Fact]
    public void The_shipped_rulebook_states_one_with_its_source()
    {
        var threshold = Assert.Single(ReportingThresholds.Of(ShippedRulebook.Instance).Thresholds);
        var rule = ShippedRulebook.Instance.Rules.Single(rule => rule.Name == "sender_iin");
        Assert.Equal(new ReportingThreshold(Currency.Kzt, 500_000_000_000, long.MinValue, rule.Source), threshold);
    }

    [Theory]
    [InlineData("300,000 KZT", 300_000_000_000, Currency.Kzt)]
    [InlineData("499,999.99 KZT", 499_999_990_000, Currency.Kzt)]
    [InlineData("1,000 USD", 1_000_000_000, Currency.Usd)]
    public void Another_amount_in_the_rule_is_another_threshold(string amount, long micro, Currency currency)
    {
        var threshold = Assert.Single(ReportingThresholds.Of(With($"param threshold = {amount}")).Thresholds);
        Assert.Equal((micro, currency), (threshold.AmountMicro, threshold.Currency));
    }

    [Fact]
    public void Each_amount_holds_until_the_next_one_does()
    {
        var thresholds = ReportingThresholds
            .Of(With("param threshold = 500,000 KZT from 2025-01-01, 300,000 KZT from 2026-05-01, 200,000 KZT from 2027-01-01"))
            .Thresholds;
        Assert.Equal([500_000_000_000, 300_000_000_000, 200_000_000_000], thresholds.Select(threshold => threshold.AmountMicro));
        // Before the first date the first value holds, as for decisions.
        Assert.Equal((long.MinValue, long.MaxValue), (thresholds[0].FromUs, thresholds[^1].UntilUs));
        Assert.Equal(
            thresholds.SkipLast(1).Select(threshold => threshold.UntilUs),
            thresholds.Skip(1).Select(threshold => threshold.FromUs)
        );
        Assert.Equal(DayUs(2026, 5, 1), thresholds[1].FromUs);
    }

    [Theory]
    [InlineData(480_000, true, false)]
    [InlineData(290_000, false, true)]
    public void Structuring_follows_the_amount_of_its_day(long tenge, bool inApril, bool inMay)
    {
        var limits = ReportingThresholds.Of(With("param threshold = 500,000 KZT from 2025-01-01, 300,000 KZT from 2026-05-01"));
        Assert.Equal((inApril, inMay), (IsFound(TwentyAprilUs), IsFound(TwentyMayUs)));

        bool IsFound(long fromUs)
        {
            var builder = new TransferTableBuilder();
            for (var i = 0; i < 5; i++)
            {
                builder.Add(
                    new TransferRow
                    {
                        Id = Encoding.UTF8.GetBytes($"t{i}"),
                        TimeUs = fromUs + (i * 3_600_000_000L),
                        From = Encoding.UTF8.GetBytes($"from{i}"),
                        To = "to"u8,
                        AmountMicro = tenge * 1_000_000,
                        Currency = Currency.Kzt,
                        Kind = TransferKind.CardTopUp,
                    }
                );
            }
            var ground = new MiningGround(TransferGraph.Build(builder.Build()), 30 * 86_400_000_000, limits);
            return new Structuring().Mine(ground).Count > 0;
        }
    }

    [Theory]
    [InlineData("rule sender_iin", "rule another_name")]
    [InlineData(
        "param threshold = 500,000 KZT\n  when kind is card_top_up and amount > threshold",
        "param threshold = 50%\n  when kind is card_top_up and amount > threshold of amount"
    )]
    public void A_rulebook_that_states_none_is_refused_in_words(string text, string other)
    {
        var refused = Assert.Throws<ArgumentException>(() => ReportingThresholds.Of(Loaded(text, other)));
        Assert.Contains("sender_iin", refused.Message, StringComparison.Ordinal);
    }

    private static LoadedRulebook With(string parameter) =>
        Loaded(Stated, Stated.Replace("param threshold = 500,000 KZT", parameter, StringComparison.Ordinal));

    private static LoadedRulebook Loaded(string text, string other) => Assert.IsType<RulebookLoaded>(Load(text, other)).Rulebook;

    /// <summary>The shipped rulebook with one text in the place of another, the first time.</summary>
    private static RulebookReading Load(string text, string other)
    {
        var shipped = ShippedRulebook.Text.Text;
        var at = shipped.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        return LoadedRulebook.Load(string.Concat(shipped.AsSpan(0, at), other, shipped.AsSpan(at + text.Length)));
    }

    private static long DayUs(int year, int month, int day) => LocalTime.Kazakhstan.StartUs(new DateOnly(year, month, day));
}
