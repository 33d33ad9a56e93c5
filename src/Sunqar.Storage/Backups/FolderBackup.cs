using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Backups;

/// <summary>
/// A backup of a whole data folder in one tar file, made beside a running server. What grows is copied to where it was whole, in the order
/// in which one thing speaks of another: heads of the log before the acts that they count, acts before the streams that they mark, keys
/// last.
/// Keys go in as a backup of the key store, which nobody can open once its time is over (<see cref="KeyBackups"/>): so a forgotten person
/// does not come back with an old one. The list of files with their hashes is the last entry; without it a backup is cut off.
/// </summary>
public sealed class FolderBackup
{
    /// <summary>Where the key store's own backup lies in the file.</summary>
    internal const string Keys = "keys.backup";

    internal const string ListName = "files.json";

    /// <summary>Made again by a start, or of one process alone.</summary>
    private static readonly string[] LeftOut = ["keys", "ids", "inbox", "sessions"];

    private const string LogFolder = "log";

    private readonly string _data;
    private readonly List<BackupEntry> _entries = [];

    private FolderBackup(string data) => _data = data;

    /// <summary>Makes a backup, and reads it again from its first byte to its last.</summary>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z; from it the time of its keys counts.</param>
    /// <returns>Its files.</returns>
    /// <exception cref="IOException">It could not be made, or what was written does not hold.</exception>
    public static IReadOnlyList<BackupEntry> Create(string data, string file, long nowUs)
    {
        data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        if (File.Exists(file))
            throw new IOException($"{file} is there already; name another file.");
        if (!Directory.Exists(data))
            throw new IOException($"There is no data folder {data}.");
        var backup = new FolderBackup(data);
        var unfinished = file + ".tmp";
        try
        {
            using (var output = BackupFile.CreatePrivate(unfinished, FileMode.Create))
            {
                using (var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true))
                    backup.Write(tar, unfinished + ".keys", nowUs);
                output.Flush(flushToDisk: true);
            }
            BackupFile.Check(unfinished);
            File.Move(unfinished, file);
        }
        finally
        {
            File.Delete(unfinished);
            File.Delete(unfinished + ".keys");
        }
        OsDisk.Instance.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return backup._entries;
    }

    private void Write(TarWriter tar, string keys, long nowUs)
    {
        // Heads before the hashes that they count, hashes before the acts that they are of.
        var log = Names(LogFolder).OrderBy(name => name.EndsWith(".hashes", StringComparison.Ordinal)).ToArray();
        foreach (var name in log)
            AddFile(tar, name);
        var journal = Names(FolderJournal.FolderName).Where(IsSegment).ToArray();
        foreach (var name in journal.OrderBy(name => name.Contains("/acts/", StringComparison.Ordinal) ? 0 : 1).ThenBy(name => name))
            AddSegment(tar, name);
        foreach (var name in Names("").Where(name => !log.Contains(name) && !IsLeftOut(name)))
            AddFile(tar, name);
        new KeyBackups(_data).Create(keys, nowUs);
        Add(tar, Keys, File.ReadAllBytes(keys));
        var list = JsonSerializer.SerializeToUtf8Bytes(_entries);
        Put(tar, ListName, list);
    }

    private IEnumerable<string> Names(string under)
    {
        var folder = Path.Combine(_data, under);
        return Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_data, path))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static bool IsSegment(string name) => Segment.TryName(Path.GetFileName(name), out _);

    private static bool IsLeftOut(string name) =>
        LeftOut.Contains(name.Split('/')[0])
        || name.Split('/')[0].StartsWith(FolderJournal.FolderName + ".m", StringComparison.Ordinal)
        || name.StartsWith(FolderJournal.FolderName + "/", StringComparison.Ordinal)
        || name.EndsWith(".tmp", StringComparison.Ordinal)
        || Path.GetFileName(name) is "lock"
        || name.EndsWith(".lock", StringComparison.Ordinal);

    /// <summary>A segment as far as whole batches stand in it: the server may be writing the next one.</summary>
    private void AddSegment(TarWriter tar, string name)
    {
        var path = Path.Combine(_data, name);
        using var file = OsDisk.OpenToRead(path);
        Segment.TryName(Path.GetFileName(name), out var first);
        var length = file.Length;
        // The writer is just beginning it: the segment before it is sealed only after its first batch, so nothing is missing without it.
        if (length < FileHead.Size)
            return;
        using var scan = new FrameScan(path, file, length, FileHead.Size, first, [], checkHashes: false);
        while (scan.MoveNext()) { }
        if (!scan.AtEnd && scan.GoodBatchAfterBadPlace(out _))
            throw scan.Damaged("a batch is damaged");
        var bytes = new byte[scan.Offset];
        file.Read(0, bytes);
        Add(tar, name, bytes);
    }

    private void AddFile(TarWriter tar, string name)
    {
        try
        {
            Add(tar, name, File.ReadAllBytes(Path.Combine(_data, name)));
        }
        catch (FileNotFoundException)
        {
            // It was of a moment: a file that a newer one took the place of.
        }
    }

    private void Add(TarWriter tar, string name, byte[] bytes)
    {
        Put(tar, name, bytes);
        _entries.Add(new BackupEntry(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    private static void Put(TarWriter tar, string name, byte[] bytes)
    {
        using var content = new MemoryStream(bytes, writable: false);
        tar.WriteEntry(
            new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, DataStream = content }
        );
    }
}

/// <param name="Name">Path inside the data folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In small hexadecimal letters.</param>
public sealed record BackupEntry(string Name, long Bytes, string Sha256);

/// <summary>The file that a backup is.</summary>
internal static class BackupFile
{
    private const int ListBytesMax = 64 << 20;

    /// <summary>Reads a whole backup and holds it against its own list.</summary>
    /// <param name="into">Where its files are put; null for nowhere.</param>
    /// <exception cref="IOException">It is cut off, damaged, or none.</exception>
    public static IReadOnlyList<BackupEntry> Check(string file, string? into = null)
    {
        var found = new List<BackupEntry>();
        try
        {
            using var input = File.OpenRead(file);
            using var tar = new TarReader(input);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not TarEntryType.RegularFile || !IsInside(entry.Name))
                    throw new IOException($"{file} holds '{entry.Name}', which no backup does.");
                if (entry.Name == FolderBackup.ListName)
                    return Compare(file, found, entry);
                found.Add(Take(entry, into));
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new IOException($"{file} is no backup, or damaged: {error.Message}", error);
        }
        throw new IOException($"{file} is cut off: the list of its files is missing.");
    }

    private static BackupEntry Take(TarEntry entry, string? into)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var output = into is null ? null : Create(Path.Combine(into, entry.Name));
        var buffer = new byte[1 << 20];
        var bytes = 0L;
        for (int count; entry.DataStream is { } content && (count = content.Read(buffer)) > 0; bytes += count)
        {
            hash.AppendData(buffer, 0, count);
            output?.Write(buffer, 0, count);
        }
        output?.Flush(flushToDisk: true);
        return new BackupEntry(entry.Name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return CreatePrivate(path, FileMode.CreateNew);
    }

    /// <summary>A file that its owner alone reads.</summary>
    internal static FileStream CreatePrivate(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static IReadOnlyList<BackupEntry> Compare(string file, List<BackupEntry> found, TarEntry list)
    {
        if (list.Length > ListBytesMax || list.DataStream is not { } content)
            throw new IOException($"{file} is damaged: the list of its files is none.");
        var listed = JsonSerializer.Deserialize<List<BackupEntry>>(content) ?? [];
        var wrong = listed.Except(found).Concat(found.Except(listed)).FirstOrDefault();
        return wrong is null ? listed : throw new IOException($"{file} is damaged: {wrong.Name} is not what was backed up.");
    }

    /// <summary>A name that leads nowhere but into the folder.</summary>
    private static bool IsInside(string name) =>
        name.Length > 0
        && !name.StartsWith('/')
        && !name.Contains('\\', StringComparison.Ordinal)
        && name.Split('/').All(part => part is not ("" or "." or ".."));
}
