using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>Somebody asked to look at named subjects. Case, legal basis, author and unit are the act's.</summary>
/// <param name="Subjects">Only these.</param>
/// <param name="Fields">Only these.</param>
/// <param name="FromUs">Only data from this moment, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ToUs">Only data before this moment.</param>
/// <param name="ValidDays">For how many days, from the moment it is allowed.</param>
/// <param name="IsUrgent">It works at once, for <see cref="AccessLimits.UrgentUs"/>, and is reviewed afterwards.</param>
/// <param name="NeedsSecond">Nothing is shown before a second person allows it.</param>
/// <param name="Purpose">Why, in words without identifiers.</param>
/// <param name="Document">SHA-256 of the paper that the basis speaks of, a piece of the case's evidence, 64 hexadecimal digits; empty where
/// the basis speaks of none.</param>
/// <param name="IsReviewedAfter">It rests on a document and not on a second person: a drawn head looks at it afterwards.</param>
public sealed record GrantRequested(
    string GrantId,
    IReadOnlyList<SubjectId> Subjects,
    LookFields Fields,
    long FromUs,
    long ToUs,
    int ValidDays,
    bool IsUrgent,
    bool NeedsSecond,
    string Purpose,
    string Document = "",
    bool IsReviewedAfter = false
) : Fact;

/// <summary>The second person, who was drawn, allowed it.</summary>
public sealed record GrantApproved(string GrantId) : Fact;

/// <summary>It was declined, by the drawn person or, where the asker has a stake in the subject, by the house at once.</summary>
public sealed record GrantDeclined(string GrantId, string Reason) : Fact;

/// <summary>The drawn person looked at what was urgent.</summary>
public sealed record GrantReviewed(string GrantId, bool IsJustified, string Note) : Fact;

/// <summary>The overseer lets an account ask urgently again; what was overdue or unjustified before this moment counts no more.</summary>
public sealed record LimitLifted(string Account, string Note) : Fact;
