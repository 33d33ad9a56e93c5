using System.Buffers.Binary;
using System.Globalization;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Ids;

/// <summary>
/// A file of fingerprints that never changes: pages of entries in ascending order, an entry on the page that its fingerprint's share of the
/// whole range names, or right behind it where that page is full. So finding one takes one read, and no memory.
/// </summary>
internal sealed class IdRun : IDisposable
{
    public const int PageBytes = 4096;

    /// <summary>Entries that fit a page, and those a page is planned for: the fingerprints are random, so few pages overflow.</summary>
    public const int EntriesMax = (PageBytes - PageHead) / EntryBytes,
        EntriesPlanned = 200;

    private const int PageHead = 8,
        EntryBytes = 16;
    private const string Suffix = ".ids";

    private readonly IDiskFile _file;

    private IdRun(IDiskFile file, string path, long from, long to, long count, long homes) =>
        (_file, Path, From, To, Count, Homes) = (file, path, from, to, count, homes);

    public static ReadOnlySpan<byte> Kind => "SUNQARI1"u8;

    public string Path { get; }

    /// <summary>The run folds the facts from this sequence on, and those before <see cref="To"/>.</summary>
    public long From { get; }

    public long To { get; }

    public long Count { get; }

    /// <summary>Pages that fingerprints are shared out to; overflow may need more behind them.</summary>
    public long Homes { get; }

    public long Pages => _file.Length / PageBytes - 1;

    public static string PathOf(string folder, long from, long to) =>
        System.IO.Path.Combine(
            folder,
            from.ToString("x16", CultureInfo.InvariantCulture) + "-" + to.ToString("x16", CultureInfo.InvariantCulture) + Suffix
        );

    public static bool TryName(string name, out long from, out long to)
    {
        (from, to) = (0, 0);
        return name.Length == 33 + Suffix.Length
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out from)
            && long.TryParse(name.AsSpan(17, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out to);
    }

    /// <summary>The page where a fingerprint is at home.</summary>
    public static long Home(ulong fingerprint, long homes) => (long)Math.BigMul(fingerprint, (ulong)homes, out _);

    /// <summary>Opens a run; null where it is not whole, which costs a replay and no more.</summary>
    public static IdRun? Open(IDisk disk, string path, long from, long to)
    {
        var file = disk.Open(path);
        Span<byte> head = stackalloc byte[IdRunWriter.HeadBytes];
        if (
            file.Read(0, head) == head.Length
            && IdRunWriter.TryReadHead(head, from, to, out var count, out var homes, out var pages)
            && file.Length == (pages + 1) * PageBytes
        )
        {
            return new IdRun(file, path, from, to, count, homes);
        }
        file.Dispose();
        return null;
    }

    /// <summary>Adds the sequences of a fingerprint to the list.</summary>
    public void Find(ulong fingerprint, List<long> into)
    {
        Span<byte> page = stackalloc byte[PageBytes];
        for (var number = Home(fingerprint, Homes); ReadPage(number, page, out var spills); number++)
        {
            var (low, high) = (0, Entries(page));
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Entry(page, middle).Fingerprint < fingerprint)
                    low = middle + 1;
                else
                    high = middle;
            }
            for (; low < Entries(page) && Entry(page, low) is var entry && entry.Fingerprint == fingerprint; low++)
                into.Add(entry.After - 1);
            if (!spills)
                return;
        }
    }

    /// <summary>Every entry in order.</summary>
    public IEnumerable<IdEntry> All()
    {
        var page = new byte[PageBytes];
        for (var number = 0L; ReadPage(number, page, out _); number++)
        {
            for (var i = 0; i < Entries(page); i++)
                yield return Entry(page, i);
        }
    }

    /// <exception cref="IOException">The page is damaged; the index has to be made again.</exception>
    private bool ReadPage(long number, Span<byte> page, out bool spills)
    {
        spills = false;
        if (number >= Pages)
            return false;
        if (
            _file.Read((number + 1) * PageBytes, page) != PageBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(page[4..]) != IdRunWriter.PageCrc(page)
        )
        {
            throw new IOException($"{Path}: page {number} is damaged; remove the folder of this file, it is made again from the journal.");
        }
        spills = page[3] != 0;
        return true;
    }

    private static int Entries(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt16LittleEndian(page);

    private static IdEntry Entry(ReadOnlySpan<byte> page, int index)
    {
        var entry = page.Slice(PageHead + index * EntryBytes, EntryBytes);
        return new IdEntry(BinaryPrimitives.ReadUInt64LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[8..]));
    }

    public void Dispose() => _file.Dispose();
}
