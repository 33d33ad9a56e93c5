using System.Text;

namespace Sunqar.Formats.Csv;

/// <summary>The names in a table's first row. Lookups ignore case and surrounding blanks, as exports differ in both.</summary>
public sealed class CsvHeader
{
    private readonly string[] _names;

    private CsvHeader(string[] names) => _names = names;

    public static CsvHeader Of(CsvRows rows)
    {
        var names = new string[rows.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetString(rows[i]).Trim();
        }
        return new(names);
    }

    public IReadOnlyList<string> Names => _names;

    public int Count => _names.Length;

    /// <summary>The names as they stand, at most two hundred characters of them.</summary>
    public override string ToString()
    {
        var names = string.Join(',', _names);
        return names.Length <= 200 ? names : names[..200] + "…";
    }

    /// <summary>Where a column stands, from 0; −1 where it is absent.</summary>
    public int IndexOf(string name) => Array.FindIndex(_names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));

    public bool HasAll(IEnumerable<string> names) => names.All(n => IndexOf(n) >= 0);

    /// <summary>A column that stands twice, so that which is meant cannot be told; null where there is none.</summary>
    public string? Repeated(IEnumerable<string> names) =>
        names.FirstOrDefault(name => _names.Count(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) > 1);
}
