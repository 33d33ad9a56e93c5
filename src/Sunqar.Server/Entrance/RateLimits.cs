using System.Collections.Concurrent;

namespace Sunqar.Server.Entrance;

/// <summary>
/// How many payments an institution may send: a bucket each, filled at a steady rate and holding one second's worth. For any number of
/// threads.
/// </summary>
/// <param name="paymentsPerSecond">0 for no limit.</param>
public sealed class RateLimits(int paymentsPerSecond, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();

    public static RateLimits None { get; } = new(0);

    private sealed class Bucket
    {
        public double Payments;
        public long FilledAt;
    }

    /// <summary>Takes so many payments out of the institution's bucket; false where they are not in it, and nothing is taken.</summary>
    public bool TryTake(string institution, int payments)
    {
        if (paymentsPerSecond == 0)
            return true;
        var bucket = _buckets.GetOrAdd(
            institution,
            static (_, arguments) => new Bucket { Payments = arguments.Most, FilledAt = arguments.Now },
            (Most: paymentsPerSecond, Now: _time.GetTimestamp())
        );
        lock (bucket)
        {
            var now = _time.GetTimestamp();
            bucket.Payments = Math.Min(
                paymentsPerSecond,
                bucket.Payments + _time.GetElapsedTime(bucket.FilledAt, now).TotalSeconds * paymentsPerSecond
            );
            bucket.FilledAt = now;
            if (bucket.Payments < payments)
                return false;
            bucket.Payments -= payments;
            return true;
        }
    }
}
