namespace Sunqar.Simulation;

/// <summary>Which country to simulate. The same options give the same country, byte for byte, on any machine and any number of
/// threads.</summary>
public sealed record CountryOptions
{
    /// <summary>Fewest citizens among whom everything that was reported can be planted.</summary>
    public const int FullScalePeopleMin = 100_000;

    /// <summary>Citizens; 1,000 to 20,000,000, at full scale at least <see cref="FullScalePeopleMin"/>.</summary>
    public int People { get; init; } = 100_000;

    /// <summary>Days from <see cref="Start"/>; 1 to 366.</summary>
    public int Days { get; init; } = 60;

    public ulong Seed { get; init; } = 1;

    /// <summary>The first day, local.</summary>
    public DateOnly Start { get; init; } = new(2026, 1, 1);

    /// <summary>Plants everything that was reported (130 exchangers, 81 networks, ...) instead of a tenth.</summary>
    public bool FullScale { get; init; }

    /// <summary>Also plants what rules of the rulebook speak of, with its look-alikes (docs/simulation.md); off where only what is mined
    /// for is measured.</summary>
    public bool PlantsForRules { get; init; }

    /// <summary>Threads that may work on one day; the result does not depend on it.</summary>
    public int Threads { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>What the planted schemes do so as not to be found; nothing, unless told.</summary>
    public Evasion Evasion { get; init; } = new();

    /// <summary>A million people and every reported figure.</summary>
    public static CountryOptions Full(ulong seed) =>
        new()
        {
            People = 1_000_000,
            FullScale = true,
            Seed = seed,
        };

    /// <exception cref="ArgumentOutOfRangeException">A figure lies outside what the simulation can hold.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(People, FullScale ? FullScalePeopleMin : 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(People, 20_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Days, 366);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        Evasion.Check();
    }
}
