using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// What one name of a United Kingdom list says, by its fields. The publishers call the same field by several names: OFSI's ConList and the
/// Foreign Office's UK Sanctions List, each as a table and as XML. Names are compared without case, blanks and signs.
/// </summary>
internal sealed class UkFields
{
    private readonly Dictionary<string, string> _fields = [];
    private UkFields? _beside;

    public static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    public void Set(string name, string text)
    {
        if (text.Length > 0)
            _fields.TryAdd(Key(name), text);
    }

    /// <summary>These fields, and where one is missing what stands beside all names.</summary>
    public UkFields Beside(UkFields shared)
    {
        _beside = shared;
        return this;
    }

    private string First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_fields.TryGetValue(name, out var text))
                return text;
        }
        return _beside is null ? "" : _beside.First(names);
    }

    public string Reference => First("uniqueid", "groupid", "ofsigroupid");

    public string Given =>
        string.Join(' ', new[] { "name1", "name2", "name3", "name4", "name5" }.Select(name => First(name)).Where(t => t.Length > 0));

    public string Name => string.Join(' ', new[] { Given, First("name6") }.Where(text => text.Length > 0));

    public string NonLatin => First("namenonlatinscript", "nonlatinname");

    /// <summary>Takes the name, and what stands beside it of its party, into the list.</summary>
    public string? Take(WatchlistDraft draft)
    {
        var reference = Reference;
        if (!WatchlistDraft.IsReference(reference))
            return "a name has no Group ID and no Unique ID";
        var party = draft.Of(reference);
        party.Kind = First("grouptype", "grouptypedescription", "individualentityship", "designationtype").ToLowerInvariant() switch
        {
            "individual" => WatchlistPartyKind.Individual,
            "entity" => WatchlistPartyKind.Entity,
            "ship" => WatchlistPartyKind.Vessel,
            _ => party.Kind,
        };
        party.Program(First("regime", "regimename"));
        party.Listed(ListDates.DayUs(First("uksanctionslistdatedesignated", "datedesignated", "listedon", "datelisted")));
        party.Born(ListDates.Birth(First("dob", "individualdateofbirth", "dateofbirth")));
        var type = First("aliastype", "aliastypename", "nametype");
        var isPrimary = type.Equals("Primary name", StringComparison.OrdinalIgnoreCase);
        var isWeak = First("aliasquality", "aliasstrength").StartsWith("Low", StringComparison.OrdinalIgnoreCase);
        return party.Name(Name, isPrimary, isWeak) && party.Name(NonLatin, false, isWeak)
            ? null
            : $"{reference} has a name of more than {InputLimits.TextBytesMax / 4} characters";
    }
}
