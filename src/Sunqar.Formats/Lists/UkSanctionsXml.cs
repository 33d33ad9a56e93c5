using System.Xml;
using System.Xml.Linq;

namespace Sunqar.Formats.Lists;

/// <summary>
/// The United Kingdom's lists as XML: OFSI's consolidated list (<c>ArrayOfFinancialSanctionsTarget</c>, an element for each name) and the
/// Foreign Office's UK Sanctions List (<c>Designations</c>, an element for each party with its names below).
/// </summary>
internal abstract class UkSanctionsXml : XmlWatchlist
{
    protected override string DateExpected => "an element with the list's date";

    /// <summary>The text of every element below that holds no other, the first of each name.</summary>
    protected static UkFields Fields(XElement of, Func<XElement, bool> isBeside)
    {
        var fields = new UkFields();
        foreach (var element in of.Descendants().Where(e => !e.HasElements && isBeside(e)))
            fields.Set(element.Name.LocalName, OneLine(element.Value));
        return fields;
    }
}

/// <summary>OFSI's ConList.xml.</summary>
internal sealed class UkConListXml : UkSanctionsXml
{
    public override string Name => "uk-conlist-xml";

    protected override string Root => "ArrayOfFinancialSanctionsTarget";

    protected override IReadOnlyList<string> Parties { get; } = ["FinancialSanctionsTarget"];

    protected override string Described => "OFSI's consolidated list";

    protected override string List => "uk_ofsi";

    protected override void TakeHead(XmlReader element, WatchlistDraft draft) { }

    protected override string? TakeParty(XElement of, WatchlistDraft draft)
    {
        // The file has no date of its own: it is as new as its newest entry.
        var updated = of.Elements().FirstOrDefault(e => e.Name.LocalName is "LastUpdated" or "DateLastUpdated")?.Value;
        draft.PublishedUs = Math.Max(draft.PublishedUs, ListDates.DayUs(updated ?? "") ?? 0);
        var fields = Fields(of, _ => true);
        return fields.Name.Length == 0 && fields.NonLatin.Length == 0 ? "an element names nobody" : fields.Take(draft);
    }
}

/// <summary>The Foreign Office's UK-Sanctions-List.xml.</summary>
internal sealed class UkDesignationsXml : UkSanctionsXml
{
    public override string Name => "uk-designations-xml";

    protected override string Root => "Designations";

    protected override IReadOnlyList<string> Parties { get; } = ["Designation"];

    protected override string Described => "the UK Sanctions List";

    protected override string List => "uk_sanctions";

    protected override void TakeHead(XmlReader element, WatchlistDraft draft)
    {
        if (element.LocalName is not ("DateGenerated" or "ReportDate" or "LastUpdated"))
            return;
        element.Read();
        draft.PublishedUs = Math.Max(draft.PublishedUs, ListDates.DayUs(element.Value) ?? 0);
    }

    protected override string? TakeParty(XElement of, WatchlistDraft draft)
    {
        if (Text(of, "LastUpdated") is { Length: > 0 } updated)
            draft.PublishedUs = Math.Max(draft.PublishedUs, ListDates.DayUs(updated) ?? 0);
        var names = of.Descendants().Where(e => e.Name.LocalName is "Name" or "NonLatinName" && e.HasElements).ToList();
        if (names.Count == 0)
            return $"{Text(of, "UniqueID")} has no name";
        // What stands beside the names is of the party; what stands in a name is of this one alone.
        var owned = names.ToDictionary(name => name, _ => new UkFields());
        var shared = new UkFields();
        foreach (var element in of.Descendants().Where(e => !e.HasElements))
        {
            var within = element.Ancestors().Where(owned.ContainsKey).ToList();
            if (within.Count <= 1)
                (within.Count == 0 ? shared : owned[within[0]]).Set(element.Name.LocalName, OneLine(element.Value));
        }
        var births = of.Descendants().Where(e => e.Name.LocalName == "DOB").Select(e => ListDates.Birth(e.Value)).ToList();
        var (fault, told) = ((string?)null, "");
        foreach (var fields in names.Select(name => owned[name].Beside(shared)))
        {
            fault ??= fields.Name.Length == 0 && fields.NonLatin.Length == 0 ? $"{fields.Reference} has an empty name" : fields.Take(draft);
            if (fault is null && fields.Reference != told)
            {
                told = fields.Reference;
                births.ForEach(draft.Of(told).Born);
            }
        }
        return fault;
    }
}
