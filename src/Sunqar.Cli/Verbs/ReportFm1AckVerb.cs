using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Times;
using Sunqar.Formats;
using Sunqar.Formats.Fm1;
using Sunqar.Formats.Forms;
using Sunqar.Work.Acting;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar report fm1-ack</c>: what was said about a form, taken into the data folder.</summary>
internal static class ReportFm1AckVerb
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "Ack1 or Ack2 of a form, a request for more information (DocInfo) or its answer (UponDocInfo).",
        };
        file.AcceptExistingOnly();
        var command = new Command(
            "fm1-ack",
            "Reads what answers a form FM-1 and ties it to the form that report fm1 --format xml wrote: accepted, not accepted, more "
                + "information asked for and by when, answered. One JSON line; signatures are not checked, since the provider is not public."
        )
        {
            file,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file)!));
        return command;
    }

    private static int Run(FileInfo file)
    {
        byte[] bytes;
        try
        {
            if (file.Length > FormXml.BytesMax)
                return Fault($"{file}: it has more than {FormXml.BytesMax} bytes.");
            bytes = File.ReadAllBytes(file.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fault(BadInput.Unreadable(file.ToString(), error).ToString());
        }
        switch (Fm1Answers.Read(bytes, file.ToString()))
        {
            case Fm1Reading.Refused { Faults: var faults }:
                foreach (var fault in faults)
                    Fault(fault.StartsWith(file.ToString(), StringComparison.Ordinal) ? fault : $"{file}: {fault}");
                return Exit.WrongUsage;
            case Fm1Reading.Read { Message: var message }:
                return Take(file, message, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            default:
                throw new InvalidOperationException("An outcome that is not known.");
        }
    }

    private static int Take(FileInfo file, Fm1Message message, string hash)
    {
        using var folder = ReplayVerb.OpenHistory("report fm1-ack");
        if (folder is null)
            return Exit.WrongUsage;
        ActAnswer answer;
        Fm1Standing? standing = null;
        var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
        try
        {
            answer = desk.DoAsync(
                    new TakeFm1Answer(
                        // A refusal is remembered under its key; a form that is written later makes the same answer fit.
                        string.Create(CultureInfo.InvariantCulture, $"fm1-{hash[..40]}-{DateTime.UtcNow.Ticks:x}"),
                        message.Kind,
                        message.Parent,
                        message.Guid,
                        hash,
                        message.AtUs,
                        message.Code,
                        message.Words,
                        message.Days
                    ),
                    Actor.House
                )
                .GetAwaiter()
                .GetResult();
            if (answer.IsDone)
                standing = desk.Read(state => state.Of<Fm1Book>().Parent(message.Parent));
        }
        finally
        {
            desk.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        if (!answer.IsDone || standing is null)
            return Fault($"{file}: ExportData/SignedData/Data/*/{answer.Field ?? "OriginalDocumentGuid"}: {answer.Text}");
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    form = standing.Sent.Number,
                    guid = standing.Sent.Guid,
                    said = JsonNamingPolicy.SnakeCaseLower.ConvertName(message.Kind.ToString()),
                    at = LocalTime.Kazakhstan.Iso(message.AtUs),
                    code = message.Code,
                    words = message.Words,
                    due = standing.Last is { DueUs: > 0 } due ? LocalTime.Kazakhstan.Iso(due.DueUs) : null,
                    files = message.Files.Select(one => new
                    {
                        name = one.Name,
                        bytes = one.Bytes,
                        sha256 = one.Sha256,
                    }),
                    cases = standing.Sent.Cases,
                    sha256 = hash,
                    signature = "not checked",
                },
                Plain
            )
        );
        return Exit.Done;
    }

    private static int Fault(string reason)
    {
        Console.Error.WriteLine($"sunqar report fm1-ack: {reason}");
        return Exit.WrongUsage;
    }
}
