using System.Xml;
using System.Xml.Linq;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// The European Union's consolidated list of financial sanctions in the FSF 1.1 XML layout (https://data.europa.eu, "Consolidated list of
/// persons, groups and entities subject to EU financial sanctions"). The reference is the EU's (EU.27.28), else the file's logical id.
/// </summary>
internal sealed class EuFinancialSanctions : XmlWatchlist
{
    public override string Name => "eu";

    protected override string Root => "export";

    protected override IReadOnlyList<string> Parties { get; } = ["sanctionEntity"];

    protected override string Described => "the EU's list of financial sanctions";

    protected override string DateExpected => "the root's generationDate";

    protected override string List => "eu_fsf";

    protected override void TakeHead(XmlReader element, WatchlistDraft draft)
    {
        if (element.GetAttribute("generationDate") is { } date && ListDates.DayUs(date) is { } us)
            draft.PublishedUs = us;
    }

    protected override string? TakeParty(XElement of, WatchlistDraft draft)
    {
        var reference = Attribute(of, "euReferenceNumber") is { Length: > 0 } number ? number : Attribute(of, "logicalId");
        if (!WatchlistDraft.IsReference(reference))
            return "a party has neither euReferenceNumber nor logicalId";
        var party = draft.Of(reference);
        var subject = Below(of, "subjectType").FirstOrDefault();
        party.Kind = subject is null
            ? WatchlistPartyKind.Unknown
            : KindOf(Attribute(subject, "classificationCode"), Attribute(subject, "code"));
        foreach (var regulation in Below(of, "regulation"))
        {
            party.Program(Attribute(regulation, "programme"));
            party.Listed(
                ListDates.DayUs(Attribute(regulation, "entryIntoForceDate")) ?? ListDates.DayUs(Attribute(regulation, "publicationDate"))
            );
        }
        var isKept = true;
        foreach (var (at, alias) in Below(of, "nameAlias").Index())
        {
            var parts = (string[])[Attribute(alias, "firstName"), Attribute(alias, "middleName"), Attribute(alias, "lastName")];
            var whole = Attribute(alias, "wholeName") is { Length: > 0 } said ? said : OneLine(string.Join(' ', parts));
            isKept &= party.Name(whole, isPrimary: at == 0, isWeak: Attribute(alias, "strong") == "false");
        }
        foreach (var birth in Below(of, "birthdate"))
        {
            party.Born(
                ListDates.Birth(Attribute(birth, "birthdate"))
                    ?? ListDates.Years(Attribute(birth, "yearRangeFrom"), Attribute(birth, "yearRangeTo"))
                    ?? ListDates.Year(Attribute(birth, "year"))
            );
        }
        return !isKept ? $"{reference} has a name of more than {InputLimits.TextBytesMax / 4} characters"
            : party.HasName ? null
            : $"{reference} has no name";
    }

    private static WatchlistPartyKind KindOf(string classification, string code) =>
        (classification, code) switch
        {
            ("P", _) or (_, "person") => WatchlistPartyKind.Individual,
            ("E", _) or (_, "enterprise") => WatchlistPartyKind.Entity,
            _ => WatchlistPartyKind.Unknown,
        };

    private static string Attribute(XElement of, string name) => OneLine(of.Attribute(name)?.Value ?? "");
}
