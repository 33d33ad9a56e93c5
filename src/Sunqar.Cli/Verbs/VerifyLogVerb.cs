using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Log;
using Sunqar.Work.Oversight;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar verify-log</c>: a data folder or a copy of one, checked from scratch with the public key alone.</summary>
internal static class VerifyLogVerb
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var folder = new Argument<string?>("FOLDER")
        {
            Description = "A data folder or a copy of one; without it, SUNQAR_DATA.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key")
        {
            Description = "File with the log's public key, had from elsewhere; without it, the one that lies beside the folder.",
            HelpName = "FILE",
        };
        var heads = new Option<string[]>("--head")
        {
            Description = "Signed heads that somebody else kept, such as a witness's state: they must fit too. May be repeated.",
            HelpName = "FILE",
        };
        var print = new Option<bool>("--print-key") { Description = "Print the public key and end." };
        var command = new Command(
            "verify-log",
            "Check a data folder's oversight log and journal from scratch: every leaf, the tree, each signed "
                + "head, each hash chain. One line a finding; exit code 1 where something was tampered with."
        )
        {
            folder,
            key,
            heads,
            print,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(folder), parsed.GetValue(key), parsed.GetValue(heads) ?? [], parsed.GetValue(print))
        );
        return command;
    }

    private static int Run(string? named, string? keyFile, string[] headFiles, bool print)
    {
        var folder = named ?? DataFiles.FromEnvironment().Path;
        if (ReadKey(keyFile ?? LogKeyFile.PublicPath(LogKeyFile.DefaultPath(folder))) is not { } key)
            return Exit.WrongUsage;
        if (print)
        {
            Console.WriteLine(key.Text);
            return Exit.Done;
        }
        try
        {
            var others = headFiles.SelectMany(LogWitness.ReadHeads).ToArray();
            var done = 0L;
            var result = LogVerification.Run(
                folder,
                key,
                others,
                Tell,
                bytes => Console.Error.Write($"\r{(done += bytes) / 1_000_000:N0} MB"),
                Streams.Acts
            );
            Console.Error.WriteLine();
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        key = key.Id,
                        leaves = result.Leaves,
                        covered = result.Covered,
                        heads = result.Heads,
                        records = result.Records,
                        faults = result.Faults,
                    }
                )
            );
            return result.Faults == 0 ? Exit.Done : Exit.Failed;
        }
        catch (DirectoryNotFoundException error)
        {
            Console.Error.WriteLine($"sunqar: {error.Message}");
            return Exit.WrongUsage;
        }
        catch (FileNotFoundException error)
        {
            Console.Error.WriteLine($"sunqar: {error.Message}");
            return Exit.WrongUsage;
        }
    }

    private static void Tell(LogFinding finding) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    fault = finding.IsFault ? JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Fault.ToString()) : null,
                    leaf = finding.Leaf < 0 ? (long?)null : finding.Leaf,
                    place = finding.Place,
                    what = finding.What,
                },
                Plain
            )
        );

    /// <summary>The public key of a file; null after a message where there is none.</summary>
    internal static LogKey? ReadKey(string path)
    {
        try
        {
            if (LogKey.Parse(File.ReadAllText(path)) is { } key)
                return key;
            Console.Error.WriteLine($"sunqar: {path}: expected an oversight log's public key, NAME+KEYID+BASE64 on one line.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: the log's public key cannot be read: {error.Message}");
        }
        return null;
    }
}
