using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Postgres;

namespace Sunqar.Storage;

/// <summary>
/// Moves a data folder's journal from its files into PostgreSQL and back, batch by batch, byte for byte, and shows by the hash chain
/// that it
/// is the same. Nobody may have the folder open. Snapshots are made anew afterwards.
/// </summary>
/// <param name="warn">Is told what a person should know of.</param>
/// <param name="progress">Is told the bytes read.</param>
public sealed class JournalMove(string folder, PostgresPlace place, Action<string> warn, Action<long> progress)
{
    private readonly string _files = Path.Combine(folder, FolderJournal.FolderName);

    /// <summary>From the folder's files into an empty journal of PostgreSQL, in one transaction. The files stay, as
    /// <c>journal.moved</c>.</summary>
    /// <returns>Where the streams stand, in both.</returns>
    /// <exception cref="IOException">It was not moved, and is where it was; the message says why.</exception>
    public IReadOnlyList<StreamHead> Out()
    {
        JournalPlace.Check(folder, elsewhere: null);
        if (!Directory.Exists(_files))
            throw new IOException($"{folder} holds no journal.");
        IReadOnlyList<StreamHead> heads;
        using var keys = Keys();
        using var there = new PostgresJournal(place, warn: warn);
        using (var here = new FolderJournal(_files, new JournalFolderOptions { Warn = warn }))
        {
            JournalPlace.Claim(there, keys);
            there.Fill(sink => here.CopyTo(sink, progress));
            there.Verify(progress);
            heads = Same(here, there);
        }
        JournalPlace.Note(folder, there.Id);
        Rename(_files, _files + ".moved");
        return heads;
    }

    /// <summary>From PostgreSQL into the folder's files. The journal there takes nothing more from anybody.</summary>
    /// <inheritdoc cref="Out"/>
    public IReadOnlyList<StreamHead> In()
    {
        var noted = JournalPlace.Check(folder, place);
        var aside = _files + ".moving";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        IReadOnlyList<StreamHead> heads;
        using var keys = Keys();
        using var there = new PostgresJournal(place, warn: warn);
        JournalPlace.Claim(there, keys);
        noted.Hold(folder, there.Id);
        OsDisk.Instance.CreateFolder(aside);
        using (var sink = new FolderFrames(OsDisk.Instance, aside))
            there.CopyTo(sink, progress);
        using (var here = new FolderJournal(aside, new JournalFolderOptions { Warn = warn }))
        {
            here.Verify(progress);
            heads = Same(here, there);
        }
        if (Directory.Exists(_files))
            Rename(_files, _files + ".before");
        Rename(aside, _files);
        JournalPlace.Forget(folder);
        JournalPlace.Leave(there);
        return heads;
    }

    private KeyStore Keys() => new(Path.Combine(folder, "keys"), DataFolder.DefaultRootKey(folder), new KeyStoreOptions { Warn = warn });

    private void Rename(string from, string to)
    {
        if (Directory.Exists(to))
            throw new IOException($"{to} is there already; move it away first.");
        Directory.Move(from, to);
        OsDisk.Instance.FlushFolder(folder);
    }

    /// <summary>Where both stand, by number and by the hash of all that is before.</summary>
    private static IReadOnlyList<StreamHead> Same(IJournal one, IJournal other)
    {
        var heads = one.Heads();
        return Ends(one).SequenceEqual(Ends(other)) ? heads : throw new IOException("The copy of the journal is not the same.");
    }

    private static IEnumerable<(string Stream, long Next, string? Chain)> Ends(IJournal journal) =>
        journal.Heads().Select(head => (head.Stream, head.Next, journal.ChainAt(head.Stream, head.Next)));
}
