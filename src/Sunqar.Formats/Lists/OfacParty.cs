using System.Xml.Linq;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>The reference values that parties name by number.</summary>
internal sealed class OfacWords
{
    private readonly Dictionary<(string Kind, string Id), string> _words = [];
    private readonly Dictionary<string, string> _partyTypeOfSubType = [];

    /// <summary>Takes a set such as <c>ScriptValues</c>; of scripts the ISO 15924 code.</summary>
    public void Take(XElement values)
    {
        foreach (var value in values.Elements())
        {
            var id = value.Attribute("ID")?.Value ?? "";
            _words[(value.Name.LocalName, id)] = value.Attribute("ScriptCode")?.Value ?? value.Value;
            if (value.Attribute("PartyTypeID")?.Value is { } type)
            {
                _partyTypeOfSubType[id] = type;
            }
        }
    }

    public string Of(string kind, string? id) => _words.GetValueOrDefault((kind, id ?? ""), "");

    public WatchlistPartyKind PartyKind(string? subType) =>
        Of("PartySubType", subType) switch
        {
            "Vessel" => WatchlistPartyKind.Vessel,
            "Aircraft" => WatchlistPartyKind.Aircraft,
            _ => Of("PartyType", _partyTypeOfSubType.GetValueOrDefault(subType ?? "", "")) switch
            {
                "Individual" => WatchlistPartyKind.Individual,
                "Entity" or "Other Entity" => WatchlistPartyKind.Entity,
                _ => WatchlistPartyKind.Unknown,
            },
        };
}

/// <summary>A party as it is put together from its profile and, later in the file, its sanctions entries.</summary>
internal sealed class OfacParty
{
    private const string WalletFeature = "Digital Currency Address - ";
    private readonly WatchlistPartyKind _kind;
    private readonly List<ListedName> _names;
    private readonly List<ListedWallet> _wallets = [];
    private readonly List<string> _birth = [];
    private readonly SortedSet<string> _programs = new(StringComparer.Ordinal);
    private long _sinceUs = long.MaxValue;

    private OfacParty(string id, WatchlistPartyKind kind, List<ListedName> names) => (Id, _kind, _names) = (id, kind, names);

    public string Id { get; }

    /// <summary>What the list says of the party and cannot be kept: a party without its wallet or a name would not be met by it. Null where
    /// all of it can.</summary>
    public string? Unkept { get; private set; }

    public static OfacParty? Of(XElement profile, OfacWords words)
    {
        var names = profile
            .Elements("Identity")
            .SelectMany(identity => Names(identity, words))
            .Distinct()
            .OrderByDescending(n => n.IsPrimary)
            .ToList();
        if (profile.Attribute("ID")?.Value is not { Length: > 0 and <= InputLimits.IdBytesMax } id || names.Count == 0)
        {
            return null;
        }
        var party = new OfacParty(id, words.PartyKind(profile.Attribute("PartySubTypeID")?.Value), names)
        {
            Unkept = names.Any(name => name.Text.Length > InputLimits.TextBytesMax) ? "a name too long" : null,
        };
        foreach (var feature in profile.Elements("Feature"))
        {
            party.TakeFeature(words.Of("FeatureType", feature.Attribute("FeatureTypeID")?.Value), feature);
        }
        return party;
    }

    public void Take(XElement entry, OfacWords words)
    {
        foreach (var date in entry.Elements("EntryEvent").Elements("Date"))
        {
            _sinceUs = Math.Min(_sinceUs, OfacDates.DayUs(date) ?? long.MaxValue);
        }
        foreach (var measure in entry.Elements("SanctionsMeasure"))
        {
            if (
                words.Of("SanctionsType", measure.Attribute("SanctionsTypeID")?.Value) == "Program"
                && measure.Element("Comment")?.Value is { Length: > 0 } program
            )
            {
                _programs.Add(program);
            }
        }
    }

    /// <summary>The entry. A party without a dated entry counts as listed always.</summary>
    public WatchlistEntry Entry() =>
        new(Id, _kind, [.. _programs], _names, _wallets, _sinceUs == long.MaxValue ? long.MinValue : _sinceUs, _birth);

