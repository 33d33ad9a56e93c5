using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Rulebook;

public class LanguageErrorTests
{
    /// <summary>A rule around a condition that begins at line 5, column 8.</summary>
    private static string Rule(string when, string outcome = "report", string more = "") =>
        $"rulebook \"t\"\nrule r\n  source \"s\"\n  outcome {outcome}\n  when {when}\n  reason \"x\"\n{more}end\n";

    public static TheoryData<string, int, int, string> Conditions =>
        new()
        {
            { "amont > 5 KZT", 5, 8, "Nothing is called 'amont'. Did you mean 'amount'?" },
            { "sender.inn is valid", 5, 8, "Nothing is called 'sender.inn'. Did you mean 'sender.iin'?" },
            {
                "amount > 500,000",
                5,
                15,
                "An amount of money does not compare with a number. An amount needs its currency, as in 500,000 KZT."
            },
            { "amount > 5 KTZ", 5, 19, "'KTZ' is no currency. Did you mean 'KZT'?" },
            { "amount > 5.001 KZT", 5, 17, "KZT has 2 digits after the point." },
            { "kind is card_topup", 5, 16, "'card_topup' is not a kind of payment. Did you mean 'card_top_up'?" },
            { "sender.iin is vallid", 5, 22, "'vallid' is not the state of an IIN. Did you mean 'valid'?" },
            { "amount", 5, 8, "Expected a condition, found an amount of money." },
            { "kind > card_top_up", 5, 15, "Nothing is called 'card_top_up'." },
            { "sender.person = sender.card", 5, 22, "A person does not compare with a card or account." },
            { "terminal > \"a\"", 5, 17, "A text has no order: compare with = or !=, or use 'is'." },
            {
                "count by amount in 1 hours > 2",
                5,
                17,
                "A window is kept by persons, cards, accounts, devices or texts, not by an amount of money."
            },
            { "count by sender.card in 3 months > 2", 5, 34, "A month has no fixed length: write days." },
            { "count by sender.card in 3 hour s > 2", 5, 39, "'s' does not belong in a rule." },
            { "count by sender.card in 3 horus > 2", 5, 34, "'horus' is no unit of time. Did you mean 'hours'?" },
            { "count by sender.card in 3 > 2", 5, 32, "A window's period is one fixed duration, as in 24 hours." },
            { "count in 3 hours > 2", 5, 14, "Expected 'by' and what the window is kept for, found 'in'." },
            { "sum of terminal by sender.card in 1 hours > 2 KZT", 5, 15, "'sum' does not take a text." },
            {
                "max of amount by sender.card in 1 hours > 2 KZT",
                5,
                8,
                "An empty window has no max: say what it gives, as in 'else 0 KZT'."
            },
            { "count by sender.card in 1 hours else 3 > 2", 5, 45, "An empty window has none of these: it gives 0 without an 'else'." },
            {
                "sum of amount by sender.card in 1 hours > 3",
                5,
                48,
                "An amount of money does not compare with a number. An amount needs its currency, as in 500,000 KZT."
            },
            {
                "count where count by sender.card in 1 hours > 2 by sender.card in 1 hours > 2",
                5,
                52,
                "The filter of a window asks the payments themselves; it cannot ask another window."
            },
            {
                "count where platform.standing is unlicensed by sender.card in 1 hours > 2",
                5,
                38,
                "A window asks the payments themselves; it cannot ask the registry, "
                    + "which may say something else when the window is filled again."
            },
            {
                "count by sender.card for sender.person in 1 hours > 2",
                5,
                33,
                "The window is kept by a card or account and cannot be asked for a person."
            },
            { "amount > 50 of amount", 5, 20, "'of' does not belong in a rule." },
            { "1.5 > 1", 5, 8, "Numbers are whole here: write a share as a percentage (80% of x)." },
            { "(amount > 5 KZT", 6, 3, "Expected ')', found 'reason'." },
            { "amount > 5 KZT and", 6, 3, "Expected a value, found 'reason'." },
            {
                "amount + 5 > 5 KZT",
                5,
                15,
                "'+' does not join an amount of money and a number. An amount needs its currency, as in 500,000 KZT."
            },
            { "time > 2026-02-30", 5, 15, "'2026-02-30' is no date and time." },
            { "amount ; 5", 5, 15, "';' starts nothing here: expected a name, a number, a text in double quotes or an operator." },
            { "terminal is \"ATM", 5, 20, "This text has no closing double quote on its line." },
        };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_fault_in_a_condition_has_its_place_and_says_what_was_expected(string when, int line, int column, string message) =>
        AssertFault(Rule(when), line, column, message);

