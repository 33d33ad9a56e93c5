using System.Collections.Frozen;

namespace Sunqar.Core.Blocking;

/// <summary>
/// Names under which anybody may register: <c>kz</c>, <c>com.kz</c>, <c>github.io</c>. Nobody blocks one, since it would take every site
/// below it. The rules are those of publicsuffix.org: a name, <c>*.</c> for every name below, <c>!</c> for an exception.
/// </summary>
public sealed class PublicSuffixes
{
    private readonly FrozenSet<string> _rules;

    /// <param name="rules">One rule each, in ASCII or any script; comments (<c>//</c>) and blank lines are passed over.</param>
    public PublicSuffixes(IEnumerable<string> rules)
    {
        var idn = new System.Globalization.IdnMapping();
        _rules = rules
            .Select(rule => rule.Trim())
            .Where(rule => rule.Length > 0 && !rule.StartsWith("//", StringComparison.Ordinal))
            .Select(rule => Ascii(idn, rule))
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Rules held.</summary>
    public int Count => _rules.Count;

    /// <summary>Whether the name is itself a suffix under which others register.</summary>
    public bool IsSuffix(DomainName name) => SuffixOf(name).Length == name.Ascii.Length;

    /// <summary>The label that was registered, with its suffix (eTLD+1); null for a suffix.</summary>
    public string? Registrable(DomainName name)
    {
        var (text, suffix) = (name.Ascii, SuffixOf(name));
        if (suffix.Length == text.Length)
            return null;
        var labels = text[..^(suffix.Length + 1)];
        return text[(labels.LastIndexOf('.') + 1)..];
    }

    /// <summary>The longest suffix that a rule names; where none does, the last label (the list's own default rule).</summary>
    public string SuffixOf(DomainName name)
    {
        foreach (var at in name.Upwards())
        {
            var dot = at.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
                return at;
            if (_rules.Contains("!" + at))
                return at[(dot + 1)..];
            if (_rules.Contains(at) || _rules.Contains("*." + at[(dot + 1)..]))
                return at;
        }
        return name.Ascii;
    }

    private static string Ascii(System.Globalization.IdnMapping idn, string rule)
    {
        var lead =
            rule.StartsWith("*.", StringComparison.Ordinal) ? 2
            : rule[0] == '!' ? 1
            : 0;
        return rule[..lead] + idn.GetAscii(rule[lead..]).ToLowerInvariant();
    }
}
