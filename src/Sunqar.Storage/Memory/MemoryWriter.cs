using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Memory;

internal sealed class MemoryWriter(MemoryJournal journal, string stream, MemoryJournal.MemoryStreamFacts facts, long epoch) : IJournalWriter
{
    private volatile bool _closed;

    public string Stream => stream;

    public long Epoch => epoch;

    public ValueTask<AppendOutcome> AppendAsync(Fact fact)
    {
        var batch = new FactBatch();
        batch.Add(fact);
        return new(Enqueue(batch));
    }

    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Fact> list)
    {
        var batch = new FactBatch();
        foreach (var fact in list)
            batch.Add(fact);
        return new(Enqueue(batch));
    }

    public ValueTask<AppendOutcome> AppendAsync(FactBatch batch) => new(Enqueue(batch));

    public AppendOutcome Enqueue(FactBatch batch) =>
        batch.Check()
        ?? (
            _closed
                ? AppendOutcome.Refused(AppendStatus.Closed, $"The writer of stream {stream} was closed.")
                : journal.Append(stream, facts, epoch, batch)
        );

    public AppendOutcome Flush() => facts.Epoch == epoch ? AppendOutcome.Appended(facts.Next, 0) : AppendOutcome.LeaseLost(stream, epoch);

    public void Dispose() => _closed = true;
}
