using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sunqar.Tests.Architecture;

/// <summary>
/// Numbers by which mining decides and which stand in its code instead of in rulebooks/mining.limits, where they have a meaning, a unit and
/// a source: any number beside 0, 1, 2 and the units, and any constant that is made of a number. Sizes of arrays, shifts of bits, values
/// of enums and texts are none.
/// </summary>
internal static class ThresholdRule
{
    private static readonly string[] Rooms = ["src/Sunqar.Core/Patterns/", "src/Sunqar.Core/Networks/"];

    /// <summary>Files of other rooms that mine; the rest of those rooms keeps transfers and reads chains.</summary>
    private static readonly string[] Files =
    [
        "src/Sunqar.Core/Transfers/PublicPlaces.cs",
        "src/Sunqar.Core/Chain/CoinClusters.cs",
        "src/Sunqar.Core/Chain/DepositAddresses.cs",
        "src/Sunqar.Core/Chain/Exposure.cs",
        "src/Sunqar.Work/Mining/FileFindings.cs",
        "src/Sunqar.Work/Mining/FindJob.cs",
        "src/Sunqar.Work/Mining/MineJob.cs",
    ];

    /// <summary>Files whose numbers are no thresholds of mining.</summary>
    public static readonly IReadOnlyDictionary<string, string> FilesLeftOut = new Dictionary<string, string>
    {
        ["PlantedAgainstFound.cs"] = "sets what was found beside the truth; it finds nothing",
        ["TransfersAgainstTruth.cs"] = "sets what was found beside the truth; it finds nothing",
        ["Odds.cs"] = "Stirling's series and where a sum has converged",
    };

    /// <summary>Numbers that do not decide what is found, by file, and by constant or number.</summary>
    public static readonly IReadOnlyDictionary<(string File, string What), string> Exceptions = new Dictionary<(string, string), string>
    {
        [("LegIndex.cs", "BinWidth")] = "how an index is cut; what it finds does not depend on it",
        [("LegIndex.cs", "Rounding")] = "more than what rounding can shift a bound by",
        [("LegIndex.cs", "FewMax")] = "when an index is put in order again",
        [("Legs.cs", "4")] = "how a buffer begins",
        [("NetworkStory.cs", "8")] = "how many names a sentence tells",
        [("EvidenceKey.cs", "48")] = "from when on a sentence tells days, not hours",
        [("FindingNames.cs", "8")] = "bytes of a digest that an id shows",
        [("LayeringChain.cs", "BlockPairs")] = "how work is shared out between cores",
        [("LiveSuspicion.cs", "EverythingFrom")] = "when looking at all is less work; the answer is the same",
        [("LiveSuspicion.cs", "1024")] = "how a buffer begins",
        [("LiveSuspicion.cs", "3")] = "as far as a change can reach: three reaches",
        [("AccountWalk.cs", "BlockAccounts")] = "how work is shared out between cores",
        [("PairCycles.cs", "StepsUnled")] = "when a search is led; what it finds does not depend on it",
        [("PairCycles.cs", "LooksHomeMax")] = "how far a search is led; what it finds does not depend on it",
        [("PairCycles.cs", "BlockPairs")] = "how work is shared out between cores",
        [("PairDensity.cs", "Steps")] = "a scale: quarters of a doubling, up to the largest whole number",
        [("PairEvidence.cs", "Signs")] = "how many signs there are",
        [("PairEvidence.cs", "BlockPairs")] = "how work is shared out between cores",
        [("Suspicion.cs", "BlockPairs")] = "how work is shared out between cores",
        [("Suspicion.cs", "3")] = "place in a row of five",
        [("Suspicion.cs", "4")] = "place in a row of five",
        [("SuspicionWeights.cs", "Heard")] = "how many sums over neighbours there are",
        [("RateEstimate.cs", "0.5")] = "the middle of a step",
        [("RateEstimate.cs", "32")] = "how a buffer begins",
        [("TemporalCycles.cs", "BlockAccounts")] = "how work is shared out between cores",
        [("UsualAmounts.cs", "10")] = "the base in which digits are counted",
        [("WalletClassification.cs", "10_000")] = "hundredths of a token, as text",
        [("WalletClassifier.cs", "Parts")] = "how work is shared out between cores",
        [("WalletProfile.cs", "RoundMicro")] = "a limit of the file in millionths",
    };

    /// <summary>Percent, thousands, millionths; hours of a day, and the units of time in microseconds.</summary>
    private static readonly double[] Units = [100, 1_000, 100_000, 1e6, 1e12, 24, 60e6, 3.6e9, 86.4e9];

    private static readonly string[] UnitNames = ["HourUs", "DayUs"];

    public static bool Applies(SourceFile file) =>
        file.IsCSharp
        && (Rooms.Any(room => file.Path.StartsWith(room, StringComparison.Ordinal)) || Files.Contains(file.Path))
        && !FilesLeftOut.ContainsKey(NameOf(file));

    public static IEnumerable<string> Offences(SourceFile file) =>
        Numbers(file).Where(found => !Exceptions.ContainsKey((NameOf(file), found.What))).Select(found => found.Text);

    /// <summary>All that looks like a threshold, exceptions too.</summary>
    public static IEnumerable<(string What, string Text)> Numbers(SourceFile file)
    {
        foreach (var literal in file.Syntax.DescendantNodes().OfType<LiteralExpressionSyntax>())
        {
            if (Value(literal) is not { } value || literal.Ancestors().Any(IsNoThreshold))
                continue;
            if (Constant(literal) is { } name)
            {
                if (!UnitNames.Contains(name) || !Units.Contains(value))
                    yield return (name, Describe(literal, name));
            }
            else if (value is not (0 or 1 or 2) && !Units.Contains(value))
            {
                yield return (literal.ToString(), Describe(literal, literal.ToString()));
            }
        }
    }

    public static string NameOf(SourceFile file) => file.Path.Split('/')[^1];

    private static bool IsNoThreshold(SyntaxNode node) =>
        node
            is EnumMemberDeclarationSyntax
                or ArrayRankSpecifierSyntax
                or AttributeSyntax
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LeftShiftExpression or (int)SyntaxKind.RightShiftExpression };

    private static double? Value(LiteralExpressionSyntax literal) =>
        literal.Token.Value is int or long or uint or ulong or double or float or decimal
            ? Convert.ToDouble(literal.Token.Value, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    /// <summary>The name of the constant, or of the static field of one value, that a number makes; null for any other number.</summary>
    private static string? Constant(LiteralExpressionSyntax literal)
    {
        if (literal.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { Parent.Parent: { } declaration } declarator)
            return null;
        var modifiers = declaration switch
        {
            FieldDeclarationSyntax field => field.Modifiers.ToString(),
            LocalDeclarationStatementSyntax local => local.Modifiers.ToString(),
            _ => "",
        };
        return modifiers.Contains("const", StringComparison.Ordinal) || modifiers.Contains("static", StringComparison.Ordinal)
            ? declarator.Identifier.Text
            : null;
    }

    private static string Describe(SyntaxNode node, string what) =>
        $"line {node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {what} stands outside rulebooks/mining.limits";
}
