using System.Threading.RateLimiting;

namespace Sunqar.Server.Screening;

/// <summary>How many people an institution may ask the droppers' list for: as many as it takes on as customers, not as many as there are
/// numbers. Whoever goes through the numbers of a country learns a list that is nobody's to have.</summary>
internal sealed class DropperQuestions
{
    /// <summary>People at once, and as many again in an hour: 24,000 new customers a day, more than the largest bank opens accounts
    /// for.</summary>
    public const int AnHourMax = 1_000;

    private readonly PartitionedRateLimiter<string> _limits = PartitionedRateLimiter.Create<string, string>(institution =>
        RateLimitPartition.GetTokenBucketLimiter(
            institution,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = AnHourMax,
                TokensPerPeriod = AnHourMax / 60,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                AutoReplenishment = true,
                QueueLimit = 0,
            }
        )
    );

    public bool TryTake(string institution)
    {
        using var lease = _limits.AttemptAcquire(institution);
        return lease.IsAcquired;
    }
}
