using System.Buffers.Binary;
using System.Globalization;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Files;

/// <summary>Snapshots of one stream's folds: a file each, written aside and renamed, the last two kept.</summary>
internal sealed class SnapshotFiles(IDisk disk, string folder)
{
    private const int Kept = 2;
    private const int HeadBytes = 40;
    private const int HeadCrcAt = HeadBytes - sizeof(uint);
    private const int Version = 1;
    private const string Suffix = ".snap";
    private const string Unfinished = ".tmp";

    private static ReadOnlySpan<byte> Kind => "SUNQARS1"u8;

    public void Save(string fold, long next, ReadOnlySpan<byte> content)
    {
        disk.CreateFolder(folder);
        var path = PathOf(fold, next);
        var aside = path + Unfinished;
        foreach (var left in disk.Files(folder).Where(name => name.EndsWith(Unfinished, StringComparison.Ordinal)))
            disk.Delete(Path.Combine(folder, left));
        try
        {
            using var file = disk.Create(aside);
            Span<byte> head = stackalloc byte[HeadBytes];
            WriteHead(head, next, content);
            file.Write(0, head);
            file.Write(HeadBytes, content);
            file.Flush();
        }
        catch (DiskFullException)
        {
            if (disk.FileExists(aside))
                disk.Delete(aside);
            throw;
        }
        disk.Rename(aside, path);
        disk.FlushFolder(folder);
        foreach (var old in Of(fold).SkipLast(Kept))
            disk.Delete(Path.Combine(folder, old.Name));
    }

    /// <summary>The newest that is whole; a damaged one costs only time, so the one before serves.</summary>
    public Snapshot? Latest(string fold)
    {
        foreach (var (name, next) in Of(fold).Reverse())
        {
            using var file = disk.Open(Path.Combine(folder, name));
            if (TryRead(file, next, out var content))
                return new Snapshot(next, content);
        }
        return null;
    }

    /// <summary>The largest sequence that any snapshot claims to have folded: the stream must reach it.</summary>
    public (string Path, long Next)? Farthest()
    {
        (string, long)? farthest = null;
        foreach (var name in disk.Files(folder))
        {
            if (TryName(name, out _, out var next) && next > (farthest?.Item2 ?? 0))
                farthest = (Path.Combine(folder, name), next);
        }
        return farthest;
    }

    private IEnumerable<(string Name, long Next)> Of(string fold) =>
        disk.Files(folder)
            .Where(name => TryName(name, out var of, out _) && of == fold)
            .Select(name => (name, TryName(name, out _, out var next) ? next : 0))
            .OrderBy(pair => pair.Item2);

    private string PathOf(string fold, long next) =>
        Path.Combine(folder, fold + "." + next.ToString("x16", CultureInfo.InvariantCulture) + Suffix);

    private static bool TryName(string name, out string fold, out long next)
    {
        (fold, next) = ("", 0);
        if (!name.EndsWith(Suffix, StringComparison.Ordinal))
            return false;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot >= name.Length - Suffix.Length)
            return false;
        fold = name[..dot];
        return long.TryParse(
            name.AsSpan(dot + 1, name.Length - dot - 1 - Suffix.Length),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out next
        );
    }

    private static void WriteHead(Span<byte> head, long next, ReadOnlySpan<byte> content)
    {
        head.Clear();
        Kind.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(head[12..], Crc32C.Compute(content));
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], next);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[HeadCrcAt..], Crc32C.Compute(head[..HeadCrcAt]));
    }

    private static bool TryRead(IDiskFile file, long next, out byte[] content)
    {
        content = [];
        Span<byte> head = stackalloc byte[HeadBytes];
        if (file.Read(0, head) < HeadBytes || !head.StartsWith(Kind))
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[HeadCrcAt..]) != Crc32C.Compute(head[..HeadCrcAt]))
            return false;
        var length = BinaryPrimitives.ReadInt64LittleEndian(head[24..]);
        if (
            BinaryPrimitives.ReadInt32LittleEndian(head[8..]) != Version
            || BinaryPrimitives.ReadInt64LittleEndian(head[16..]) != next
            || length < 0
            || file.Length != HeadBytes + length
        )
        {
            return false;
        }
        content = new byte[length];
        file.Read(HeadBytes, content);
        return BinaryPrimitives.ReadUInt32LittleEndian(head[12..]) == Crc32C.Compute(content);
    }
}
