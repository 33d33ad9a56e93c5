namespace Sunqar.Core.Patterns;

/// <summary>What gave a sighting away: by it one typology's searches are told apart, weighed and told.</summary>
public enum Cause : byte
{
    /// <summary>The typology has one search only, or its main one.</summary>
    None = 0,

    /// <summary>Its pairs are suspect (docs/patterns/suspicion.md).</summary>
    PairSuspicion = 1,

    /// <summary>It breaks with what the account usually does.</summary>
    Habit = 2,

    /// <summary>The same accounts are paid again and again for some days, and never before or after.</summary>
    Relay = 3,

    /// <summary>What comes in buys crypto.</summary>
    EmptiesIntoCrypto = 4,

    /// <summary>Each account hands on to the next, and meets nobody else around then.</summary>
    Chain = 5,

    /// <summary>The accounts meet for some days only (docs/patterns/brief_meetings.md).</summary>
    BriefMeetings = 6,

    /// <summary>Each step follows the one before.</summary>
    InOrderOfTime = 7,

    /// <summary>The steps close, though not one after the other.</summary>
    AnyOrder = 8,
}

/// <summary>How evidence and weights name causes.</summary>
public static class CauseWords
{
    /// <summary>As evidence says it; empty for none.</summary>
    public static string Text(this Cause cause) =>
        cause switch
        {
            Cause.None => "",
            Cause.PairSuspicion => "suspicion of its pairs",
            Cause.Habit => "habit",
            Cause.Relay => "relay",
            Cause.EmptiesIntoCrypto => "empties into crypto",
            Cause.Chain => "chain",
            Cause.BriefMeetings => "brief meetings",
            Cause.InOrderOfTime => "in the order of time",
            Cause.AnyOrder => "any order",
            _ => throw new ArgumentOutOfRangeException(nameof(cause)),
        };

    /// <summary>The observation that says it, which also makes it the sighting's <see cref="Sighting.Cause"/>.</summary>
    public static Observed Told(this Cause cause) =>
        new(cause is Cause.InOrderOfTime or Cause.AnyOrder ? EvidenceKeys.Order : EvidenceKeys.BecauseOf, cause.Text(), cause);

    /// <summary>The kind with its cause as rulebooks/scores.weights names it: <c>fan_in:habit</c>; the kind alone for none.</summary>
    public static string Named(string kind, Cause cause) => cause == Cause.None ? kind : $"{kind}:{cause.Text().Replace(' ', '_')}";
}
