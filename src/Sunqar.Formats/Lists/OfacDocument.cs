using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>Walks the advanced XML in one pass: reference values, parties one by one, and last the sanctions entries that date
/// them.</summary>
internal sealed class OfacDocument(XmlReader xml, string file)
{
    private const int PartiesMax = 2_000_000;

    private readonly OfacWords _words = new();
    private readonly Dictionary<string, OfacParty> _parties = [];
    private bool _isSdn,
        _isOther;

    /// <summary>Which of OFAC's lists it is. In the SDN list some parties stand on others too; in the Consolidated list nobody stands on
    /// the SDN list.</summary>
    public string List => _isSdn || !_isOther ? OfacSdn.Sdn : OfacSdn.Consolidated;

    /// <summary>The date of issue, yyyy-mm-dd.</summary>
    public string Version { get; private set; } = "";

    public long PublishedUs { get; private set; }

    public int Count => _parties.Count;

    /// <summary>The parties in the order of the file; whole once <see cref="Read"/> is through.</summary>
    public IEnumerable<WatchlistEntry> Entries() => _parties.Values.Select(p => p.Entry());

    /// <summary>Reads the document; what is wrong with it, or null.</summary>
    /// <exception cref="XmlException">It is not well-formed, or goes beyond a limit.</exception>
    public BadInput? Read()
    {
        xml.MoveToContent();
        if (xml.LocalName != "Sanctions")
        {
            return Bad($"the root is <{xml.LocalName}>", "<Sanctions>, OFAC's advanced XML");
        }
        xml.Read();
        while (!xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
                continue;
            }
            switch (xml.LocalName)
            {
                case "ReferenceValueSets" or "DistinctParties" or "SanctionsEntries":
                    xml.Read();
                    break;
                case "DateOfIssue":
                    PublishedUs = OfacDates.DayUs(InputXml.Element(xml)) ?? 0;
                    Version = DateTime.UnixEpoch.AddTicks(PublishedUs * 10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    break;
                case "DistinctParty":
                    if (Party() is { } bad)
                    {
                        return bad;
                    }
                    break;
                case "SanctionsEntry":
                    if (Entry() is { } badEntry)
                    {
                        return badEntry;
                    }
                    break;
                case var name when name.EndsWith("Values", StringComparison.Ordinal):
                    _words.Take(InputXml.Element(xml));
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
        return PublishedUs == 0 ? Bad("the list has no date of issue", "<DateOfIssue> with year, month and day")
            : _parties.Count == 0 ? Bad("the list has no parties", "<DistinctParty> elements")
            : null;
    }

    private BadInput? Party()
    {
        var place = Bad("", "");
        var profile = InputXml.Element(xml).Element("Profile");
        var party = profile is null ? null : OfacParty.Of(profile, _words);
        if (party is null)
        {
            return place with { Reason = "the party has no id or no name", Expected = "a <Profile ID> with an <Identity> and its names" };
        }
        if (party.Unkept is { } what)
        {
            return place with
            {
                Reason = $"the party {party.Id} has {what}",
                Expected = $"addresses of at most {InputLimits.IdBytesMax} characters, names of at most {InputLimits.TextBytesMax}",
            };
        }
        if (_parties.Count == PartiesMax)
        {
            return place with { Reason = "the list has too many parties", Expected = $"at most {PartiesMax}" };
        }
        return _parties.TryAdd(party.Id, party)
            ? null
            : place with
            {
                Reason = $"the party {party.Id} stands twice",
                Expected = "each party once",
            };
    }

    private BadInput? Entry()
    {
        var place = Bad("", "");
        var entry = InputXml.Element(xml);
        if (!_parties.TryGetValue(entry.Attribute("ProfileID")?.Value ?? "", out var party))
        {
            return place with
            {
                Reason = $"the entry is of the party \"{entry.Attribute("ProfileID")?.Value}\" which the list does not have",
                Expected = "the id of a party",
            };
        }
        if (entry.Attribute("ListID")?.Value is { } list)
        {
            // 1550 is the SDN list's number where the file does not say what its numbers mean.
            var isSdn = _words.Of("List", list) is "SDN List" || (_words.Of("List", list).Length == 0 && list == "1550");
            (_isSdn, _isOther) = (_isSdn || isSdn, _isOther || !isSdn);
        }
        party.Take(entry, _words);
        return null;
    }

    private BadInput Bad(string reason, string expected)
    {
        var place = (IXmlLineInfo)xml;
        return new(file, place.LineNumber, place.LinePosition, null, reason, expected);
    }
}
