using Sunqar.Core.Facts;

namespace Sunqar.Core.Acts;

/// <summary>
/// Something that a person, an institution's key or the house itself did or looked at: one record of the stream of acts, and one leaf of
/// the oversight log. It says who, when, in which case and on which basis once, for all facts in it.
/// </summary>
/// <param name="Key">Chosen by whoever asks; with <paramref name="Author"/> it names the act, so that a click sent twice is one
/// act.</param>
/// <param name="Command">What was asked for, by the command's name.</param>
/// <param name="Author">An account's id, <c>key:INSTITUTION</c>, or <c>house</c>; never a person's name.</param>
/// <param name="Unit">The author's unit at that moment.</param>
/// <param name="CaseId">The case that it belongs to; null where none.</param>
/// <param name="Basis">The legal basis or purpose, as stated; empty where none is due.</param>
/// <param name="AtUs">When, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ContentHash">Keyed hash of the whole command: tells the same command sent again from another one under the same
/// key.</param>
/// <param name="Answer">What was answered, so that the same command sent again gets the same answer.</param>
/// <param name="What">What it came to, as facts of the rooms; an <see cref="ActRefused"/> first where it was refused, and then only
/// evidence of what was tried.</param>
public sealed record Act(
    string Key,
    string Command,
    string Author,
    Role Role,
    string Unit,
    string? CaseId,
    string Basis,
    long AtUs,
    UInt128 ContentHash,
    string Answer,
    IReadOnlyList<Fact> What
) : Fact
{
    public Actor Actor => new(Author, Role, Unit);

    /// <summary>The refusal; null for an act that was done.</summary>
    public ActRefused? Refusal => What is [ActRefused refused, ..] ? refused : null;
}

/// <summary>Why a command was refused. Kept in facts: never renumber.</summary>
public enum RefusalKind : byte
{
    None = 0,

    /// <summary>Not by this role, or not without a grant, an approval or a second person.</summary>
    Forbidden = 1,

    /// <summary>It speaks of something that is not there, or not for this actor.</summary>
    NotFound = 2,

    /// <summary>It says something that cannot be.</summary>
    Invalid = 3,

    /// <summary>It does not fit what happened meanwhile, or the key has been used for something else.</summary>
    Conflict = 4,

    /// <summary>Too many, too much or too often.</summary>
    Limited = 5,
}

/// <summary>A command was refused; nothing else happened.</summary>
/// <param name="Reason">One sentence for whoever asked; no personal data.</param>
/// <param name="Field">The member that is wrong; null where no single one is.</param>
public sealed record ActRefused(RefusalKind Kind, string Reason, string? Field) : Fact;
