using System.Text.Json;

namespace Sunqar.Formats.Ivms101;

/// <summary>A person as a travel-rule message names it. Personal data: it lives from the wire to the check, and is not kept.</summary>
/// <param name="Names">Legal name first: "primary, secondary", or a legal person's name.</param>
/// <param name="Accounts">Wallets or accounts.</param>
public sealed record IvmsParty(
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Accounts,
    bool IsLegalPerson,
    bool HasAddress,
    string? NationalId,
    string? CustomerId,
    string? BirthDate,
    string? BirthPlace
);

/// <summary>An identity payload of IVMS101.</summary>
/// <param name="Version">2020 or 2023.</param>
/// <param name="OriginatingVasp">Its legal name; null where it is not given.</param>
public sealed record IvmsPayload(
    string Version,
    IvmsParty Originator,
    IvmsParty Beneficiary,
    string? OriginatingVasp,
    string? BeneficiaryVasp
);

/// <summary>How the reading of a payload ended.</summary>
public abstract record IvmsReading
{
    private IvmsReading() { }

    public sealed record Read(IvmsPayload Payload) : IvmsReading;

    /// <param name="Field">Path of what is wrong.</param>
    public sealed record Refused(string Field, string Reason, string Expected) : IvmsReading;
}

/// <summary>
/// Reads the identity payload of IVMS101 as JSON: the standard of 2020 and the one of 2023, in the spellings that the field's software
/// writes (camelCase, snake_case, singular and plural; TRISA's short words). Names of codes are checked, unknown members are left alone.
/// </summary>
public static class Ivms101Json
{
    public const int BytesMax = 64 << 10;

    /// <summary>Persons on a side, names of a person, accounts of a side.</summary>
    public const int ItemsMax = 16;

    private const int TextMax = 500;

    private static readonly string[] NaturalNameTypes = ["ALIA", "BIRT", "MAID", "LEGL", "MISC"];
    private static readonly string[] LegalNameTypes = ["LEGL", "SHRT", "TRAD"];
    private static readonly string[] NationalIdTypes = ["ARNU", "CCPT", "RAID", "DRLC", "FIIN", "TXID", "SOCS", "IDCD", "LEIX", "MISC"];

    /// <param name="payload">The member that holds originator and beneficiary.</param>
    /// <param name="path">What messages call it, e.g. <c>ivms101</c>.</param>
    public static IvmsReading Of(JsonElement payload, string path)
    {
        try
        {
            return new IvmsReading.Read(Payload(new IvmsNode(payload, path)));
        }
        catch (IvmsFault fault)
        {
            return new IvmsReading.Refused(fault.Field, fault.Reason, fault.Expected);
        }
    }

    private static IvmsPayload Payload(IvmsNode root)
    {
        root.NeedObject();
        var version =
            root.Find("payloadmetadata")?.Find("payloadversion")?.Text(TextMax) is { } said
                && said.Contains("2023", StringComparison.Ordinal)
            || root.UsesNamesOf2023()
                ? "2023"
                : "2020";
        return new IvmsPayload(
            version,
            Party(root.Need("originator"), "originatorperson"),
            Party(root.Need("beneficiary"), "beneficiaryperson"),
            Vasp(root.Find("originatingvasp"), "originatingvasp"),
            Vasp(root.Find("beneficiaryvasp"), "beneficiaryvasp")
        );
    }

    private static string? Vasp(IvmsNode? outer, string inner) =>
        outer is { } node && (node.Find(inner) ?? node).Find("legalperson") is { } person ? LegalNames(person).FirstOrDefault() : null;