    [Fact]
    public void Faults_outside_conditions_have_theirs()
    {
        AssertFault(Rule("amount > 1 KZT", "allow_all"), 4, 11, "'allow_all' is no outcome of a rule.");
        AssertFault(
            Rule("amount > 1 KZT", "block"),
            5,
            3,
            "A block names its legal ground: block on sanctions | unlicensed_counterparty | measure_in_force."
        );
        AssertFault(Rule("amount > 1 KZT", "block on suspicion"), 4, 20, "'suspicion' is no legal ground for a block.");
        AssertFault(Rule("amount > 1 KZT", "hold"), 5, 3, "Expected 'for', found 'when'.");
        AssertFault(Rule("amount > 1 KZT", more: "  param p = 1 KZT\n"), 7, 9, "Nothing in the rule uses 'p'.");
        AssertFault(Rule("a > 1 KZT", more: "  let a = b\n  let b = a\n"), 8, 11, "'a' is defined by itself.");
        AssertFault(
            Rule("amount > p", more: "  param p = 1 KZT, 2 from 2026-01-01\n"),
            7,
            20,
            "The values of 'p' are all an amount of money and ask no window."
        );
        AssertFault(Rule("amount > p", more: "  param amount = 1 KZT\n"), 7, 9, "'amount' is already the name of something else.");
        AssertFault(Rule("amount > 1 KZT", more: "  resaon \"y\"\n"), 7, 3, "'resaon' does not belong in a rule. Did you mean 'reason'?");
        AssertFault("rule r\n  outcome report\n  when amount > 1 KZT\n  reason \"x\"\nend", 1, 1, "The rule 'r' has no 'source'.");
        AssertFault("rul r", 1, 1, "'rul' does not belong here. Did you mean 'rule'?");
        AssertFault(
            Rule("amount > 1 KZT") + Rule("amount > 1 KZT")["rulebook \"t\"\n".Length..],
            8,
            6,
            "Another rule is already called 'r'."
        );
        AssertFault(
            Rule("amount > 1 KZT").Replace("\"x\"", "\"a {amuont} b\"", StringComparison.Ordinal),
            6,
            14,
            "Nothing is called 'amuont'. Did you mean 'amount'?"
        );
        AssertFault(Rule("amount > 1 KZT").Replace("\"x\"", "\"a {amount\"", StringComparison.Ordinal), 6, 13, "This '{' has no '}'.");
        AssertFault(
            Rule("amount > 1 KZT", more: "  test \"t\" given card_topup of 1 KZT expect fires\n"),
            7,
            18,
            "'card_topup' is no kind of payment. Did you mean 'card_top_up'?"
        );
        AssertFault(
            Rule("amount > 1 KZT", more: "  test \"t\" given card_top_up of 1 KZT sender.crad \"c\" expect fires\n"),
            7,
            39,
            "A given payment has no 'sender.crad'. Did you mean 'sender.card'?"
        );
    }

    [Fact]
    public void The_faults_of_all_rules_are_told_at_once()
    {
        var text =
            Rule("amuont > 1 KZT")
            + Rule("kind is nothing").Replace("rule r", "rule q", StringComparison.Ordinal)["rulebook \"t\"\n".Length..];
        var refused = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text));
        Assert.Equal([5, 11], refused.Faults.Select(f => f.Line));
    }

    [Fact]
    public void Any_prefix_of_the_shipped_rulebook_is_read_or_refused_and_never_breaks()
    {
        var text = Core.Decisions.ShippedRulebook.Text.Text;
        for (var length = 0; length < text.Length; length += 1_499)
        {
            Assert.IsType<RulebookReading>(LoadedRulebook.Load(text[..length]), exactMatch: false);
        }
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var faults = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(Rule(new string('(', 50_000)))).Faults;
        Assert.Contains(faults, f => f.Message.Contains("nests", StringComparison.Ordinal));
    }

    private static void AssertFault(string text, int line, int column, string message)
    {
        var refused = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text));
        var fault = refused.Faults[0];
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }
}
