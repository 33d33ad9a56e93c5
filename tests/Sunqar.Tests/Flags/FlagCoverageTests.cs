using Sunqar.Core.Decisions;
using Sunqar.Core.Flags;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Rulebook;
using Sunqar.Work.Reports;
using Xunit;

namespace Sunqar.Tests.Flags;

/// <summary>rulebooks/red.flags, the marks of rules and typologies, and docs/coverage.md.</summary>
public class FlagCoverageTests
{
    private static readonly FlagCoverage Coverage = CoverageReport.Of(ShippedRulebook.Instance, TypologyTable.Shipped);

    [Fact]
    public void The_page_is_what_the_marks_come_to()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "coverage.md"));
        Assert.True(
            CoverageReport.Markdown(Coverage) == page,
            "docs/coverage.md is not what the marks come to: write it anew, ./sunqar patterns --coverage md > docs/coverage.md"
        );
    }

    [Fact]
    public void Every_mark_stands_under_its_flag_and_every_flag_without_one_is_a_gap()
    {
        var marks = ShippedRulebook
            .Instance.Rules.SelectMany(rule => rule.Flags.Select(flag => (flag, rule.Name)))
            .Concat(TypologyTable.Shipped.All.SelectMany(typology => typology.Flags.Select(flag => (flag, Name: typology.Kind))))
            .Order()
            .ToList();
        Assert.NotEmpty(marks);
        Assert.Equal(marks, Coverage.Lines.SelectMany(line => line.Finders.Select(finder => (line.Flag.Id, finder.Name))).Order());
        Assert.Equal(FlagRegister.Shipped.All, Coverage.Lines.Select(line => line.Flag));
        Assert.All(Coverage.Lines, line => Assert.Equal(marks.TrueForAll(mark => mark.flag != line.Flag.Id), CoverageReport.IsGap(line)));
        Assert.Contains(Coverage.Lines, CoverageReport.IsGap);
    }

    /// <summary>Ids that a journal's rulebook may name never leave: the numbers of each category only grow.</summary>
    [Theory]
    [InlineData("fatf.t", 9)]
    [InlineData("fatf.p", 10)]
    [InlineData("fatf.a", 14)]
    [InlineData("fatf.s", 19)]
    [InlineData("fatf.f", 8)]
    [InlineData("fatf.g", 4)]
    [InlineData("pack.c", 6)]
    [InlineData("pack.v", 10)]
    [InlineData("pack.p", 7)]
    [InlineData("pack.k", 9)]
    [InlineData("pack.d", 6)]
    [InlineData("pack.w", 9)]
    public void No_flag_that_was_published_is_taken_away(string category, int last) =>
        Assert.All(Enumerable.Range(1, last), number => Assert.NotNull(FlagRegister.Shipped.Find(category + number)));

    [Theory]
    [InlineData("fatf.t99", "There is no red flag 'fatf.t99' in rulebooks/red.flags.")]
    [InlineData("fatf.t1, fatf.t1", "The rule marks 'fatf.t1' twice.")]
    [InlineData("", "There is no red flag 'outcome' in rulebooks/red.flags.")]
    public void A_rule_that_marks_no_flag_of_the_register_is_refused_with_its_place(string flags, string expected)
    {
        var text =
            $"rulebook \"t\"\nrule r\n  source \"s\"\n  flags {flags}\n  outcome report\n  when amount > 5 KZT\n  reason \"x\"\nend\n";
        var fault = Assert.Single(Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text)).Faults);
        Assert.Equal(flags.Length == 0 ? 5 : 4, fault.Line);
        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_typology_that_marks_no_flag_of_the_register_is_refused() =>
        Assert.Contains(
            "fatf.q1",
            Assert.Throws<ArgumentException>(() => new Typologies([new Marked("fatf.q1")])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_has_no_mark_shows_as_such()
    {
        var typologies = TypologyTable.Shipped.With(new Marked());
        Assert.Contains(CoverageReport.Of(ShippedRulebook.Instance, typologies).Unmarked, finder => finder.Name == "marked");
        Assert.DoesNotContain(Coverage.Unmarked, finder => finder.Name == "marked");
    }

    public static TheoryData<string, int, string> Faults =>
        new()
        {
            { "flag fatf.t1 \"x\"", 1, "no category of fatf.t1 stands before" },
            { "category fatf.t \"x\"", 1, "no source fatf stands before" },
            { "source fatf \"x\" \"y\"\nsource fatf \"x\" \"y\"", 2, "the source fatf stands twice" },
            { "source fatf \"x\" \"y\"\ncategory fatf.t \"x\"\nflag fatf.t2 \"x\"", 3, "'fatf.t2' is out of turn; expected fatf.t1" },
            { "source fatf \"x\" \"y\"\ncategory fatf.t \"x\"\nflag fatf.t1 \"x", 3, "a text in quotes does not end" },
            { "source fatf \"x\" \"y\"\ncategory fatf.t \"x\"\ncategory fatf.t \"x\"", 3, "the category fatf.t stands twice" },
            { "sauce fatf", 1, "expected version, source, category or flag with what belongs to it" },
            { "version 2026-13-01", 1, "'2026-13-01' is no day, such as 2026-11-30" },
            { "version 2026-12-01\nversion 2026-12-01", 2, "the version stands twice" },
            { "# nothing", 0, "expected a line with the version" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_register_that_does_not_fit_is_refused_with_its_line(string text, int line, string reason) =>
        Assert.Equal(new FlagReading.Refused(line, reason), FlagRegister.Parse(text));

    private sealed class Marked(params string[] flags) : Typology("marked", "Marked", "Marked")
    {
        public override string Definition => "Nothing.";

        public override IReadOnlyList<string> Roles => ["member"];

        public override IReadOnlyList<EvidenceKey> Evidence => [];

        public override IReadOnlyList<string> Flags => flags;

        public override IMiner? Begin(MiningGround ground) => null;

        public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) => new("None.", "Nothing.", "Anything.");
    }
}
