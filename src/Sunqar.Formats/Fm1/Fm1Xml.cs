using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Formats.Forms;
using Sunqar.Formats.Reports;

namespace Sunqar.Formats.Fm1;

/// <summary>What the house does not know of a form, and whoever files says.</summary>
/// <param name="NowUs">When it is sent, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Filer">Of the reporting entity: path from PersonalData, or from the root, to value.</param>
/// <param name="People">Of participants by their pseudonyms: path from Participant to value.</param>
/// <param name="Suspicion">Code of the main sign of suspicion; null where none is to be sent.</param>
public sealed record Fm1Filing(
    long NowUs,
    IReadOnlyDictionary<string, string> Filer,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> People,
    string? Suspicion,
    IFormSigner Signer
);

/// <summary>A form ready to be sent.</summary>
/// <param name="Guid">Of the document: follows from its number, so the same operation is the same form.</param>
/// <param name="Version">Follows from what it says.</param>
public sealed record Fm1Document(string Number, string Guid, string Version, IReadOnlyList<string> Cases, byte[] Bytes);

/// <summary>The outcome of writing: all forms, or all that is wrong with any.</summary>
public abstract record Fm1Outcome
{
    private Fm1Outcome() { }

    public sealed record Written(IReadOnlyList<Fm1Document> Forms) : Fm1Outcome;

    /// <param name="Faults">Number of the form, and what is wrong in it.</param>
    public sealed record Refused(IReadOnlyList<(string Number, FormFault Fault)> Faults) : Fm1Outcome;
}

/// <summary>
/// FM-1 as published: XML of order No. 13, annex 2, by the layout of <c>rulebooks/forms/fm1.form</c>. A form is held against the layout
/// before it leaves. Participants are pseudonyms, "name not established", unless whoever files names them.
/// </summary>
public static class Fm1Xml
{
    private const string Envelope = "ExportData",
        Signed = "SignedData/",
        Root = "SignedData/Data/Root/",
        Message = Root + "MessageInformation/",
        Signature = "ExportData/SignedData/Signature",
        Person = "AdditionalPersonInfo/AdditionalInformationAc/FIO/";
    private static readonly Lazy<FormLayout> Loaded = new(() => FormLayout.Shipped("fm1.form"));

    public static FormLayout Layout => Loaded.Value;

    /// <summary>A text of the form at most, where grounds are told.</summary>
    private const int MoreMax = 1_000;

    public static Fm1Outcome Write(IReadOnlyList<Fm1Report> reports, Fm1Filing filing)
    {
        var faults = new List<(string, FormFault)>();
        var forms = new List<Fm1Document>();
        var thresholds = reports
            .Where(report => report.Form.Basis == Fm1Basis.Threshold)
            .ToLookup(report => (report.Entity.Code, report.Operation.Id));
        foreach (var report in reports)
        {
            var linked =
                report.Form.Basis == Fm1Basis.Suspicious ? thresholds[(report.Entity.Code, report.Operation.Id)].FirstOrDefault() : null;
            var (node, version, found) = Document(report, linked, filing);
            faults.AddRange(found.Select(fault => (report.Form.Number, fault)));
            if (found.Count > 0)
                continue;
            var cases = report.Form.Basis == Fm1Basis.Suspicious ? report.Form.Grounds : [];
            forms.Add(new Fm1Document(report.Form.Number, GuidOf(report.Form.Number), version, cases, FormXml.Utf16(node)));
        }
        return faults.Count > 0 ? new Fm1Outcome.Refused(faults) : new Fm1Outcome.Written(forms);
    }

    /// <summary>The GUID of a form's number.</summary>
    internal static string GuidOf(string number) => Hashed(Encoding.UTF8.GetBytes("FM-1\n" + number));

    private static (FormNode Node, string Version, IReadOnlyList<FormFault> Faults) Document(
        Fm1Report report,
        Fm1Report? linked,
        Fm1Filing filing
    )
    {
        var draft = new FormDraft(Envelope);
        draft.Put("TransportType", Layout.Map("transport", "file"));
        draft.Put(Signed + "Sender", report.Entity.Code);
        draft.Put(Signed + "Receiver", Layout.Map("agency", "receiver"));
        draft.Put(Root + "DocumentUniqueIdentifier", GuidOf(report.Form.Number));
        draft.Put(Root + "PersonalData/Organisation", report.Entity.Name);
        draft.Put(Root + "PersonalData/IINBIN", report.Entity.Bin);
        draft.Put(Root + "PersonalData/AdditionalAcData/@IsAc", "False");
        Operation(draft, report, linked, filing);
        foreach (var (place, participant) in report.Participants.Index())
            Participant(draft, place + 1, participant, filing);
        foreach (var (path, value) in filing.Filer)
        {
            draft.Put(
                path.StartsWith(Envelope + "/", StringComparison.Ordinal) ? path[(Envelope.Length + 1)..] : Root + "PersonalData/" + path,
                value
            );
        }
        var layout = Layout.Messages["doc"];
        var version = Hashed(Encoding.UTF8.GetBytes(string.Join('\n', Lines(draft.Node(layout, Envelope)))));
        draft.Put(Root + "Version", version);
        draft.Put(Signed + "TimeStamp", Moment(filing.NowUs));
        // Only what is right but for its signature is signed: what the form forbids may be nothing that can be written.
        var unsigned = draft.Node(layout, Envelope);
        var faults = FormCheck.Of(Layout, layout, unsigned).Where(fault => fault.Place != Signature).ToList();
        if (faults.Count > 0)
            return (unsigned, version, faults);
        draft.Put(Signed + "Signature", filing.Signer.Sign(FormXml.Utf16(unsigned.Child("SignedData")!)));
        var node = draft.Node(layout, Envelope);
        return (node, version, FormCheck.Of(Layout, layout, node));
    }

