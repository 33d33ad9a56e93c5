using System.Diagnostics;
using Sunqar.Core.Oversight;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Alerts;

/// <summary>Keeps alerts up with the journal, in small slices behind the answers: nothing waits for it.</summary>
internal static class AlertsFollower
{
    private const int SliceFacts = 20_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="publish">Is given the book whenever it has changed; reads what it needs before it returns.</param>
    public static async Task RunAsync(IJournal journal, Action<AlertBook> publish, Action<string> warn, CancellationToken cancel)
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
                    await Task.Run(() => publish(book), cancel);
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
