using System.Security.Cryptography;
using Sunqar.Core.Acts;
using Sunqar.Core.Footage;
using Sunqar.Core.Times;

namespace Sunqar.Work.Footage;

/// <summary>
/// Draws challenges when no bank can foresee them, draws once more on the last day that recordings are owed on, and reviews what has
/// changed. A stop in between costs nothing: what was asked stands in acts.
/// </summary>
public sealed class FootageFollower(FootageOffice office, Func<long> nowUs, Func<int, int> chance)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    /// <summary>One step in so many draws: about once a day, and at no time of it.</summary>
    public const int StepsADay = 144;

    private readonly Dictionary<string, (long Size, int Challenges, int Holds, DateOnly Day)> _reviewed = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(FootageOffice office, Func<long> nowUs, Action<string> warn, CancellationToken cancel)
    {
        var follower = new FootageFollower(office, nowUs, RandomNumberGenerator.GetInt32);
        try
        {
            while (true)
            {
                try
                {
                    await follower.StepAsync(cancel);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    warn($"Footage is looked after again later: {error.Message}");
                }
                await Task.Delay(Pace, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides.
            warn($"No challenges are drawn any more: {error.Message}");
        }
    }

    /// <summary>Goes through all banks once.</summary>
    public async Task StepAsync(CancellationToken cancel)
    {
        var day = LocalTime.Kazakhstan.Day(nowUs());
        foreach (var bank in office.Banks.Where(bank => bank.Head is not null))
        {
            // Its key lets a day have one: what is drawn again after a restart is refused as asked already.
            if (!bank.Challenges.Any(one => one.Asked.IsFinal && LocalTime.Kazakhstan.Day(one.AskedUs) == day))
            {
                await office.AskAsync(
                    $"final:{bank.Bank}:{day:yyyyMMdd}",
                    Actor.House,
                    bank.Bank,
                    LossBound.LeavesUsual,
                    isFinal: true,
                    cancel
                );
            }
            if (chance(StepsADay) == 0)
                await office.AskAsync($"draw:{bank.Bank}:{nowUs()}", Actor.House, bank.Bank, LossBound.LeavesUsual, isFinal: false, cancel);
        }
        foreach (var bank in office.Banks.Where(bank => bank.Head is not null))
        {
            // What is due by the clock, an answer or a deletion, is seen within the day.
            var state = (bank.Head!.Size, bank.Challenges.Count(one => one.Answer is not null), bank.Holds.Count, day);
            if (_reviewed.TryGetValue(bank.Bank, out var last) && last == state)
                continue;
            await office.ReviewAsync(bank, cancel);
            _reviewed[bank.Bank] = state;
        }
    }
}
