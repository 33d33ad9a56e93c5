using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sunqar.Core.Identity;

namespace Sunqar.Tests.Architecture;

/// <summary>One rule of the house that a machine can check.</summary>
/// <param name="Why">The reason, as STYLE.md gives it.</param>
/// <param name="Applies">To which files.</param>
/// <param name="Offences">What breaks the rule in a file; nothing where it is kept.</param>
/// <param name="Planted">A file that breaks it: the rule must be able to fail.</param>
internal sealed record TidyRule(
    string Name,
    string Why,
    Func<SourceFile, bool> Applies,
    Func<SourceFile, IEnumerable<string>> Offences,
    SourceFile Planted
)
{
    public override string ToString() => Name;
}

/// <summary>The rules as data.</summary>
internal static partial class TidyRules
{
    public const int FileLinesMax = 400;
    public const int FunctionLinesMax = 70;

    private static readonly string[] EmptyWords =
    [
        "Helper",
        "Helpers",
        "Util",
        "Utils",
        "Utility",
        "Utilities",
        "Common",
        "Manager",
        "Managers",
        "Misc",
    ];

    // Put together from halves, so that this file does not break its own rules.
    private static readonly string[] MachineTraces =
    [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/ho" + "me/",
        "C:\\Us" + "ers",
        "bash_" + "jobs",
        "Co-Authored" + "-By",
        "clau" + "de",
        "chat" + "gpt",
    ];

    public static readonly IReadOnlyList<TidyRule> All =
    [
        new(
            "A file has at most 400 lines",
            "One file holds one idea; a longer one holds two.",
            file => file.IsCSharp,
            file => file.Lines > FileLinesMax ? [$"{file.Lines} lines"] : [],
            Planted("Long.cs", new string('\n', FileLinesMax) + "class Long;")
        ),
        new(
            "A function has at most 70 lines",
            "What fits on a screen can be checked by eye. Lines of brackets alone are the formatter's and do not count.",
            file => file.IsCSharp,
            LongFunctions,
            Planted("Long.cs", $"class C {{ void M() {{ {string.Concat(Enumerable.Repeat("\nM();", FunctionLinesMax))} }} }}")
        ),
        new(
            "A line has at most 140 columns",
            "A longer one is read with the hand on the scroll bar. The text of a literal may be longer, in 200 lines of the repository at most.",
            file => file.IsCSharp,
            LineRule.Offences,
            Planted("Wide.cs", $"class C {{ int {new string('m', LineRule.ColumnsMax)}; }}")
        ),
        new(
            "Names come from the field",
            "Helper, Util, Common, Manager say nothing of what is inside, so everything ends up there.",
            file => file.IsCSharp,
            EmptyNames,
            Planted("MoneyHelper.cs", "namespace Sunqar.Common; class MoneyHelper;")
        ),
        new(
            "Public types of Core have a doc comment",
            "Core is the vocabulary of the house: units, limits and sources stand beside the word.",
            file => file.Path.StartsWith("src/Sunqar.Core/", StringComparison.Ordinal) && file.IsCSharp,
            Undocumented,
            Planted("src/Sunqar.Core/X.cs", "namespace Sunqar.Core; public record X;")
        ),
        new(
            "Every file has a file-scoped namespace of its folder",
            "A type is found by its name.",
            file => file.IsCSharp && file.Path.StartsWith("src/", StringComparison.Ordinal),
            StrayNamespaces,
            Planted("src/Sunqar.Core/Payments/X.cs", "namespace Sunqar.Core.Identity;")
        ),
        new(
            "No test skips inside Assert.All",
            "What an item throws is gathered into a failure, so a machine that lacks something would fail instead of saying so.",
            SkipRule.IsTest,
            SkipRule.Offences,
            Planted(
                "tests/X.cs",
                "class X { void T() { Assert.All(names, name => Open(name)); } void Open(string name) { Far(name); } "
                    + "string Far(string name) => Repository.Shared(name); }"
            )
        ),
        new(
            "No card number is in the repository",
            "A number that could be someone's card has no place in a fixture.",
            _ => true,
            file => Digits().Matches(file.Text).Where(match => IsCardNumber(match.Value)).Select(match => match.Value),
            Planted("x.md", "card 4111 1111 1111 " + "1111")
        ),
        new(
            "Every IIN in the repository has a birth year 18xx",
            "Such a number has no living holder.",
            _ => true,
            file =>
                Digits()
                    .Matches(file.Text)
                    .Where(match => Iin.TryParse(match.Value, out var iin, out _) && iin.SexCentury is not (1 or 2))
                    .Select(match => match.Value),
            Planted("x.md", "iin 9003153" + "00111")
        ),
        new(
            "No machine's path and no tool's name is in the repository",
            "A clone works anywhere.",
            _ => true,
            // A folder is written as it is; an element Root of a message is none.
            file =>
                MachineTraces.Where(trace =>
                    file.Text.Contains(trace, trace.StartsWith('/') ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)
                ),
            Planted("x.md", "see /ho" + "me/someone")
        ),
        new(
            "Only Sunqar.Core.Times knows how far a clock is from UTC",
            "Kazakhstan's offset changed in 2024 and may change again: who keeps it as a number dates by a clock that nobody has.",
            ClockRule.Applies,
            ClockRule.Offences,
            Planted("src/Sunqar.Core/X.cs", "class C { const long LocalUs = 5 * 3_600_000_000L; }")
        ),
    ];

