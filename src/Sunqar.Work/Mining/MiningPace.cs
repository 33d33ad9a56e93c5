namespace Sunqar.Work.Mining;

/// <summary>
/// When mining may look again: not while the process is busy with what people and banks wait for. Mining rests while it waits, so what the
/// process uses then is used by others. What is found does not depend on the pace, only when it is.
/// </summary>
/// <param name="used">Processor time that the process has used so far.</param>
/// <param name="cores">Cores that it may use.</param>
internal sealed class MiningPace(TimeProvider time, Func<TimeSpan> used, int cores)
{
    /// <summary>Above this part of the cores the process is busy.</summary>
    private const double BusyFrom = 0.25;

    /// <summary>How long one look at the processor lasts, and the least that mining rests.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>After so long networks are looked at all the same, once: a busy day must not hide what forms in it.</summary>
    internal static readonly TimeSpan HeldMax = TimeSpan.FromMinutes(10);

    private TimeSpan _rest;

    /// <summary>How many times the process was found busy; a measure of what was held back.</summary>
    public long Held { get; private set; }

    /// <summary>How long the last work took: mining rests three times as long.</summary>
    public void Worked(TimeSpan took) => _rest = 3 * took;

    /// <summary>Returns when mining may look again.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        if (_rest > Look)
            await Task.Delay(_rest - Look, time, cancel);
        for (var began = time.GetTimestamp(); ; Held++)
        {
            var (from, before) = (time.GetTimestamp(), used());
            await Task.Delay(Look, time, cancel);
            if ((used() - before) / (time.GetElapsedTime(from) * cores) <= BusyFrom || time.GetElapsedTime(began) >= HeldMax)
                return;
        }
    }
}
