using System.Globalization;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Work.Replaying;

namespace Sunqar.Server.Rules;

/// <summary>A try of a text on history: on its way, done, cancelled or failed.</summary>
/// <param name="Id">Within this run of the server.</param>
/// <param name="By">Whose it is.</param>
/// <param name="FromDay">First day that counts.</param>
internal sealed class RuleTry(string id, string by, LoadedRulebook today, LoadedRulebook candidate, DateOnly fromDay, DateOnly toDay)
    : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private long _walked;

    public string Id => id;

    public string By => by;

    public LoadedRulebook Today => today;

    public LoadedRulebook Candidate => candidate;

    public DateOnly FromDay => fromDay;

    public DateOnly ToDay => toDay;

    /// <summary>What it came to; null before it is done.</summary>
    public WhatIf? Result { get; private set; }

    /// <summary>Why it came to nothing; null where it did not.</summary>
    public string? Fault { get; private set; }

    public bool IsRunning => Result is null && Fault is null;

    /// <summary>Facts that history held when it began.</summary>
    public long Facts { get; private set; }

    /// <summary>Of them, how many it has walked.</summary>
    public long Walked => Interlocked.Read(ref _walked);

    public void Cancel() => _cancel.Cancel();

    /// <param name="stop">The server stops.</param>
    public void Run(IJournal journal, CancellationToken stop)
    {
        Facts = journal.Head(Streams.Payments).Next;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, stop);
        try
        {
            var zone = Core.Times.LocalTime.Kazakhstan;
            Result = WhatIfJob.Run(
                journal,
                today,
                candidate,
                zone.StartUs(fromDay),
                zone.EndUs(toDay),
                walked => Interlocked.Exchange(ref _walked, walked),
                either.Token
            );
        }
        catch (OperationCanceledException)
        {
            Fault = "cancelled";
        }
        catch (Exception error) when (error is IOException or OverflowException)
        {
            Fault = error.Message;
        }
    }

    public void Dispose() => _cancel.Dispose();
}

/// <summary>Tries of rulebooks on history, one at a time behind the answers; the last ones are kept until the server stops.</summary>
internal sealed class RuleTries
{
    private const int KeptMax = 20;

    private readonly Lock _gate = new();
    private readonly List<RuleTry> _tries = [];
    private int _count;

    /// <summary>Begins one; null where one is running.</summary>
    public RuleTry? Begin(
        string by,
        LoadedRulebook today,
        LoadedRulebook candidate,
        (DateOnly From, DateOnly To) days,
        IJournal journal,
        CancellationToken stop
    )
    {
        RuleTry one;
        lock (_gate)
        {
            if (_tries.Any(other => other.IsRunning))
                return null;
            one = new RuleTry((++_count).ToString(CultureInfo.InvariantCulture), by, today, candidate, days.From, days.To);
            _tries.Add(one);
            if (_tries.Count > KeptMax)
            {
                _tries[0].Dispose();
                _tries.RemoveAt(0);
            }
        }
        // A thread of its own: it runs for minutes on a large history, and the pool is for answers.
        new Thread(() => one.Run(journal, stop))
        {
            IsBackground = true,
            Name = "rules tried",
            Priority = ThreadPriority.BelowNormal,
        }.Start();
        return one;
    }

    public RuleTry? Find(string id)
    {
        lock (_gate)
            return _tries.Find(one => one.Id == id);
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RuleTry> All
    {
        get
        {
            lock (_gate)
                return [.. Enumerable.Reverse(_tries)];
        }
    }
}
