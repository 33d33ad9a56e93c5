using System.Globalization;
using System.Text;
using System.Xml;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Formats.Forms;
using Sunqar.Formats.Reports;

namespace Sunqar.Formats.GoAml;

/// <summary>Which report of goAML it is.</summary>
public enum GoAmlKind : byte
{
    /// <summary>Suspicious transactions, one by one.</summary>
    Str = 0,

    /// <summary>Suspicious activity: the parties, without transactions.</summary>
    Sar = 1,
}

/// <summary>Who reports.</summary>
/// <param name="RentityId">The number under which the receiving FIU registered it, from 1.</param>
/// <param name="Branch">Empty for none.</param>
/// <param name="Country">ISO 3166-1, two letters.</param>
public sealed record ReportingEntity(int RentityId, string Branch = "", string Country = "KZ");

/// <summary>The outcome of writing.</summary>
public abstract record GoAmlOutcome
{
    private GoAmlOutcome() { }

    /// <param name="Parts">Whole reports, each of at most <see cref="GoAmlReport.TransactionsMax"/> transactions.</param>
    public sealed record Written(IReadOnlyList<byte[]> Parts) : GoAmlOutcome;

    public sealed record Refused(string Reason) : GoAmlOutcome;

    /// <param name="Faults">All that a receiver would refuse, each with its place.</param>
    public sealed record Faulty(IReadOnlyList<FormFault> Faults) : GoAmlOutcome;
}

/// <summary>
/// A case as goAML 5.0.2 XML for a foreign FIU (schema: UNODC, goAML 5.0.2). Everybody is an account by a pseudonym; a person stands in it
/// only where the case file holds an identity. Amounts are in tenge; tokens, which the schema's currencies lack, are told in words beside
/// them.
/// </summary>
public static class GoAmlReport
{
    /// <summary>Transactions of one report; a longer one is written in parts.</summary>
    public const int TransactionsMax = 1_000;

    private const int CommentsMax = 8_000;
    private static readonly Lazy<FormLayout> Layout = new(() => FormLayout.Shipped("goaml.form"));

    public static GoAmlOutcome Write(CaseFile file, ReportingEntity entity, GoAmlKind kind)
    {
        if (entity.RentityId < 1)
            return new GoAmlOutcome.Refused("The reporting entity's number is 1 or more.");
        if (kind == GoAmlKind.Str && file.Operations.Count == 0)
        {
            return new GoAmlOutcome.Refused(
                "A report of suspicious transactions needs at least one; write a report of suspicious activity."
            );
        }
        if (kind == GoAmlKind.Sar && !file.Parties.Any(party => party.IsMember))
            return new GoAmlOutcome.Refused("The case has no member to report.");
        if (kind == GoAmlKind.Sar)
            return Checked([Document(file, entity, kind, [], "")]);
        var parts = file.Operations.Chunk(TransactionsMax).ToList();
        return Checked([
            .. parts.Select(
                (operations, i) =>
                    Document(
                        file,
                        entity,
                        kind,
                        operations,
                        parts.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{i + 1}-of-{parts.Count}")
                    )
            ),
        ]);
    }

    /// <summary>The parts, or all that receivers would refuse in any of them although the schema lets it pass.</summary>
    private static GoAmlOutcome Checked(IReadOnlyList<byte[]> parts)
    {
        var faults = parts.SelectMany(Faults).ToList();
        return faults.Count > 0 ? new GoAmlOutcome.Faulty(faults) : new GoAmlOutcome.Written(parts);
    }

    /// <summary>What the layout of <c>rulebooks/forms/goaml.form</c> has against a report.</summary>
    internal static IReadOnlyList<FormFault> Faults(byte[] report) =>
        FormCheck.Of(Layout.Value, Layout.Value.Messages["report"], FormXml.Own(report));

