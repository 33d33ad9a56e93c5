using System.Diagnostics;
using Sunqar.Core.Oversight;
using Sunqar.Server.Pages.State;
using Sunqar.Storage.Journal;

namespace Sunqar.Server.Jobs;

/// <summary>Keeps the console's alerts up with the journal, in small slices behind the answers: nothing waits for it.</summary>
internal static class AlertsFollower
{
    private const int SliceFacts = 20_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(
        IJournal journal,
        Func<string, Pseudonyms> names,
        LiveConsoleState state,
        Action<string> warn,
        CancellationToken cancel
    )
    {
        try
        {
            var book = await Task.Run(() => new AlertBook(journal), cancel);
            for (var fresh = true; ; )
            {
                var began = Stopwatch.GetTimestamp();
                var read = await Task.Run(() => book.Advance(SliceFacts, cancel), cancel);
                fresh |= read > 0;
                if (read == SliceFacts)
                {
                    // Rests three times as long as it worked: on two cores the desk decides meanwhile.
                    await Task.Delay(Stopwatch.GetElapsedTime(began) * 3, cancel);
                    continue;
                }
                if (fresh)
                {
                    state.Publish(await Task.Run(() => new AlertsView(book.List(), book.Forgotten, names), cancel));
                    book.Keep();
                    fresh = false;
                }
                await Task.Delay(Between, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides.
            warn($"Alerts are shown no further: {error.Message}");
        }
    }
}
