using System.Text.RegularExpressions;
using Sunqar.Core.Decisions;
using Sunqar.Core.Objections;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Objections;

/// <summary>What is told to whom a stopped payment concerns: every figure of the decision, in every language, and no key of the
/// house.</summary>
public sealed partial class ExplanationTests
{
    private const long NowUs = 1_780_297_200_000_000;

    private static LoadedRulebook Shipped => ShippedRulebook.Instance;

    /// <summary>Every decision that the tests beside the shipped rules come to and that stops the payment.</summary>
    private static IEnumerable<StoppedPayment> Stops =>
        from rule in Shipped.Rules
        from test in rule.Tests
        let decided = RuleTestRun.Decide(Shipped, rule, test)
        where decided.Decision.Outcome is Outcome.Hold or Outcome.Block
        select new StoppedPayment(decided.Payment, decided.Decision.Outcome, decided.Decision.Reasons, decided.Decision.ExpiresUs, 0, 0);

    private static bool Stopping(Rule rule) => rule.Outcome is not Outcome.Allow;

    [Fact]
    public void Every_rule_that_may_stop_a_payment_speaks_every_language()
    {
        Assert.All(
            Shipped.Rules.Where(Stopping),
            rule =>
                Assert.All(
                    RuleWords.Languages,
                    language =>
                    {
                        Assert.False(string.IsNullOrEmpty(rule.Words.Title(language)), $"{rule.Name}: title {language}");
                        Assert.False(string.IsNullOrEmpty(rule.Words.Source(language)), $"{rule.Name}: source {language}");
                    }
                )
        );
    }

    [Fact]
    public void A_translated_reason_shows_the_figures_of_the_decision_and_no_key_of_the_house()
    {
        var seen = 0;
        foreach (var rule in Shipped.Rules.Where(Stopping))
        {
            foreach (var test in rule.Tests)
            {
                foreach (var reason in RuleTestRun.Decide(Shipped, rule, test).Decision.Reasons.Where(one => one.Rule == rule.Name))
                {
                    foreach (var language in RuleWords.Languages)
                    {
                        seen++;
                        var text = rule.Words.Reason(
                            language,
                            reason.Text,
                            (_, value) => ExplanationWords.Shipped.Value(value, language) ?? value
                        );
                        Assert.NotNull(text);
                        Assert.Equal(Digits(reason.Text), Digits(text));
                        Assert.DoesNotMatch(Key(), text);
                        Assert.Matches(Cyrillic(), text);
                    }
                }
            }
        }
        Assert.True(seen >= 2 * Shipped.Rules.Count(Stopping));
    }

    [Fact]
    public void Whole_explanations_say_what_happened_why_on_which_basis_and_how_to_object()
    {
        var stops = Stops.ToList();
        Assert.True(stops.Count > 8);
        foreach (var stopped in stops)
        {
            foreach (var isSender in new[] { true, false })
            {
                foreach (var one in Explanation.Of(stopped, Shipped, isSender, NowUs))
                {
                    Assert.NotEmpty(one.Reasons);
                    var whole = string.Join(
                        ' ',
                        one.Reasons.Select(reason => reason.Text + reason.Basis).Append(one.Summary).Append(one.Rights)
                    );
                    Assert.DoesNotContain("{", whole, StringComparison.Ordinal);
                    Assert.Contains("3", one.Rights, StringComparison.Ordinal);
                    Assert.Contains("94-V", one.Rights, StringComparison.Ordinal);
                    Assert.Contains("19-1", one.Rights, StringComparison.Ordinal);
                    Assert.All(Shipped.Rules, rule => Assert.DoesNotContain(rule.Name + " ", whole, StringComparison.Ordinal));
                }
            }
        }
    }

    /// <summary>Law forbids telling customers of reports: a rule that only reports is not in the explanation.</summary>
    [Fact]
    public void Reports_are_told_to_nobody()
    {
        var reporting = Shipped.Rules.First(rule => !Stopping(rule));
        var stopped = Stops.First() is var one ? one with { Reasons = [.. one.Reasons, Said(reporting.Name)] } : null!;
        Assert.Equal(Told(Stops.First()), Told(stopped));
        static string Told(StoppedPayment stopped) =>
            string.Join('\n', Explanation.Of(stopped, Shipped, true, NowUs).SelectMany(one => one.Reasons.Select(reason => reason.Text)));
    }

