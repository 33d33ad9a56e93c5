using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Log;

namespace Sunqar.Work.Oversight;

/// <summary>Signs a head of the oversight log at a fixed pace, whatever else goes on: an act stands under a signed head within that
/// time.</summary>
public static class LogFollower
{
    /// <summary>The log over the acts of a data folder; its key is made at the first start.</summary>
    /// <exception cref="IOException">The key is missing although heads were signed, or it is none.</exception>
    public static OversightLog Open(DataFolder folder)
    {
        var (place, key) = (Path.Combine(folder.Place, OversightLog.FolderName), LogKeyFile.DefaultPath(folder.Place));
        var options = new OversightLogOptions { Stream = Streams.Acts, Warn = Console.Error.WriteLine };
        return folder.IsShared
            ? OversightLog.Shared(place, key, folder.Keys, folder.Journal, options)
            : new OversightLog(place, key, folder.Journal, options);
    }

    /// <param name="mark">Puts on record what a head shall cover, before it is signed; null for nothing.</param>
    public static async Task RunAsync(
        OversightLog log,
        TimeSpan pace,
        Action<string> warn,
        CancellationToken cancel,
        Func<Task>? mark = null
    )
    {
        using var ticks = new PeriodicTimer(pace);
        do
        {
            if (mark is not null)
                await mark();
            await Task.Run(() => Advance(log, warn), CancellationToken.None);
        } while (await NextAsync(ticks, cancel));
    }

    /// <summary>A disk that takes nothing now may take it at the next tick; meanwhile no head comes, which a witness notices.</summary>
    public static void Advance(OversightLog log, Action<string> warn)
    {
        try
        {
            log.Advance((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"No head of the oversight log was signed: {error.Message}");
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer ticks, CancellationToken cancel)
    {
        try
        {
            return await ticks.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
