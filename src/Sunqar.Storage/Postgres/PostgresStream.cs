using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Leases;

namespace Sunqar.Storage.Postgres;

/// <summary>One writer's stream: batches go through the protocol of leases, one at a time.</summary>
internal sealed class PostgresStream(LeasedStream leased, TimeProvider clock, CancellationToken closing) : IBatchStore
{
    public string Stream => leased.Stream;

    public LeasedStream Leased => leased;

    /// <summary>An epoch that no writer has, once the lease is lost: so a writer finds out.</summary>
    public StreamHead Head => new(leased.Stream, leased.Next, leased.IsLost ? leased.Epoch + 1 : leased.Epoch);

    public AppendOutcome Commit(Memory<byte> frame, int count, long epoch)
    {
        var recordedUs = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return leased.AppendAsync(frame, count, recordedUs, closing).GetAwaiter().GetResult();
    }

    public AppendOutcome Break(Exception error) => leased.Stop($"Stream {Stream} stopped because of a fault: {error.Message}");

    public void Leave(long epoch) => leased.ReleaseAsync(CancellationToken.None).GetAwaiter().GetResult();
}
