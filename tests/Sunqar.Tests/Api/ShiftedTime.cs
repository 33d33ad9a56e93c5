namespace Sunqar.Tests.Api;

/// <summary>The machine's clock, another day: what a test sends of a day is decided on that day, as a door demands.</summary>
public sealed class ShiftedTime(DateTimeOffset began) : TimeProvider
{
    private readonly TimeSpan _by = began - System.GetUtcNow();

    /// <summary>A day after most payments of the tests were made: 2026-01-16T06:00:00Z.</summary>
    public static ShiftedTime OfTests => new(new DateTimeOffset(2026, 1, 16, 6, 0, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _by;
}
