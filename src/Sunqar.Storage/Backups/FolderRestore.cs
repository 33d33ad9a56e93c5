using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Backups;

/// <summary>
/// Puts a backup where there is no data folder. Until two persons have said that it is the history from now on, no server starts on it: the
/// file <c>restored.pending</c> stands in it.
/// </summary>
public static class FolderRestore
{
    private const string Pending = "restored.pending";

    /// <summary>Whether a backup was put here that nobody answered for yet.</summary>
    public static bool IsPending(string data) => File.Exists(Path.Combine(data, Pending));

    /// <summary>Two persons answered for it.</summary>
    public static void Done(string data)
    {
        File.Delete(Path.Combine(data, Pending));
        OsDisk.Instance.FlushFolder(data);
    }

    /// <summary>Checks the whole backup, then the journal in it with its hash chain, and only then puts it in place. The root key, the
    /// log's
    /// key and the backups' keys lie beside the folder and must be there. Whoever was forgotten since must be forgotten again at
    /// once.</summary>
    /// <exception cref="IOException">There is a folder, or the backup does not hold.</exception>
    public static void Place(string file, string data, Action<string> warn)
    {
        data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new IOException($"{data} holds something; a backup is only put where there is nothing. Move it away first.");
        if (!File.Exists(RootKey.DefaultPath(data)))
            throw new KeyStoreException($"The root key {RootKey.DefaultPath(data)} is missing: put it there first.");
        var aside = data + ".restoring";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        PrivateFolder.Make(aside, warn);
        BackupFile.Check(file, aside);
        var journal = Path.Combine(aside, FolderJournal.FolderName);
        if (Directory.Exists(journal))
        {
            using var check = new FolderJournal(journal, new JournalFolderOptions { Warn = warn });
            check.Verify();
        }
        File.WriteAllText(Path.Combine(aside, Pending), "");
        if (Directory.Exists(data))
            Directory.Delete(data);
        Directory.Move(aside, data);
        OsDisk.Instance.FlushFolder(Path.GetDirectoryName(data)!);
        RestoreKeys(data);
    }

    /// <summary>The keys, of a place that a crash may have broken off.</summary>
    public static void RestoreKeys(string data)
    {
        var keys = Path.Combine(data, FolderBackup.Keys);
        if (!File.Exists(keys))
            return;
        new KeyBackups(data).Restore(keys);
        File.Delete(keys);
    }
}
