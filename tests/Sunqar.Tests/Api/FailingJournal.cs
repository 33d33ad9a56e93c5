using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Tests.Api;

/// <summary>A journal in memory whose appends fail, or wait, when a test says so.</summary>
internal sealed class FailingJournal(IJournal inner) : IJournal
{
    /// <summary>What the next appends are answered with; null for the truth.</summary>
    public AppendStatus? FailWith { get; set; }

    /// <summary>Appends wait for it: a slow disk.</summary>
    public Task Slow { get; set; } = Task.CompletedTask;

    public int Appends { get; private set; }

    /// <summary>Bytes of the facts appended.</summary>
    public long Bytes { get; private set; }

    /// <summary>Where the last fold over payments began.</summary>
    public long ReadFrom { get; private set; }

    public IReadOnlyList<StreamHead> Heads() => inner.Heads();

    public StreamHead Head(string stream) => inner.Head(stream);

    public string? ChainAt(string stream, long next) => inner.ChainAt(stream, next);

    public IJournalWriter Open(string stream) => new Writer(this, inner.Open(stream));

    public IEnumerable<RecordedFact> Read(string stream, long from = 0) => inner.Read(stream, from);

    public IEnumerable<RecordedFact> Read(string stream, long from, PaymentChoice isWanted) => inner.Read(stream, from, isWanted);

    public IEnumerable<T> Read<T>(string stream, long from = 0)
        where T : Fact => inner.Read<T>(stream, from);

    public void ReadPayments(string stream, long from, IDecidedPaymentSink sink)
    {
        ReadFrom = from;
        inner.ReadPayments(stream, from, sink);
    }

    public void ReadRecords(string stream, long from, IRecordSink sink) => inner.ReadRecords(stream, from, sink);

    public void SaveSnapshot(string stream, string fold, long next, ReadOnlySpan<byte> content) =>
        inner.SaveSnapshot(stream, fold, next, content);

    public Snapshot? LatestSnapshot(string stream, string fold) => inner.LatestSnapshot(stream, fold);

    public void Dispose() => inner.Dispose();

    private sealed class Writer(FailingJournal journal, IJournalWriter inner) : IJournalWriter
    {
        public string Stream => inner.Stream;

        public long Epoch => inner.Epoch;

        public ValueTask<AppendOutcome> AppendAsync(Fact fact) => inner.AppendAsync(fact);

        public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Fact> facts) => inner.AppendAsync(facts);

        public async ValueTask<AppendOutcome> AppendAsync(FactBatch batch)
        {
            journal.Appends++;
            journal.Bytes += batch.ByteCount;
            if (journal.FailWith is { } status)
            {
                await journal.Slow;
                return new AppendOutcome(status, -1, 0, "the disk of this test");
            }
            var outcome = inner.AppendAsync(batch).AsTask();
            await journal.Slow;
            return await outcome;
        }

        public AppendOutcome Enqueue(FactBatch batch) => inner.Enqueue(batch);

        public AppendOutcome Flush() => inner.Flush();

        public void Dispose() => inner.Dispose();
    }
}
