using System.Globalization;
using System.Security.Cryptography;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Keys;

/// <summary>
/// One generation of the key store: a file of batches of entries, each batch encrypted (AES-256-GCM) under a key that the root key and the
/// file's salt give. Destroying entries makes the next generation.
/// </summary>
internal sealed class KeyFile : IDisposable
{
    private const string Suffix = ".keys";
    private const int NonceBytes = 12,
        TagBytes = 16;

    /// <summary>Entries in one batch, at most: as many as a batch's limit takes.</summary>
    public const int BatchEntriesMax = (FrameScan.PayloadBytesMax - NonceBytes - TagBytes) / SubjectEntry.Size;

    private readonly string _path;
    private readonly IDiskFile _file;
    private readonly AesGcm _cipher;
    private readonly Action<Span<byte>> _chance;
    private readonly byte[] _hash = new byte[FrameHead.HashBytes];
    private byte[] _frame = [];
    private long _offset = FileHead.Size;
    private string? _broken;

    private KeyFile(string path, IDiskFile file, AesGcm cipher, long generation, Action<Span<byte>> chance) =>
        (_path, _file, _cipher, Generation, _chance) = (path, file, cipher, generation, chance);

    internal static ReadOnlySpan<byte> Kind => "SUNQARK1"u8;

    public long Generation { get; }

    /// <summary>Entries ever written to this generation.</summary>
    public long Written { get; private set; }

    /// <summary>Entries whose introduction the journal is known to hold.</summary>
    public long Confirmed { get; private set; }

    public static string PathOf(string folder, long generation) =>
        Path.Combine(folder, generation.ToString("x8", CultureInfo.InvariantCulture) + Suffix);

    public static bool TryName(string name, out long generation)
    {
        generation = 0;
        return name.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(
                name.AsSpan(0, name.Length - Suffix.Length),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out generation
            );
    }