    private static byte[] Document(
        CaseFile file,
        ReportingEntity entity,
        GoAmlKind kind,
        IReadOnlyList<ReportedOperation> operations,
        string part
    )
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("report");
            xml.WriteElementString("schema_version", "5.0.2");
            xml.WriteElementString("rentity_id", entity.RentityId.ToString(CultureInfo.InvariantCulture));
            if (entity.Branch.Length > 0)
                Text(xml, "rentity_branch", entity.Branch, 255);
            xml.WriteElementString("submission_code", "E");
            xml.WriteElementString("report_code", kind == GoAmlKind.Str ? "STR" : "SAR");
            Text(xml, "entity_reference", file.CaseId + part, 255);
            xml.WriteElementString("submission_date", Time(file.AsOfUs));
            xml.WriteElementString("currency_code_local", "KZT");
            Text(xml, "reason", $"{file.Title}. {string.Join(' ', file.Story)} Basis: {file.Basis}", CommentsMax);
            Text(
                xml,
                "action",
                file.Measures.Count == 0
                    ? "None taken yet."
                    : string.Join(
                        "; ",
                        file.Measures.Select(measure => $"{measure.Kind} of {Shown(file, measure.Target)}: {measure.Status}")
                    ),
                CommentsMax
            );
            var parties = file.Parties.ToDictionary(party => party.Id, StringComparer.Ordinal);
            if (kind == GoAmlKind.Str)
            {
                foreach (var operation in operations)
                    Transaction(xml, operation, parties, entity);
            }
            else
            {
                Activity(xml, file, entity);
            }
            xml.WriteStartElement("report_indicators");
            xml.WriteElementString("indicator", GoAmlCodes.Indicator(file.Kind));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return output.ToArray();
    }

    private static void Transaction(
        XmlWriter xml,
        ReportedOperation operation,
        Dictionary<string, ReportedParty> parties,
        ReportingEntity entity
    )
    {
        xml.WriteStartElement("transaction");
        Text(xml, "transactionnumber", operation.Id, 100);
        Text(xml, "transaction_location", operation.Institution ?? "on chain", 255);
        var amount = $"{DecimalAmount.Of(operation.AmountMicro)} {operation.Currency.Code()}";
        Text(
            xml,
            "transaction_description",
            $"{operation.Kind.Replace('_', ' ')} of {amount}{(operation.ValueKztMicro == 0 ? ", no rate known" : "")}"
                + (operation.AlsoTold.Count == 0 ? "" : $"; on chain: {string.Join(", ", operation.AlsoTold)}"),
            CommentsMax
        );
        xml.WriteElementString("date_transaction", Time(operation.TimeUs));
        xml.WriteElementString("transmode_code", GoAmlCodes.Conduction(operation.Kind));
        xml.WriteElementString("transmode_comment", "E");
        xml.WriteElementString("amount_local", DecimalAmount.Of(operation.ValueKztMicro));
        Side(xml, "from", operation, amount, parties[operation.From], entity);
        Side(xml, "to", operation, amount, parties[operation.To], entity);
        xml.WriteEndElement();
    }

    private static void Side(
        XmlWriter xml,
        string side,
        ReportedOperation operation,
        string amount,
        ReportedParty party,
        ReportingEntity entity
    )
    {
        xml.WriteStartElement("t_" + side);
        xml.WriteElementString(side + "_funds_code", GoAmlCodes.Funds(operation.Kind, operation.Currency));
        Text(xml, side + "_funds_comment", amount, 255);
        if (operation.Currency is not (Currency.Kzt or Currency.Usdt or Currency.Btc or Currency.Unstated))
        {
            xml.WriteStartElement(side + "_foreign_currency");
            xml.WriteElementString("foreign_currency_code", operation.Currency.Code());
            xml.WriteElementString("foreign_amount", DecimalAmount.Of(operation.AmountMicro));
            xml.WriteEndElement();
        }
        Party(xml, side + "_", party);
        xml.WriteElementString(side + "_country", entity.Country);
        xml.WriteEndElement();
    }

    private static void Activity(XmlWriter xml, CaseFile file, ReportingEntity entity)
    {
        xml.WriteStartElement("activity");
        xml.WriteStartElement("report_parties");
        foreach (var party in file.Parties.Where(party => party.IsMember))
        {
            xml.WriteStartElement("report_party");
            Party(xml, "", party);
            xml.WriteElementString("country", entity.Country);
            xml.WriteElementString("is_suspected", "true");
            Text(xml, "reason", $"{party.Role.Replace('_', ' ')} of the {file.Kind.Replace('_', ' ')}", CommentsMax);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Party(XmlWriter xml, string prefix, ReportedParty party)
    {
        switch (party.Kind)
        {
            case PartyKind.Terminal or PartyKind.Platform or PartyKind.Site or PartyKind.Handle:
                xml.WriteStartElement(prefix + "entity");
                xml.WriteElementString("name", LatinName.Of(party.Pseudonym, 255));
                Text(xml, "comments", Words(party), CommentsMax);
                xml.WriteEndElement();
                break;
            case PartyKind.Person when party.Identity is { Name: { Length: > 0 } } identity:
                xml.WriteStartElement(prefix + "person");
                Person(xml, identity, party);
                xml.WriteEndElement();
                break;
            default:
                Account(xml, prefix, party);
                break;
        }
    }

    private static void Account(XmlWriter xml, string prefix, ReportedParty party)
    {
        var isWallet = party.Kind == PartyKind.Wallet;
        xml.WriteStartElement(prefix + "account");
        Text(xml, "institution_code", isWallet ? "self-hosted" : party.Institution ?? "unknown", 50);
        xml.WriteElementString("non_bank_institution", isWallet ? "true" : "false");
        Text(xml, "account", party.Identity?.Number ?? (isWallet ? party.Id : party.Pseudonym), 255);
        xml.WriteElementString("account_name", LatinName.Of(party.Identity?.Name ?? party.Pseudonym, 255));
        xml.WriteElementString(
            "personal_account_type",
            isWallet ? "CRYWT"
                : party.Kind == PartyKind.Card ? "DBCD"
                : "-"
        );
        if (party.Identity is { Name: { Length: > 0 } } identity)
        {
            xml.WriteStartElement("signatory");
            xml.WriteStartElement("t_person");
            Person(xml, identity, party);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        Text(xml, "comments", Words(party), CommentsMax);
        xml.WriteEndElement();
    }

    private static void Person(XmlWriter xml, PartyIdentity identity, ReportedParty party)
    {
        // Banks send the family name first; a single word is both, since the schema asks for both.
        var words = identity.Name!.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var iin = Iin.TryParse(identity.Iin ?? "", out var valid, out _) ? valid : (Iin?)null;
        xml.WriteElementString("gender", "-");
        xml.WriteElementString("first_name", LatinName.Of(words.Length > 1 ? words[1] : words[0], 100));
        xml.WriteElementString("last_name", LatinName.Of(words[0], 100));
        if (iin?.BirthDate is { } birth)
            xml.WriteElementString("birthdate", birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00");
        Text(xml, "full_name_frn", identity.Name!, 255);
        if (identity.Iin is { Length: > 0 } number)
            Text(xml, "id_number", number, 255);
        Text(xml, "comments", Words(party), CommentsMax);
    }

    private static string Words(ReportedParty party) =>
        party.IsMember ? $"{party.Pseudonym}: {party.Role.Replace('_', ' ')}" : $"{party.Pseudonym}: not a member";

    private static string Shown(CaseFile file, string target) =>
        file.Parties.FirstOrDefault(party => party.Id == target)?.Pseudonym ?? target;

    /// <summary>Characters that XML cannot hold become blanks; a text that is too long ends in an ellipsis, so that nobody takes it for
    /// whole.</summary>
    private static void Text(XmlWriter xml, string element, string text, int max) =>
        xml.WriteElementString(element, XmlTexts.Fit(text, max));

    /// <summary>The schema has no place for an offset: times are the reporting country's.</summary>
    private static string Time(long us) => LocalTime.Kazakhstan.Clock(us).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
