using Sunqar.Storage.Leases;

namespace Sunqar.Tests.Nodes.Simulated;

/// <summary>The way from one process to the servers and back, on which a statement or its answer may be lost or come late.</summary>
internal sealed class SimulatedTable(SimulatedWorld world, ProcessTime process) : ILeaseTable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    public Task<LeaseReply> TakeAsync(string stream, string owner, bool fencesAll, CancellationToken cancel) =>
        SendAsync(
            (row, now) =>
                row.Owner.Length == 0 || row.Owner == owner || row.Until < now
                    ? row with
                    {
                        Epoch = row.Epoch + 1,
                        Owner = owner,
                        Until = now + Lease,
                        Batch = null,
                    }
                    : null
        );

    public Task<LeaseReply> RenewAsync(string stream, long epoch, CancellationToken cancel) =>
        SendAsync((row, now) => row.Epoch == epoch ? row with { Until = now + Lease, Batch = null } : null);

    public Task<LeaseReply> ReleaseAsync(string stream, long epoch, CancellationToken cancel) =>
        SendAsync((row, _) => row.Epoch == epoch ? row with { Owner = "", Batch = null } : null);

    public Task<LeaseReply> AppendAsync(LeasedBatch batch, CancellationToken cancel)
    {
        // The bytes as they are sent: the sender may fill its buffer anew before a late copy arrives.
        var sent = batch with
        {
            Frame = batch.Frame.ToArray(),
        };
        return SendAsync(
            (row, now) =>
                (row.Epoch == sent.Epoch || world.Flaws.HasFlag(Flaws.ChecksNoEpoch))
                && (row.Next == sent.First || world.Flaws.HasFlag(Flaws.ChecksNoPlace))
                    ? row with
                    {
                        Next = row.Next + sent.Count,
                        Chain = sent.Hash,
                        Until = now + Lease,
                        Batch = sent,
                    }
                    : null
        );
    }

    private Task<LeaseReply> SendAsync(Statement statement)
    {
        var answered = new TaskCompletionSource<LeaseReply>();
        void Answer(LeaseReply reply) => process.Do(() => answered.TrySetResult(reply));
        void Broken() => Answer(new LeaseReply(Told.InDoubt, Reason: "the connection broke"));
        if (world.Reach() is not { } server)
        {
            world.Time.In(world.Latency(), Broken);
            return answered.Task;
        }
        var incarnation = server.Incarnation;
        var way = world.Latency();
        if (world.Happens(0.02))
        {
            // The connection breaks here and not there: what was sent may still arrive, much later, or never.
            world.Time.In(world.Latency(), Broken);
            if (world.Happens(0.3))
                return answered.Task;
            way += TimeSpan.FromSeconds(8 * world.Dice.NextDouble());
        }
        world.Time.In(
            way,
            () =>
                server.Take(
                    incarnation,
                    statement,
                    reply =>
                    {
                        if (world.Happens(0.02))
                            reply = new LeaseReply(Told.InDoubt, Reason: "the answer was lost");
                        world.Time.In(world.Latency(), () => Answer(reply));
                    }
                )
        );
        return answered.Task;
    }
}
