using System.Buffers.Binary;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Ids;

/// <summary>Writes a run from entries in ascending order: aside, flushed, then under its name.</summary>
internal sealed class IdRunWriter(IDiskFile file, long homes)
{
    public const int HeadBytes = 64;
    public const string Unfinished = ".tmp";
    private const int PagesAtOnce = 64,
        PageHead = 8,
        EntryBytes = 16,
        Version = 1;

    private readonly byte[] _pages = new byte[PagesAtOnce * IdRun.PageBytes];
    private int _buffered;
    private long _page;
    private int _entries;
    private long _written;

    public static IdRun Write(IDisk disk, string folder, long from, long to, long count, IEnumerable<IdEntry> entries)
    {
        var path = IdRun.PathOf(folder, from, to);
        var aside = path + Unfinished;
        if (disk.FileExists(aside))
            disk.Delete(aside);
        using (var file = disk.Create(aside))
        {
            var writer = new IdRunWriter(file, Math.Max(1, count / IdRun.EntriesPlanned));
            foreach (var entry in entries)
                writer.Add(entry);
            writer.Finish(from, to);
            file.Flush();
        }
        disk.Rename(aside, path);
        disk.FlushFolder(folder);
        return IdRun.Open(disk, path, from, to) ?? throw new IOException($"{path} is not what was written to it.");
    }

    /// <summary>Two runs in one order.</summary>
    public static IEnumerable<IdEntry> Merge(IEnumerable<IdEntry> older, IEnumerable<IdEntry> newer)
    {
        using var a = older.GetEnumerator();
        using var b = newer.GetEnumerator();
        var (hasA, hasB) = (a.MoveNext(), b.MoveNext());
        while (hasA || hasB)
        {
            if (!hasB || hasA && a.Current.CompareTo(b.Current) <= 0)
            {
                yield return a.Current;
                hasA = a.MoveNext();
            }
            else
            {
                yield return b.Current;
                hasB = b.MoveNext();
            }
        }
    }

    public static bool TryReadHead(ReadOnlySpan<byte> head, long from, long to, out long count, out long homes, out long pages)
    {
        count = BinaryPrimitives.ReadInt64LittleEndian(head[32..]);
        homes = BinaryPrimitives.ReadInt64LittleEndian(head[40..]);
        pages = BinaryPrimitives.ReadInt64LittleEndian(head[48..]);
        return head.StartsWith(IdRun.Kind)
            && BinaryPrimitives.ReadInt32LittleEndian(head[8..]) == Version
            && BinaryPrimitives.ReadInt64LittleEndian(head[16..]) == from
            && BinaryPrimitives.ReadInt64LittleEndian(head[24..]) == to
            && BinaryPrimitives.ReadUInt32LittleEndian(head[60..]) == Crc32C.Compute(head[..60]);
    }

    /// <summary>Of all but its own four bytes.</summary>
    public static uint PageCrc(ReadOnlySpan<byte> page) => Crc32C.Append(Crc32C.Compute(page[..4]), page[PageHead..]);

    private Span<byte> Page => _pages.AsSpan(_buffered * IdRun.PageBytes, IdRun.PageBytes);

    private void Add(in IdEntry entry)
    {
        var home = IdRun.Home(entry.Fingerprint, homes);
        while (_page < home)
            EndPage(spills: false);
        if (_entries == IdRun.EntriesMax)
            EndPage(spills: true);
        var place = Page.Slice(PageHead + _entries * EntryBytes, EntryBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(place, entry.Fingerprint);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], entry.After);
        _entries++;
        _written++;
    }

    private void EndPage(bool spills)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Page, (ushort)_entries);
        Page[3] = spills ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32LittleEndian(Page[4..], PageCrc(Page));
        (_entries, _page, _buffered) = (0, _page + 1, _buffered + 1);
        if (_buffered == PagesAtOnce)
            WritePages();
    }

    private void WritePages()
    {
        file.Write((1 + _page - _buffered) * IdRun.PageBytes, _pages.AsSpan(0, _buffered * IdRun.PageBytes));
        _pages.AsSpan().Clear();
        _buffered = 0;
    }

    private void Finish(long from, long to)
    {
        EndPage(spills: false);
        while (_page < homes)
            EndPage(spills: false);
        if (_buffered > 0)
            WritePages();
        Span<byte> head = stackalloc byte[IdRun.PageBytes];
        head.Clear();
        IdRun.Kind.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], from);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], to);
        BinaryPrimitives.WriteInt64LittleEndian(head[32..], _written);
        BinaryPrimitives.WriteInt64LittleEndian(head[40..], homes);
        BinaryPrimitives.WriteInt64LittleEndian(head[48..], _page);
        BinaryPrimitives.WriteUInt32LittleEndian(head[60..], Crc32C.Compute(head[..60]));
        file.Write(0, head);
    }
}
