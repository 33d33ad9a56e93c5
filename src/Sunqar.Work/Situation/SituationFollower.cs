using System.Diagnostics;

namespace Sunqar.Work.Situation;

/// <summary>Keeps a situation book up with the journal, behind the answers.</summary>
public static class SituationFollower
{
    private const int SliceFacts = 20_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(SituationBook book, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var began = Stopwatch.GetTimestamp();
                var read = await Task.Run(() => book.Advance(SliceFacts, cancel), cancel);
                // Rests three times as long as it worked while it catches up: on two cores the desk decides meanwhile.
                await Task.Delay(read == SliceFacts ? Stopwatch.GetElapsedTime(began) * 3 : Between, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides.
            warn($"The situation is shown no further: {error.Message}");
        }
    }
}
