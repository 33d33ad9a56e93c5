using System.Reflection;
using Sunqar.Core.Law;

namespace Sunqar.Formats.Forms;

/// <summary>How often a field stands in what it is a part of.</summary>
public enum FieldPresence : byte
{
    Once = 1,
    MayBeLeftOut = 2,
    OnceOrMore = 3,
    AnyNumber = 4,
}

/// <summary>A field of a form: an element or, with <c>@</c> before its name, an attribute.</summary>
/// <param name="Path">From the root, without numbers.</param>
/// <param name="Kind">What its text may be.</param>
/// <param name="List">Name of the list whose codes it takes; null where it takes none.</param>
/// <param name="Max">Characters at most.</param>
/// <param name="Item">Of the paper form; <c>-</c> where it has none.</param>
/// <param name="Standing">How far the line is to be trusted.</param>
internal sealed record FormField(
    string Path,
    FieldKind Kind,
    CodeList? List,
    int Max,
    bool MayBeEmpty,
    FieldPresence Presence,
    string Item,
    LawStanding Standing,
    string Meaning
)
{
    public string Name { get; } = Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Path of what it is a part of; empty of the root.</summary>
    public string Parent { get; } = Path.LastIndexOf('/') is > 0 and var cut ? Path[..cut] : "";

    public bool IsGroup => Kind.Name == "group";

    public bool Repeats => Presence is FieldPresence.OnceOrMore or FieldPresence.AnyNumber;

    public string Expected =>
        List is { IsOpen: true } open ? $"a number: {open.Meaning}"
        : List is { } list ? $"a code of {list.Meaning}"
        : IsGroup ? Kind.Expected
        : $"{Kind.Expected}, at most {Max} characters";
}

/// <summary>Codes that a field takes.</summary>
/// <param name="IsOpen">Its values were not found: any number passes.</param>
internal sealed record CodeList(string Name, bool IsOpen, LawStanding Standing, string Meaning, Dictionary<string, string> Codes)
{
    public bool Has(string code) => IsOpen ? code.Length <= 18 && FieldKinds.AllDigits(code) : Codes.ContainsKey(code);
}

/// <summary>What a rule between fields asks for.</summary>
internal enum FormRuleKind : byte
{
    Present = 1,
    Absent = 2,

    /// <summary>At least one of its targets stands.</summary>
    One = 3,
}

/// <summary>A rule between fields.</summary>
/// <param name="Context">Path of the element that it is asked of, each time it stands.</param>
/// <param name="Targets">Paths from there.</param>
/// <param name="When">Path of what decides whether it is asked, from there or from the root; null where it always is.</param>
/// <param name="Not">It is asked where <paramref name="When"/> has none of the values.</param>
internal sealed record FormRule(
    FormRuleKind Kind,
    string Context,
    IReadOnlyList<string> Targets,
    string? When,
    bool Not,
    IReadOnlyList<string> Values,
    LawStanding Standing,
    string Why
);

/// <summary>A message of a form: its fields in the order in which they are written, and the rules between them.</summary>
public sealed class FormMessage
{
    private readonly Dictionary<string, FormField> _byPath;
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);
    private readonly ILookup<string, FormField> _parts;

    internal FormMessage(IReadOnlyList<FormField> fields, IReadOnlyList<FormRule> rules)
    {
        (Fields, Rules) = (fields, rules);
        _byPath = fields.ToDictionary(field => field.Path, StringComparer.Ordinal);
        _parts = fields.ToLookup(field => field.Parent, StringComparer.Ordinal);
        foreach (var (place, field) in fields.Index())
            _order[field.Path] = place;
    }

    internal IReadOnlyList<FormField> Fields { get; }

    internal IReadOnlyList<FormRule> Rules { get; }

    internal FormField? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The fields directly inside a path.</summary>
    internal IEnumerable<FormField> Parts(string path) => _parts[path];

    internal int Order(string path) => _order.GetValueOrDefault(path, int.MaxValue);
}

/// <summary>A published form as a reviewed file of <c>rulebooks/forms</c> describes it, embedded so that program and layout cannot
/// part.</summary>
public sealed class FormLayout
{
    private readonly Dictionary<(string Name, string Key), string> _maps;

    internal FormLayout(
        bool isClosed,
        string forbidden,
        Dictionary<(string Name, string Key), string> maps,
        Dictionary<string, FormMessage> messages,
        int unreviewed
    ) => (IsClosed, Forbidden, _maps, Messages, Unreviewed) = (isClosed, forbidden, maps, messages, unreviewed);

    /// <summary>What the layout does not name may not stand; otherwise it is left to the form's schema.</summary>
    internal bool IsClosed { get; }

    /// <summary>Characters that no value may hold.</summary>
    internal string Forbidden { get; }

    /// <summary>Lines of the file that nobody could hold against the published text.</summary>
    public int Unreviewed { get; }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, FormMessage> Messages { get; }

    /// <summary>What the house sends for something of its own; null where the file says nothing.</summary>
    public string? Map(string name, string key) => _maps.GetValueOrDefault((name, key));

    /// <summary>A layout of this build. The tests check it, so a fault in it is a bug.</summary>
    public static FormLayout Shipped(string file) =>
        FormLayoutParser.Parse(ShippedText(file)) switch
        {
            LayoutReading.Read read => read.Layout,
            LayoutReading.Refused refused => throw new InvalidOperationException($"{file}, line {refused.Line}: {refused.Reason}."),
            _ => throw new InvalidOperationException("An outcome that is not known."),
        };

    internal static string ShippedText(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("forms/" + file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>What came of reading a layout.</summary>
internal abstract record LayoutReading
{
    private LayoutReading() { }

    public sealed record Read(FormLayout Layout) : LayoutReading;

    /// <param name="Line">From 1; 0 where something is missing from the whole.</param>
    public sealed record Refused(int Line, string Reason) : LayoutReading;
}