    /// <summary>A new generation, with its first batch (which is empty, and later tells a wrong root key). Not yet flushed.</summary>
    public static KeyFile Create(IDisk disk, string path, RootKey root, long generation, Action<Span<byte>> chance)
    {
        Span<byte> salt = stackalloc byte[FileHead.SaltBytes];
        chance(salt);
        Span<byte> head = stackalloc byte[FileHead.Size];
        FileHead.Write(head, Kind, generation, salt);
        var file = disk.Create(path);
        var keys = new KeyFile(path, file, new AesGcm(root.ForEntries(salt), TagBytes), generation, chance);
        try
        {
            file.Write(0, head);
            keys.Write([], 0);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>Opens a generation, gives each entry in order with its number, and cuts off what a crash left of the last write.</summary>
    public static KeyFile Open(
        IDisk disk,
        string path,
        RootKey root,
        Action<Span<byte>> chance,
        Action<string> warn,
        Action<long, SubjectEntry> entry
    )
    {
        var file = disk.Open(path);
        try
        {
            var keys = OfHead(path, file, root, chance);
            keys.ReadAll(warn, entry);
            return keys;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static KeyFile OfHead(string path, IDiskFile file, RootKey root, Action<Span<byte>> chance)
    {
        var head = new byte[FileHead.Size];
        file.Read(0, head);
        if (!FileHead.TryRead(head, Kind, out var version, out var generation, out var salt))
            throw new KeyStoreException($"{path}: the head of the file is damaged.");
        return version == FileHead.Version
            ? new KeyFile(path, file, new AesGcm(root.ForEntries(salt), TagBytes), generation, chance)
            : throw new KeyStoreException($"{path}: the file is of format {version}, this program reads format {FileHead.Version}.");
    }

    /// <summary>Opens a generation that another process writes, and gives each entry in order with its number.</summary>
    public static KeyFile Follow(IDisk disk, string path, RootKey root, Action<Span<byte>> chance, Action<long, SubjectEntry> entry)
    {
        var file = disk.OpenToRead(path);
        try
        {
            var keys = OfHead(path, file, root, chance);
            keys.ReadOn(entry);
            return keys;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the entries that were written since.</summary>
    public void ReadOn(Action<long, SubjectEntry> entry)
    {
        using var scan = Scan(entry);
    }

    private void ReadAll(Action<string> warn, Action<long, SubjectEntry> entry)
    {
        using var scan = Scan(entry);
        // A killed process may have left its last batch unflushed.
        _file.Flush();
        if (scan.AtEnd)
            return;
        if (_offset == FileHead.Size || scan.GoodBatchAfterBadPlace(out _))
            throw scan.Damaged("a batch of the key store is damaged");
        // No fact refers to what stood there. It is not set aside as the journal's is: it may be the link to a person.
        Overwrite(_file, _offset, _file.Length);
        _file.Truncate(_offset);
        _file.Flush();
        warn($"{_path}: the last write was cut off by a crash at offset {_offset}; nothing refers to it.");
    }

    private FrameScan Scan(Action<long, SubjectEntry> entry)
    {
        var scan = new FrameScan(_path, _file, _file.Length, _offset, Written, _hash, checkHashes: true);
        var plain = Array.Empty<byte>();
        while (scan.MoveNext())
        {
            var count = scan.Head.Count;
            if (plain.Length < count * SubjectEntry.Size)
                plain = new byte[count * SubjectEntry.Size];
            Decrypt(scan, plain.AsSpan(0, count * SubjectEntry.Size));
            for (var i = 0; i < count; i++)
                entry(scan.Head.First + i, SubjectEntry.Read(plain.AsSpan(i * SubjectEntry.Size)));
            Confirmed = scan.Head.Extra;
        }
        CryptographicOperations.ZeroMemory(plain);
        scan.Hash.CopyTo(_hash);
        (_offset, Written) = (scan.Offset, scan.Next);
        return scan;
    }

    private void Decrypt(FrameScan scan, Span<byte> plain)
    {
        var payload = scan.Payload.Span;
        if (payload.Length != NonceBytes + plain.Length + TagBytes)
            throw scan.Damaged("a batch of the key store has a wrong length");
        try
        {
            _cipher.Decrypt(payload[..NonceBytes], payload[NonceBytes..^TagBytes], payload[^TagBytes..], plain, Bound(scan.Head.First));
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new KeyStoreException($"{_path}: the root key does not fit this key store.", mismatch);
        }
    }

    /// <summary>Writes one batch after the last; <see cref="Flush"/> makes it durable.</summary>
    public void Write(ReadOnlySpan<byte> entries, long confirmed)
    {
        if (_broken is not null)
            throw new KeyStoreException(_broken);
        var size = FrameHead.Size + NonceBytes + entries.Length + TagBytes;
        if (_frame.Length < size)
            _frame = new byte[size];
        var frame = _frame.AsSpan(0, size);
        var payload = frame[FrameHead.Size..];
        _chance(payload[..NonceBytes]);
        _cipher.Encrypt(payload[..NonceBytes], entries, payload[NonceBytes..^TagBytes], payload[^TagBytes..], Bound(Written));
        var count = entries.Length / SubjectEntry.Size;
        FrameHead.Write(
            frame,
            new FrameHead(FrameHead.Batch, payload.Length, Written, Generation, confirmed, count, Crc32C.Compute(payload)),
            _hash
        );
        try
        {
            _file.Write(_offset, frame);
        }
        catch (IOException error)
        {
            TakeBack(error);
            throw;
        }
        FrameHead.Hash(frame, _hash);
        _offset += size;
        Written += count;
        Confirmed = confirmed;
    }

    /// <summary>What part of the batch was written is removed again, or nothing more is taken.</summary>
    private void TakeBack(IOException error)
    {
        try
        {
            _file.Truncate(_offset);
            _file.Flush();
            if (error is not DiskFullException)
                _broken = Broken(error);
        }
        catch (IOException second)
        {
            _broken = Broken(second);
        }
    }

    public void Flush()
    {
        try
        {
            _file.Flush();
        }
        catch (IOException error)
        {
            _broken = Broken(error);
            throw new KeyStoreException(_broken, error);
        }
    }

    /// <summary>Takes nothing more, because of an error elsewhere.</summary>
    public void Stop(IOException error) => _broken = Broken(error);

    private static string Broken(IOException error) =>
        $"The key store stopped because the disk failed: {error.Message} Start again when the disk is well.";

    // Binds a batch to its place, so that batches cannot be exchanged.
    private byte[] Bound(long first)
    {
        var bound = new byte[2 * sizeof(long)];
        BitConverter.TryWriteBytes(bound, Generation);
        BitConverter.TryWriteBytes(bound.AsSpan(sizeof(long)), first);
        return bound;
    }

    /// <summary>Overwrites a file of an earlier generation and removes it.</summary>
    public static void Wipe(IDisk disk, string folder, string name)
    {
        var path = Path.Combine(folder, name);
        using (var file = disk.Open(path))
        {
            Overwrite(file, 0, file.Length);
            file.Flush();
        }
        disk.Delete(path);
        disk.FlushFolder(folder);
    }

    private static void Overwrite(IDiskFile file, long from, long to)
    {
        var zeros = new byte[1 << 16];
        for (var at = from; at < to; at += zeros.Length)
            file.Write(at, zeros.AsSpan(0, (int)Math.Min(zeros.Length, to - at)));
    }

    public void Dispose()
    {
        _file.Dispose();
        _cipher.Dispose();
    }
}