    [Fact]
    public void What_concerns_the_other_party_alone_is_not_shown_to_this_one()
    {
        var frozen = Stops.First(stopped =>
            stopped.Reasons.Any(reason => reason.Text.Contains("sender: frozen", StringComparison.Ordinal))
        );
        var (words, bySender, byRecipient) = (
            ExplanationWords.Shipped,
            Explanation.Of(frozen, Shipped, true, NowUs),
            Explanation.Of(frozen, Shipped, false, NowUs)
        );
        foreach (var (mine, others) in bySender.Zip(byRecipient))
        {
            var (shown, hidden) = (words.Value("frozen", mine.Language)!, words.Value("hidden", mine.Language)!);
            Assert.Contains(": " + shown, mine.Reasons[0].Text, StringComparison.Ordinal);
            Assert.DoesNotContain(": " + shown, others.Reasons[0].Text, StringComparison.Ordinal);
            Assert.Contains(hidden, others.Reasons[0].Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("612,000 KZT", "500,000 KZT")]
    [InlineData("some_key", "500,000 KZT")]
    [InlineData("sender {x}", "valid")]
    public void A_reason_of_a_rule_that_is_gone_is_told_by_its_figures_never_by_a_key(string observed, string limit)
    {
        var stopped = Stops.First() with { Reasons = [new Reason("gone_rule", "Something gone_rule said.", observed, limit, "Order 1")] };
        foreach (var one in Explanation.Of(stopped, Shipped, true, NowUs))
        {
            var text = Assert.Single(one.Reasons).Text;
            Assert.DoesNotMatch(Key(), text);
            Assert.Equal(observed.StartsWith("612", StringComparison.Ordinal), text.Contains("612", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_word_that_a_rule_may_show_is_told_in_every_language() =>
        Assert.All(
            new[] { RuleType.Iin, RuleType.Platform, RuleType.Wallet, RuleType.Measure }
                .SelectMany(type => type.Symbols!.Keys)
                .Append("absent"),
            word => Assert.True(ExplanationWords.Languages.All(one => ExplanationWords.Shipped.Value(word, one) is not null), word)
        );

    /// <summary>Taking the values out of a filled template gives the values back, for every template and values as decisions show
    /// them.</summary>
    [Fact]
    public void A_filled_template_gives_its_values_back()
    {
        var dice = new Random(11);
        string[] values =
        [
            "1",
            "12,345",
            "612,000 KZT",
            "499,999.99 KZT",
            "80%",
            "97.25%",
            "3 h 20 min",
            "yes",
            "absent",
            "frozen",
            "TXYZ",
            "0 s",
        ];
        foreach (var text in Shipped.Rules.SelectMany(rule => RulebookReasons().GetValueOrDefault(rule.Name, [])))
        {
            var template = new ReasonTemplate(text);
            for (var round = 0; round < 50; round++)
            {
                var chosen = template.Expressions.Distinct().ToDictionary(one => one, _ => values[dice.Next(values.Length)]);
                var filled = template.Filled(expression => chosen[expression]);
                Assert.Equal(chosen, template.ValuesIn(filled));
                Assert.Null(template.ValuesIn(filled + "?"));
                if (text[0] != '{')
                    Assert.Null(template.ValuesIn("x" + filled));
            }
        }
    }

    [Theory]
    [InlineData("reason de \"x\"", "is no language of a rule")]
    [InlineData("reason ru \"{recipient.iin}\"", "does not show")]
    [InlineData("title ru \"а\" title ru \"б\"", "already")]
    public void A_translation_that_cannot_be_filled_is_refused_with_its_place(string clause, string said)
    {
        var text =
            $"rulebook \"t\"\nrule r\n  source \"s\"\n  outcome report\n  when amount > 1 KZT\n  reason \"{{amount}}\"\n  {clause}\nend";
        var refused = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text));
        Assert.Contains(said, refused.Faults[0].Message, StringComparison.Ordinal);
        Assert.Equal(7, refused.Faults[0].Line);
    }

    [Theory]
    [InlineData("say held en \"a\" kk \"b\"", 1)]
    [InlineData("# fine\nword x en \"a\" kk \"b\" ru \"c\"\nword x en \"a\" kk \"b\" ru \"c\"", 3)]
    [InlineData("speak held en \"a\" kk \"b\" ru \"c\"", 1)]
    public void A_file_of_words_that_does_not_fit_is_refused_with_its_line(string text, int line) =>
        Assert.Equal(line, Assert.IsType<WordsReading.Refused>(ExplanationWords.Parse(text)).Line);

    private static Reason Said(string rule) => new(rule, "It was said.", "1", "2", "a source");

    /// <summary>The reasons of the shipped rulebook and their translations, by rule, out of its text.</summary>
    private static Dictionary<string, List<string>> RulebookReasons()
    {
        var (found, rule) = (new Dictionary<string, List<string>>(), "");
        foreach (var line in ShippedRulebook.Text.Text.Split('\n'))
        {
            if (line.StartsWith("rule ", StringComparison.Ordinal))
                found[rule = line.Split(' ')[1]] = [];
            else if (line.TrimStart().StartsWith("reason ", StringComparison.Ordinal))
                found[rule].Add(line[(line.IndexOf('"', StringComparison.Ordinal) + 1)..line.LastIndexOf('"')]);
        }
        return found;
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit).Order());

    [GeneratedRegex("[a-z]+_[a-z]+|\\{|\\}")]
    private static partial Regex Key();

    [GeneratedRegex("\\p{IsCyrillic}{4}")]
    private static partial Regex Cyrillic();
}
