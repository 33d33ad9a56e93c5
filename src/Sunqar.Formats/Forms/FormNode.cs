namespace Sunqar.Formats.Forms;

/// <summary>An element of a form.</summary>
/// <param name="Text">What stands in it beside its children; empty of a group.</param>
public sealed record FormNode(
    string Name,
    string Text,
    IReadOnlyList<(string Name, string Value)> Attributes,
    IReadOnlyList<FormNode> Children
)
{
    /// <summary>The first node or attribute that a path names from here, <c>FIO/@IsFioNotSetup</c>: its text; null where none
    /// stands.</summary>
    public string? Find(string path)
    {
        var at = this;
        foreach (var step in path.Split('/'))
        {
            if (step.StartsWith('@'))
            {
                var name = step[1..];
                return at.Attributes.Where(one => one.Name == name).Select(one => one.Value).FirstOrDefault();
            }
            if (at.Child(step) is not { } next)
                return null;
            at = next;
        }
        return at.Text;
    }

    /// <summary>The first child of a name; null where there is none.</summary>
    public FormNode? Child(string name) => Children.FirstOrDefault(child => child.Name == name);
}

/// <summary>What a form's rules have against a document, and where.</summary>
/// <param name="Place">Path of the field from the root; elements that repeat with their number, <c>Participant[2]</c>.</param>
/// <param name="Reason">What is wrong; never the value, which may be personal.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Item">The item of the paper form; <c>-</c> where the form has none.</param>
public sealed record FormFault(string Place, string Reason, string Expected, string Item)
{
    public override string ToString() =>
        Item == "-" ? $"{Place}: {Reason}; expected {Expected}" : $"{Place} (item {Item}): {Reason}; expected {Expected}";
}
