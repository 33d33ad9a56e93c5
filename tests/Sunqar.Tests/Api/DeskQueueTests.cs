using Sunqar.Work.Deciding;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>Waking a thread costs more than deciding a payment: counted is how often the desk's thread is woken, and that nobody is
/// forgotten.</summary>
public class DeskQueueTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(15, 0)]
    [InlineData(16, 1)]
    [InlineData(200, 1)]
    public void A_desk_that_waits_for_sixteen_is_woken_once_and_by_no_fewer(int tickets, long wakes)
    {
        var queue = new DeskQueue();
        using var waiting = Waiting(queue, tickets == 1 ? 1 : 16);
        for (var i = 0; i < tickets; i++)
            Assert.True(queue.TryAdd(Ticket(), 1_000));
        Assert.Equal(wakes, queue.Wakes);
        // What landed, or the end, wakes it in any case; then all that came is there.
        queue.Signal();
        waiting.Join();
        var taken = new List<DeskTicket>();
        queue.Take(taken, int.MaxValue);
        Assert.Equal(tickets, taken.Count);
    }

    [Fact]
    public void A_desk_whose_group_is_full_is_woken_by_a_signal_alone()
    {
        var queue = new DeskQueue();
        using var waiting = new Waiter(queue, queue.WaitForSignal);
        for (var i = 0; i < 100; i++)
            queue.TryAdd(Ticket(), 1_000);
        Assert.Equal(0, queue.Wakes);
        queue.Signal();
        waiting.Join();
        Assert.Equal(1, queue.Wakes);
    }

    [Fact]
    public void What_is_there_already_is_not_waited_for()
    {
        var queue = new DeskQueue();
        for (var i = 0; i < 16; i++)
            queue.TryAdd(Ticket(), 1_000);
        queue.Wait(Timeout.InfiniteTimeSpan, 16);
        queue.Signal();
        queue.Wait(Timeout.InfiniteTimeSpan, 17);
        Assert.Equal(0, queue.Wakes);
    }

    private static Waiter Waiting(DeskQueue queue, int payments) => new(queue, () => queue.Wait(Timeout.InfiniteTimeSpan, payments));

    private static DeskTicket Ticket()
    {
        var ticket = DeskTicket.Rent();
        ticket.AddNext();
        return ticket;
    }

    /// <summary>A thread that waits, once it does.</summary>
    private sealed class Waiter : IDisposable
    {
        private readonly DeskQueue _queue;
        private readonly Thread _thread;

        public Waiter(DeskQueue queue, Action wait)
        {
            _queue = queue;
            _thread = new Thread(() => wait()) { IsBackground = true };
            _thread.Start();
            // It holds the queue's lock until it waits.
            SpinWait.SpinUntil(() => _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        }

        public void Join() => _thread.Join();

        public void Dispose()
        {
            _queue.Close();
            _thread.Join();
        }
    }
}
