using System.Globalization;
using System.Text.Json;

namespace Sunqar.Formats.Ivms101;

/// <summary>What is wrong with a payload, thrown up to the reader alone.</summary>
internal sealed class IvmsFault(string field, string reason, string expected) : Exception
{
    public string Field { get; } = field;

    public string Reason { get; } = reason;

    public string Expected { get; } = expected;
}

/// <summary>A member of a payload with its path. Members are found by their name without case, underlines and a plural's s.</summary>
internal readonly struct IvmsNode(JsonElement element, string path)
{
    public string Path { get; } = path;

    public void NeedObject()
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new IvmsFault(Path, "no object stands here", "an object");
    }

    public IvmsNode? Find(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in element.EnumerateObject())
        {
            if (Folded(member.Name) == Folded(name) && member.Value.ValueKind != JsonValueKind.Null)
                return new IvmsNode(member.Value, $"{Path}.{member.Name}");
        }
        return null;
    }

    public IvmsNode Need(string name) => Find(name) ?? throw new IvmsFault(Path, $"{name} is missing", $"an object with {name}");

    /// <summary>The items of a list; a single value counts as a list of one.</summary>
    public IReadOnlyList<IvmsNode> Items(int most)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return [this];
        if (element.GetArrayLength() > most)
            throw new IvmsFault(Path, $"{element.GetArrayLength()} items stand here", $"at most {most}");
        var path = Path;
        return [.. element.EnumerateArray().Select((item, i) => new IvmsNode(item, $"{path}[{i}]"))];
    }

    public string Text(int most)
    {
        if (element.ValueKind != JsonValueKind.String)
            throw new IvmsFault(Path, "no text stands here", "a text");
        var text = element.GetString()!.Trim();
        return text.Length <= most ? text : throw new IvmsFault(Path, $"{text.Length} characters stand here", $"at most {most}");
    }

    /// <summary>One of four letters; protobuf writes <c>NATURAL_PERSON_NAME_TYPE_CODE_LEGL</c>.</summary>
    public string Code(string[] known)
    {
        var text = Text(100);
        var code = text.LastIndexOf('_') is >= 0 and var underline ? text[(underline + 1)..] : text;
        return known.Contains(code) ? code : throw new IvmsFault(Path, "this code is not of the standard", string.Join(", ", known));
    }

    public string Day()
    {
        var text = Text(10);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text
            : throw new IvmsFault(Path, "this is no date", "yyyy-mm-dd");
    }

    /// <summary>2023 renamed members: it speaks of naturalPersonNameIdentifierType, of a singular originatorPerson, and has the customer's
    /// identification alone.</summary>
    public bool UsesNamesOf2023() =>
        Any(element, 0, static name => Bare(name) is "naturalpersonnameidentifiertype" or "originatorperson" or "beneficiaryperson");

    private static bool Any(JsonElement at, int depth, Func<string, bool> test) =>
        depth < 8
        && at.ValueKind switch
        {
            JsonValueKind.Object => at.EnumerateObject().Any(member => test(member.Name) || Any(member.Value, depth + 1, test)),
            JsonValueKind.Array => at.EnumerateArray().Any(item => Any(item, depth + 1, test)),
            _ => false,
        };

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Singular(string bare) => (bare.EndsWith("sses", StringComparison.Ordinal) ? bare[..^2] : bare).TrimEnd('s');

    private static string Folded(string name) =>
        Singular(Bare(name)) switch
        {
            "ra" => "registrationauthority",
            "dob" => "dateofbirth",
            "pob" => "placeofbirth",
            var bare => bare,
        };
}
