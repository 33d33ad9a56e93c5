using System.Globalization;
using Sunqar.Core.Patterns;

namespace Sunqar.Work.Wording;

/// <summary>An observation beside the threshold it met.</summary>
/// <param name="Observed">The value with its unit, ready to read.</param>
/// <param name="Threshold">The limit it is held against; null where the value only describes.</param>
/// <param name="Meaning">Why it counts, one sentence; null where the name says it all.</param>
public sealed record EvidenceRow(string Name, string Observed, string? Threshold, string? Meaning);

/// <summary>
/// A finding's named observations as rows that a person reads, in the words that its typology declares. An observation <c>x_min</c> or
/// <c>x_max</c> is the threshold of <c>x</c> and stands beside it.
/// </summary>
public static class EvidenceWords
{
    /// <summary>In the order the finding gives them.</summary>
    /// <param name="typology">Null where the house does not know the kind; then names stand for themselves.</param>
    public static IReadOnlyList<EvidenceRow> Rows(Typology? typology, IReadOnlyDictionary<string, string> evidence)
    {
        var known = EvidenceKeys.OfAll.Concat(typology?.Evidence ?? []).ToDictionary(key => key.Name, StringComparer.Ordinal);
        var rows = new List<EvidenceRow>();
        foreach (var (name, value) in evidence)
        {
            if (IsThreshold(name, evidence))
            {
                continue;
            }
            var key = known.GetValueOrDefault(name) ?? new EvidenceKey(name, Words.Plain(name));
            var threshold =
                evidence.TryGetValue(name + "_min", out var least) ? $"≥ {least}"
                : evidence.TryGetValue(name + "_max", out var most) ? $"≤ {most}"
                : null;
            var observed = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? Amounts.Count(count)
                : value;
            rows.Add(new EvidenceRow(key.Title, observed, threshold, key.Meaning));
        }
        return rows;
    }

    private static bool IsThreshold(string name, IReadOnlyDictionary<string, string> evidence) =>
        name.Length > 4 && name[^4..] is "_min" or "_max" && evidence.ContainsKey(name[..^4]);
}
