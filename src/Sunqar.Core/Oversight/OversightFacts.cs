using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>Why a look at a subject concerns the overseer. Kept in facts: never renumber.</summary>
public enum FlagKind : byte
{
    None = 0,

    /// <summary>The account's own holder.</summary>
    Self = 1,

    /// <summary>Somebody the account's holder has declared as close. Not which tie it is: this is no register of families.</summary>
    Close = 2,

    /// <summary>A person in public life, whom curiosity may draw.</summary>
    PublicLife = 3,

    /// <summary>Nobody: an identity that no case can lead to, so whoever looks is looking around.</summary>
    Decoy = 4,
}

/// <summary>A subject was put on a list that the overseer alone sees, or taken off it.</summary>
/// <param name="Account">Whose self or close person; empty for the other kinds.</param>
public sealed record SubjectFlagged(FlagKind Kind, SubjectId Subject, string Account, bool IsSet) : Fact;

/// <summary>What the overseer does with a task. Kept in facts: never renumber.</summary>
public enum TaskStep : byte
{
    None = 0,
    Taken = 1,
    Noted = 2,

    /// <summary>Nothing was wrong.</summary>
    ClosedProper = 3,

    /// <summary>Somebody looked who should not have.</summary>
    ClosedImproper = 4,
}

/// <summary>The overseer worked on an alarm or an objection.</summary>
/// <param name="TaskId">The alarm's or the objection's id.</param>
public sealed record TaskStepped(string TaskId, TaskStep Step, string Note) : Fact;

/// <summary>A citizen objects to a look: a task for the overseer.</summary>
/// <param name="Text">What they say, sealed with their own key: it dies with it.</param>
public sealed record CitizenObjected(string ObjectionId, SubjectId Subject, string LookId, SealedText Text) : Fact;

/// <summary>How proving an IIN went. Kept in facts: never renumber.</summary>
public enum CitizenProofStep : byte
{
    None = 0,

    /// <summary>A code was sent, or would have been.</summary>
    CodeSent = 1,
    Proved = 2,
    WrongCode = 3,
}

/// <summary>Somebody proved, or failed to prove, an IIN. It does not say which.</summary>
public sealed record CitizenProofTried(CitizenProofStep Step) : Fact;

/// <summary>A number of the yearly report as published.</summary>
/// <param name="Row">What is counted, table, slash, row, e.g. <c>looks/pretrial</c>; the row <c>all</c> is the sum.</param>
/// <param name="Column">By whom, a unit; <c>all</c> is the sum.</param>
/// <param name="Value">Rounded to <see cref="SmallNumbers.Base"/>; null where it is withheld.</param>
public sealed record ReportCell(string Row, string Column, long? Value);

/// <summary>A year's transparency report was published: once, and then it stands.</summary>
public sealed record ReportPublished(int Year, IReadOnlyList<ReportCell> Cells) : Fact;
