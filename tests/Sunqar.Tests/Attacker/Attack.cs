using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>Something that somebody tries on the running server, what must come of it, and which fact records it.</summary>
/// <param name="What">What the attacker does.</param>
/// <param name="Must">What must happen; <paramref name="Try"/> asserts it.</param>
/// <param name="RecordedBy">The kind of fact that an act records it by; null where nothing may be left of it, or nothing happened.</param>
/// <param name="Try">Does it, on a server of its own.</param>
public sealed record Attack(string What, string Must, Type? RecordedBy, Func<StaffedServer, Task> Try)
{
    /// <summary>By which its server lives; null for the machine's. One that stands still where codes are good for half a minute.</summary>
    public TimeProvider? Time { get; init; }

    public async Task RunAsync(StaffedServer? on = null)
    {
        await using var own = on is null ? await StaffedServer.StartAsync(time: Time) : null;
        var server = on ?? own!;
        var before = server.ActsSoFar().Count;
        await Try(server);
        var kinds = server.ActsSoFar().Skip(before).SelectMany(act => act.What).Select(fact => fact.GetType()).ToList();
        if (RecordedBy is not null)
            Assert.Contains(RecordedBy, kinds);
    }

    public override string ToString() => $"{What} → {Must}" + (RecordedBy is null ? "" : $" [{RecordedBy.Name}]");
}
