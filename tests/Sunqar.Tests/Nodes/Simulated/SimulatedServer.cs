using Sunqar.Storage.Leases;

namespace Sunqar.Tests.Nodes.Simulated;

/// <summary>What one transaction left: the lease's row, and the batch that it appended, if it did.</summary>
internal sealed record Written(long Epoch, string Owner, TimeSpan Until, long Next, byte[] Chain, LeasedBatch? Batch);

/// <summary>What a statement does to the row it finds; null where it changes nothing.</summary>
internal delegate Written? Statement(Written row, TimeSpan now);

/// <summary>
/// A database server as far as leases go: one row, locked by a transaction until its commit is seen; a log; a standby that the commit waits
/// for, and the ways in which that waiting ends. A commit whose waiting was ended from outside is seen by everybody, may yet vanish, and is
/// reported as a success with a warning.
/// </summary>
internal sealed class SimulatedServer(SimulatedWorld world)
{
    public static readonly Written Nothing = new(0, "", TimeSpan.MinValue, 0, new byte[32], null);

    private readonly Queue<(Statement Statement, Action<LeaseReply> Answer)> _waiting = new();
    private Action<LeaseReply>? _committing;
    private int _incarnation;

    public List<Written> Log { get; private set; } = [];

    public bool IsUp { get; private set; } = true;

    /// <summary>Whether it believes that it takes writes. Two may.</summary>
    public bool IsPrimary { get; set; }

    /// <summary>Whether it holds all that was ever answered as done, and may be made the primary.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The server that its commits wait for; null for none, and then they wait until there is one.</summary>
    public SimulatedServer? Standby { get; set; }

    public bool IsLinkDown { get; set; }

    /// <summary>How wrong its clock is.</summary>
    public TimeSpan ClockError { get; set; }

    public void Begin(bool isPrimary) => (IsPrimary, IsWhole) = (isPrimary, true);

    /// <summary>A statement reaches the server, on a connection that was made in an incarnation of it.</summary>
    public void Take(int incarnation, Statement statement, Action<LeaseReply> answer)
    {
        if (!IsUp || incarnation != _incarnation || !IsPrimary)
        {
            answer(new LeaseReply(Told.InDoubt, Reason: "the connection is gone"));
            return;
        }
        _waiting.Enqueue((statement, answer));
        Go();
    }

    public int Incarnation => _incarnation;

    private void Go()
    {
        while (_committing is null && _waiting.TryDequeue(out var next))
        {
            var row = Log.Count == 0 ? Nothing : Log[^1];
            if (next.Statement(row, world.Time.Now + ClockError) is not { } written)
            {
                next.Answer(new LeaseReply(Told.NotHeld, Owner: row.Owner));
                continue;
            }
            Log.Add(written);
            _committing = next.Answer;
            Replicate();
        }
    }

    /// <summary>The log goes to the standby, and its word comes back.</summary>
    public void Replicate()
    {
        var (count, incarnation) = (Log.Count, _incarnation);
        if (Standby is not { } standby || IsLinkDown)
            return;
        world.Time.In(
            world.Latency(),
            () =>
            {
                if (Standby != standby || IsLinkDown || !standby.IsUp || standby.IsPrimary)
                    return;
                standby.Log = [.. Log.Take(Math.Max(count, standby.Log.Count))];
                standby.IsWhole = true;
                world.Time.In(
                    world.Latency(),
                    () =>
                    {
                        if (incarnation == _incarnation && count == Log.Count && !IsLinkDown)
                            Committed(isDone: true);
                    }
                );
            }
        );
    }

    /// <summary>Somebody ends the waiting for the standby: the trap.</summary>
    public void EndWaiting() => Committed(isDone: false);

    private void Committed(bool isDone)
    {
        if (_committing is not { } answer)
            return;
        _committing = null;
        var row = Log[^1];
        answer(
            isDone || world.Flaws.HasFlag(Flaws.BelievesWarnings)
                ? new LeaseReply(Told.Done, row.Epoch, row.Next, row.Chain)
                : new LeaseReply(Told.InDoubt, Reason: "a warning")
        );
        Go();
    }

    public void Crash()
    {
        (IsUp, _incarnation) = (false, _incarnation + 1);
        var lost = _waiting.Select(one => one.Answer).ToList();
        _waiting.Clear();
        if (_committing is { } committing)
            lost.Add(committing);
        _committing = null;
        foreach (var answer in lost)
            answer(new LeaseReply(Told.InDoubt, Reason: "the server fell"));
    }

    /// <summary>What was committed is seen by everybody, whether the standby has it or not.</summary>
    public void Restart()
    {
        IsUp = true;
        Replicate();
    }

    /// <summary>Begins anew as a standby that holds nothing.</summary>
    public void StartOver()
    {
        if (IsUp)
            Crash();
        (Log, IsPrimary, IsWhole, Standby) = ([], false, false, null);
        IsUp = true;
    }
}
