using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Files;

/// <summary>The first place in a stream that does not hold.</summary>
/// <param name="Sequence">The first record that cannot be trusted.</param>
/// <param name="IsUnfinishedWrite">It is what a copy made in the middle of a write, or a crash, leaves: the last batch, which nobody was
/// answered for.</param>
public sealed record StreamFault(string File, long Offset, long Sequence, string What, bool IsUnfinishedWrite);

/// <summary>
/// Walks a stream's files as they lie in a folder, perhaps a copy of one: every checksum, the order of sequences, the whole hash chain. It
/// repairs nothing, takes no lock and needs no right to write.
/// </summary>
internal static class StreamExamination
{
    /// <summary>Takes the sequence after a batch, and the batch's hash.</summary>
    internal delegate void EndOfBatch(long next, ReadOnlySpan<byte> chain);

    /// <param name="sink">Gets every record before the first bad place.</param>
    /// <param name="progress">Is told the bytes of each file done.</param>
    /// <param name="ended">Is told of each batch that holds: the sequence after it, and its hash; null for nobody.</param>
    /// <returns>Null where everything holds.</returns>
    public static StreamFault? Walk(string folder, IRecordSink sink, Action<long> progress, EndOfBatch? ended = null)
    {
        var firsts = OsDisk
            .Instance.Files(folder)
            .Where(name => Segment.TryName(name, out _))
            .Select(name => Segment.TryName(name, out var first) ? first : 0)
            .Order()
            .ToArray();
        var hash = new byte[FrameHead.HashBytes];
        var due = 0L;
        for (var i = 0; i < firsts.Length; i++)
        {
            var path = Segment.PathOf(folder, firsts[i]);
            if (firsts[i] != due)
            {
                return new StreamFault(
                    Segment.PathOf(folder, due),
                    0,
                    due,
                    $"the file is missing; the next one starts with record {firsts[i]}",
                    false
                );
            }
            try
            {
                using var file = OsDisk.OpenToRead(path);
                if (WalkFile(path, file, due, isLast: i == firsts.Length - 1, hash, sink, ended, out due) is { } fault)
                    return fault;
                progress(file.Length);
            }
            catch (JournalDamagedException damage)
            {
                return new StreamFault(damage.Place, damage.Offset, damage.Sequence, damage.Message, false);
            }
        }
        return new SnapshotFiles(OsDisk.Instance, Path.Combine(folder, "snapshots")).Farthest() is { } farthest && farthest.Next > due
            ? new StreamFault(
                folder,
                0,
                due,
                $"the stream ends with record {due - 1}, but {Path.GetFileName(farthest.Path)} was made from {farthest.Next}",
                false
            )
            : null;
    }

    private static StreamFault? WalkFile(
        string path,
        IDiskFile file,
        long first,
        bool isLast,
        byte[] hash,
        IRecordSink sink,
        EndOfBatch? ended,
        out long next
    )
    {
        next = first;
        var head = new byte[FileHead.Size];
        file.Read(0, head);
        if (!FileHead.TryRead(head, Segment.Kind, out var version, out var named, out _) || named != first || version != FileHead.Version)
        {
            return new StreamFault(
                path,
                0,
                first,
                "the head of the file is damaged, or of another format",
                isLast && file.Length <= FileHead.Size
            );
        }
        using var scan = new FrameScan(path, file, file.Length, FileHead.Size, first, hash, checkHashes: true);
        while (scan.MoveNext())
        {
            RecordReader.Check(scan, sink);
            ended?.Invoke(scan.Next, scan.Hash);
        }
        next = scan.Next;
        scan.Hash.CopyTo(hash);
        if (!scan.AtEnd)
        {
            var isTail = isLast && !scan.Sealed && !scan.GoodBatchAfterBadPlace(out _);
            return new StreamFault(path, scan.Offset, scan.Next, isTail ? "the last batch is not whole" : "a batch is damaged", isTail);
        }
        return isLast && scan.Sealed
            ? new StreamFault(path, scan.Offset, scan.Next, "the file names a successor, which is missing", false)
            : null;
    }
}
