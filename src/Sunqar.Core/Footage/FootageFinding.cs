namespace Sunqar.Core.Footage;

/// <summary>What is wrong with a bank's footage.</summary>
public enum FootageFault : byte
{
    None = 0,

    /// <summary>No recording of a camera for a time at which it should have run.</summary>
    Gap = 1,

    /// <summary>Two recordings of one camera cover the same time.</summary>
    Overlap = 2,

    /// <summary>The recorder's clock moved against true time between two recordings.</summary>
    ClockStep = 3,

    /// <summary>The recorder's clock is too far from true time to find a withdrawal by.</summary>
    ClockOff = 4,

    /// <summary>The clock that is burnt into the picture stands still.</summary>
    ClockStopped = 5,

    /// <summary>Nothing is to be seen.</summary>
    Black = 6,

    /// <summary>A withdrawal that no camera saw.</summary>
    WithdrawalUnseen = 7,

    /// <summary>A withdrawal during which no picture changed.</summary>
    WithdrawalFrozen = 8,

    /// <summary>Committed later than the night after its day.</summary>
    LateCommitment = 9,

    /// <summary>The bank's signature bears a time at which the agency had not got it, or before the recording's end.</summary>
    BackDated = 10,

    /// <summary>A head of which the agency never gave a receipt.</summary>
    Unreceipted = 11,

    /// <summary>A second recording was committed under the name of an earlier one.</summary>
    Replaced = 12,

    /// <summary>A manifest does not name the one before it of its camera.</summary>
    ChainBroken = 13,

    /// <summary>Deleted before its time.</summary>
    DeletedEarly = 14,

    /// <summary>Deleted although it was held.</summary>
    DeletedUnderHold = 15,

    /// <summary>A certificate for what was never committed, or is deleted already.</summary>
    DeletedUnknown = 16,

    /// <summary>Kept longer than the bank says that it keeps footage, and nothing holds it.</summary>
    KeptTooLong = 17,

    /// <summary>Nobody measured the recorder's clock.</summary>
    ClockUnknown = 18,

    /// <summary>Nobody looked at the picture.</summary>
    NotLooked = 19,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Terminal">Empty where the whole bank is meant.</param>
/// <param name="FromUs">The time that it is about, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ToUs">Its end; the start for a moment.</param>
/// <param name="Count">How many recordings it is told of at once, the first's time standing for all; 1 where one.</param>
/// <param name="About">The withdrawal's id; null where it is about none.</param>
public sealed record FootageFinding(
    FootageFault Fault,
    string Terminal,
    string Camera,
    long FromUs,
    long ToUs,
    long Count = 1,
    string? About = null
);

/// <summary>When a terminal should have been recorded, as the bank declared it.</summary>
/// <param name="Camera">Empty for every camera that the terminal has.</param>
public sealed record DeclaredUptime(string Terminal, string Camera, long FromUs, long ToUs);

/// <summary>Why recordings are kept past their time: a legal hold, a complaint. What is held must not be deleted.</summary>
/// <param name="FromUs">Of the recordings that are held, with <paramref name="ToUs"/>.</param>
/// <param name="UntilUs">How long, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record FootageHold(string Terminal, long FromUs, long ToUs, long UntilUs, string Reason)
{
    public bool Holds(string terminal, long startUs, long endUs, long atUs) =>
        terminal == Terminal && startUs < ToUs && endUs > FromUs && atUs < UntilUs;
}
