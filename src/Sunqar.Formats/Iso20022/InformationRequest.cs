using System.Globalization;
using System.Text;
using System.Xml;
using Sunqar.Formats.Reports;

namespace Sunqar.Formats.Iso20022;

/// <summary>What a bank is asked about. Card numbers are not kept here, so nobody is asked for by one: a card goes by its token, as an
/// account of another scheme.</summary>
public abstract record SearchCriterion
{
    private SearchCriterion() { }

    /// <param name="Id">An IBAN, or another id of at most 34 characters.</param>
    /// <param name="Scheme">What the other id is, at most 35 characters; null for an IBAN.</param>
    public sealed record Account(string Id, string? Scheme = null) : SearchCriterion;

    /// <param name="Iin">Twelve digits.</param>
    public sealed record Customer(string Iin, string? Name = null) : SearchCriterion;

    /// <param name="Numbers">The bank's own ids, each at most 35 characters.</param>
    public sealed record Transactions(IReadOnlyList<string> Numbers) : SearchCriterion;
}

/// <summary>A request for information to a bank.</summary>
/// <param name="InvestigationId">1 to 35 characters: by it the answer is known.</param>
/// <param name="Paragraph">The legal basis, 1 to 35 characters.</param>
/// <param name="Confidential">The customer is not told.</param>
/// <param name="Due">The last day for an answer; null for none.</param>
/// <param name="Wanted">Name of the message that is wanted, <c>camt.053.001.08</c>.</param>
public sealed record InformationRequest(
    string InvestigationId,
    string Paragraph,
    bool Confidential,
    DateOnly? Due,
    DateOnly From,
    DateOnly To,
    SearchCriterion About,
    string Wanted = "camt.053.001.08",
    string? Words = null
);

/// <summary>The outcome of writing a request.</summary>
public abstract record InformationRequestWriting
{
    private InformationRequestWriting() { }

    public sealed record Written(byte[] Message) : InformationRequestWriting;

    public sealed record Refused(string Reason) : InformationRequestWriting;
}

/// <summary>auth.001.001.01, InformationRequestOpening: what an authority asks a bank; and auth.003.001.01, whether the customer may be
/// told meanwhile.</summary>
public static class InformationRequests
{
    public const string Opening = "auth.001.001.01";
    public const string StatusChange = "auth.003.001.01";

    private const int IdMax = 35;
    private const int AccountMax = 34;

    public static InformationRequestWriting Write(InformationRequest request)
    {
        if (Fault(request) is { } fault)
            return new InformationRequestWriting.Refused(fault);
        return new InformationRequestWriting.Written(
            Document(
                Opening,
                "InfReqOpng",
                xml =>
                {
                    xml.WriteElementString("InvstgtnId", request.InvestigationId);
                    xml.WriteStartElement("LglMndtBsis");
                    xml.WriteElementString("Prgrph", request.Paragraph);
                    xml.WriteEndElement();
                    xml.WriteElementString("CnfdtltySts", request.Confidential ? "true" : "false");
                    if (request.Due is { } due)
                    {
                        xml.WriteStartElement("DueDt");
                        xml.WriteElementString("DueDt", Day(due));
                        xml.WriteEndElement();
                    }
                    xml.WriteStartElement("InvstgtnPrd");
                    xml.WriteStartElement("Dt");
                    xml.WriteElementString("FrDt", Day(request.From));
                    xml.WriteElementString("ToDt", Day(request.To));
                    xml.WriteEndElement();
                    xml.WriteEndElement();
                    xml.WriteStartElement("SchCrit");
                    Criterion(xml, request);
                    xml.WriteEndElement();
                }
            )
        );
    }

    /// <summary>Tells a bank that from now on its customer may, or may not, be told of a request.</summary>
    /// <param name="investigationId">Of the request.</param>
    public static InformationRequestWriting WriteStatusChange(string investigationId, bool confidential) =>
        IsText(investigationId, IdMax)
            ? new InformationRequestWriting.Written(
                Document(
                    StatusChange,
                    "InfReqStsChngNtfctn",
                    xml =>
                    {
                        xml.WriteElementString("OrgnlBizQry", investigationId);
                        xml.WriteElementString("CnfdtltySts", confidential ? "true" : "false");
                    }
                )
            )
            : new InformationRequestWriting.Refused($"An investigation's id has 1 to {IdMax} characters.");

