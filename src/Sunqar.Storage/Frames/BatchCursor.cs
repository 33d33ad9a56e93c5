using System.Buffers.Binary;
using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Frames;

/// <summary>Walks the stored batches of a stream in order; what it shows lives until the next step.</summary>
internal abstract class BatchCursor : IDisposable
{
    /// <summary>Sequence of the batch's first fact.</summary>
    public long First { get; protected set; }

    public int Count { get; protected set; }

    public long RecordedUs { get; protected set; }

    /// <summary>The records: length, CRC-32C, FactRecord; each.</summary>
    public ReadOnlyMemory<byte> Records { get; protected set; }

    public abstract bool Next();

    public virtual void Dispose() { }
}

/// <summary>Turns stored batches into facts; the same for every implementation.</summary>
internal static class RecordReader
{
    public static IEnumerable<RecordedFact> Facts(BatchCursor cursor, string stream, long from)
    {
        using (cursor)
        {
            while (cursor.Next())
            {
                var at = 0;
                for (var i = 0; i < cursor.Count; i++)
                {
                    var sequence = cursor.First + i;
                    var record = Take(cursor.Records.Span, ref at);
                    if (sequence >= from)
                        yield return new RecordedFact(stream, sequence, cursor.RecordedUs, FactCodecs.Read(record));
                }
            }
        }
    }

    /// <summary>All facts, payments that are not wanted passed over.</summary>
    public static IEnumerable<RecordedFact> Facts(BatchCursor cursor, string stream, long from, PaymentChoice isWanted)
    {
        using (cursor)
        {
            while (cursor.Next())
            {
                var at = 0;
                for (var i = 0; i < cursor.Count; i++)
                {
                    var record = Take(cursor.Records.Span, ref at);
                    if (cursor.First + i < from)
                        continue;
                    var row = new DecidedPaymentRow { Sequence = cursor.First + i, RecordedUs = cursor.RecordedUs };
                    yield return new RecordedFact(
                        stream,
                        row.Sequence,
                        row.RecordedUs,
                        IsWanted(record, ref row, isWanted) ? FactCodecs.Read(record) : PassedOver.Instance
                    );
                }
            }
        }
    }

    private static bool IsWanted(ReadOnlySpan<byte> record, ref DecidedPaymentRow row, PaymentChoice isWanted)
    {
        if (FactCodecs.Split(record, out var body) != PaymentDecidedCodec.FieldNumber)
            return true;
        PaymentDecidedCodec.ReadRow(body, ref row);
        return isWanted(in row);
    }

    /// <summary>Facts of one kind; records of others are passed over without being read.</summary>
    public static IEnumerable<T> Facts<T>(BatchCursor cursor, long from)
        where T : Fact
    {
        var number = FactCodecs.NumberOf(typeof(T));
        using (cursor)
        {
            while (cursor.Next())
            {
                var at = 0;
                for (var i = 0; i < cursor.Count; i++)
                {
                    var record = Take(cursor.Records.Span, ref at);
                    if (cursor.First + i >= from && FactCodecs.Split(record, out _) == number)
                        yield return (T)FactCodecs.Read(record);
                }
            }
        }
    }

    public static void Payments(BatchCursor cursor, long from, IDecidedPaymentSink sink)
    {
        using (cursor)
        {
            while (cursor.Next())
            {
                var records = cursor.Records.Span;
                var at = 0;
                for (var i = 0; i < cursor.Count; i++)
                {
                    var record = Take(records, ref at);
                    if (cursor.First + i < from || FactCodecs.Split(record, out var body) != PaymentDecidedCodec.FieldNumber)
                        continue;
                    var row = new DecidedPaymentRow { Sequence = cursor.First + i, RecordedUs = cursor.RecordedUs };
                    PaymentDecidedCodec.ReadRow(body, ref row);
                    sink.Add(in row);
                }
            }
        }
    }

    public static void Records(BatchCursor cursor, long from, IRecordSink sink)
    {
        using (cursor)
        {
            while (cursor.Next())
            {
                var records = cursor.Records.Span;
                var at = 0;
                for (var i = 0; i < cursor.Count; i++)
                {
                    var record = Take(records, ref at);
                    if (cursor.First + i >= from)
                        sink.Add(cursor.First + i, cursor.RecordedUs, record);
                }
            }
        }
    }

    /// <summary>Checks each record's own checksum, and gives it on; whether it is a message of the schema is not asked.</summary>
    public static void Check(FrameScan scan, IRecordSink sink)
    {
        var records = scan.Payload.Span;
        var at = 0;
        for (var i = 0; i < scan.Head.Count; i++)
        {
            if (records.Length - at < FactBatch.RecordHeadBytes)
                throw scan.Damaged("a batch holds fewer records than it says");
            var length = BinaryPrimitives.ReadInt32LittleEndian(records[at..]);
            if (length < 0 || length > records.Length - at - FactBatch.RecordHeadBytes)
                throw scan.Damaged($"record {scan.Head.First + i} is longer than its batch");
            var start = at;
            var record = Take(records, ref at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(records[(start + sizeof(int))..]) != Disk.Crc32C.Compute(record))
                throw scan.Damaged($"record {scan.Head.First + i} does not match its checksum");
            sink.Add(scan.Head.First + i, scan.Head.Extra, record);
        }
        if (at != records.Length)
            throw scan.Damaged("bytes stand after a batch's last record");
    }

    /// <summary>Checks each record's own checksum and that it is a message of the schema.</summary>
    public static void Verify(FrameScan scan) => Verify(scan.Payload.Span, scan.Head.First, scan.Head.Count, scan.Damaged);

    /// <summary>As <see cref="Verify(FrameScan)"/>, for the batch that a cursor shows.</summary>
    public static void Verify(BatchCursor cursor, Func<string, JournalDamagedException> damaged) =>
        Verify(cursor.Records.Span, cursor.First, cursor.Count, damaged);

    private static void Verify(ReadOnlySpan<byte> records, long first, int count, Func<string, JournalDamagedException> damaged)
    {
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var start = at;
            var record = Take(records, ref at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(records[(start + sizeof(int))..]) != Disk.Crc32C.Compute(record))
                throw damaged($"record {first + i} does not match its checksum");
            FactCodecs.Read(record);
        }
        if (at != records.Length)
            throw damaged("bytes stand after a batch's last record");
    }

    // The batch's checksum was verified by the cursor, so the record's own is not computed again here.
    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> records, scoped ref int at)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(records[at..]);
        var record = records.Slice(at + FactBatch.RecordHeadBytes, length);
        at += FactBatch.RecordHeadBytes + length;
        return record;
    }
}
