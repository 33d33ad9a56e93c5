using System.Buffers.Binary;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Frames;

/// <summary>Walks the batches of one file and checks each; tells a torn end from damage.</summary>
internal sealed class FrameScan : IDisposable
{
    /// <summary>More than any batch holds, sealing included.</summary>
    public const int PayloadBytesMax = JournalLimits.BatchBytesMax + (1 << 10);

    private readonly string _path;
    private readonly FileWindow _window;
    private readonly bool _checkHashes;
    private readonly byte[] _hash = new byte[FrameHead.HashBytes];
    private bool _knowsHash;

    /// <param name="end">Where the readable part of the file ends.</param>
    /// <param name="start">Where its first batch is due.</param>
    /// <param name="hash">The hash of the batch before this file's first, or empty where it is not known.</param>
    /// <param name="checkHashes">Whether the whole chain is followed; else only its link into the file and out of it.</param>
    public FrameScan(string path, IDiskFile file, long end, long start, long first, ReadOnlySpan<byte> hash, bool checkHashes)
    {
        _path = path;
        _window = new FileWindow(file, end);
        _checkHashes = checkHashes;
        (Offset, Next) = (start, first);
        _knowsHash = !hash.IsEmpty;
        if (_knowsHash)
            hash.CopyTo(_hash);
    }

    /// <summary>The end of what is good.</summary>
    public long Offset { get; private set; }

    /// <summary>The sequence after the last good batch.</summary>
    public long Next { get; private set; }

    public long LastEpoch { get; private set; }

    /// <summary>Whether the file says that it has a successor.</summary>
    public bool Sealed { get; private set; }

    public bool AtEnd => Offset == _window.End;

    public FrameHead Head { get; private set; }

    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Head and payload of the last good batch.</summary>
    public ReadOnlyMemory<byte> Frame { get; private set; }

    /// <summary>The hash that the file's first batch names.</summary>
    public byte[]? FirstPrevious { get; private set; }

    /// <summary>Hash of the last good batch; call it after the last <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>The next good batch. False at the end of the file, after its seal, or where something bad stands: see
    /// <see cref="AtEnd"/>.</summary>
    /// <exception cref="JournalDamagedException">A whole batch that does not follow the one before.</exception>
    public bool MoveNext()
    {
        if (Sealed || !TryFrame(Offset, out var head, out var frame))
            return false;
        if (head.First != Next)
            throw Damaged($"a batch starts with sequence {head.First} where {Next} is due");
        if (_knowsHash && !frame.Span.Slice(FrameHead.PreviousAt, FrameHead.HashBytes).SequenceEqual(_hash))
            throw Damaged("a batch does not name the hash of the batch before it");
        FirstPrevious ??= frame.Slice(FrameHead.PreviousAt, FrameHead.HashBytes).ToArray();
        Offset += frame.Length;
        if (head.Magic == FrameHead.Seal)
        {
            Sealed = true;
            return false;
        }
        Next = head.End;
        LastEpoch = head.Epoch;
        Head = head;
        (Payload, Frame) = (frame[FrameHead.Size..], frame);
        // Without following the chain only a frame that may be the file's last needs its hash: a seal or the file's end comes next.
        _knowsHash = _checkHashes || Offset + FrameHead.Size >= _window.End;
        if (_knowsHash)
            FrameHead.Hash(frame.Span, _hash);
        return true;
    }

    private bool TryFrame(long offset, out FrameHead head, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (!FrameHead.TryRead(_window.At(offset, FrameHead.Size).Span, out head))
            return false;
        var whole = _window.At(offset, FrameHead.Size + head.PayloadBytes);
        if (whole.Length < FrameHead.Size + head.PayloadBytes)
            return false;
        if (Crc32C.Compute(whole.Span[FrameHead.Size..]) != head.PayloadCrc)
            return false;
        frame = whole;
        return true;
    }

    /// <summary>
    /// Whether a whole batch stands after the bad place: then the bad one is not the remains of the last write, and cutting it would lose
    /// facts that were answered.
    /// </summary>
    public bool GoodBatchAfterBadPlace(out long where)
    {
        Span<byte> magic = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, FrameHead.Batch);
        const int Step = 1 << 16;
        for (where = Offset + 1; where < _window.End; )
        {
            var piece = _window.At(where, Step).Span;
            var found = piece.IndexOf(magic);
            if (found < 0)
            {
                if (piece.Length < Step)
                    break;
                where += piece.Length - (magic.Length - 1);
                continue;
            }
            where += found;
            if (TryFrame(where, out var head, out _) && head.First >= Next)
                return true;
            where++;
        }
        return false;
    }

    public JournalDamagedException Damaged(string what) => new(_path, Offset, Next, what);

    public void Dispose() => _window.Dispose();
}
