using System.Globalization;
using System.Text;
using System.Xml;
using Sunqar.Core.Decisions;

namespace Sunqar.Formats.Iso20022;

/// <summary>Where a payment stands, in an answer.</summary>
/// <param name="Status">ACCP, PDNG or RJCT.</param>
/// <param name="Reason">Of the external status reason code set; null where there is none to tell.</param>
/// <param name="Texts">For a person, each of any length.</param>
public sealed record PaymentStatus(string Status, string? Reason, IReadOnlyList<string> Texts);

/// <summary>pacs.002.001.10: the answer to a message.</summary>
public static class PaymentStatusReport
{
    public const string Message = "pacs.002.001.10";
    public const string Accepted = "ACCP";
    public const string Pending = "PDNG";
    public const string Rejected = "RJCT";
    public const string Partly = "PART";

    private const int LineMax = 105;
    private const int LinesMax = 20;
    private const string Unknown = "NOTPROVIDED";

    /// <summary>What each outcome becomes; docs/iso20022.md shows the table, and a test holds the two equal.</summary>
    public static IReadOnlyList<(Outcome Outcome, string Status, string? Reason, string Meaning)> Outcomes { get; } =
    [
        (Outcome.Allow, Accepted, null, "accepted"),
        (Outcome.VerifySender, Pending, ReasonCodes.Narrative, "pending until the sender confirms in the bank's app"),
        (Outcome.VerifyBiometrics, Pending, ReasonCodes.Narrative, "pending until face or fingerprint is checked"),
        (Outcome.Hold, Pending, ReasonCodes.Regulatory, "held; the text says until when"),
        (Outcome.Block, Rejected, ReasonCodes.Regulatory, "rejected: a legal ground forbids it"),
    ];

    /// <summary>A decision as a status.</summary>
    public static PaymentStatus Of(Decision decision, bool isRepeat)
    {
        var (_, status, reason, _) = Outcomes[(int)decision.Outcome];
        var texts = new List<string>();
        if (decision.ExpiresUs != 0)
        {
            texts.Add($"held until {Time(decision.ExpiresUs)}");
        }
        if (isRepeat)
        {
            texts.Add("duplicate: the answer that was given before");
        }
        texts.AddRange(decision.Reasons.Select(why => $"{why.Rule}: {why.Text}"));
        return new PaymentStatus(status, reason, texts);
    }

    /// <summary>A fault as a status.</summary>
    public static PaymentStatus Of(Iso20022Fault fault) => new(Rejected, fault.Code, [fault.Text]);

    /// <summary>The answer to a message that was read: the group's status and each payment's.</summary>
    /// <param name="id">Of the answer, 1 to 35 characters.</param>
    public static byte[] Write(
        string id,
        long nowUs,
        OriginalMessage original,
        IReadOnlyList<(CreditTransfer Transfer, PaymentStatus Status)> payments
    )
    {
        var statuses = payments.Select(payment => payment.Status.Status).Distinct().ToList();
        return Write(id, nowUs, original, new PaymentStatus(statuses.Count == 1 ? statuses[0] : Partly, null, []), payments);
    }

    /// <summary>The answer to a message of which nothing is taken.</summary>
    public static byte[] Write(string id, long nowUs, OriginalMessage original, Iso20022Fault fault) =>
        Write(id, nowUs, original, Of(fault), []);

    private static byte[] Write(
        string id,
        long nowUs,
        OriginalMessage original,
        PaymentStatus group,
        IReadOnlyList<(CreditTransfer Transfer, PaymentStatus Status)> payments
    )
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("Document", MessageReader.NamespaceOf(Message));
            xml.WriteStartElement("FIToFIPmtStsRpt");
            xml.WriteStartElement("GrpHdr");
            xml.WriteElementString("MsgId", id);
            xml.WriteElementString("CreDtTm", Time(nowUs));
            xml.WriteEndElement();
            xml.WriteStartElement("OrgnlGrpInfAndSts");
            xml.WriteElementString("OrgnlMsgId", original.Id ?? Unknown);
            xml.WriteElementString("OrgnlMsgNmId", original.Name ?? Unknown);
            if (original.Count > 0)
            {
                xml.WriteElementString("OrgnlNbOfTxs", original.Count.ToString(CultureInfo.InvariantCulture));
            }
            xml.WriteElementString("GrpSts", group.Status);
            Reason(xml, group);
            foreach (var part in payments.GroupBy(payment => payment.Status.Status).OrderBy(part => part.Key, StringComparer.Ordinal))
            {
                xml.WriteStartElement("NbOfTxsPerSts");
                xml.WriteElementString("DtldNbOfTxs", part.Count().ToString(CultureInfo.InvariantCulture));
                xml.WriteElementString("DtldSts", part.Key);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
            foreach (var (transfer, status) in payments)
            {
                Payment(xml, transfer, status);
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return output.ToArray();
    }

    private static void Payment(XmlWriter xml, CreditTransfer transfer, PaymentStatus status)
    {
        xml.WriteStartElement("TxInfAndSts");
        Optional(xml, "OrgnlInstrId", transfer.InstructionId);
        xml.WriteElementString("OrgnlEndToEndId", transfer.EndToEndId);
        Optional(xml, "OrgnlTxId", transfer.TransactionId);
        Optional(xml, "OrgnlUETR", transfer.Uetr);
        xml.WriteElementString("TxSts", status.Status);
        Reason(xml, status);
        xml.WriteEndElement();
    }

    private static void Optional(XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteElementString(name, value);
        }
    }

    private static void Reason(XmlWriter xml, PaymentStatus status)
    {
        if (status.Reason is null && status.Texts.Count == 0)
        {
            return;
        }
        xml.WriteStartElement("StsRsnInf");
        if (status.Reason is not null)
        {
            xml.WriteStartElement("Rsn");
            xml.WriteElementString("Cd", status.Reason);
            xml.WriteEndElement();
        }
        foreach (var line in status.Texts.SelectMany(Lines).Take(LinesMax))
        {
            xml.WriteElementString("AddtlInf", line);
        }
        xml.WriteEndElement();
    }

    /// <summary>Cuts a text into lines of Max105Text between its words where it can.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        var rest = new string([
            .. text.Where(one => XmlConvert.IsXmlChar(one) || char.IsSurrogate(one)).Select(one => char.IsControl(one) ? ' ' : one),
        ]).Trim();
        while (rest.Length > LineMax)
        {
            var cut = rest.LastIndexOf(' ', LineMax);
            cut = cut <= 0 ? LineMax - (char.IsHighSurrogate(rest[LineMax - 1]) ? 1 : 0) : cut;
            yield return rest[..cut].TrimEnd();
            rest = rest[cut..].TrimStart();
        }
        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    private static string Time(long us) =>
        DateTime.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
