using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Identity;
using Sunqar.Core.Times;

namespace Sunqar.Formats.Reports;

/// <summary>How far a partner may pass it on (FIRST, Traffic Light Protocol 2.0).</summary>
public enum TrafficLight : byte
{
    Clear = 0,
    Green = 1,
    Amber = 2,
    AmberStrict = 3,
    Red = 4,
}

/// <summary>
/// A case as a MISP event for partners: the network's own wallets, sites and messenger accounts, and nothing about people. No card,
/// account, person, terminal, bystander or pseudonym is in it. The same case is the same event: its identifiers follow from the case's.
/// </summary>
public static class MispEvent
{
    // MISP's own object templates, by which it tells what an object is: names, identifiers and versions are the format's vocabulary.
    private const string CoinAddressTemplate = "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46";
    private const string TelegramTemplate = "06f02ecf-5afb-42c5-9cb0-b362e222f52c";

    /// <param name="organisation">Name of whoever shares it.</param>
    public static void Write(Stream output, CaseFile file, TrafficLight light, string organisation)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("Event");
        json.WriteString("uuid", Name(file.CaseId, "event"));
        json.WriteString("info", $"{file.Kind.Replace('_', ' ')} {file.CaseId}");
        json.WriteString("date", LocalTime.Kazakhstan.IsoDay(file.AsOfUs));
        json.WriteString("timestamp", Seconds(file.AsOfUs));
        json.WriteString("threat_level_id", "2");
        json.WriteString("analysis", file.ClosedUs is null ? "1" : "2");
        // The receiving community only: the light says whether they may go further.
        json.WriteString("distribution", "1");
        json.WriteBoolean("published", false);
        json.WriteStartObject("Orgc");
        json.WriteString("name", organisation);
        json.WriteString("uuid", Name(organisation, "organisation"));
        json.WriteEndObject();
        json.WriteStartArray("Tag");
        json.WriteStartObject();
        json.WriteString("name", Tag(light));
        json.WriteEndObject();
        json.WriteEndArray();
        var members = file.Parties.Where(party => party.IsMember).ToList();
        json.WriteStartArray("Attribute");
        foreach (var site in members.Where(party => party.Kind == PartyKind.Site))
        {
            Attribute(json, file, site.Id, null, "domain", "Network activity", site.Id, site.Role, toIds: true);
        }
        json.WriteEndArray();
        json.WriteStartArray("Object");
        foreach (var party in members)
            Object(json, file, party);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static string Tag(TrafficLight light) =>
        light switch
        {
            TrafficLight.Clear => "tlp:clear",
            TrafficLight.Green => "tlp:green",
            TrafficLight.Amber => "tlp:amber",
            TrafficLight.AmberStrict => "tlp:amber+strict",
            _ => "tlp:red",
        };

    private static void Object(Utf8JsonWriter json, CaseFile file, ReportedParty party)
    {
        var (name, template, version, category) = party.Kind switch
        {
            PartyKind.Wallet => ("coin-address", CoinAddressTemplate, "7", "financial"),
            PartyKind.Handle => ("telegram-account", TelegramTemplate, "2", "misc"),
            _ => ("", "", "", ""),
        };
        if (name.Length == 0)
            return;
        json.WriteStartObject();
        json.WriteString("uuid", Name(file.CaseId, "object " + party.Id));
        json.WriteString("name", name);
        json.WriteString("meta-category", category);
        json.WriteString("template_uuid", template);
        json.WriteString("template_version", version);
        json.WriteString("timestamp", Seconds(file.AsOfUs));
        json.WriteString("distribution", "5");
        json.WriteString("comment", party.Role.Replace('_', ' '));
        json.WriteStartArray("Attribute");
        if (party.Kind == PartyKind.Handle)
        {
            Attribute(json, file, party.Id, "username", "text", "Other", party.Id.TrimStart('@'), party.Role, toIds: false);
        }
        else if (WalletAddress.TryParse(WalletChain.Bitcoin, party.Id, out _, out _))
        {
            Attribute(json, file, party.Id, "address", "btc", "Financial fraud", party.Id, party.Role, toIds: true);
        }
        else
        {
            Attribute(json, file, party.Id, "address-crypto", "text", "Other", party.Id, party.Role, toIds: false);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Attribute(
        Utf8JsonWriter json,
        CaseFile file,
        string id,
        string? relation,
        string type,
        string category,
        string value,
        string role,
        bool toIds
    )
    {
        json.WriteStartObject();
        json.WriteString("uuid", Name(file.CaseId, "attribute " + id));
        if (relation is not null)
            json.WriteString("object_relation", relation);
        json.WriteString("type", type);
        json.WriteString("category", category);
        json.WriteBoolean("to_ids", toIds);
        json.WriteString("value", value);
        json.WriteString("comment", role.Replace('_', ' '));
        json.WriteString("timestamp", Seconds(file.AsOfUs));
        json.WriteString("distribution", "5");
        json.WriteEndObject();
    }

    /// <summary>A name-based UUID of version 5 (RFC 9562, section 5.5): MISP takes no later version. SHA-1 names here, it protects
    /// nothing.</summary>
    private static string Name(string scope, string what)
    {
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes($"sunqar/misp/{scope}/{what}"));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    private static string Seconds(long us) => (us / 1_000_000).ToString(CultureInfo.InvariantCulture);
}
