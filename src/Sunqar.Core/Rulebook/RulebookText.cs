using System.Text;

namespace Sunqar.Core.Rulebook;

/// <summary>
/// A rulebook of several files as the one text that it means: a line <c>include "sunqar/abroad.rules"</c> stands for that file's lines. An
/// included file includes none. What is kept, published and replayed is the whole text, which needs no file.
/// </summary>
public sealed class RulebookText
{
    /// <summary>Files that one rulebook includes at most.</summary>
    public const int FilesMax = 100;

    private readonly List<(int FromLine, string File, int FileLine)> _parts = [];

    private RulebookText(string text) => Text = text;

    /// <summary>The whole text; that of the one file, to the last character, where it includes none.</summary>
    public string Text { get; private set; }

    /// <summary>Where a line of the whole text stands, from 1.</summary>
    public (string File, int Line) Place(int line)
    {
        var (from, file, fileLine) = _parts.Last(part => part.FromLine <= Math.Max(1, line));
        return (file, fileLine + Math.Max(1, line) - from);
    }

    /// <summary>Puts a rulebook together.</summary>
    /// <param name="file">The name of the file that includes the others.</param>
    /// <param name="read">The text of an included file by its name as written; null where there is none.</param>
    /// <param name="fault">What is wrong with an include, as <c>FILE:LINE: what</c>; null where nothing is.</param>
    public static RulebookText Of(string file, string text, Func<string, string?> read, out string? fault)
    {
        fault = null;
        var whole = new StringBuilder();
        var result = new RulebookText("");
        var (line, files) = (0, 0);
        void Add(string name, int fileLine, string one)
        {
            if (result._parts.Count == 0 || result._parts[^1].File != name)
                result._parts.Add((line + 1, name, fileLine));
            whole.Append(one).Append('\n');
            line++;
        }
        foreach (var (number, one) in Lines(text).Index())
        {
            if (Included(one) is not { } name)
            {
                Add(file, number + 1, one);
                continue;
            }
            fault ??= IsName(name)
                ? ++files > FilesMax
                    ? $"{file}:{number + 1}: A rulebook includes at most {FilesMax} files."
                    : null
                : $"{file}:{number + 1}: An included file is named by letters, digits, - and _, in folders below this one: \"law/cash.rules\".";
            if (fault is null && read(name) is { } part)
            {
                foreach (var (inner, partLine) in Lines(part).Index())
                    Add(name, inner + 1, partLine);
            }
            else
            {
                fault ??= $"{file}:{number + 1}: There is no file \"{name}\".";
            }
            if (fault is not null || whole.Length > LoadedRulebook.TextMax)
                break;
        }
        result.Text = files == 0 ? text : whole.ToString();
        if (result._parts.Count == 0)
            result._parts.Add((1, file, 1));
        return result;
    }

    private static string[] Lines(string text)
    {
        var lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    /// <summary>The name on a line of an include; null for another line. The word begins its line, so that none within a test is
    /// meant.</summary>
    private static string? Included(string line) =>
        line.StartsWith("include \"", StringComparison.Ordinal) && line.TrimEnd() is var whole && whole.EndsWith('"')
            ? whole["include \"".Length..^1]
            : null;

    private static bool IsName(string name) =>
        name.EndsWith(".rules", StringComparison.Ordinal)
        && name.Length <= 100
        && name[..^".rules".Length]
            .Split('/')
            .All(step => step.Length > 0 && step.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
