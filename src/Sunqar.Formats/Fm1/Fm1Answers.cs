using System.Globalization;
using System.Security.Cryptography;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Times;
using Sunqar.Formats.Forms;

namespace Sunqar.Formats.Fm1;

/// <summary>A file that came with an answer.</summary>
/// <param name="Sha256">Of its content, 64 hexadecimal digits.</param>
public sealed record Fm1Attachment(string Name, long Bytes, string Sha256);

/// <summary>What somebody sent about a form.</summary>
/// <param name="Parent">GUID of the message that it answers: of the form, or of a request.</param>
/// <param name="Guid">Its own.</param>
/// <param name="AtUs">When it was accepted, refused, asked or answered; microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Code">Of the error; 0 where there is none.</param>
/// <param name="Words">Name of the error, text of the request or answer; it may be personal.</param>
/// <param name="Days">For an answer to a request; 0 of anything else.</param>
public sealed record Fm1Message(
    Fm1AnswerKind Kind,
    string Parent,
    string Guid,
    string Sender,
    long AtUs,
    long Code,
    string Words,
    int Days,
    IReadOnlyList<Fm1Attachment> Files
);

/// <summary>What came of reading one.</summary>
public abstract record Fm1Reading
{
    private Fm1Reading() { }

    public sealed record Read(Fm1Message Message) : Fm1Reading;

    /// <param name="Faults">All that is wrong, each with its place.</param>
    public sealed record Refused(IReadOnlyList<string> Faults) : Fm1Reading;
}

/// <summary>
/// Reads what answers a form: Ack1 and Ack2 (accepted, not accepted), DocInfo and UponDocInfo (a request for more information, its answer),
/// and the notice that a request was accepted. The messages do not name themselves: which one it is, its body tells.
/// </summary>
public static class Fm1Answers
{
    private const string Data = "ExportData/SignedData/Data";

    /// <param name="file">Its name, for faults.</param>
    public static Fm1Reading Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var reading = FormXml.Parse(bytes, file);
        if (reading is not FormReading.Read { Root: var root })
            return new Fm1Reading.Refused([((FormReading.Refused)reading).Fault.ToString()]);
        if (MessageOf(root) is not { } name)
            return new Fm1Reading.Refused([$"{Data}: it is no answer to a form; expected Ack1, Ack2, DocInfo or UponDocInfo"]);
        var faults = FormCheck.Of(Fm1Xml.Layout, Fm1Xml.Layout.Messages[name], root);
        if (faults.Count > 0)
            return new Fm1Reading.Refused([.. faults.Select(fault => fault.ToString())]);
        var data = root.Child("SignedData")!;
        var body = data.Child("Data")!.Children[0];
        var (kind, time) = name switch
        {
            "ack1" => (Fm1AnswerKind.Accepted, "AcceptanceDateTime"),
            "ack1docinfo" => (Fm1AnswerKind.RequestAccepted, "AcceptanceDateTime"),
            "ack2" => (Fm1AnswerKind.Refused, "AcceptanceDateTime"),
            "docinfo" => (Fm1AnswerKind.Asked, "RequestDateTime"),
            _ => (Fm1AnswerKind.Answered, "ResponseDateTime"),
        };
        var files = new List<Fm1Attachment>();
        if (Attachments(body, files) is { } unfit)
            return new Fm1Reading.Refused([unfit]);
        return new Fm1Reading.Read(
            new Fm1Message(
                kind,
                Upper(body.Find("OriginalDocumentGuid")!),
                body.Find("DocumentUniqueIdentifier")!,
                data.Find("Sender")!,
                LocalTime.Kazakhstan.Us(
                    DateTime.ParseExact(body.Find(time)!, "dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None)
                ),
                Number(body.Find("ErrorCode")),
                body.Find("ErrorName") ?? body.Find("Comment") ?? body.Find("Description") ?? "",
                (int)Number(body.Find("CountDays")),
                files
            )
        );
    }

    private static string? MessageOf(FormNode root)
    {
        if (root.Child("SignedData") is not { } signed || signed.Child("Data") is not { Children: [var body] })
            return null;
        return body.Name switch
        {
            "Check" => signed.Child("FormNumber") is null ? "ack1" : "ack1docinfo",
            "Root" when body.Child("CountDays") is not null => "docinfo",
            "Root" when body.Child("ResponseDateTime") is not null => "upondocinfo",
            "Root" when body.Child("ErrorCode") is not null => "ack2",
            _ => null,
        };
    }

    /// <summary>Files come in portions, each with its size; the whole has one too.</summary>
    private static string? Attachments(FormNode body, List<Fm1Attachment> files)
    {
        foreach (var (place, attachment) in (body.Child("Attachments")?.Children ?? []).Index())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{Data}/Root/Attachments/Attachment[{place + 1}]");
            using var content = new MemoryStream();
            foreach (var (portion, info) in (attachment.Child("BrokenFilesInfo")?.Children ?? []).Index())
            {
                var buffer = Convert.FromBase64String(info.Find("Buffer")!);
                if (buffer.Length != Number(info.Find("Length")))
                {
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{at}/BrokenFilesInfo/BrokenFileInfo[{portion + 1}]/Length: it is not the size of the portion; expected {buffer.Length}"
                    );
                }
                content.Write(buffer);
            }
            if (content.Length != Number(attachment.Find("Length")))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{at}/Length: it is not the size of its portions; expected {content.Length}"
                );
            }
            files.Add(
                new Fm1Attachment(
                    attachment.Find("FileName")!,
                    content.Length,
                    Convert.ToHexStringLower(SHA256.HashData(content.ToArray()))
                )
            );
        }
        return null;
    }

    private static long Number(string? digits) => digits is null ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>32 digits or 36 characters, of either case, as 36 in capitals.</summary>
    private static string Upper(string guid) => Guid.Parse(guid).ToString("D", CultureInfo.InvariantCulture).ToUpperInvariant();
}
