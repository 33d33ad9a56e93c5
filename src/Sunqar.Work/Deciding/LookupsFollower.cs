using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Deciding;

/// <summary>Keeps what the desk looks up in step with the journal: a list that was imported, or a licence that ended, is seen by decisions
/// within a second.</summary>
internal static class LookupsFollower
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="lookups">As the desk got them; nobody else folds into them from now on.</param>
    public static async Task RunAsync(IJournal journal, Lookups lookups, DecisionDesk desk, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                if (await Task.Run(() => lookups.Advance(journal), cancel))
                    desk.Use(lookups.Picture);
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
            warn($"New registers, lists and rates reach decisions no more until the next start: {error.Message}");
        }
    }
}
