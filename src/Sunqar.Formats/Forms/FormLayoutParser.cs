using System.Globalization;
using Sunqar.Core.Law;

namespace Sunqar.Formats.Forms;

/// <summary>Reads a layout's file, whose head describes its lines. Lists stand before the fields that take their codes, parts after what
/// they are a part of.</summary>
internal sealed class FormLayoutParser
{
    private readonly Dictionary<string, CodeList> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Key), string> _maps = [];
    private readonly Dictionary<string, List<string[]>> _types = new(StringComparer.Ordinal);
    private readonly List<Draft> _drafts = [];
    private List<string[]>? _type;
    private string _forbidden = "";
    private bool? _isClosed;
    private int _unreviewed;

    private sealed record Draft(string Name, string Body, List<string[]> Fields, List<FormRule> Rules);

    private FormLayoutParser() { }

    public static LayoutReading Parse(string text)
    {
        var parser = new FormLayoutParser();
        foreach (var (number, whole) in text.Split('\n').Index())
        {
            var line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (Split(line) is not { } words)
                return new LayoutReading.Refused(number + 1, "a text in quotes does not end");
            parser._unreviewed += words is [_, .., "unreviewed", _] ? 1 : 0;
            if (parser.Take(words) is { } fault)
                return new LayoutReading.Refused(number + 1, fault);
        }
        return parser.Whole();
    }

    private string? Take(string[] words) =>
        words switch
        {
            ["form", _, "open" or "closed", _, _] => _isClosed is null ? Set(words[2] == "closed") : "the form stands twice",
            ["version", var day] => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? null
                : $"'{day}' is no day, such as 2026-11-30",
            ["forbidden", var characters, var standing, _] => Standing(standing, out _) ?? Forbid(characters),
            ["list" or "open", var name, var standing, var what] => Standing(standing, out var known)
                ?? (
                    _lists.TryAdd(name, new CodeList(name, words[0] == "open", known, what, new(StringComparer.Ordinal)))
                        ? null
                        : $"the list {name} stands twice"
                ),
            ["code", var list, var code, var meaning] => !_lists.TryGetValue(list, out var of) ? $"no list {list} stands before"
            : of.Codes.TryAdd(code, meaning) ? null
            : $"the code {code} stands twice",
            ["map", var name, var key, var value, var standing, _] => Standing(standing, out _)
                ?? (_maps.TryAdd((name, key), value) ? null : $"{name} {key} stands twice"),
            ["type", var name] => _types.TryAdd(name, _type = []) ? null : $"the type {name} stands twice",
            ["message", var name, var body, _] => Begin(name, body),
            ["field", _, _, _, _, _, _, _] => Field(words),
            ["rule", var kind, var context, var targets, var standing, var why] => Rule(
                kind,
                context,
                targets,
                ("", "", ""),
                standing,
                why
            ),
            ["rule", var kind, var context, var targets, "when", var path, "is" or "not", var values, var standing, var why] => Rule(
                kind,
                context,
                targets,
                (path, words[6], values),
                standing,
                why
            ),
            _ => "expected form, version, forbidden, list, open, code, map, type, message, field or rule with what belongs to it",
        };

    private string? Set(bool isClosed)
    {
        _isClosed = isClosed;
        return null;
    }

    private string? Forbid(string characters)
    {
        _forbidden = characters;
        return null;
    }

    private string? Begin(string name, string body)
    {
        if (_drafts.Exists(draft => draft.Name == name))
            return $"the message {name} stands twice";
        _type = null;
        _drafts.Add(new Draft(name, body, [], []));
        return null;
    }

    private string? Field(string[] words)
    {
        if (Made(words, words[1]).Fault is { } fault)
            return fault;
        if (_type is not null)
            _type.Add(words);
        else if (_drafts is [.., var last])
            last.Fields.Add(words);
        else
            return "a field belongs to a message or a type";
        return null;
    }

    private string? Rule(
        string kind,
        string context,
        string targets,
        (string Path, string Sign, string Values) when,
        string standing,
        string why
    )
    {
        if (_drafts is not [.., var last])
            return "a rule belongs to a message";
        if (!Enum.TryParse<FormRuleKind>(kind, ignoreCase: true, out var parsed) || char.IsAsciiDigit(kind[0]))
            return $"'{kind}' is no rule; expected present, absent or one";
        if (Standing(standing, out var known) is { } fault)
            return fault;
        last.Rules.Add(
            new FormRule(
                parsed,
                context,
                targets.Split('|'),
                when.Path.Length == 0 ? null : when.Path,
                when.Sign == "not",
                when.Values.Split('|'),
                known,
                why
            )
        );
        return null;
    }

    /// <summary>The first message of a closed form is what all others have.</summary>
    private LayoutReading Whole()
    {
        if (_isClosed is not { } isClosed || _drafts.Count == 0)
            return new LayoutReading.Refused(0, "expected a line with the form, and messages");
        var common = _drafts[0].Name == "common" ? _drafts[0] : new Draft("", "", [], []);
        var messages = new Dictionary<string, FormMessage>(StringComparer.Ordinal);
        foreach (var draft in _drafts.Where(draft => draft != common))
        {
            string Whole(string path) => path.StartsWith('~') ? $"ExportData/SignedData/Data/{draft.Body}{path[1..]}" : path;
            var fields = new List<FormField>();
            foreach (var words in Ordered(common.Fields, draft.Fields).SelectMany(Grown))
            {
                var made = Made(words, Whole(words[1])).Field!;
                if (fields.Exists(field => field.Path == made.Path))
                    return new LayoutReading.Refused(0, $"{made.Path} stands twice in {draft.Name}");
                if (isClosed && made.Parent.Length > 0 && !fields.Exists(field => field.Path == made.Parent))
                    return new LayoutReading.Refused(0, $"{made.Path} stands before what it is a part of");
                fields.Add(made);
            }
            var rules = draft
                .Rules.Select(rule => rule with { Context = Whole(rule.Context), When = rule.When is { } when ? Whole(when) : null })
                .ToList();
            if (rules.Find(rule => Unknown(rule, fields) is not null) is { } wrong)
                return new LayoutReading.Refused(0, $"a rule of {wrong.Context} names {Unknown(wrong, fields)}, which is no field");
            messages[draft.Name] = new FormMessage(fields, rules);
        }
        return new LayoutReading.Read(new FormLayout(isClosed, _forbidden, _maps, messages, _unreviewed));
    }

    /// <summary>What a closed layout does not have of a rule's paths; null where it has all.</summary>
    private string? Unknown(FormRule rule, List<FormField> fields) =>
        _isClosed != true
            ? null
            : rule
                .Targets.Select(target => $"{rule.Context}/{target}")
                .Append(
                    rule.When is { } when
                        ? (when.StartsWith("ExportData/", StringComparison.Ordinal) ? when : $"{rule.Context}/{when}")
                        : rule.Context
                )
                .FirstOrDefault(path => !fields.Exists(field => field.Path == path));

    /// <summary>What a message alone has stands in its body, before the envelope's end.</summary>
    private static IEnumerable<string[]> Ordered(List<string[]> common, List<string[]> own)
    {
        var last = common.FindLastIndex(words => words[1].StartsWith('~'));
        return [.. common.Take(last + 1), .. own, .. common.Skip(last + 1)];
    }

    /// <summary>A line, and behind one that is like a type the lines of the type.</summary>
    private IEnumerable<string[]> Grown(string[] words)
    {
        if (!words[2].StartsWith("like:", StringComparison.Ordinal))
            return [words];
        string[] Below(string[] part) => [part[0], words[1] + part[1][1..], .. part.Skip(2)];
        return
        [
            [words[0], words[1], "group", .. words.Skip(3)],
            .. _types[words[2][5..]].Select(Below),
        ];
    }

    private (FormField? Field, string? Fault) Made(string[] words, string path)
    {
        var mayBeEmpty = words[2].EndsWith('?');
        var name = words[2].TrimEnd('?');
        CodeList? list = null;
        if (name.StartsWith("code:", StringComparison.Ordinal) && !_lists.TryGetValue(name[5..], out list))
            return (null, $"no list {name[5..]} stands before");
        if (name.StartsWith("like:", StringComparison.Ordinal) && !_types.ContainsKey(name[5..]))
            return (null, $"no type {name[5..]} stands before");
        var kind = FieldKinds.Find(
            list is not null ? "text"
            : name.StartsWith("like:", StringComparison.Ordinal) ? "group"
            : name
        );
        if (kind is null)
            return (null, $"'{name}' is no kind of field");
        var max = kind.Max;
        if (words[3] != "-" && (!int.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out max) || max < 1))
            return (null, $"'{words[3]}' is no length; expected a number or -");
        FieldPresence? presence = words[4] switch
        {
            "1" => FieldPresence.Once,
            "?" => FieldPresence.MayBeLeftOut,
            "+" => FieldPresence.OnceOrMore,
            "*" => FieldPresence.AnyNumber,
            _ => null,
        };
        return presence is null ? (null, $"'{words[4]}' is no presence; expected 1, ?, + or *")
            : Standing(words[6], out var standing) is { } fault ? (null, fault)
            : (new FormField(path, kind, list, max, mayBeEmpty, presence.Value, words[5], standing, words[7]), null);
    }

    private static string? Standing(string text, out LawStanding standing) =>
        Enum.TryParse(text, ignoreCase: true, out standing) && !char.IsAsciiDigit(text[0])
            ? null
            : $"'{text}' is no standing; expected read, press or unreviewed";

    /// <summary>Words, and texts in quotes as one word each; null where a quote is not closed.</summary>
    private static string[]? Split(string line)
    {
        var parts = line.Split('"');
        return parts.Length % 2 == 0
            ? null
            : [.. parts.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
