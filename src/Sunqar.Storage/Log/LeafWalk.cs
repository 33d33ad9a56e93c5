using Sunqar.Core.Merkle;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Log;

/// <summary>Hashes the records of a copy as they come, grows the tree, holds it against each head, and names what differs.</summary>
internal sealed class LeafWalk(string folder, string stream, KeptHeads heads, Action<LogFinding> tell) : IRecordSink, IDisposable
{
    private const int Piece = 1 << 12,
        Bytes = MerkleTree.HashBytes;

    /// <summary>How far a record is looked for that does not stand where it stood.</summary>
    private const int Window = 256;

    private readonly string _streamFolder = Path.Combine(folder, "journal", stream);
    private readonly string _hashPath = Path.Combine(folder, OversightLog.FolderName, "00.hashes");
    private readonly LeafHasher _hasher = new();
    private readonly MerkleFrontier _frontier = new();
    private readonly IDiskFile? _stored = Open(Path.Combine(folder, OversightLog.FolderName, "00.hashes"));
    private readonly byte[] _storedPiece = new byte[Piece * Bytes];
    private long _differs = -1;
    private bool _isBroken,
        _isForked;

    public long Count => _frontier.Size + _hasher.Count;

    /// <summary>Leaves under the largest head that held.</summary>
    public long Covered { get; private set; }

    private static IDiskFile? Open(string path) => File.Exists(path) ? OsDisk.OpenToRead(path) : null;

    public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record)
    {
        if (_frontier.Size == 0 && _hasher.Count == 0)
            HoldAgainstHeads();
        _hasher.Add(sequence, recordedUs, record);
        if (_hasher.Count == Piece || Count == heads.NextSize)
            Drain();
    }

    private void Drain()
    {
        var hashes = _hasher.Finish();
        if (_differs < 0)
            Compare(hashes);
        _frontier.Append(hashes);
        _hasher.Clear();
        HoldAgainstHeads();
    }

    private void Compare(ReadOnlySpan<byte> hashes)
    {
        var stored = _storedPiece.AsSpan(0, hashes.Length);
        if (_stored is null)
            return;
        stored = stored[..(_stored.Read(_frontier.Size * Bytes, stored) / Bytes * Bytes)];
        var same = hashes.CommonPrefixLength(stored);
        if (same < stored.Length)
            _differs = _frontier.Size + same / Bytes;
    }

    private void HoldAgainstHeads()
    {
        Span<byte> root = stackalloc byte[Bytes];
        while (heads.NextSize <= _frontier.Size)
        {
            var (head, place, isOwn) = heads.Take();
            if (isOwn ? _isBroken : _isForked)
                continue;
            _frontier.Root(root);
            if (head.HasRoot(root))
            {
                Covered = head.Size;
                if (_differs >= 0 && _differs < head.Size)
                    HashesWrong();
            }
            else if (isOwn)
            {
                _isBroken = true;
                tell(Charge(head, place));
            }
            else
            {
                _isForked = true;
                tell(
                    new LogFinding(
                        LogFault.Forked,
                        -1,
                        place,
                        $"it was signed at {head.Time} over {head.Size} leaves, and this "
                            + $"folder's first {head.Size} are others: two histories exist"
                    )
                );
            }
        }
    }

    private void HashesWrong()
    {
        tell(
            new LogFinding(
                LogFault.HashesWrong,
                _differs,
                _hashPath,
                "the stored hash of this leaf is wrong, while the journal gives the signed root; a start makes the hashes again"
            )
        );
        // Said once; what else differs there is of no more interest.
        _differs = long.MaxValue;
    }

    /// <param name="isWhole">Whether the walk came to the end of the stream.</param>
    public void Finish(bool isWhole)
    {
        if (_frontier.Size == 0 && _hasher.Count == 0)
            HoldAgainstHeads();
        Drain();
        if (!isWhole || _isBroken || _isForked)
            return;
        if (_differs >= 0 && _differs != long.MaxValue)
            tell(Diagnose($"{_streamFolder}; it is not under a head yet"));
        TreeHead? largest = null;
        while (heads.NextSize != long.MaxValue)
            largest = heads.Take().Head;
        if (largest is not null)
        {
            tell(
                new LogFinding(
                    LogFault.Truncated,
                    Count,
                    _streamFolder,
                    $"the stream ends after {Count} records, and at {largest.Time} a head "
                        + $"over {largest.Size} was signed: {largest.Size - Count} are gone"
                )
            );
        }
    }

    /// <summary>The tree of a head's size does not give its root.</summary>
    private LogFinding Charge(TreeHead head, string place)
    {
        var signed = $"{place}: the tree of {head.Size} leaves is not the one that was signed at {head.Time}";
        return _differs >= 0 && _differs < head.Size
            ? Diagnose(signed)
            : new LogFinding(
                LogFault.Changed,
                Covered,
                _streamFolder,
                $"{signed}; of the leaves from {Covered} to {head.Size - 1} at least "
                    + $"one was changed, dropped or reordered, and the stored hashes with it"
            );
    }

    /// <summary>What became of the first leaf that is not what its stored hash says: looks for it, and for what stands in its place, near
    /// by.</summary>
    private LogFinding Diagnose(string why)
    {
        var near = new Neighbours(_differs, Window);
        _ = StreamExamination.Walk(_streamFolder, near, _ => { });
        var stored = new byte[Window * Bytes];
        var count = _stored!.Read(_differs * Bytes, stored) / Bytes;
        var movedFrom = Enumerable
            .Range(1, Math.Max(0, count - 1))
            .FirstOrDefault(j => near.HashesTo(0, _differs + j, stored.AsSpan(j * Bytes, Bytes)));
        var movedTo = Enumerable
            .Range(1, Math.Max(0, near.Count - 1))
            .FirstOrDefault(i => near.HashesTo(i, _differs, stored.AsSpan(0, Bytes)));
        return (movedFrom, movedTo) switch
        {
            (> 0, > 0) => Finding(
                LogFault.Reordered,
                $"here stands what was recorded as {_differs + movedFrom}, and this record stands as {_differs + movedTo}"
            ),
            (> 0, 0) => Finding(
                LogFault.Dropped,
                $"{movedFrom} record{(movedFrom == 1 ? " is" : "s are")} gone; here stands what was recorded as {_differs + movedFrom}"
            ),
            (0, > 0) => Finding(
                LogFault.Inserted,
                $"{movedTo} record{(movedTo == 1 ? " was" : "s were")} put in; what was recorded here stands as {_differs + movedTo}"
            ),
            _ => Finding(LogFault.Changed, "this record is not the one that was recorded"),
        };

        LogFinding Finding(LogFault fault, string what) => new(fault, _differs, _streamFolder, $"{what} ({why})");
    }

    public void Dispose() => _stored?.Dispose();

    /// <summary>Records from one on.</summary>
    private sealed class Neighbours(long from, int most) : IRecordSink
    {
        private readonly List<(long RecordedUs, byte[] Record)> _records = [];

        public int Count => _records.Count;

        public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record)
        {
            if (sequence >= from && _records.Count < most)
                _records.Add((recordedUs, record.ToArray()));
        }

        /// <summary>Whether a record would have this hash, had it stood elsewhere.</summary>
        public bool HashesTo(int index, long sequence, ReadOnlySpan<byte> stored)
        {
            if (index >= _records.Count)
                return false;
            Span<byte> hash = stackalloc byte[Bytes];
            LeafHasher.Hash(sequence, _records[index].RecordedUs, _records[index].Record, hash);
            return stored.SequenceEqual(hash);
        }
    }
}
