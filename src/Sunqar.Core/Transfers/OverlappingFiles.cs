using System.Buffers.Binary;

namespace Sunqar.Core.Transfers;

/// <summary>
/// Passes on the rows of several files, each movement once: a row that an earlier file told already (same id, time, ends, amount and
/// currency) is left out. Within one file rows stay as they are, since one token transaction may hold two equal transfers.
/// </summary>
/// <remarks>
/// A row is known again by 64 bits of its content, 8 bytes a row. That two different rows among n share them has the odds n² / 2^65: 1 in
/// 3,700 for a hundred million.
/// </remarks>
public sealed class OverlappingFiles(ITransferSink sink) : ITransferSink
{
    private readonly List<ulong> _here = [];
    private ulong[] _earlier = [];

    /// <summary>Rows left out so far because an earlier file told them.</summary>
    public long Repeated { get; private set; }

    public void Add(in TransferRow row)
    {
        var content = Content(row);
        if (Array.BinarySearch(_earlier, content) >= 0)
        {
            Repeated++;
            return;
        }
        _here.Add(content);
        sink.Add(row);
    }

    /// <summary>A file is over: what it told is known to those that follow.</summary>
    public void EndFile()
    {
        _earlier = [.. _earlier, .. _here];
        Array.Sort(_earlier);
        _here.Clear();
    }

    private static ulong Content(in TransferRow row)
    {
        Span<byte> numbers = stackalloc byte[18];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, row.TimeUs);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], row.AmountMicro);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers[16..], (ushort)row.Currency);
        unchecked
        {
            // FNV-1a with a final mix; each part is followed by its length, so that parts cannot flow into each other.
            var hash = Part(Part(Part(Part(14695981039346656037UL, row.Id), row.From), row.To), numbers);
            hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
            return hash ^ (hash >> 29);
        }
    }

    private static ulong Part(ulong hash, ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            foreach (var value in bytes)
            {
                hash = (hash ^ value) * 1099511628211UL;
            }
            return (hash ^ (ulong)bytes.Length) * 1099511628211UL;
        }
    }
}
