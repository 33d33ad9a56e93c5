namespace Sunqar.Core.Rulebook;

/// <summary>The valid name that a mistyped one most likely meant.</summary>
internal static class NearestName
{
    /// <summary>" Did you mean 'x'?" or nothing when no name is near; the names themselves when they are few.</summary>
    public static string Hint(string typed, IEnumerable<string> valid)
    {
        var names = valid.Distinct().Order(StringComparer.Ordinal).ToList();
        var reach = Math.Max(2, typed.Length / 3);
        // Two texts are at least as far apart as their lengths.
        var best = names
            .Where(name => Math.Abs(name.Length - typed.Length) <= reach)
            .Select(name => (Name: name, Distance: Distance(typed, name)))
            .OrderBy(n => n.Distance)
            .FirstOrDefault();
        if (best.Name is not null && best.Distance <= reach)
        {
            return $" Did you mean '{best.Name}'?";
        }
        return names.Count is > 0 and <= 12 ? $" Expected one of {string.Join(", ", names)}." : "";
    }

    /// <summary>Edits between two texts: insert, delete, replace, swap of neighbours (Damerau, optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }
        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }
        return d[a.Length, b.Length];
    }
}
