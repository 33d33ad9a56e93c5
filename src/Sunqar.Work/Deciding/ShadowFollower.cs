using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Deciding;

/// <summary>Runs a candidate rulebook beside the live one, in small slices behind the answers.</summary>
internal static class ShadowFollower
{
    private const int SliceFacts = 20_000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="started">Is given the run, which pages and metrics show.</param>
    public static async Task RunAsync(
        IJournal journal,
        LoadedRulebook candidate,
        Action<ShadowRun> started,
        Action<string> warn,
        CancellationToken cancel
    )
    {
        try
        {
            var lookups = await Task.Run(() => Lookups.Of(journal), cancel);
            var shadow = new ShadowRun(journal, Streams.Payments, new DecisionEngine(candidate, lookups.Rates));
            started(shadow);
            while (true)
            {
                var read = await Task.Run(
                    () =>
                    {
                        lookups.Advance(journal);
                        return shadow.Advance(lookups.Picture, SliceFacts, cancel);
                    },
                    cancel
                );
                if (read < SliceFacts)
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
            warn($"The candidate rulebook runs no further in shadow: {error.Message}");
        }
    }
}
