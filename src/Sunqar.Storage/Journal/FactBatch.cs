using System.Buffers.Binary;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Journal;

/// <summary>
/// Facts encoded ahead, on the producer's thread: fill it, hand it to a writer, clear it, fill it again. Not for two threads at once.
/// </summary>
public sealed class FactBatch
{
    /// <summary>Each record starts with its length and its CRC-32C.</summary>
    internal const int RecordHeadBytes = 8;

    private readonly WireWriter _wire = new();

    /// <summary>Facts added since it was cleared.</summary>
    public int Count { get; private set; }

    /// <summary>Encoded size, bytes.</summary>
    public int ByteCount => _wire.Length;

    /// <summary>Whether it is large enough to hand over: a quarter of what one call may append.</summary>
    public bool IsFull => ByteCount >= JournalLimits.BatchBytesMax / 4 || Count >= JournalLimits.BatchFactsMax / 4;

    /// <summary>Why it cannot be appended, or null.</summary>
    internal string? Problem { get; private set; }

    internal ReadOnlySpan<byte> Bytes => _wire.Written;

    /// <exception cref="InvalidOperationException">The schema has no message for this kind of fact.</exception>
    public void Add(Fact fact)
    {
        var start = Begin();
        try
        {
            FactCodecs.Write(fact, _wire);
        }
        catch
        {
            _wire.CutTo(start);
            throw;
        }
        End(start);
    }

    /// <summary>The same as adding a <see cref="PaymentDecided"/>, without the object.</summary>
    public void Add(in SealedPayment payment, Decision decision)
    {
        var start = Begin();
        PaymentDecidedCodec.WriteRecord(_wire, in payment, decision);
        End(start);
    }

    public void Clear()
    {
        _wire.Clear();
        Count = 0;
        Problem = null;
    }

    private int Begin()
    {
        var start = _wire.Length;
        _wire.Reserve(RecordHeadBytes);
        return start;
    }

    private void End(int start)
    {
        var record = _wire.Since(start + RecordHeadBytes);
        if (record.Length > JournalLimits.RecordBytesMax)
        {
            Problem ??= $"A fact of {record.Length} bytes is above the limit of {JournalLimits.RecordBytesMax}.";
            _wire.CutTo(start);
            Count++;
            return;
        }
        var head = _wire.At(start, RecordHeadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Crc32C.Compute(record));
        Count++;
        if (ByteCount > JournalLimits.BatchBytesMax || Count > JournalLimits.BatchFactsMax)
        {
            Problem ??=
                $"A batch above {JournalLimits.BatchFactsMax} facts or {JournalLimits.BatchBytesMax} bytes cannot be appended in one call.";
        }
    }

    /// <summary>The outcome that refuses it, or null when it may be appended.</summary>
    internal AppendOutcome? Check() =>
        Problem is not null ? AppendOutcome.Refused(AppendStatus.OverLimit, Problem)
        : Count == 0 ? AppendOutcome.Refused(AppendStatus.OverLimit, "An empty batch cannot be appended.")
        : null;
}
