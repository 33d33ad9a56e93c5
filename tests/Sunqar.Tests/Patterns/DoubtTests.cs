using Sunqar.Core.Networks;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>What is said against a finding before anybody acts on it.</summary>
public sealed class DoubtTests
{
    public static TheoryData<string> Kinds => [.. TypologyTable.Shipped.All.Select(typology => typology.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_says_who_looks_alike_what_speaks_against_it_and_what_would_change_ones_mind(string kind)
    {
        var typology = TypologyTable.Shipped[kind];
        var evidence = EvidenceKeys
            .OfAll.Concat(typology.Evidence)
            .Append(EvidenceKeys.Accounts)
            .Select((key, at) => (key.Name, Value: $"<{at}>"))
            .DistinctBy(pair => pair.Name)
            .ToDictionary(pair => pair.Name, pair => pair.Value);
        var doubt = typology.Doubt(evidence);
        string[] texts = [doubt.Innocent, doubt.Against, doubt.WouldChange];
        Assert.All(texts, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        // It reads what the kind observes, and nothing that it does not.
        Assert.DoesNotContain("not observed", doubt.Against, StringComparison.Ordinal);
        Assert.Contains('<', doubt.Against);
        // Without evidence it says so instead of inventing a number.
        Assert.DoesNotContain('?', typology.Doubt(new Dictionary<string, string>()).Against);
    }

    [Theory]
    [InlineData(-86, "less than once in 1,000,000,000 tries")]
    [InlineData(-9.5, "less than once in 1,000,000,000 tries")]
    [InlineData(-4, "once in 10,000 tries")]
    [InlineData(0, "once in 1 tries")]
    public void Odds_are_said_as_a_person_takes_them_in(double log10, string said) => Assert.Equal(said, Odds.Say(log10));
}
