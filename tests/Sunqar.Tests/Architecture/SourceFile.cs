using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sunqar.Tests.Architecture;

/// <summary>A text file of the repository, by its path from the root, with forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] FoldersLeftOut =
    [
        "artifacts",
        "node_modules",
        ".git",
        "bin",
        "obj",
        "TestResults",
        "built",
        "data.local",
    ];

    private static readonly string[] TextEndings =
    [
        ".cs",
        ".csproj",
        ".props",
        ".slnx",
        ".md",
        ".txt",
        ".proto",
        ".razor",
        ".ts",
        ".css",
        ".html",
        ".yaml",
        ".yml",
        ".sh",
        ".rules",
        ".csv",
        ".ndjson",
        ".svg",
        "",
    ];

    private SyntaxNode? _syntax;

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public int Lines => Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    /// <summary>The syntax tree of a C# file.</summary>
    public SyntaxNode Syntax => _syntax ??= CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();

    /// <summary>Every text file that people write: what is built, restored or simulated is left out.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
        Find(new DirectoryInfo(Repository.Root)).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();

    private static IEnumerable<SourceFile> Find(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            // A submodule's or worktree's .git is a file.
            if (file.Name != ".git" && TextEndings.Contains(file.Extension) && file.Length < 4_000_000)
            {
                yield return new SourceFile(
                    System.IO.Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'),
                    File.ReadAllText(file.FullName)
                );
            }
        }
        foreach (var file in folder.EnumerateDirectories().Where(child => !IsLeftOut(child)).SelectMany(Find))
        {
            yield return file;
        }
    }

    private static bool IsLeftOut(DirectoryInfo folder) =>
        FoldersLeftOut.Contains(folder.Name) || folder.Name.EndsWith(".local", StringComparison.Ordinal) || folder.LinkTarget is not null;
}
