using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Rulebook;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Work.Oversight;
using Sunqar.Work.Replaying;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar replay --verify</c>: every stored decision computed again under the rulebook of its day.</summary>
internal static class ReplayVerb
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var verify = new Option<bool>("--verify") { Description = "Exit with 1 unless every computed decision equals the stored one." };
        var command = new Command(
            "replay",
            "Decide the data folder's payments ($SUNQAR_DATA, else ./data.local) again, each under the rulebook of its day."
        )
        {
            verify,
        };
        command.SetAction(parsed => Run(parsed.GetValue(verify)));
        return command;
    }

    /// <summary>Opens the data folder for reading its history, or says on stderr why not.</summary>
    public static DataFolder? OpenHistory(string verb)
    {
        var files = DataFiles.FromEnvironment();
        if (!Directory.Exists(files.Path))
        {
            Console.Error.WriteLine($"sunqar {verb}: there is no data folder {files.Path}; ./run makes one, SUNQAR_DATA names another.");
            return null;
        }
        try
        {
            return files.Open();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or KeyStoreException)
        {
            Console.Error.WriteLine($"sunqar {verb}: {failure.Message}");
            return null;
        }
    }

    private static int Run(bool verify)
    {
        using var folder = OpenHistory("replay");
        if (folder is null)
        {
            return Exit.WrongUsage;
        }
        if (StreamGuard.Fault(folder.Journal, StreamGuard.Read(folder.Journal)) is { } fault)
        {
            Console.Error.WriteLine($"sunqar replay: {fault}");
            return Exit.Failed;
        }
        var result = ReplayJob.Verify(folder.Journal, done => Console.Error.Write($"\r{done:N0} decisions"));
        Console.Error.WriteLine();
        foreach (var difference in result.Differences)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        sequence = difference.Sequence,
                        id = difference.PaymentId,
                        stored = new { outcome = difference.Stored.Outcome.Name(), rules = difference.Stored.Reasons.Select(r => r.Rule) },
                        computed = new
                        {
                            outcome = difference.Computed.Outcome.Name(),
                            rules = difference.Computed.Reasons.Select(r => r.Rule),
                        },
                    },
                    Plain
                )
            );
        }
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    decisions = result.Decisions,
                    equal = result.Equal,
                    different = result.Different,
                    unverifiable = result.Unverifiable,
                }
            )
        );
        return verify && result.Equal != result.Decisions ? Exit.Failed : Exit.Done;
    }
}
