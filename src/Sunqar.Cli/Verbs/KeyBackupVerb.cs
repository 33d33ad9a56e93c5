using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Retention;
using Sunqar.Storage.Keys;
using Sunqar.Work.Forgetting;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar key-backup</c>: backups of the key store, each of which nobody can open once its time is over.</summary>
internal static class KeyBackupVerb
{
    private static long NowUs => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static Command Create()
    {
        var made = File("The backup to make; works beside a running server.");
        var create = new Command(
            "create",
            "Make a backup. Its key lies beside the data folder, in DATA.backup-keys, and is destroyed when the limit is over."
        )
        {
            made,
        };
        create.SetAction(parsed => Guard(() => new KeyBackups(DataFiles.FromEnvironment().Path).Create(parsed.GetValue(made)!, NowUs)));
        var kept = File("The backup to put back, where there is no key store.");
        var restore = new Command("restore", "Put a backup back, and forget again whoever was forgotten since.") { kept };
        restore.SetAction(parsed => Restore(parsed.GetValue(kept)!));
        var limits = new Option<string?>("--limits") { Description = "Another file of limits than the one that ships.", HelpName = "FILE" };
        var expire = new Command("expire", "Destroy the keys of backups whose time is over. A running server does it once a day.")
        {
            limits,
        };
        expire.SetAction(parsed => ForgetVerb.Read(parsed.GetValue(limits)) is { } read ? Guard(() => Expire(read)) : Exit.WrongUsage);
        return new Command("key-backup", "Backups of the key store that end by themselves: create, restore, expire.")
        {
            create,
            restore,
            expire,
        };
    }

    private static Argument<string> File(string description) => new("FILE") { Description = description };

    private static void Expire(RetentionLimits limits) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new { expired = new KeyBackups(DataFiles.FromEnvironment().Path).Expire(limits.HeldSinceUs(Touch.KeyBackup, NowUs)) }
            )
        );

    private static int Restore(string file)
    {
        var files = DataFiles.FromEnvironment();
        return Guard(() =>
        {
            new KeyBackups(files.Path).Restore(file);
            using var folder = files.Open();
            // Who was forgotten since the backup is in it, and would be readable again.
            var forgotten = ForgetJob.ForgetAgain(folder.Journal, folder.Keys);
            Console.WriteLine(JsonSerializer.Serialize(new { restored = folder.Keys.Count, forgotten }));
        });
    }

    private static int Guard(Action act)
    {
        try
        {
            act();
            return Exit.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }
}