    private static IvmsParty Party(IvmsNode side, string persons)
    {
        var accounts =
            side.Find("accountnumber")?.Items(ItemsMax).Select(item => item.Text(TextMax)).Where(text => text.Length > 0).ToList() ?? [];
        var names = new List<string>();
        var (isLegal, hasAddress) = (false, false);
        string? nationalId = null,
            customerId = null,
            birthDate = null,
            birthPlace = null;
        foreach (var person in side.Find(persons)?.Items(ItemsMax) ?? [])
        {
            if (person.Find("naturalperson") is { } natural)
            {
                names.AddRange(NaturalNames(natural));
                if (natural.Find("dateandplaceofbirth") is { } birth)
                {
                    birthDate ??= birth.Need("dateofbirth").Day();
                    birthPlace ??= birth.Need("placeofbirth").Text(TextMax);
                }
                Common(natural);
            }
            else if (person.Find("legalperson") is { } legal)
            {
                isLegal = true;
                names.AddRange(LegalNames(legal));
                Common(legal);
            }
            else
            {
                throw new IvmsFault(person.Path, "neither a natural nor a legal person stands here", "naturalPerson or legalPerson");
            }
        }
        return new IvmsParty(names, accounts, isLegal, hasAddress, nationalId, customerId, birthDate, birthPlace);

        void Common(IvmsNode person)
        {
            hasAddress |= (person.Find("geographicaddress") ?? person.Find("address"))?.Items(ItemsMax).Any(IsAddress) ?? false;
            customerId ??= (person.Find("customeridentification") ?? person.Find("customernumber"))?.Text(TextMax)
                is { Length: > 0 } customer
                ? customer
                : null;
            if (person.Find("nationalidentification") is { } national)
            {
                nationalId ??= NationalId(national);
            }
        }
    }

    private static string? NationalId(IvmsNode national)
    {
        var type = national.Find("nationalidentifiertype")?.Code(NationalIdTypes);
        var id = national.Need("nationalidentifier").Text(TextMax);
        if (type == "LEIX" && (id.Length != 20 || !id.All(char.IsAsciiLetterOrDigit)))
        {
            throw new IvmsFault(
                national.Path + ".nationalIdentifier",
                "this is no legal entity identifier",
                "20 letters and digits (ISO 17442)"
            );
        }
        return id.Length == 0 ? null : id;
    }

    /// <summary>C8: a town and a street with its number, or lines of an address; and the country as ISO 3166-1 alpha-2.</summary>
    private static bool IsAddress(IvmsNode address)
    {
        address.NeedObject();
        if (address.Find("country")?.Text(TextMax) is { } country && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
        {
            // Software writes names of countries too: such an address does not count as one.
            return false;
        }
        var hasLines = address.Find("addressline")?.Items(ItemsMax).Any(line => line.Text(TextMax).Length > 0) ?? false;
        var town = address.Find("townname") ?? address.Find("town") ?? address.Find("city");
        var street = address.Find("streetname") ?? address.Find("street");
        return hasLines || (town?.Text(TextMax).Length > 0 && street?.Text(TextMax).Length > 0);
    }

    private static IEnumerable<string> NaturalNames(IvmsNode person)
    {
        var names = new List<(bool IsLegal, string Name)>();
        foreach (var identifier in NameIdentifiers(person))
        {
            var primary =
                identifier.Find("primaryidentifier")
                ?? identifier.Find("lastname")
                ?? identifier.Find("surname")
                ?? throw new IvmsFault(
                    identifier.Path,
                    "the name lacks its primary identifier",
                    "primaryIdentifier, the surname or the only name"
                );
            var secondary =
                (identifier.Find("secondaryidentifier") ?? identifier.Find("firstname") ?? identifier.Find("forename"))?.Text(TextMax)
                ?? "";
            var type = (identifier.Find("nameidentifiertype") ?? identifier.Find("naturalpersonnameidentifiertype"))?.Code(
                NaturalNameTypes
            );
            var text = primary.Text(TextMax);
            if (text.Length > 0)
                names.Add((type is null or "LEGL", secondary.Length == 0 ? text : $"{text}, {secondary}"));
        }
        return names.OrderByDescending(name => name.IsLegal).Select(name => name.Name);
    }

    private static IEnumerable<string> LegalNames(IvmsNode person)
    {
        var names = new List<(bool IsLegal, string Name)>();
        foreach (var identifier in NameIdentifiers(person))
        {
            var type = identifier.Find("legalpersonnameidentifiertype")?.Code(LegalNameTypes);
            var name = (identifier.Find("legalpersonname") ?? identifier.Find("name"))?.Text(TextMax) ?? "";
            if (name.Length > 0)
                names.Add((type is null or "LEGL", name));
        }
        return names.OrderByDescending(name => name.IsLegal).Select(name => name.Name);
    }

    /// <summary>2020 nests the identifiers under a name, 2023 under nameIdentifier too; some software writes a list of names.</summary>
    private static IEnumerable<IvmsNode> NameIdentifiers(IvmsNode person) =>
        person.Find("name")?.Items(ItemsMax).SelectMany(name => name.Find("nameidentifier")?.Items(ItemsMax) ?? []) ?? [];
}
