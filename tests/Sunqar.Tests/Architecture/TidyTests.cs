using Xunit;
using static Sunqar.Tests.Architecture.Offences;

namespace Sunqar.Tests.Architecture;

/// <summary>The repository keeps the rules of <see cref="TidyRules"/>; STYLE.md gives their reasons.</summary>
public class TidyTests
{
    public static TheoryData<string> Names => [.. TidyRules.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_repository_keeps_the_rule(string name)
    {
        var rule = Rule(name);
        NoOffence(SourceFile.All.Where(rule.Applies).SelectMany(file => rule.Offences(file).Select(offence => $"{file.Path}: {offence}")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_offence_is_caught(string name)
    {
        var rule = Rule(name);
        Assert.True(rule.Applies(rule.Planted));
        Assert.NotEmpty(rule.Offences(rule.Planted));
    }

    [Fact]
    public void The_rules_see_the_repository()
    {
        Assert.Contains(SourceFile.All, file => file.Path == "src/Sunqar.Core/Identity/Iin.cs");
        Assert.Contains(SourceFile.All, file => file.Path == "run");
        Assert.DoesNotContain(SourceFile.All, file => file.Path.Contains("artifacts/", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_literals_stand_in_lines_of_over_140_columns() =>
        Assert.InRange(SourceFile.All.Where(file => file.IsCSharp).Sum(LineRule.Excused), 1, LineRule.ExcusedMax);

    [Fact]
    public void The_style_page_names_every_rule()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "STYLE.md"));
        Assert.All(TidyRules.All, rule => Assert.Contains(rule.Name, page, StringComparison.Ordinal));
    }

    private static TidyRule Rule(string name) => TidyRules.All.Single(rule => rule.Name == name);
}
