using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;

namespace Sunqar.Storage.Journal;

/// <summary>
/// The only truth: streams of facts, each appended once and never changed. A stream has one writer at a time; it holds a lease with an
/// epoch, and what an older lease appends is refused. Readers see exactly what has been flushed, and may read while a writer appends.
/// Every implementation passes the conformance kit (tests/Sunqar.Tests/Storage/JournalConformance.cs).
/// </summary>
public interface IJournal : IDisposable
{
    /// <summary>Every stream that holds a fact, by name.</summary>
    IReadOnlyList<StreamHead> Heads();

    /// <summary>One stream's head; <see cref="StreamHead.Next"/> is 0 for a stream that nobody has written.</summary>
    StreamHead Head(string stream);

    /// <summary>
    /// The hash by which the batch that begins with a sequence names the one before it, 64 hexadecimal digits: it stands for every fact
    /// before. Null where no batch begins or would begin there.
    /// </summary>
    string? ChainAt(string stream, long next);

    /// <summary>Takes the lease of a stream: a writer opened earlier is refused from now on
    /// (<see cref="AppendStatus.LeaseLost"/>).</summary>
    /// <param name="stream">1 to 64 of <c>a-z 0-9 -</c>, see <see cref="JournalLimits"/>.</param>
    IJournalWriter Open(string stream);

    /// <summary>The facts of a stream from a sequence on, in order, as far as the head at the time of the call.</summary>
    /// <exception cref="JournalDamagedException">A stored batch does not match its checksum.</exception>
    IEnumerable<RecordedFact> Read(string stream, long from = 0);

    /// <summary>
    /// As <see cref="Read(string, long)"/>; a decided payment that is not wanted comes as <see cref="PassedOver"/>, at its place and
    /// without an object of its own. For folds that follow the stream of payments and look at few of them.
    /// </summary>
    IEnumerable<RecordedFact> Read(string stream, long from, PaymentChoice isWanted);

    /// <summary>As <see cref="Read(string, long)"/>, the facts of one kind alone: others are passed over at a fraction of the
    /// cost.</summary>
    IEnumerable<T> Read<T>(string stream, long from = 0)
        where T : Fact;

    /// <summary>
    /// Only the decided payments of a stream, without creating an object per payment: the way for folds over millions. Other facts are
    /// passed over.
    /// </summary>
    void ReadPayments(string stream, long from, IDecidedPaymentSink sink);

    /// <summary>The records themselves, as bytes: what the oversight log hashes.</summary>
    void ReadRecords(string stream, long from, IRecordSink sink);

    /// <summary>
    /// Keeps a fold's state so that a restart replays only the tail. The last two per stream and fold are kept.
    /// </summary>
    /// <param name="next">The first sequence that is not in the state; at most the stream's head.</param>
    void SaveSnapshot(string stream, string fold, long next, ReadOnlySpan<byte> content);

    /// <summary>The newest undamaged snapshot, or null: then the fold starts from the stream's first fact.</summary>
    Snapshot? LatestSnapshot(string stream, string fold);
}

/// <param name="Next">The sequence that the next fact will get, which is also the count of facts.</param>
/// <param name="Epoch">The newest lease; 0 where none was ever taken.</param>
public readonly record struct StreamHead(string Stream, long Next, long Epoch);

/// <summary>A fold's state over all facts before <paramref name="Next"/>.</summary>
public sealed record Snapshot(long Next, byte[] Content);

/// <summary>Takes records in the journal's order.</summary>
public interface IRecordSink
{
    /// <param name="recordedUs">When it was recorded, microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="record">One FactRecord of the schema, encoded; it lives until the call returns.</param>
    void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record);
}
