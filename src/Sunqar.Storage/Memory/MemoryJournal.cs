using System.Security.Cryptography;
using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Memory;

/// <summary>A journal that forgets everything when the process ends: for tests and for runs that keep nothing.</summary>
public sealed class MemoryJournal(TimeProvider? clock = null) : IJournal
{
    private const int SnapshotsKept = 2;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MemoryStreamFacts> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stream, string Fold), List<Snapshot>> _snapshots = [];

    public IReadOnlyList<StreamHead> Heads()
    {
        lock (_gate)
            return [.. _streams.Where(pair => pair.Value.Next > 0).Select(pair => pair.Value.Head(pair.Key))];
    }

    public StreamHead Head(string stream)
    {
        JournalLimits.CheckName(stream);
        lock (_gate)
            return _streams.TryGetValue(stream, out var facts) ? facts.Head(stream) : new StreamHead(stream, 0, 0);
    }

    public string? ChainAt(string stream, long next)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(stream, out var facts))
                return null;
            return
                Convert.ToHexStringLower(
                    next == facts.Next ? facts.Chain : facts.Batches.Find(batch => batch.First == next)?.Previous ?? []
                )
                    is { Length: > 0 } chain
                ? chain
                : null;
        }
    }

    public IJournalWriter Open(string stream)
    {
        JournalLimits.CheckName(stream);
        lock (_gate)
        {
            if (!_streams.TryGetValue(stream, out var facts))
                _streams.Add(stream, facts = new MemoryStreamFacts());
            facts.Epoch++;
            return new MemoryWriter(this, stream, facts, facts.Epoch);
        }
    }

    public IEnumerable<RecordedFact> Read(string stream, long from = 0) => RecordReader.Facts(Cursor(stream, from), stream, from);

    public IEnumerable<RecordedFact> Read(string stream, long from, PaymentChoice isWanted) =>
        RecordReader.Facts(Cursor(stream, from), stream, from, isWanted);

    public IEnumerable<T> Read<T>(string stream, long from = 0)
        where T : Fact => RecordReader.Facts<T>(Cursor(stream, from), from);

    public void ReadPayments(string stream, long from, IDecidedPaymentSink sink) => RecordReader.Payments(Cursor(stream, from), from, sink);

    public void ReadRecords(string stream, long from, IRecordSink sink) => RecordReader.Records(Cursor(stream, from), from, sink);

    public void SaveSnapshot(string stream, string fold, long next, ReadOnlySpan<byte> content)
    {
        JournalLimits.CheckName(fold);
        var head = Head(stream);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(next, head.Next);
        ArgumentOutOfRangeException.ThrowIfNegative(next);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, JournalLimits.SnapshotBytesMax);
        var snapshot = new Snapshot(next, content.ToArray());
        lock (_gate)
        {
            if (!_snapshots.TryGetValue((stream, fold), out var kept))
                _snapshots.Add((stream, fold), kept = []);
            kept.RemoveAll(other => other.Next == next);
            kept.Add(snapshot);
            kept.Sort((a, b) => a.Next.CompareTo(b.Next));
            if (kept.Count > SnapshotsKept)
                kept.RemoveAt(0);
        }
    }

    public Snapshot? LatestSnapshot(string stream, string fold)
    {
        lock (_gate)
            return _snapshots.TryGetValue((stream, fold), out var kept) ? kept[^1] : null;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var facts in _streams.Values)
                facts.Epoch++;
        }
    }

    private MemoryCursor Cursor(string stream, long from)
    {
        JournalLimits.CheckName(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        lock (_gate)
            return new MemoryCursor(_streams.TryGetValue(stream, out var facts) ? [.. facts.Batches.Where(b => b.End > from)] : []);
    }

    internal AppendOutcome Append(string stream, MemoryStreamFacts facts, long epoch, FactBatch batch)
    {
        lock (_gate)
        {
            if (facts.Epoch != epoch)
                return AppendOutcome.LeaseLost(stream, epoch);
            var recordedUs = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            var first = facts.Next;
            facts.Batches.Add(new MemoryBatch(first, batch.Count, recordedUs, batch.Bytes.ToArray(), facts.Chain));
            facts.Chain = SHA256.HashData([.. facts.Chain, .. batch.Bytes]);
            facts.Next += batch.Count;
            return AppendOutcome.Appended(first, batch.Count);
        }
    }

    internal sealed record MemoryBatch(long First, int Count, long RecordedUs, byte[] Records, byte[] Previous)
    {
        public long End => First + Count;
    }

    internal sealed class MemoryStreamFacts
    {
        public long Next;
        public long Epoch;
        public byte[] Chain = new byte[SHA256.HashSizeInBytes];
        public readonly List<MemoryBatch> Batches = [];

        public StreamHead Head(string stream) => new(stream, Next, Epoch);
    }

    private sealed class MemoryCursor(MemoryBatch[] batches) : BatchCursor
    {
        private int _index;

        public override bool Next()
        {
            if (_index == batches.Length)
                return false;
            var batch = batches[_index++];
            (First, Count, RecordedUs, Records) = (batch.First, batch.Count, batch.RecordedUs, batch.Records);
            return true;
        }
    }
}
