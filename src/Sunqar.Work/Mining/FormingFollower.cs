using System.Diagnostics;

namespace Sunqar.Work.Mining;

/// <summary>
/// Shows networks while they form: follows the payments behind the answers, works out what each adds and shows all networks as they stand.
/// One that has grown stands in the place of what it was. It goes on from what was mined at the start, and yields to deciding
/// (<see cref="MiningPace"/>).
/// </summary>
internal static class FormingFollower
{
    /// <summary>Runs until cancelled.</summary>
    /// <param name="start">What was mined at the start; null where that is too large to keep up with.</param>
    /// <param name="publish">Is given all networks as they stand whenever they may have changed; done with them when it returns.</param>
    public static async Task RunAsync(
        MinedFolder? start,
        MiningPace pace,
        Action<FoundNetworks> publish,
        Action<string> warn,
        CancellationToken cancel
    )
    {
        try
        {
            if (start is not { Growing: { } growing })
            {
                warn("The journal is too large to show networks while they form; they are found at the next start.");
                return;
            }
            var names = start.Names;
            while (true)
            {
                await pace.WaitAsync(cancel);
                var began = Stopwatch.GetTimestamp();
                if (await MiningThread.Run(() => growing.Take() ? names.Name(growing.Mine()) : null) is { } found)
                    await Task.Run(() => publish(found), cancel);
                pace.Worked(Stopwatch.GetElapsedTime(began));
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides.
            warn($"Networks are shown no further while they form: {error.Message}");
        }
    }
}
