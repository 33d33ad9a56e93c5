using System.Globalization;

namespace Sunqar.Formats.Forms;

/// <summary>A document that is being filled in by paths, <c>Participants/Participant[2]/FIO/@IsFioNotSetup</c>. What is put last
/// stands.</summary>
internal sealed class FormDraft(string name)
{
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly List<FormDraft> _parts = [];
    private string _text = "";

    public void Put(string path, string? value)
    {
        if (value is null)
            return;
        var at = this;
        foreach (var step in path.Split('/'))
        {
            if (step.StartsWith('@'))
            {
                at._attributes[step[1..]] = value;
                return;
            }
            at = at.Part(step);
        }
        at._text = value;
    }

    /// <summary>The document, its parts in the order of the layout; what that does not name comes last.</summary>
    public FormNode Node(FormMessage layout, string path) =>
        new(
            name,
            _text,
            [.. _attributes.OrderBy(one => layout.Order($"{path}/@{one.Key}")).Select(one => (one.Key, one.Value))],
            [
                .. _parts
                    .OrderBy(part => layout.Order($"{path}/{part.PartName}"))
                    .Select(part => part.Node(layout, $"{path}/{part.PartName}")),
            ]
        );

    private string PartName => name;

    private FormDraft Part(string step)
    {
        var open = step.IndexOf('[');
        var (part, number) =
            open > 0 && int.TryParse(step[(open + 1)..].TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                ? (step[..open], parsed)
                : (step, 1);
        var same = _parts.Where(one => one.PartName == part).ToList();
        if (same.Count >= number)
            return same[number - 1];
        var made = new FormDraft(part);
        _parts.Add(made);
        return made;
    }
}
