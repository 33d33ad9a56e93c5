using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>How somebody looks. Kept in facts: never renumber.</summary>
public enum LookKind : byte
{
    None = 0,

    /// <summary>A page under pseudonyms.</summary>
    View = 1,

    /// <summary>The transfers of named subjects, on a page.</summary>
    Query = 2,

    /// <summary>One subject's transfers, as a file.</summary>
    Export = 3,

    /// <summary>The identifier or name behind a pseudonym.</summary>
    Unmask = 4,

    /// <summary>A citizen's own record of who looked.</summary>
    OwnRecord = 5,
}

/// <summary>What of a subject is shown. Kept in facts: never renumber.</summary>
[Flags]
public enum LookFields : byte
{
    /// <summary>Pseudonyms alone.</summary>
    None = 0,

    /// <summary>IIN, account, card token or device.</summary>
    Identifier = 1,

    Name = 2,

    /// <summary>The transfers of a period.</summary>
    Transfers = 4,
}

/// <summary>Somebody looked: in the log before a byte of it left.</summary>
/// <param name="LookId">Derived from author and key; by it a citizen objects.</param>
/// <param name="Subjects">Whom it showed; empty for a page under pseudonyms.</param>
/// <param name="FromUs">First moment of the data shown, microseconds since 1970-01-01T00:00:00Z; 0 where the look has no period.</param>
/// <param name="ToUs">First moment no longer shown.</param>
/// <param name="ResultSize">Rows shown.</param>
/// <param name="GrantId">By which grant; null where none is due.</param>
public sealed record Looked(
    string LookId,
    LookKind Kind,
    IReadOnlyList<SubjectId> Subjects,
    LookFields Fields,
    long FromUs,
    long ToUs,
    long ResultSize,
    string? GrantId
) : Fact;

/// <summary>Somebody wanted to look and was refused; stands behind the refusal in its act, as evidence for the overseer.</summary>
public sealed record LookTried(LookKind Kind, IReadOnlyList<SubjectId> Subjects, LookFields Fields, string? GrantId) : Fact;
