using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sunqar.Tests.Architecture;

/// <summary>
/// What a second clock looks like in a source file: five or six hours as a number of the units in which the house counts, as an argument
/// in hours or as text, and any way to the zone of the machine. A draw of the simulator's dice is a duration and no offset.
/// </summary>
internal static partial class ClockRule
{
    private const string Home = "src/Sunqar.Core/Times/";
    private const long Hour = 3_600;

    private static readonly string[] MachineClocks = ["TimeZoneInfo", "ToLocalTime", "ToOffset", "GetLocalNow", "LocalTimeZone"];

    private static readonly IReadOnlyDictionary<string, long> NamedUnits = new Dictionary<string, long>
    {
        ["SecondUs"] = 1_000_000,
        ["MinuteUs"] = 60_000_000,
        ["HourUs"] = Hour * 1_000_000,
        ["TicksPerSecond"] = TimeSpan.TicksPerSecond,
        ["TicksPerHour"] = TimeSpan.TicksPerHour,
        ["TicksPerMicrosecond"] = TimeSpan.TicksPerMicrosecond,
    };

    public static bool Applies(SourceFile file) =>
        file.Path.StartsWith("src/", StringComparison.Ordinal)
        && !file.Path.StartsWith(Home, StringComparison.Ordinal)
        && (file.IsCSharp || file.Path.EndsWith(".razor", StringComparison.Ordinal));

    public static IEnumerable<string> Offences(SourceFile file) =>
        file.IsCSharp ? file.Syntax.DescendantNodes().Where(IsOffence).Select(Describe)
        : OffsetText().IsMatch(file.Text) ? [OffsetText().Match(file.Text).Value]
        : [];

    private static bool IsOffence(SyntaxNode node) =>
        node switch
        {
            IdentifierNameSyntax { Identifier.Text: var name } => MachineClocks.Contains(name),
            MemberAccessExpressionSyntax member => member.ToString()
                is "DateTime.Now"
                    or "DateTime.Today"
                    or "DateTimeOffset.Now"
                    or "DateTimeKind.Local",
            LiteralExpressionSyntax { Token.Value: string text } => OffsetText().IsMatch(text),
            InterpolatedStringTextSyntax { TextToken.ValueText: var text } => OffsetText().IsMatch(text),
            InvocationExpressionSyntax call => InHours(call),
            BinaryExpressionSyntax or LiteralExpressionSyntax => IsOffset(Value(node))
                && !IsDrawn(node)
                && !(node.Parent is BinaryExpressionSyntax whole && Value(whole) is not null)
                || IsShifted(node),
            _ => false,
        };

    /// <summary>FromHours(5), AddHours(-6).</summary>
    private static bool InHours(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "FromHours" or "AddHours" }
        && call.ArgumentList.Arguments is [{ Expression: var hours }, ..]
        && IsFiveOrSix(hours);

    /// <summary>(days * 24 - 5) * hour.</summary>
    private static bool IsShifted(SyntaxNode node) =>
        node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression } sum
        && IsFiveOrSix(sum.Right)
        && node.Parent
            is ParenthesizedExpressionSyntax { Parent: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } whole }
        && (IsHour(Value(whole.Right)) || IsHour(Value(whole.Left)));

    private static bool IsFiveOrSix(SyntaxNode node) => Value(node) is 5 or 6 or -5 or -6;

    private static bool IsHour(long? value) => value is Hour or Hour * 1_000 or Hour * 1_000_000 or Hour * 10_000_000;

    private static bool IsOffset(long? value) =>
        value is { } known && (IsHour(known / 5) && known % 5 == 0 || IsHour(known / 6) && known % 6 == 0);

    private static bool IsDrawn(SyntaxNode node) =>
        node.Ancestors()
            .OfType<InvocationExpressionSyntax>()
            .Any(call => call.Expression.ToString().Contains("dice", StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of an expression of whole literals and named units; null where something else is in it.</summary>
    private static long? Value(SyntaxNode node) =>
        node switch
        {
            LiteralExpressionSyntax { Token.Value: int or long } literal => Convert.ToInt64(literal.Token.Value, null),
            ParenthesizedExpressionSyntax inner => Value(inner.Expression),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => -Value(minus.Operand),
            IdentifierNameSyntax name => NamedUnits.TryGetValue(name.Identifier.Text, out var unit) ? unit : null,
            MemberAccessExpressionSyntax member => Value(member.Name),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } product => unchecked(
                Value(product.Left) * Value(product.Right)
            ),
            _ => null,
        };

    private static string Describe(SyntaxNode node) =>
        $"line {node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1}: {node.ToString().Split('\n')[0]}";

    /// <summary>An offset alone, not one behind a time of day, which is an example of a whole time.</summary>
    [GeneratedRegex(@"(?<![0-9])\+0[56]:?00|UTC ?\+0?[56]")]
    private static partial Regex OffsetText();
}
