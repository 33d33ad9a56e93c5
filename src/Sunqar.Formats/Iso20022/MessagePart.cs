namespace Sunqar.Formats.Iso20022;

/// <summary>One element that was read: a text, or its elements that the grammar reads.</summary>
internal sealed class MessagePart(string name)
{
    private readonly List<MessagePart> _parts = [];

    public string Name => name;

    /// <summary>Without space around it; null for an element of elements.</summary>
    public string? Text { get; set; }

    /// <summary>The attribute of amounts; null for none.</summary>
    public string? Currency { get; set; }

    public void Add(MessagePart part) => _parts.Add(part);

    /// <summary>Every element of a name, in their order.</summary>
    public IEnumerable<MessagePart> All(string child) => _parts.Where(part => part.Name == child);

    /// <summary>The first element at the end of a path, <c>Id/PrvtId/Othr</c>; null where there is none.</summary>
    public MessagePart? At(string path)
    {
        var part = this;
        foreach (var step in path.Split('/'))
        {
            part = part?._parts.Find(child => child.Name == step);
        }
        return part;
    }

    /// <summary>The text at the end of a path; null where there is none.</summary>
    public string? TextAt(string path) => At(path)?.Text;
}
