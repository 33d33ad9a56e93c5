using System.Threading.RateLimiting;

namespace Sunqar.Server.Confirmations;

/// <summary>How many customers an institution may enrol or ask names for: a large bank's day, not the numbers of a country.</summary>
internal sealed class CustomerQuestions
{
    /// <summary>At once, and as many again in an hour.</summary>
    public const int AnHourMax = 20_000;

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
