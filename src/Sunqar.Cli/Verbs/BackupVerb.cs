using System.CommandLine;
using System.Text.Json;
using Sunqar.Storage.Backups;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar backup FILE</c>: the whole data folder, beside a running server.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The backup to make: a tar file, readable by its owner alone." };
        var command = new Command(
            "backup",
            "Back the whole data folder up, also beside a running server, and read the backup again. Its keys end by themselves, as those of "
                + "key-backup. The root key, DATA.log.key and DATA.backup-keys are not in it (docs/backup.md)."
        )
        {
            file,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file)!));
        return command;
    }

    private static int Run(string file)
    {
        try
        {
            var nowUs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            var entries = FolderBackup.Create(DataFiles.FromEnvironment().Path, file, nowUs);
            Console.WriteLine(JsonSerializer.Serialize(new { files = entries.Count, bytes = entries.Sum(entry => entry.Bytes) }));
            return Exit.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar backup: {error.Message}");
            return Exit.Failed;
        }
    }
}