    private static string? Fault(InformationRequest request)
    {
        if (!IsText(request.InvestigationId, IdMax))
            return $"An investigation's id has 1 to {IdMax} characters.";
        if (!IsText(request.Paragraph, IdMax))
            return $"A legal basis has 1 to {IdMax} characters.";
        if (!IsText(request.Wanted, IdMax))
            return $"The message that is wanted has a name of 1 to {IdMax} characters.";
        if (request.To < request.From)
            return "The period ends before it begins.";
        return request.About switch
        {
            SearchCriterion.Account { Scheme: null } account when !Core.Identity.Iban.TryParse(account.Id, out _, out _) =>
                "An account without a scheme is an IBAN.",
            SearchCriterion.Account { Scheme: { } scheme } account when !IsText(account.Id, AccountMax) || !IsText(scheme, IdMax) =>
                $"An account's id has 1 to {AccountMax} characters, its scheme 1 to {IdMax}.",
            SearchCriterion.Customer customer when !IsText(customer.Iin, IdMax) => $"A customer's id has 1 to {IdMax} characters.",
            SearchCriterion.Transactions { Numbers.Count: 0 } => "No transaction is asked for.",
            SearchCriterion.Transactions many when many.Numbers.Any(number => !IsText(number, IdMax)) =>
                $"A transaction's number has 1 to {IdMax} characters.",
            _ => null,
        };
    }

    private static void Criterion(XmlWriter xml, InformationRequest request)
    {
        switch (request.About)
        {
            case SearchCriterion.Account account:
                xml.WriteStartElement("Acct");
                xml.WriteStartElement("Id");
                xml.WriteStartElement("Id");
                AccountId(xml, account);
                xml.WriteEndElement();
                xml.WriteEndElement();
                Investigated(xml, "InvstgtdPties");
                Wanted(xml, "AuthrtyReqTp", request);
                xml.WriteEndElement();
                break;
            case SearchCriterion.Customer customer:
                xml.WriteStartElement("CstmrId");
                xml.WriteStartElement("Pty");
                if (customer.Name is { Length: > 0 } name)
                    xml.WriteElementString("Nm", XmlTexts.Fit(name, 140));
                Nested(
                    xml,
                    ["Id", "PrvtId", "Othr"],
                    () =>
                    {
                        xml.WriteElementString("Id", customer.Iin);
                        Nested(xml, ["SchmeNm"], () => xml.WriteElementString("Cd", "NIDN"));
                    }
                );
                xml.WriteEndElement();
                xml.WriteStartElement("AuthrtyReq");
                Wanted(xml, "Tp", request);
                Investigated(xml, "InvstgtdRoles");
                if (request.Words is { Length: > 0 } words)
                    xml.WriteElementString("AddtlInf", XmlTexts.Fit(words, 500));
                xml.WriteEndElement();
                xml.WriteEndElement();
                break;
            case SearchCriterion.Transactions many:
                foreach (var number in many.Numbers)
                {
                    xml.WriteStartElement("OrgnlTxNb");
                    xml.WriteElementString("Nb", number);
                    // Details of the transaction.
                    xml.WriteElementString("Tp", "DTTX");
                    if (request.Words is { Length: > 0 } about)
                        xml.WriteElementString("AddtlInf", XmlTexts.Fit(about, 500));
                    xml.WriteEndElement();
                }
                break;
            default:
                throw new InvalidOperationException("A criterion that is not written.");
        }
    }

    private static void AccountId(XmlWriter xml, SearchCriterion.Account account)
    {
        if (account.Scheme is not { } scheme)
        {
            xml.WriteElementString("IBAN", account.Id);
            return;
        }
        Nested(
            xml,
            ["Othr"],
            () =>
            {
                xml.WriteElementString("Id", account.Id);
                Nested(xml, ["SchmeNm"], () => xml.WriteElementString("Prtry", scheme));
            }
        );
    }

    /// <summary>Everybody who has to do with it, not its owner alone.</summary>
    private static void Investigated(XmlWriter xml, string element) => Nested(xml, [element], () => xml.WriteElementString("Cd", "ALLP"));

    private static void Wanted(XmlWriter xml, string element, InformationRequest request) =>
        Nested(
            xml,
            [element],
            () =>
            {
                xml.WriteElementString("MsgNmId", request.Wanted);
                if (request.Words is { Length: > 0 } words)
                    xml.WriteElementString("MsgNm", XmlTexts.Fit(words, 140));
            }
        );

    private static void Nested(XmlWriter xml, ReadOnlySpan<string> elements, Action inside)
    {
        foreach (var element in elements)
            xml.WriteStartElement(element);
        inside();
        foreach (var _ in elements)
            xml.WriteEndElement();
    }

    private static byte[] Document(string message, string element, Action<XmlWriter> inside)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("Document", MessageReader.NamespaceOf(message));
            xml.WriteStartElement(element);
            inside(xml);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return output.ToArray();
    }

    private static bool IsText(string text, int max) => text.Length > 0 && text.Length <= max && XmlTexts.Fit(text, max) == text;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
