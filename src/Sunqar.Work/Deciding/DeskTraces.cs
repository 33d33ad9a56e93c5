using System.Diagnostics;

namespace Sunqar.Work.Deciding;

/// <summary>A span for each group of payments that was decided and flushed together, for whoever listens to .NET's activities; without a
/// listener it costs one comparison a group.</summary>
internal static class DeskTraces
{
    public const string Name = "Sunqar";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>From the first question of the group to its durable answer.</summary>
    /// <param name="now">The time's timestamp of the answer.</param>
    public static void Tell(DeskGroup group, TimeProvider time, long now)
    {
        if (!Source.HasListeners() || group.Tickets.Count == 0)
            return;
        var lasted = time.GetElapsedTime(group.Tickets.Min(ticket => ticket.AskedAt), now);
        // No parent: a group answers many requests, and belongs to none of them.
        using var span = Source.StartActivity("decide", ActivityKind.Internal, new ActivityContext(), startTime: time.GetUtcNow() - lasted);
        span?.SetTag("sunqar.payments", group.Tickets.Sum(ticket => ticket.Weight));
        span?.SetTag("sunqar.facts", group.Batch.Count);
    }
}
