using System.Text.RegularExpressions;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Law;
using Sunqar.Core.Oversight;
using Sunqar.Tests.Architecture;
using Xunit;

namespace Sunqar.Tests.Law;

/// <summary>What comes from law comes from the register, or is held to it.</summary>
public partial class LawFiguresTests
{
    private static readonly string Rules = Core.Decisions.ShippedRulebook.Text.Text;

    /// <summary>Figures that a rule states and the register too.</summary>
    [Theory]
    [InlineData("sender_iin", "threshold", "sender.iin")]
    [InlineData("cards_over_limit", "cards_max", "cards.max")]
    [InlineData("cards_enhanced", "cards_max", "cards.enhanced")]
    [InlineData("biometric_cash", "threshold", "cash.biometrics")]
    [InlineData("many_senders", "senders_min", "senders.persons")]
    [InlineData("threshold_digital_assets", "threshold", "threshold.digital_assets")]
    [InlineData("threshold_cash", "threshold", "threshold.cash")]
    [InlineData("cash_in_parts", "threshold", "threshold.cash")]
    [InlineData("gratuitous_in_parts", "threshold", "threshold.gratuitous")]
    [InlineData("currency_exchange_in_parts", "threshold", "threshold.exchange")]
    [InlineData("threshold_gambling", "threshold", "threshold.gambling")]
    [InlineData("threshold_pawnshop", "threshold", "threshold.pawnshop")]
    [InlineData("threshold_offshore", "threshold", "threshold.offshore")]
    [InlineData("threshold_new_company", "threshold", "threshold.new_company")]
    [InlineData("threshold_new_company", "months", "new_company.months")]
    [InlineData("threshold_cross_border", "threshold", "threshold.cross_border")]
    [InlineData("threshold_real_estate", "threshold", "threshold.real_estate")]
    [InlineData("travel_rule", "threshold", "travel_rule.identity")]
    [InlineData("travel_rule_small", "threshold", "travel_rule.identity")]
    public void A_rules_figure_is_the_laws(string rule, string parameter, string key)
    {
        var line = LawRegister.Shipped.Newest(key);
        Assert.Equal(line.Value, Figure(rule, parameter));
    }

    [Fact]
    public void Twelve_minimum_wages_are_what_the_rule_of_many_senders_states() =>
        Assert.Equal(
            LawRegister.Shipped.Newest("senders.wages").Value * LawRegister.Shipped.Newest("wage.minimum").Value,
            Figure("many_senders", "total_max")
        );

    [Fact]
    public void The_months_of_many_senders_are_the_laws() =>
        Assert.Contains(
            $"by recipient.person in each of the last {LawRegister.Shipped.Newest("senders.months").Value} calendar months",
            Rules,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_monthly_index_of_each_year_is_the_laws()
    {
        var stated = MrpPattern().Match(Rules).Groups[1].Value;
        Assert.Equal(
            LawRegister.Shipped.All.Where(line => line.Key == "mrp").Select(line => $"{line.Value:N0} KZT from {line.From:yyyy-MM-dd}"),
            stated.Split(", ")
        );
    }

    [Fact]
    public void Every_measure_and_basis_rests_on_a_line()
    {
        Assert.All(MeasureKinds.All, kind => Assert.NotNull(LawRegister.Shipped.Newest(kind.LawKey)));
        Assert.All(
            MeasureKinds.All.SelectMany(kind => (string[])[kind.Term, kind.DecideTerm]).Where(term => term.Length > 0),
            term => Assert.True(LawRegister.Shipped.EndUs(term, 0) > 0)
        );
        Assert.All(LegalBases.All, basis => Assert.NotEmpty(basis.Article));
    }

    /// <summary>An article in a text of the program that the register does not know is somebody's memory.</summary>
    [Fact]
    public void No_article_of_law_stands_in_code()
    {
        var offences = SourceFile
            .All.Where(file => file.IsCSharp && file.Path.StartsWith("src/", StringComparison.Ordinal) && !IsException(file.Path))
            .SelectMany(file => Articles(file).Select(article => $"{file.Path}: {article}"));
        Offences.NoOffence(offences);
    }

    [Fact]
    public void An_article_that_is_planted_is_found() =>
        Assert.NotEmpty(Articles(new SourceFile("src/X.cs", "class C { string Law => \"AML law, art. 13\"; }")));

    /// <summary>The offence itself is named so: its article is the word that people use.</summary>
    private const string Droppers = "art. 232-1";

    private static bool IsException(string path) => path.StartsWith("src/Sunqar.Core/Law/", StringComparison.Ordinal);

    private static IEnumerable<string> Articles(SourceFile file) =>
        file
            .Syntax.DescendantTokens()
            .Where(token => token.Text.Contains("art. ", StringComparison.Ordinal))
            .SelectMany(token => ArticlePattern().Matches(token.Text).Select(match => match.Value))
            .Where(article => article != Droppers);

    private static long Figure(string rule, string parameter)
    {
        var body = Rules[Rules.IndexOf($"\nrule {rule}\n", StringComparison.Ordinal)..];
        var match = Regex.Match(body, $@"param {parameter} = ([0-9,]+)");
        return long.Parse(
            match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal),
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    [GeneratedRegex("param mrp = (.*)")]
    private static partial Regex MrpPattern();

    [GeneratedRegex(@"art\. \d+(-\d+)?")]
    private static partial Regex ArticlePattern();
}
