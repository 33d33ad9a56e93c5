using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Postgres;

namespace Sunqar.Storage;

/// <summary>
/// Where the journal of a data folder lies: in the folder, or in one journal of PostgreSQL, of which the file <c>journal.elsewhere</c>
/// keeps the number. So a folder is never opened beside its history, as if it had none.
/// </summary>
internal sealed class JournalPlace
{
    private const string NoteName = "journal.elsewhere";

    private const string KeysClaim = "keys",
        MovedClaim = "moved";

    private readonly string? _noted;

    private JournalPlace(string? noted) => _noted = noted;

    /// <exception cref="IOException">The journal that is asked for is not the folder's.</exception>
    public static JournalPlace Check(string folder, PostgresPlace? elsewhere)
    {
        var note = Path.Combine(folder, NoteName);
        var noted = File.Exists(note) ? File.ReadAllText(note).Trim() : null;
        if (elsewhere is null && noted is not null)
            throw new IOException($"The journal of {folder} lies in PostgreSQL; name it by SUNQAR_JOURNAL or --journal.");
        if (elsewhere is not null && noted is null && HasFacts(folder))
        {
            throw new IOException(
                $"{folder} holds a journal of its own; move it by `sunqar migrate`, or name another data folder by SUNQAR_DATA."
            );
        }
        return new JournalPlace(noted);
    }

    /// <summary>Holds a shared journal that this process took to its key store: it speaks of the subjects of one.</summary>
    /// <exception cref="IOException">It speaks of another store's subjects, or it was moved away.</exception>
    public static void Claim(PostgresJournal journal, KeyStore keys)
    {
        if (journal.Claimed(MovedClaim) is not null)
            throw new IOException("This journal was moved into the files of its data folder, and goes on there.");
        var mine = keys.Seal("journal").Of("keys"u8);
        if (journal.Claim(KeysClaim, mine) != mine)
        {
            throw new KeyStoreException(
                "The journal speaks of the subjects of another key store: its root key is not the one of this data folder."
            );
        }
    }

    /// <summary>The journal takes nothing more: it goes on in its folder's files.</summary>
    public static void Leave(PostgresJournal journal) => journal.Claim(MovedClaim, "to files");

    /// <summary>From now on the folder's journal is this one.</summary>
    /// <exception cref="IOException">It was another one.</exception>
    public void Hold(string folder, string id)
    {
        if (_noted == id)
            return;
        if (_noted is not null)
            throw new IOException($"The journal is another one than that of {folder}, whose number is {_noted}.");
        Note(folder, id);
    }

    /// <summary>Writes down where the journal lies.</summary>
    public static void Note(string folder, string id)
    {
        var (path, disk) = (Path.Combine(folder, NoteName), OsDisk.Instance);
        if (disk.FileExists(path + ".tmp"))
            disk.Delete(path + ".tmp");
        using (var file = disk.Create(path + ".tmp"))
        {
            file.Write(0, System.Text.Encoding.ASCII.GetBytes(id));
            file.Flush();
        }
        disk.Rename(path + ".tmp", path);
        disk.FlushFolder(folder);
    }

    /// <summary>The journal lies in the folder again.</summary>
    public static void Forget(string folder)
    {
        OsDisk.Instance.Delete(Path.Combine(folder, NoteName));
        OsDisk.Instance.FlushFolder(folder);
    }

    private static bool HasFacts(string folder)
    {
        var journal = Path.Combine(folder, FolderJournal.FolderName);
        return Directory.Exists(journal) && Directory.EnumerateFiles(journal, "*.seg", SearchOption.AllDirectories).Any();
    }
}
