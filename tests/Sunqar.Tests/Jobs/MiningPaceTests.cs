using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Jobs;

public class MiningPaceTests
{
    private readonly Hurried _time = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private TimeSpan _used;

    /// <summary>Each reading of the processor takes the next share of what two cores could have done since the last.</summary>
    private MiningPace Pace(params double[] busy)
    {
        var readings = 0;
        return new MiningPace(
            _time,
            () =>
            {
                // Two readings a look: before and after.
                if (readings % 2 == 1)
                    _used += MiningPace.Look * 2 * busy[Math.Min(readings / 2, busy.Length - 1)];
                readings++;
                return _used;
            },
            2
        );
    }

    [Fact]
    public async Task Mining_waits_for_as_long_as_others_are_busy()
    {
        var pace = Pace(0.9, 0.5, 0.3, 0.1);
        await pace.WaitAsync(_cancel);
        Assert.Equal(3, pace.Held);
        Assert.Equal(4 * MiningPace.Look, _time.Slept);
    }

    [Fact]
    public async Task An_idle_desk_holds_nothing_back()
    {
        var pace = Pace(0.02);
        await pace.WaitAsync(_cancel);
        Assert.Equal(0, pace.Held);
        Assert.Equal(MiningPace.Look, _time.Slept);
    }

    [Fact]
    public async Task A_busy_day_does_not_hide_what_forms_in_it()
    {
        var pace = Pace(1);
        await pace.WaitAsync(_cancel);
        Assert.Equal(MiningPace.HeldMax, _time.Slept);
    }

    [Fact]
    public async Task Mining_rests_three_times_as_long_as_it_worked()
    {
        var pace = Pace(0);
        pace.Worked(TimeSpan.FromSeconds(5));
        await pace.WaitAsync(_cancel);
        Assert.Equal(TimeSpan.FromSeconds(15), _time.Slept);
    }

    [Fact]
    public async Task Mining_goes_on_with_a_thread_of_its_own() =>
        Assert.False(await MiningThread.Run(() => Thread.CurrentThread.IsThreadPoolThread));

    /// <summary>A clock that a wait moves on by its length, at once.</summary>
    private sealed class Hurried : TimeProvider
    {
        public TimeSpan Slept { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Slept.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero)
                Slept += dueTime;
            return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
        }
    }
}
