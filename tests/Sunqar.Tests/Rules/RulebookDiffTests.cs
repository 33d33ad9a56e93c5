using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Rules;

/// <summary>What differs between two rulebooks is told so that either can be read out of it.</summary>
public sealed class RulebookDiffTests
{
    [Fact]
    public void Every_rule_of_the_shipped_text_is_found_where_it_stands()
    {
        var (text, lines) = (ShippedRulebook.Instance.Text, ShippedRulebook.Instance.Text.Split('\n'));
        var blocks = RuleBlocks.Of(text);
        Assert.Equal(ShippedRulebook.Instance.Rules.Select(rule => rule.Name), blocks.Select(block => block.Name));
        Assert.All(
            blocks,
            block => Assert.Equal((true, "end"), (lines[block.FirstLine - 1].Contains(block.Name), lines[block.LastLine - 1].Trim()))
        );
        Assert.All(blocks, block => Assert.Equal(string.Join('\n', lines[(block.FirstLine - 1)..block.LastLine]), block.Text));
    }

    [Fact]
    public void A_text_with_faults_has_rules_still_and_one_that_cannot_be_cut_has_none()
    {
        Assert.Equal(
            ["a", "b"],
            RuleBlocks.Of("rule a when nonsense > end\n# rule c end\nrule b source \"rule d end\" end").Select(one => one.Name)
        );
        Assert.Empty(RuleBlocks.Of("rule a \"never closed"));
        Assert.Empty(RuleBlocks.Of("rule a without an ending"));
    }

    [Fact]
    public void Both_texts_can_be_read_out_of_the_difference()
    {
        var dice = new Random(11);
        for (var round = 0; round < 60; round++)
        {
            var older = ShippedRulebook.Instance.Text.Split('\n').ToList();
            var newer = older.ToList();
            for (var edit = dice.Next(1, 8); edit > 0; edit--)
            {
                var at = dice.Next(newer.Count);
                switch (dice.Next(3))
                {
                    case 0:
                        newer.Insert(at, "  # note " + dice.Next(5));
                        break;
                    case 1 when newer[at].TrimStart().StartsWith("given", StringComparison.Ordinal):
                        newer.RemoveAt(at);
                        break;
                    default:
                        newer[at] += " # said";
                        break;
                }
            }
            var (was, now) = (string.Join('\n', older), string.Join('\n', newer));
            foreach (var one in RulebookDiff.Of(was, now).Where(one => one.Rule.Length > 0))
            {
                Assert.Equal(Text(one, LineChange.Gone), RuleBlocks.Of(was).Single(block => block.Name == one.Rule).Text);
                Assert.Equal(Text(one, LineChange.New), RuleBlocks.Of(now).Single(block => block.Name == one.Rule).Text);
            }
            Assert.NotEmpty(RulebookDiff.Of(was, now));
            Assert.Empty(RulebookDiff.Of(now, now));
        }
    }

    private static string Text(RuleDiff one, LineChange with) =>
        string.Join('\n', one.Lines.Where(line => line.Change == LineChange.Same || line.Change == with).Select(line => line.Text));

    [Fact]
    public void New_gone_and_what_stands_outside_are_told()
    {
        const string Rule = "rule a source \"s\" outcome report when amount > 1 KZT reason \"r\" end\n";
        var diff = RulebookDiff.Of("param x = 1\n" + Rule, "param x = 2\n" + Rule.Replace("rule a", "rule b", StringComparison.Ordinal));
        Assert.Equal([("", false, false), ("b", true, false), ("a", false, true)], diff.Select(one => (one.Rule, one.IsNew, one.IsGone)));
    }
}
