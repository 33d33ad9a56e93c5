using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Payments;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

public class WordingTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(500_000, "500,000")]
    [InlineData(999_499, "999,499")]
    [InlineData(4_800_000, "4.8 m")]
    [InlineData(4_096_000, "4.1 m")]
    [InlineData(9_996_000, "10 m")]
    [InlineData(43_000_000, "43 m")]
    [InlineData(99_960_000, "100 m")]
    [InlineData(999_960_000, "1 bn")]
    [InlineData(24_000_000_000, "24 bn")]
    [InlineData(24_130_000_000, "24.1 bn")]
    [InlineData(13_200_000_000_000, "13.2 tn")]
    [InlineData(-24_000_000_000, "−24 bn")]
    public void An_amount_is_short(long units, string text) => Assert.Equal(text, Amounts.Short((Int128)units * 1_000_000));

    [Fact]
    public void Turnover_is_told_in_both_currencies() =>
        Assert.Equal(
            "24 bn KZT (43 m USD)",
            Amounts.Both(new Turnover((Int128)24_000_000_000 * 1_000_000, (Int128)43_000_000 * 1_000_000))
        );

    [Fact]
    public void A_short_amount_is_within_half_a_percent_of_the_amount() =>
        Prop.ForAll(
                // Every size of amount as often as any other: a mantissa and a power of ten.
                (
                    from mantissa in Gen.Choose(1, 99_999)
                    from power in Gen.Choose(0, 9)
                    select (Mantissa: mantissa, Power: power)
                ).ToArbitrary(),
                drawn =>
                {
                    var units = drawn.Mantissa * (long)Math.Pow(10, drawn.Power);
                    var parts = Amounts.Short((Int128)units * 1_000_000).Split(' ');
                    var scale =
                        parts.Length == 1
                            ? 1m
                            : parts[1] switch
                            {
                                "m" => 1e6m,
                                "bn" => 1e9m,
                                "tn" => 1e12m,
                                _ => throw new FormatException(parts[1]),
                            };
                    var read = decimal.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) * scale;
                    return Math.Abs(read - units) <= units * 0.0051m;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(498_000_000_000, "498,000.00")]
    [InlineData(1_204_337_001, "1,204.337001")]
    [InlineData(10_500_000, "10.50")]
    [InlineData(-1, "−0.000001")]
    public void A_full_amount_keeps_every_digit(long micro, string text) => Assert.Equal(text, Amounts.Full(micro));

    [Theory]
    [InlineData(Currency.Kzt, "KZT")]
    [InlineData(Currency.Usdt, "USDT")]
    [InlineData(Currency.Unstated, "")]
    public void A_currency_goes_by_its_code(Currency currency, string code) => Assert.Equal(code, Amounts.Code(currency));

    // 2026-01-14T23:30:00Z is already the 15th in Kazakhstan.
    [Fact]
    public void Times_are_read_in_Kazakhstan()
    {
        const long TimeUs = 1_768_433_400_000_000;
        Assert.Equal("2026-01-15 04:30:00", When.Exact(TimeUs));
        Assert.Equal("2026-01-15T04:30:00+05:00", When.Iso(TimeUs));
        Assert.Equal("15 Jan 2026", When.Period(TimeUs, TimeUs));
        // Two years before the clock was an hour further.
        Assert.Equal("2023-06-30T23:30:00+06:00", When.Iso(1_688_146_200_000_000));
    }

    [Theory]
    [InlineData(0, 8, "1 – 9 Jan 2026")]
    [InlineData(0, 40, "1 Jan – 10 Feb 2026")]
    [InlineData(-40, 8, "22 Nov 2025 – 9 Jan 2026")]
    public void A_period_says_each_month_and_year_once(int fromDay, int toDay, string text)
    {
        const long NewYearUs = 1_767_207_600_000_000; // midnight in Kazakhstan
        Assert.Equal(text, When.Period(NewYearUs + (fromDay * 86_400_000_000), NewYearUs + (toDay * 86_400_000_000)));
    }

    [Theory]
    [InlineData("ATM-0001", "ATM-0001")]
    [InlineData("KZ160595620531972628", "KZ1605…72628")]
    public void A_long_id_keeps_both_ends(string id, string text) => Assert.Equal(text, Words.ShortId(id));

    [Fact]
    public void An_observation_stands_beside_its_threshold()
    {
        var rows = EvidenceWords.Rows(
            TypologyTable.Shipped[CashOutNetwork.Name],
            new Dictionary<string, string>
            {
                ["meetings"] = "22",
                ["meetings_min"] = "4",
                ["new_sign"] = "5",
                ["y_max"] = "9",
            }
        );
        Assert.Equal(3, rows.Count);
        Assert.Equal(("Meetings at a terminal", "22", "≥ 4"), (rows[0].Name, rows[0].Observed, rows[0].Threshold));
        Assert.Equal(("New sign", "5", null), (rows[1].Name, rows[1].Observed, rows[1].Threshold));
        Assert.Equal("Y max", rows[2].Name); // a limit without its observation is still shown
    }
}
