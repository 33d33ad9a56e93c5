using System.Reflection;
using Sunqar.Core.Chain;
using Sunqar.Core.Tuning;
using Xunit;

namespace Sunqar.Tests.Tuning;

public class MiningTuningTests
{
    private const string Head = "version 2026-11-30\n";

    /// <summary>Every record of limits that the program declares.</summary>
    private static readonly Type[] Records =
    [
        .. typeof(MiningTuning).Assembly.GetTypes().Where(type => type.GetCustomAttribute<LimitsAttribute>() is not null),
    ];

    [Fact]
    public void The_file_and_the_program_name_the_same_limits()
    {
        var declared = Records.SelectMany(MiningTuning.NamesOf).ToList();
        Assert.NotEmpty(declared);
        Assert.Equal(
            declared.Order(StringComparer.Ordinal),
            MiningTuning.Shipped.Limits.Select(limit => limit.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_record_is_filled_from_the_file()
    {
        foreach (var record in Records)
        {
            Assert.NotNull(
                typeof(MiningTuning).GetMethod(nameof(MiningTuning.Of))!.MakeGenericMethod(record).Invoke(MiningTuning.Shipped, [])
            );
        }
    }

    [Fact]
    public void Every_line_says_what_it_means_and_where_it_comes_from() =>
        Assert.All(
            MiningTuning.Shipped.Limits,
            limit =>
            {
                Assert.True(limit.Meaning.Length >= 10, limit.Name);
                Assert.True(limit.Source == "chosen" || limit.Source.Length >= 10, limit.Name);
            }
        );

    [Fact]
    public void A_line_fills_the_parameter_of_its_name_in_the_programs_own_unit()
    {
        var tuning = Read(
            Head
                + "planted.window 45 minutes \"how near\" \"chosen\"\nplanted.share_min 0.25 "
                + "share \"how much\" \"chosen\"\nplanted.cards_min 3 count \"how many\" \"chosen\""
        );
        Assert.Equal(new PlantedLimits(45 * 60_000_000L, 0.25, 3), tuning.Of<PlantedLimits>());
        Assert.Same(tuning.Of<PlantedLimits>(), tuning.Of<PlantedLimits>());
    }

    [Fact]
    public void A_missing_line_and_a_part_of_a_whole_number_are_bugs_that_name_the_line()
    {
        Assert.Contains(
            "planted.window",
            Assert.Throws<InvalidOperationException>(() => Read(Head).Of<PlantedLimits>()).Message,
            StringComparison.Ordinal
        );
        var half = Read(
            Head
                + "planted.window 1 minutes \"how near\" \"chosen\"\nplanted.share_min 0.25 share "
                + "\"how much\" \"chosen\"\nplanted.cards_min 3.5 count \"how many\" \"chosen\""
        );
        Assert.Contains(
            "planted.cards_min",
            Assert.Throws<InvalidOperationException>(half.Of<PlantedLimits>).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("a.b 1 count \"meaning\" \"source\"", 0, "version")]
    [InlineData("version 2026-11-30\nversion 2026-11-30", 2, "one version")]
    [InlineData("version today", 1, "a day")]
    [InlineData("version 2026-11-30\nab 1 count \"meaning\" \"source\"", 2, "section.name")]
    [InlineData("version 2026-11-30\na.b one count \"meaning\" \"source\"", 2, "'one' is no number")]
    [InlineData("version 2026-11-30\na.b 1e999 count \"meaning\" \"source\"", 2, "no number")]
    [InlineData("version 2026-11-30\na.b 1 furlongs \"meaning\" \"source\"", 2, "'furlongs' is no unit")]
    [InlineData("version 2026-11-30\na.b 1 count \"meaning\"", 2, "source")]
    [InlineData("version 2026-11-30\na.b 1 count \"\" \"source\"", 2, "meaning")]
    [InlineData("version 2026-11-30\na.b 1 count \"meaning\" \"source\" more", 2, "in quotes")]
    [InlineData("version 2026-11-30\na.b 1 count \"meaning\" \"source\"\n# a comment\na.b 2 count \"meaning\" \"source\"", 4, "twice")]
    public void A_bad_line_is_refused_with_its_number_and_reason(string text, int line, string reason)
    {
        var refused = Assert.IsType<TuningReading.Refused>(MiningTuning.Parse(text));
        Assert.Equal(line, refused.Line);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_file_reads_as_a_person_reads_it()
    {
        Assert.Equal(new DepositLimits(0.99, 0.9, 1.1, 3, 5), MiningTuning.Shipped.Of<DepositLimits>());
        Assert.True(DateOnly.TryParse(MiningTuning.Shipped.Version, out _));
    }

    private static MiningTuning Read(string text) => Assert.IsType<TuningReading.Read>(MiningTuning.Parse(text)).Tuning;

    [Limits("planted")]
    private sealed record PlantedLimits(long WindowUs, double ShareMin, int CardsMin);
}
