using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sunqar.Tests.Architecture;

/// <summary>
/// Lines over <see cref="ColumnsMax"/> columns, and what excuses one: column 140 falls into the text of a literal that cannot break.
/// Such texts are examples of messages, grammars, addresses and hexadecimal blocks, which are read as they were written.
/// </summary>
internal static class LineRule
{
    public const int ColumnsMax = 140;

    /// <summary>How many excused lines the whole repository may hold.</summary>
    public const int ExcusedMax = 200;

    public static IEnumerable<string> Offences(SourceFile file) =>
        Long(file).Where(line => !line.IsExcused).Select(line => $"line {line.Number}: {line.Columns} columns");

    public static int Excused(SourceFile file) => Long(file).Count(line => line.IsExcused);

    private static IEnumerable<(int Number, int Columns, bool IsExcused)> Long(SourceFile file)
    {
        // Most files have no long line and need no syntax tree.
        if (!file.Text.Split('\n').Any(line => line.Length > ColumnsMax))
            yield break;
        foreach (var line in file.Syntax.GetText().Lines.Where(line => line.Span.Length > ColumnsMax))
            yield return (line.LineNumber + 1, line.Span.Length, IsExcused(file.Syntax, line.Start + ColumnsMax));
    }

    private static bool IsExcused(SyntaxNode file, int column)
    {
        var token = file.FindToken(column);
        if (!token.Span.Contains(column))
            return false; // A comment before it.
        return token.Kind()
                is SyntaxKind.StringLiteralToken
                    or SyntaxKind.InterpolatedStringTextToken
                    or SyntaxKind.SingleLineRawStringLiteralToken
                    or SyntaxKind.MultiLineRawStringLiteralToken
                    or SyntaxKind.Utf8StringLiteralToken
            || token.Parent!.AncestorsAndSelf().Any(node => node.IsKind(SyntaxKind.InterpolatedStringExpression));
    }
}
