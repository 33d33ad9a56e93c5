using System.Text.Json;

namespace Sunqar.Formats.Fm1;

/// <summary>What came of reading details.</summary>
public abstract record Fm1DetailsReading
{
    private Fm1DetailsReading() { }

    /// <param name="ByName">Of one object, under an empty name; of lines, under what each calls its participant.</param>
    public sealed record Read(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ByName) : Fm1DetailsReading;

    public sealed record Refused(BadInput Fault) : Fm1DetailsReading;
}

/// <summary>
/// What whoever files says beside what the house knows: a JSON object of paths of the form and their texts; for participants one such
/// object a line, which names its participant by the pseudonym of the same period's report (<c>participant</c>). Paths are held against the
/// form, with everything else, when it is written.
/// </summary>
public static class Fm1Details
{
    /// <summary>Bytes of a file at most.</summary>
    public const int BytesMax = 16 << 20;

    private const string NameMember = "participant",
        Expected = "an object of paths and texts, such as {\"OrganisationCode\": \"011\"}";

    /// <param name="file">Its name, for faults.</param>
    /// <param name="areLines">One object a line, each with its participant; otherwise the whole is one object.</param>
    public static Fm1DetailsReading Parse(string text, string file, bool areLines)
    {
        var byName = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (number, line) in (areLines ? text.Split('\n') : [text]).Index())
        {
            if (areLines && string.IsNullOrWhiteSpace(line))
                continue;
            Fm1DetailsReading Refuse(string reason) =>
                new Fm1DetailsReading.Refused(new BadInput(file, areLines ? number + 1 : 0, 0, null, reason, Expected));
            if (Object(line) is not { } members)
                return Refuse("it is no such object");
            var name = "";
            if (areLines && !members.Remove(NameMember, out name))
                return Refuse($"it names no \"{NameMember}\"");
            if (!byName.TryAdd(name ?? "", members))
                return Refuse("its participant stands twice");
        }
        return new Fm1DetailsReading.Read(byName);
    }

    /// <summary>Null where it is none, or a member stands twice or is no text.</summary>
    private static Dictionary<string, string>? Object(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2 });
            var members = new Dictionary<string, string>(StringComparer.Ordinal);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject()
                    .All(member => member.Value.ValueKind == JsonValueKind.String && members.TryAdd(member.Name, member.Value.GetString()!))
                ? members
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
