namespace Sunqar.Work.Following;

/// <summary>How long to wait after failures: doubling from half a second to a minute, of which chance takes up to a half off, so that many
/// followers do not come back at once.</summary>
public static class BackOff
{
    private const double FirstSeconds = 0.5,
        MostSeconds = 60;

    /// <param name="failures">In a row, from 1.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int failures, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var whole = Math.Min(MostSeconds, FirstSeconds * Math.Pow(2, Math.Min(failures, 30) - 1));
        return TimeSpan.FromSeconds(whole * (1 - chance / 2));
    }
}

/// <summary>Steps a follower again and again.</summary>
public static class FollowJob
{
    /// <summary>Failures in a row after which a run that is to end at the head gives up.</summary>
    public const int FailuresMax = 8;

    /// <param name="untilHead">End when there is nothing new; else wait for new blocks until cancelled.</param>
    /// <param name="poll">Between looks when there is nothing new.</param>
    /// <param name="chance">Gives numbers from 0 to 1.</param>
    /// <param name="tell">Told of every step, and of failures that will be tried again.</param>
    /// <returns>The step that ended it: at the head, or too deep.</returns>
    /// <exception cref="NodeException">The node refuses, or (until the head) keeps failing.</exception>
    public static async Task<FollowStep> RunAsync(
        ChainFollower follower,
        bool untilHead,
        TimeSpan poll,
        Func<double> chance,
        TimeProvider clock,
        Action<FollowStep?, NodeException?> tell,
        CancellationToken cancel
    )
    {
        var failures = 0;
        while (true)
        {
            FollowStep? step = null;
            try
            {
                step = await follower.StepAsync(cancel);
                tell(step, null);
                failures = step is FollowStep.Unsettled ? failures + 1 : 0;
            }
            catch (NodeException e) when (e.Trouble == NodeTrouble.Passing && !(untilHead && failures + 1 >= FailuresMax))
            {
                tell(null, e);
                failures++;
            }
            if (step is FollowStep.TooDeep || (untilHead && step is FollowStep.AtHead))
            {
                return step;
            }
            if (failures > 0 || step is FollowStep.AtHead)
            {
                await Task.Delay(failures > 0 ? BackOff.After(failures, chance()) : poll, clock, cancel);
            }
        }
    }
}
