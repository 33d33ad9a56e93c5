namespace Sunqar.Core.Rulebook;

/// <summary>How a line of one text stands to another text.</summary>
public enum LineChange : byte
{
    /// <summary>It stands in both.</summary>
    Same = 0,

    /// <summary>Only in the older.</summary>
    Gone = 1,

    /// <summary>Only in the newer.</summary>
    New = 2,
}

/// <summary>A line of a difference.</summary>
/// <param name="Line">Its number in the text that it stands in; of the newer where in both.</param>
public sealed record DiffLine(LineChange Change, int Line, string Text);

/// <summary>A rule, or what stands between the rules, that differs between two rulebooks.</summary>
/// <param name="Rule">Empty for what stands outside rules: parameters, lets, what holds of the whole book.</param>
public sealed record RuleDiff(string Rule, bool IsNew, bool IsGone, IReadOnlyList<DiffLine> Lines);

/// <summary>What differs between two rulebooks, rule by rule and line by line.</summary>
public static class RulebookDiff
{
    /// <summary>Lines of one rule, and of what stands outside rules, that are compared line by line; longer ones are told whole.</summary>
    private const int LinesMax = 1_000;

    /// <summary>The rules that differ in the order of the newer text, those that are gone last. A rule that only moved does not
    /// differ.</summary>
    public static IReadOnlyList<RuleDiff> Of(string older, string newer)
    {
        var (before, after) = (Named(older), Named(newer));
        var changed = new List<RuleDiff>();
        foreach (var (name, block) in after)
        {
            var was = before.GetValueOrDefault(name);
            if (was?.Text != block.Text)
                changed.Add(new RuleDiff(name, was is null, false, Lines(was, block)));
        }
        changed.AddRange(
            before.Where(one => !after.ContainsKey(one.Key)).Select(one => new RuleDiff(one.Key, false, true, Lines(one.Value, null)))
        );
        return changed;
    }

    private static Dictionary<string, RuleBlock> Named(string text)
    {
        var blocks = RuleBlocks.Of(text);
        var lines = text.Split('\n');
        foreach (var block in blocks)
            Array.Clear(lines, block.FirstLine - 1, block.LastLine - block.FirstLine + 1);
        var named = new Dictionary<string, RuleBlock>(StringComparer.Ordinal)
        {
            // Blank lines between rules come and go with the rules.
            [""] = new RuleBlock("", 1, lines.Length, string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)))),
        };
        foreach (var block in blocks)
            named.TryAdd(block.Name, block);
        return named;
    }

    private static List<DiffLine> Lines(RuleBlock? older, RuleBlock? newer)
    {
        var (a, b) = (older?.Text.Split('\n') ?? [], newer?.Text.Split('\n') ?? []);
        var (fromA, fromB) = (older?.FirstLine ?? 1, newer?.FirstLine ?? 1);
        // The longest common subsequence, from the end, so that it is read from the start.
        var isLong = a.Length > LinesMax || b.Length > LinesMax;
        var common = isLong ? null : new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; common is not null && i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        var lines = new List<DiffLine>(a.Length + b.Length);
        for (int i = 0, j = 0; i < a.Length || j < b.Length; )
        {
            if (common is not null && i < a.Length && j < b.Length && a[i] == b[j])
            {
                lines.Add(new DiffLine(LineChange.Same, fromB + j++, a[i++]));
            }
            else if (i < a.Length && (j == b.Length || common is null || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new DiffLine(LineChange.Gone, fromA + i, a[i]));
                i++;
            }
            else
            {
                lines.Add(new DiffLine(LineChange.New, fromB + j, b[j]));
                j++;
            }
        }
        return lines;
    }
}
