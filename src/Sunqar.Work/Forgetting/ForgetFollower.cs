using Sunqar.Core.Retention;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Forgetting;

/// <summary>Forgets once a day, beside what decides: nobody has to remember to.</summary>
internal static class ForgetFollower
{
    /// <summary>After a start there is more urgent work.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10),
        Every = TimeSpan.FromDays(1),
        Settle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(
        DataFolder folder,
        KeyBackups backups,
        ActDesk desk,
        RetentionLimits limits,
        Action<string> warn,
        CancellationToken cancel
    )
    {
        try
        {
            for (var wait = First; ; wait = Every)
            {
                await Task.Delay(wait, cancel);
                try
                {
                    backups.Expire(limits.HeldSinceUs(Touch.KeyBackup, desk.NowUs));
                    var result = await ForgetJob.RunAsync(folder.Journal, folder.Keys, desk, limits, Settle, cancel);
                    if (result.Forgotten > 0)
                        warn($"{result.Forgotten} subjects past every limit were forgotten.");
                }
                catch (IOException error)
                {
                    warn($"Forgetting was broken off and goes on tomorrow: {error.Message}");
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
