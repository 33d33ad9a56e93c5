using System.Globalization;
using System.Text;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Rulebook;

/// <summary>A rulebook is somebody's file: whatever it holds, reading it takes work that its length bounds, and ends with a
/// place.</summary>
public class LanguageWorkTests
{
    /// <summary>Bytes that reading may allocate for each character: what is compiled costs most.</summary>
    private const long BytesPerCharacterMax = 4_000,
        BytesAtLeast = 64L << 20;

    public static TheoryData<string, string, string, string, string> Chains =>
        new()
        {
            { "of", "50% of ", "amount", "", " > 5 KZT" },
            { "brackets", "(", "amount", ")", " > 5 KZT" },
            { "else", "max of amount by sender.card in 1 hours else ", "0 KZT", "", " > 5 KZT" },
            { "filter", "count where ", "amount > 5 KZT", " by sender.card in 1 hours", " > 2" },
            { "plus", "1 KZT + ", "amount", "", " > 5 KZT" },
            { "times", "1 * ", "amount", "", " > 5 KZT" },
            { "and", "amount > 5 KZT and ", "amount > 5 KZT", "", "" },
            { "or", "amount > 5 KZT or ", "amount > 5 KZT", "", "" },
            { "is", "terminal is one of \"a\"", "", ", \"b\"", "" },
            { "keys", "count by sender.card", "", ", sender.card", " in 1 hours > 2" },
        };

    private static string Rule(string when) =>
        $"rulebook \"t\"\nrule r\n  source \"s\"\n  outcome report\n  when {when}\n  reason \"x\"\nend\n";

    private static IReadOnlyList<RulebookFault> Refused(string text) => Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text)).Faults;

    private static string Many(int count, string text) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_chain_of_any_kind_is_refused_with_its_place(string kind, string open, string core, string close, string end)
    {
        // "is" and "keys" repeat their closing part alone.
        string Chain(int links) => Rule((core.Length == 0 ? open : Many(links, open)) + core + Many(links, close) + end);
        foreach (var links in (int[])[1_001, 20_000])
        {
            var text = Chain(links);
            if (text.Length <= LoadedRulebook.TextMax)
            {
                var fault = Refused(text)[0];
                Assert.True(fault is { Line: 5, Column: > 5 } && fault.Message.Contains("at most"), $"{kind}: {fault}");
            }
        }
    }

    [Theory]
    [InlineData("amount > 5 KZT or ", "amount > 5 KZT", 499)]
    [InlineData("1 KZT + ", "amount > 5 KZT", 998)]
    [InlineData("50% of ", "amount > 5 KZT", 90)]
    public void What_a_limit_allows_is_compiled(string open, string core, int links) =>
        Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(Rule(Many(links, open) + core)));

    [Fact]
    public void Names_of_names_count_at_each_use()
    {
        var text = new StringBuilder("rulebook \"t\"\nlet a0 = amount > 5 KZT\n");
        for (var i = 1; i <= 40; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"let a{i} = a{i - 1} or a{i - 1}\n");
        }
        Assert.Contains("at each of its uses", Refused(text + Rule("a40")[13..])[0].Message);
    }

    [Fact]
    public void Names_that_lead_to_names_do_not_exhaust_the_stack()
    {
        var text = new StringBuilder("rulebook \"t\"\nlet a0 = amount > 5 KZT\n");
        for (var i = 1; i <= 20_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"let a{i} = a{i - 1}\n");
        }
        Assert.NotEmpty(Refused(text + Rule("a20000")[13..]));
    }

    public static TheoryData<string, string, string> Repeated =>
        new()
        {
            { "texts on one line", "title ", "\"a\" " },
            { "thousands", "lateness 1", ",000" },
            { "a long word", "", "a" },
            { "rules", "", "rule r{0} source \"s\" outcome report when amount > 5 KZT reason \"x\" end\n" },
            { "faulty rules", "", "rule {0} x\n" },
            { "names", "", "let n{0} = 1\n" },
            { "dated values", "param p = 1", ", 1" },
            { "words of a reason", "rule r source \"s\" outcome report when amount > 5 KZT reason \"", "{{amount}}" },
            { "windows", "rule r source \"s\" outcome report when amount > 5 KZT", " or count by sender.card in {0} minutes > 1" },
            { "comments", "", "#\n" },
            { "unknown names", "", "rule r{0} source \"s\" outcome report when amont{0} > 5 KZT reason \"x\" end\n" },
            { "given payments", "rule r test \"t\"", " given 10000 times card_transfer of 5 KZT" },
        };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Work_is_bounded_by_the_length(string kind, string start, string part)
    {
        foreach (var length in (int[])[10_000, 300_000])
        {
            var text = new StringBuilder("rulebook \"t\"\n" + start);
            for (var i = 0; text.Length < length; i++)
            {
                text.Append(string.Format(CultureInfo.InvariantCulture, part, i + 1));
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = LoadedRulebook.Load(text.ToString());
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                reading is RulebookRefused { Faults.Count: > 0 and <= LoadedRulebook.FaultsMax }
                    || kind == "comments"
                    || (kind == "rules" && length == 10_000),
                $"{kind}: {reading}"
            );
            Assert.True(
                allocated < BytesAtLeast + BytesPerCharacterMax * text.Length,
                $"{kind}: {allocated} bytes for {text.Length} characters"
            );
        }
    }

    /// <summary>Parts of the language in any order: no text is a crash, and every refusal has a place.</summary>
    [Fact]
    public void Any_words_in_any_order()
    {
        string[] words =
        [
            "rule",
            "end",
            "let",
            "param",
            "=",
            "(",
            ")",
            "of",
            "else",
            "50%",
            "count",
            "sum",
            "where",
            "by",
            "in",
            "1 hours",
            "and",
            "not",
            "amount",
            "sender.card",
            "5 KZT",
            ">",
            "+",
            "is",
            "one",
            ",",
            "\"{a}\"",
            "reason",
            "when",
            "a",
            "b",
            "test",
            "given",
            "for",
            "from",
            "2026-01-01",
        ];
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var picked = Enumerable.Range(0, random.Next(1, 60)).Select(_ => words[random.Next(words.Length)]);
            var text = seed % 2 == 0 ? string.Join(' ', picked) : Rule(string.Join(' ', picked));
            if (LoadedRulebook.Load(text) is RulebookRefused refused)
            {
                Assert.All(refused.Faults, fault => Assert.True(fault is { Line: > 0, Column: > 0, Message.Length: > 0 }));
            }
        }
    }
}
