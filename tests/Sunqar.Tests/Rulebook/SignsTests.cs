using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Rulebook;

/// <summary><c>signs of (…)</c> is how many of its conditions hold.</summary>
public class SignsTests
{
    private static LoadedRulebook Load(string text) =>
        LoadedRulebook.Load(text) switch
        {
            RulebookLoaded loaded => loaded.Rulebook,
            RulebookRefused refused => throw new InvalidOperationException(string.Join("; ", refused.Faults)),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>All combinations of three conditions, told by the payment's parts.</summary>
    [Fact]
    public void It_counts_the_conditions_that_hold()
    {
        for (var mask = 0; mask < 8; mask++)
        {
            var given =
                "given card_transfer of 10 KZT recipient.card \"r\""
                + ((mask & 1) != 0 ? " device \"d\"" : "")
                + ((mask & 2) != 0 ? " ip \"i\"" : "")
                + ((mask & 4) != 0 ? " sender.card \"c\"" : "");
            var count = int.PopCount(mask);
            var rulebook = Load(
                $"""
                rule r source "s" outcome report
                  when signs of (device is present, ip is present, sender.card is present) = {count}
                  reason "x"
                  test "t" {given} expect fires
                end
                """
            );
            Assert.All(RuleTestRun.Run(rulebook), result => Assert.Null(result.Failure));
        }
    }

    [Fact]
    public void A_share_of_that_name_is_still_a_share()
    {
        var rulebook = Load(
            """
            rule r source "s" outcome report
              param signs = 50%
              when amount > signs of (100 KZT)
              reason "x"
              test "above" given card_transfer of 51 KZT recipient.card "r" expect fires
              test "below" given card_transfer of 50 KZT recipient.card "r" expect silent
            end
            """
        );
        Assert.All(RuleTestRun.Run(rulebook), result => Assert.Null(result.Failure));
    }

    [Theory]
    [InlineData("signs of (amount)")]
    [InlineData("signs of (device is present, 3)")]
    public void What_is_no_condition_is_no_sign(string expression)
    {
        var text = $"rule r source \"s\" outcome report when {expression} > 0 reason \"x\" end";
        var refused = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text));
        Assert.Contains("condition", refused.Faults[0].Message, StringComparison.Ordinal);
    }
}
