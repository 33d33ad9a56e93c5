using System.Xml;
using System.Xml.Linq;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// The consolidated list of the United Nations Security Council (XML, https://www.un.org/securitycouncil/content/un-sc-consolidated-list):
/// persons and entities with aliases of good and low quality and names in their own script. The reference is the list's permanent one
/// (QDi.001).
/// </summary>
internal sealed class UnConsolidated : XmlWatchlist
{
    private static readonly string[] NameParts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME"];

    public override string Name => "un";

    protected override string Root => "CONSOLIDATED_LIST";

    protected override IReadOnlyList<string> Parties { get; } = ["INDIVIDUAL", "ENTITY"];

    protected override string Described => "the UN consolidated list";

    protected override string DateExpected => "the root's dateGenerated";

    protected override string List => "un_sc";

    protected override void TakeHead(XmlReader element, WatchlistDraft draft)
    {
        if (element.GetAttribute("dateGenerated") is { } date && ListDates.DayUs(date) is { } us)
            draft.PublishedUs = us;
    }

    protected override string? TakeParty(XElement of, WatchlistDraft draft)
    {
        var kind = of.Name.LocalName;
        var reference = Text(of, "REFERENCE_NUMBER") is { Length: > 0 } permanent ? permanent : Text(of, "DATAID");
        if (!WatchlistDraft.IsReference(reference))
            return "a party has no REFERENCE_NUMBER";
        var party = draft.Of(reference);
        party.Kind = kind == "INDIVIDUAL" ? WatchlistPartyKind.Individual : WatchlistPartyKind.Entity;
        party.Program(Text(of, "UN_LIST_TYPE"));
        party.Listed(ListDates.DayUs(Text(of, "LISTED_ON")));
        var isKept =
            party.Name(OneLine(string.Join(' ', NameParts.Select(part => Text(of, part)))), isPrimary: true, isWeak: false)
            && party.Name(Text(of, "NAME_ORIGINAL_SCRIPT"), isPrimary: false, isWeak: false);
        foreach (var alias in Below(of, kind + "_ALIAS"))
        {
            isKept &= party.Name(
                Text(alias, "ALIAS_NAME"),
                false,
                Text(alias, "QUALITY").Equals("Low", StringComparison.OrdinalIgnoreCase)
            );
            party.Born(ListDates.Birth(Text(alias, "DATE_OF_BIRTH")));
        }
        foreach (var birth in Below(of, kind + "_DATE_OF_BIRTH"))
        {
            party.Born(
                ListDates.Birth(Text(birth, "DATE"))
                    ?? ListDates.Year(Text(birth, "YEAR"))
                    ?? ListDates.Years(Text(birth, "FROM_YEAR"), Text(birth, "TO_YEAR"))
            );
        }
        return !isKept ? $"{reference} has a name of more than {InputLimits.TextBytesMax / 4} characters"
            : party.HasName ? null
            : $"{reference} has no name";
    }
}
