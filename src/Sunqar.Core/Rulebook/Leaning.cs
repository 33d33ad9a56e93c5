namespace Sunqar.Core.Rulebook;

/// <summary>
/// Which way an expression goes with what is known of a wallet's exposure. Nothing is known of most wallets, and what is known ages; a rule
/// may only speak more as exposures and ages grow, so that what is missing (a share of 0, an age beyond any) never silences it.
/// </summary>
[Flags]
internal enum Leaning : byte
{
    None = 0,

    /// <summary>Grows, or comes to hold, as the exposure or its age grows.</summary>
    Up = 1,

    /// <summary>Shrinks, or ceases to hold.</summary>
    Down = 2,

    /// <summary>A share of exposure is asked for in it.</summary>
    Share = 4,

    /// <summary>An exposure's age is asked for in it.</summary>
    Age = 8,
}

internal static class Leanings
{
    /// <summary>Of the opposite, or of what is taken away.</summary>
    public static Leaning Flipped(this Leaning leaning) =>
        leaning & ~(Leaning.Up | Leaning.Down)
        | (leaning.HasFlag(Leaning.Up) ? Leaning.Down : Leaning.None)
        | (leaning.HasFlag(Leaning.Down) ? Leaning.Up : Leaning.None);

    /// <summary>Of what goes with it in no known way: anything may come of it.</summary>
    public static Leaning Unsure(this Leaning leaning) => leaning == Leaning.None ? leaning : leaning | Leaning.Up | Leaning.Down;
}
