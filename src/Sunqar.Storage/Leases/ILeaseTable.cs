namespace Sunqar.Storage.Leases;

/// <summary>
/// The table of leases and the batches behind them, as the protocol of <see cref="LeasedStream"/> needs it. Each call is one transaction of
/// its own. <see cref="Told.Done"/> promises that the transaction, and with it everything that was committed before it, has reached every
/// machine that must have it.
/// </summary>
internal interface ILeaseTable
{
    /// <summary>Takes a lease that is free, over by the table's own clock, or this owner's already; its epoch grows by one.</summary>
    /// <param name="fencesAll">Whether every other lease ends as well: whoever held one finds its epoch gone.</param>
    Task<LeaseReply> TakeAsync(string stream, string owner, bool fencesAll, CancellationToken cancel);

    /// <summary>Makes a lease last longer, where its epoch still is this one; tells where the stream stands.</summary>
    Task<LeaseReply> RenewAsync(string stream, long epoch, CancellationToken cancel);

    /// <summary>Appends a batch where the epoch and the next sequence are what the batch says: check and append are one
    /// statement.</summary>
    Task<LeaseReply> AppendAsync(LeasedBatch batch, CancellationToken cancel);

    /// <summary>Gives a lease back, where its epoch still is this one.</summary>
    Task<LeaseReply> ReleaseAsync(string stream, long epoch, CancellationToken cancel);
}

/// <param name="RecordedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Frame">Head and records, as docs/journal.md lays them out.</param>
/// <param name="Hash">SHA-256 of the frame: the chain's link for the batch that follows.</param>
internal sealed record LeasedBatch(
    string Stream,
    long Epoch,
    long First,
    int Count,
    long RecordedUs,
    ReadOnlyMemory<byte> Frame,
    byte[] Hash
);

/// <summary>How a transaction ended.</summary>
internal enum Told : byte
{
    /// <summary>Committed, everywhere.</summary>
    Done,

    /// <summary>It changed nothing: somebody else holds the lease.</summary>
    NotHeld,

    /// <summary>Certainly not committed, and asking again at once would be refused again.</summary>
    Refused,

    /// <summary>
    /// Nobody knows: the connection broke, or the database said that it stopped waiting for its standby. What it did may be seen by others
    /// and yet vanish.
    /// </summary>
    InDoubt,
}

/// <param name="Next">Where <see cref="Told.Done"/>: the sequence that the stream's next fact gets.</param>
/// <param name="Chain">Where <see cref="Told.Done"/>: the hash of the stream's last batch; zeros before the first.</param>
/// <param name="Owner">Where <see cref="Told.NotHeld"/>: who holds it, if the table said so.</param>
/// <param name="IsFull">Where <see cref="Told.Refused"/>: the disk is full, and asking again later may be answered.</param>
/// <param name="Reason">One sentence where it is neither done nor not held.</param>
internal readonly record struct LeaseReply(
    Told Told,
    long Epoch = 0,
    long Next = 0,
    byte[]? Chain = null,
    string? Owner = null,
    bool IsFull = false,
    string? Reason = null
);
