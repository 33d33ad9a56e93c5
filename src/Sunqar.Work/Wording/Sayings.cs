using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Sunqar.Work.Wording;

/// <summary>A sentence of the house in its languages; forms of a number stand between bars, holes are <c>{0}</c>, <c>{1}</c> …</summary>
internal sealed record Saying(string English, string Kazakh, string Russian)
{
    /// <summary>As the language has it, with its holes and forms.</summary>
    public string In(string language) => language == "kk" ? Kazakh : Russian;
}

/// <summary>A text that was recognised.</summary>
/// <param name="Holes">What stood in the holes, by their numbers.</param>
/// <param name="IsPlural">It was said in a form of several.</param>
internal readonly record struct Recognised(Saying Saying, IReadOnlyList<string> Holes, bool IsPlural)
{
    public string In(string language) => Saying.In(language);
}

/// <summary>The sentences that the house is known to say. A text is looked up whole first; then templates are tried, that with the longest
/// fixed text first, each in one pass over the text.</summary>
internal sealed class Sayings
{
    private readonly FrozenDictionary<string, Recognised> _whole;
    private readonly Template[] _templates;

    private Sayings(FrozenDictionary<string, Recognised> whole, Template[] templates) => (_whole, _templates) = (whole, templates);

    public static Sayings Of(IEnumerable<Saying> sayings)
    {
        var whole = new Dictionary<string, Recognised>(StringComparer.Ordinal);
        var templates = new List<Template>();
        foreach (var saying in sayings)
        {
            foreach (var (at, form) in saying.English.Split('|').Index())
            {
                if (form.Contains('{', StringComparison.Ordinal))
                    templates.Add(Template.Of(form, saying));
                else
                    whole.TryAdd(form, new(saying, [], at > 0));
            }
        }
        return new(whole.ToFrozenDictionary(StringComparer.Ordinal), [.. templates.OrderByDescending(one => one.Fixed)]);
    }

    /// <summary>Null for a text that is not of the house.</summary>
    public Recognised? Find(string text)
    {
        if (_whole.TryGetValue(text, out var known))
            return known;
        foreach (var template in _templates)
        {
            if (template.HolesIn(text) is { } holes)
                return new Recognised(template.Saying, holes, false);
        }
        return null;
    }

    /// <summary>Fixed parts, and between them holes by their numbers.</summary>
    private sealed record Template(Saying Saying, string[] Parts, int[] Holes, int Fixed)
    {
        public static Template Of(string form, Saying saying)
        {
            var parts = Regex.Split(form, "\\{\\d\\}");
            int[] holes = [.. Regex.Matches(form, "\\{(\\d)\\}").Select(match => match.Groups[1].Value[0] - '0')];
            return new(saying, parts, holes, parts.Sum(part => part.Length));
        }

        /// <summary>A hole ends where the next fixed part stands for the first time, and is never empty.</summary>
        public string[]? HolesIn(string text)
        {
            if (!text.StartsWith(Parts[0], StringComparison.Ordinal) || !text.EndsWith(Parts[^1], StringComparison.Ordinal))
                return null;
            var found = new string[Holes.Max() + 1];
            var at = Parts[0].Length;
            for (var i = 0; i < Holes.Length; i++)
            {
                var part = Parts[i + 1];
                var end =
                    i == Holes.Length - 1 ? text.Length - part.Length
                    : at + 1 < text.Length ? text.IndexOf(part, at + 1, StringComparison.Ordinal)
                    : -1;
                if (end <= at)
                    return null;
                found[Holes[i]] = text[at..end];
                at = end + part.Length;
            }
            return found;
        }
    }
}
