using System.Collections.Concurrent;

namespace Sunqar.Work.Deciding;

/// <summary>
/// Some answered tickets, given out by one thread of the pool: what each asker does next (write its response, read its next request) runs
/// there, one after another. Waking a thread for each would cost more than the answers do; the desk's own thread has other work.
/// </summary>
internal sealed class AnswerRun : IThreadPoolWorkItem
{
    private const int WeightMax = 64;

    private static readonly ConcurrentBag<AnswerRun> Free = [];

    private readonly List<DeskTicket> _tickets = [];

    /// <summary>Gives the tickets out; the list may be used again when this returns.</summary>
    public static void GiveOut(List<DeskTicket> tickets)
    {
        AnswerRun? run = null;
        var weight = 0;
        foreach (var ticket in tickets)
        {
            if (run is null && !Free.TryTake(out run))
                run = new AnswerRun();
            run._tickets.Add(ticket);
            weight += ticket.Weight;
            if (weight < WeightMax)
                continue;
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
            (run, weight) = (null, 0);
        }
        if (run is not null)
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        foreach (var ticket in _tickets)
            ticket.Complete();
        _tickets.Clear();
        Free.Add(this);
    }
}
