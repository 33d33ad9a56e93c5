using System.Xml;
using System.Xml.Linq;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// A watchlist in XML whose root holds one element a party, somewhere below. Read as a stream, party by party; the document type is
/// refused, so no entity grows it. Every party that cannot be understood is told with its line.
/// </summary>
internal abstract class XmlWatchlist : ListFormat
{
    private const int PartiesMax = 1_000_000;

    /// <summary>Local names of the elements that are a party each.</summary>
    protected abstract IReadOnlyList<string> Parties { get; }

    /// <summary>The root's local name.</summary>
    protected abstract string Root { get; }

    /// <summary>What the list is called in words, for messages.</summary>
    protected abstract string Described { get; }

    public override bool Knows(ReadOnlySpan<byte> head)
    {
        var text = System.Text.Encoding.UTF8.GetString(head.TrimStart("\uFEFF \r\n\t"u8));
        return text.StartsWith('<') && IsRoot(text);
    }

    private bool IsRoot(string text)
    {
        var at = text.IndexOf(Root, StringComparison.Ordinal);
        return at > 0
            && text[at - 1] is '<' or ':'
            && at + Root.Length < text.Length
            && text[at + Root.Length] is ' ' or '>' or '\r' or '\n';
    }

    /// <summary>Takes what stands at the root or beside the parties (dates); called before the parties behind it.</summary>
    protected abstract void TakeHead(XmlReader element, WatchlistDraft draft);

    /// <summary>Takes one party; why it cannot be, or null.</summary>
    protected abstract string? TakeParty(XElement party, WatchlistDraft draft);

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        try
        {
            using var xml = XmlReader.Create(stream, InputXml.Settings());
            return Read(xml, reading);
        }
        catch (XmlException e)
        {
            var end = e.Message.IndexOf(". ", StringComparison.Ordinal);
            var first = end > 0 ? e.Message[..end] : e.Message.TrimEnd('.');
            return new(
                reading.File,
                e.LineNumber,
                e.LinePosition,
                null,
                $"this is not the XML expected ({first})",
                $"{Described}, without a document type"
            );
        }
    }

    private BadInput? Read(XmlReader xml, ListReading reading)
    {
        var draft = new WatchlistDraft();
        xml.MoveToContent();
        if (xml.LocalName != Root)
            return Bad(xml, reading, $"the root is <{xml.LocalName}>", $"<{Root}>, {Described}");
        TakeHead(xml, draft);
        xml.Read();
        while (!xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
            }
            else if (!Parties.Contains(xml.LocalName))
            {
                TakeHead(xml, draft);
                xml.Read();
            }
            else
            {
                var bad = Bad(xml, reading, "", $"a party of {Described}");
                var reason =
                    draft.Count == PartiesMax ? $"the list has more than {PartiesMax} parties" : TakeParty(InputXml.Element(xml), draft);
                if (reason is not null && !reading.Skip(bad with { Reason = reason }))
                    return bad with { Reason = reason };
            }
            reading.BytesRead?.Invoke(0);
        }
        return draft.PublishedUs == 0 ? Bad(xml, reading, "the list has no date", DateExpected)
            : draft.Count == 0 ? Bad(xml, reading, "the list has no parties", string.Join(" or ", Parties.Select(p => $"<{p}>")))
            : HandOver(draft, reading);
    }

    /// <summary>Where the list's date stands.</summary>
    protected abstract string DateExpected { get; }

    /// <summary>The list's name in the house.</summary>
    protected abstract string List { get; }

    private BadInput? HandOver(WatchlistDraft draft, ListReading reading)
    {
        WatchlistFacts.HandOver(reading, List, draft.PublishedUs, draft.Entries);
        return null;
    }

    private static BadInput Bad(XmlReader xml, ListReading reading, string reason, string expected)
    {
        var place = (IXmlLineInfo)xml;
        return new(reading.File, place.LineNumber, place.LinePosition, null, reason, expected);
    }

    /// <summary>The text of the first element of this name below, without blanks around it; empty where there is none.</summary>
    protected static string Text(XElement of, string name) => OneLine(Below(of, name).FirstOrDefault()?.Value ?? "");

    /// <summary>The children of this local name.</summary>
    protected static IEnumerable<XElement> Below(XElement of, string name) => of.Elements().Where(e => e.Name.LocalName == name);

    protected static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A watchlist while it is read: its date, and its parties in the order of the file, each under its own reference.</summary>
internal sealed class WatchlistDraft
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Party> _parties = [];

    /// <summary>The list's own date, microseconds since 1970-01-01T00:00:00Z; 0 where none was met.</summary>
    public long PublishedUs { get; set; }

    public int Count => _order.Count;

    public IReadOnlyList<WatchlistEntry> Entries => [.. _order.Select(id => _parties[id].Entry(id))];

    /// <summary>The party of this reference, begun where it was not met before: some layouts spread one over several rows.</summary>
    public Party Of(string reference)
    {
        if (!_parties.TryGetValue(reference, out var party))
        {
            _parties[reference] = party = new Party();
            _order.Add(reference);
        }
        return party;
    }

    /// <summary>A reference is there, and no longer than an id may be.</summary>
    public static bool IsReference(string text) => text.Length is > 0 and <= InputLimits.IdBytesMax;

    internal sealed class Party
    {
        private readonly List<ListedName> _names = [];
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);
        private readonly OrderedDictionary<string, bool> _birth = [];
        private readonly SortedSet<string> _programs = new(StringComparer.Ordinal);

        public WatchlistPartyKind Kind { get; set; }

        public long SinceUs { get; set; } = long.MaxValue;

        public bool HasName => _names.Count > 0;

        public void Program(string program)
        {
            if (program.Length > 0)
                _programs.Add(program);
        }

        public void Born(string? birth)
        {
            if (birth is not null)
                _birth.TryAdd(birth, true);
        }

        public void Listed(long? sinceUs) => SinceUs = Math.Min(SinceUs, sinceUs ?? long.MaxValue);

        /// <summary>Takes a name; one without a letter is none.</summary>
        /// <returns>False where it is too long to be kept.</returns>
        public bool Name(string text, bool isPrimary, bool isWeak)
        {
            if (text.Length > InputLimits.TextBytesMax / 4)
                return false;
            if (text.Any(char.IsLetterOrDigit) && _known.Add(text))
                _names.Add(new(text, WatchlistFacts.ScriptOf(text), isPrimary, isWeak));
            return true;
        }

        public WatchlistEntry Entry(string id) =>
            new(
                id,
                Kind,
                [.. _programs],
                [.. _names.OrderByDescending(name => name.IsPrimary)],
                [],
                SinceUs == long.MaxValue ? long.MinValue : SinceUs,
                [.. _birth.Keys]
            );
    }
}