    private void TakeFeature(string type, XElement feature)
    {
        foreach (var version in feature.Elements("FeatureVersion"))
        {
            if (type.StartsWith(WalletFeature, StringComparison.Ordinal))
            {
                var currency = type[WalletFeature.Length..].Trim();
                if (version.Element("VersionDetail")?.Value.Trim() is not { Length: > 0 and <= InputLimits.IdBytesMax } address)
                {
                    Unkept ??= "a wallet without an address, or with one too long";
                    continue;
                }
                address = Chains.Spelling(address);
                _wallets.Add(new(currency, Chains.Of(address, currency), address));
            }
            else if (type == "Birthdate" && version.Element("DatePeriod") is { } period && OfacDates.Period(period) is { } birth)
            {
                _birth.Add(birth);
            }
        }
    }

    private static IEnumerable<ListedName> Names(XElement identity, OfacWords words)
    {
        var types = new Dictionary<string, string>();
        foreach (var group in identity.Descendants("NamePartGroup"))
        {
            types[group.Attribute("ID")?.Value ?? ""] = words.Of("NamePartType", group.Attribute("NamePartTypeID")?.Value);
        }
        foreach (var alias in identity.Elements("Alias"))
        {
            foreach (var name in alias.Elements("DocumentedName"))
            {
                var parts = name.Descendants("NamePartValue").ToList();
                if (Text(parts, types) is { Length: > 0 } text)
                {
                    yield return new(
                        text,
                        words.Of("Script", parts[0].Attribute("ScriptID")?.Value),
                        alias.Attribute("Primary")?.Value == "true"
                            && words.Of("DocNameStatus", name.Attribute("DocNameStatusID")?.Value) == "Primary Latin",
                        alias.Attribute("LowQuality")?.Value == "true"
                    );
                }
            }
        }
    }

    /// <summary>As the list itself prints it: the last name, a comma, the other parts in their order.</summary>
    private static string Text(List<XElement> parts, Dictionary<string, string> types)
    {
        var last = parts
            .Where(p => types.GetValueOrDefault(p.Attribute("NamePartGroupID")?.Value ?? "") == "Last Name")
            .Select(p => p.Value.Trim());
        var others = parts
            .Where(p => types.GetValueOrDefault(p.Attribute("NamePartGroupID")?.Value ?? "") != "Last Name")
            .Select(p => p.Value.Trim());
        return string.Join(", ", ((string[])[string.Join(' ', last), string.Join(' ', others)]).Where(t => t.Length > 0));
    }
}

/// <summary>Dates as the advanced XML writes them.</summary>
internal static class OfacDates
{
    /// <summary>The first moment of a day given as Year, Month, Day; null where it is none.</summary>
    public static long? DayUs(XElement date) =>
        int.TryParse(date.Element("Year")?.Value, out var year)
        && int.TryParse(date.Element("Month")?.Value, out var month)
        && int.TryParse(date.Element("Day")?.Value, out var day)
        && year is >= 1 and <= 9999
        && month is >= 1 and <= 12
        && day >= 1
        && day <= DateTime.DaysInMonth(year, month)
            ? TextTime.DaysFromCivil(year, month, day) * TextTime.DayUs
            : null;

    /// <summary>yyyy-mm-dd, yyyy where it is the whole year, or first/last.</summary>
    public static string? Period(XElement period)
    {
        if (
            period.Element("Start")?.Element("From") is not { } from
            || period.Element("End")?.Element("To") is not { } to
            || Day(from) is not { } first
            || Day(to) is not { } last
        )
        {
            return null;
        }
        return first == last ? first
            : first[..4] == last[..4]
            && first.EndsWith("-01-01", StringComparison.Ordinal)
            && last.EndsWith("-12-31", StringComparison.Ordinal)
                ? first[..4]
            : $"{first}/{last}";
    }

    private static string? Day(XElement date) =>
        DayUs(date) is null
            ? null
            : $"{int.Parse(date.Element("Year")!.Value):D4}-{int.Parse(date.Element("Month")!.Value):D2}-{int.Parse(date.Element("Day")!.Value):D2}";
}