    private static SourceFile Planted(string path, string text) => new(path, text);

    private static IEnumerable<string> LongFunctions(SourceFile file) =>
        from node in file.Syntax.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax
        let lines = node.SyntaxTree.GetLineSpan(node.Span)
        let length = node.ToString().Split('\n').Count(line => line.Any(char.IsLetterOrDigit))
        where length > FunctionLinesMax
        select $"line {lines.StartLinePosition.Line + 1}: {length} lines";

    private static IEnumerable<string> EmptyNames(SourceFile file) =>
        file
            .Syntax.DescendantNodes()
            .Select(node =>
                node switch
                {
                    BaseTypeDeclarationSyntax type => type.Identifier.Text,
                    BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
                    _ => "",
                }
            )
            .Append(file.Path[..^3])
            .Where(name => Word().Matches(name).Any(word => EmptyWords.Contains(word.Value)));

    private static IEnumerable<string> Undocumented(SourceFile file) =>
        file
            .Syntax.DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(type =>
                type is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
                && type.Modifiers.Any(SyntaxKind.PublicKeyword)
                && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                && type.Ancestors().OfType<BaseTypeDeclarationSyntax>().All(outer => outer.Modifiers.Any(SyntaxKind.PublicKeyword))
                && !type.GetLeadingTrivia().ToString().Contains("///", StringComparison.Ordinal)
            )
            .Select(type => type is BaseTypeDeclarationSyntax named ? named.Identifier.Text : "delegate");

    private static IEnumerable<string> StrayNamespaces(SourceFile file)
    {
        var expected = Path.GetDirectoryName(file.Path)!["src/".Length..].Replace('/', '.');
        return file
            .Syntax.DescendantNodes()
            .OfType<BaseNamespaceDeclarationSyntax>()
            .Where(space => space is NamespaceDeclarationSyntax || space.Name.ToString() != expected)
            .Select(space => $"{space.Name}, not {expected};");
    }

    /// <summary>Lengths and first digits of the card schemes in use (ISO/IEC 7812), and a right check digit.</summary>
    private static bool IsCardNumber(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return digits.Length is 15 or 16 && digits[0] is >= '2' and <= '6' && Pan.TryParse(digits, out _, out _);
    }

    [GeneratedRegex("(?<![0-9A-Za-z_.])(?:[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{12,19})(?![0-9A-Za-z_])")]
    private static partial Regex Digits();

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Word();
}