    /// <summary>All that a document says, one line a text.</summary>
    private static IEnumerable<string> Lines(FormNode node) =>
        [
            $"{node.Name}={node.Text}",
            .. node.Attributes.Select(one => $"@{one.Name}={one.Value}"),
            .. node.Children.SelectMany(Lines),
            "/" + node.Name,
        ];

    private static void Operation(FormDraft draft, Fm1Report report, Fm1Report? linked, Fm1Filing filing)
    {
        var operation = report.Operation;
        var state = Layout.Map("state", Word(operation.State));
        draft.Put(Message + "DocumentType", Layout.Map("document", "new"));
        draft.Put(Message + "MessageNumber", NumberOf(report.Form.Number));
        draft.Put(Message + "LastModifyDate", Day(filing.NowUs));
        draft.Put(Message + "OperationStatusId", state);
        if (operation.State != Fm1State.Refused)
            draft.Put(Message + "TransactionDate", Moment(operation.TimeUs));
        draft.Put(Message + "ReasonFilingId", Layout.Map("reason", Word(report.Form.Basis)));
        draft.Put(
            Message + "ViewOperationId",
            (operation.Asset is { } asset ? Layout.Map("operation", asset) : null) ?? Layout.Map("operation", operation.Kind.Name())
        );
        draft.Put(Message + "EknpId/@IsEknpNotSetup", "True");
        draft.Put(Message + "OperationNumber", operation.Id);
        // What the list of currencies lacks, tokens, is told in tenge, and in words.
        var currency = Layout.Map("currency", operation.Amount.Currency.Code());
        draft.Put(Message + "CurrencyCodeId", currency ?? Layout.Map("currency", Currency.Kzt.Code()));
        draft.Put(Message + "AmountCurrency", (currency is null ? operation.AmountKzt : operation.Amount)?.AmountText());
        draft.Put(Message + "AmountCurrencyTenge", operation.AmountKzt?.AmountText());
        if (report.Form.Basis == Fm1Basis.Suspicious)
            draft.Put(Message + "SuspicionFirst", filing.Suspicion);
        draft.Put(
            Message + "MoreInformation",
            XmlTexts.Fit(
                string.Join(
                    "; ",
                    currency is null
                        ? [$"{operation.Amount.AmountText()} {operation.Amount.Currency.Code()}", .. report.Form.Grounds]
                        : report.Form.Grounds
                ),
                MoreMax
            )
        );
        draft.Put(Message + "ParticipantCount", Count(report.Participants.Count));
        draft.Put(Message + "ReferCount", Count(linked is null ? 0 : 1));
        if (linked is null)
            return;
        const string Reference = Root + "References/Reference/";
        draft.Put(Reference + "ReferenceId", "1");
        draft.Put(Reference + "ReferenceOperationNumber", NumberOf(linked.Form.Number));
        draft.Put(Reference + "ReferenceDocOperationDate", Day(filing.NowUs));
        draft.Put(Reference + "ReferenceDocOperationNumber", linked.Operation.Id);
    }

    private static void Participant(FormDraft draft, int number, Fm1Participant participant, Fm1Filing filing)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"{Root}Participants/Participant[{number}]/");
        draft.Put(at + "MemberId", Layout.Map("member", participant.Role));
        draft.Put(at + "ParticipantsView", Layout.Map("view", participant.Role));
        draft.Put(at + "ParticipantsType", Layout.Map("type", "person"));
        string[] pseudonyms = [.. new[] { participant.Person, participant.Account, participant.Card }.OfType<string>()];
        if (pseudonyms.Length > 0)
            draft.Put(at + "AdditionalInformation", "Pseudonym: " + string.Join("; ", pseudonyms));
        if (pseudonyms.Select(filing.People.GetValueOrDefault).FirstOrDefault(known => known is not null) is not { } told)
        {
            draft.Put(at + Person + "@IsFioNotSetup", "True");
            return;
        }
        foreach (var (path, value) in told)
            draft.Put(at + path, value);
    }

    /// <summary>The form's number is digits: 15 of them out of ours, which is longer.</summary>
    private static string NumberOf(string number) =>
        (BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(number))) % 1_000_000_000_000_000).ToString(
            "D15",
            CultureInfo.InvariantCulture
        );

    private static string Hashed(byte[] bytes) =>
        new Guid(SHA256.HashData(bytes).AsSpan(0, 16)).ToString("D", CultureInfo.InvariantCulture).ToUpperInvariant();

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Day(long us) => LocalTime.Kazakhstan.Clock(us).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static string Moment(long us) => LocalTime.Kazakhstan.Clock(us).ToString("dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture);
}
