using Sunqar.Core.Acts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>Where a grant stands at a moment.</summary>
public enum GrantStanding : byte
{
    /// <summary>The drawn person has not answered yet.</summary>
    Pending = 0,

    /// <summary>It may be looked by it.</summary>
    Live = 1,

    /// <summary>It was declined, or found unjustified.</summary>
    Declined = 2,

    /// <summary>Its time is over.</summary>
    Expired = 3,

    /// <summary>Nobody answered in time.</summary>
    Lapsed = 4,
}

/// <summary>The act by which a drawn head became unfit to answer for a request.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="By">Whose act it was, by account and unit.</param>
public sealed record UnfitSecond(long AtUs, Actor By, string Command, string ActKey);

/// <summary>A request to look and what became of it, as a fold over the facts about it.</summary>
/// <param name="Asker">Who asked; role and unit are those of that moment.</param>
/// <param name="AtUs">When it was asked, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Seed">By which the second person is drawn.</param>
public sealed record Grant(GrantRequested Request, Actor Asker, string CaseId, string Basis, long AtUs, UInt128 Seed)
{
    public string Id => Request.GrantId;

    /// <summary>The head who answers for it, drawn once, when it was asked; null where nobody was eligible.</summary>
    public string? Drawn { get; init; }

    /// <summary>What made the drawn head unfit before she answered; null where nothing did. The request has lapsed.</summary>
    public UnfitSecond? Unfit { get; init; }

    /// <summary>Whether the drawn head looks at it afterwards: what is urgent, and what rests on a document.</summary>
    public bool IsReviewed => Request.IsUrgent || Request.IsReviewedAfter;

    /// <summary>When the second person allowed it; null where nobody has.</summary>
    public long? ApprovedUs { get; init; }

    public string? Declined { get; init; }

    public GrantReviewed? Review { get; init; }

    public long? ReviewedUs { get; init; }

    /// <summary>First moment at which nothing may be looked at by it any more; <see cref="AtUs"/> where it has not begun.</summary>
    public long EndsUs =>
        ApprovedUs is { } approved ? approved + Request.ValidDays * AccessLimits.DayUs
        : Request.IsUrgent ? AtUs + AccessLimits.UrgentUs
        : Request.NeedsSecond ? AtUs
        : AtUs + Request.ValidDays * AccessLimits.DayUs;

    /// <summary>The moment by which it has to be reviewed.</summary>
    public long ReviewDueUs => AtUs + AccessLimits.ReviewUs;

    public GrantStanding At(long nowUs)
    {
        if (Declined is not null || Review is { IsJustified: false })
            return GrantStanding.Declined;
        if (Unfit is not null)
            return GrantStanding.Lapsed;
        if (nowUs < EndsUs)
            return GrantStanding.Live;
        if (ApprovedUs is not null || Request.IsUrgent || !Request.NeedsSecond)
            return GrantStanding.Expired;
        return nowUs < AtUs + AccessLimits.PendingUs ? GrantStanding.Pending : GrantStanding.Lapsed;
    }

    /// <summary>True where the second person still has something to say: a request that waits, or a look that nobody has
    /// reviewed.</summary>
    public bool WaitsForSecond(long nowUs) =>
        Unfit is null && (IsReviewed ? Review is null && Declined is null : At(nowUs) == GrantStanding.Pending);

    /// <summary>A look that nobody reviewed in time, or that was found unjustified.</summary>
    public bool IsAgainstAsker(long nowUs) =>
        IsReviewed && Declined is null && (Review is null ? nowUs >= ReviewDueUs : !Review.IsJustified);

    /// <summary>Whether it covers these subjects, fields and this period, at this moment, for this account in this case.</summary>
    public bool Covers(
        string account,
        string caseId,
        IReadOnlyList<SubjectId> subjects,
        LookFields fields,
        long fromUs,
        long toUs,
        long nowUs
    ) =>
        At(nowUs) == GrantStanding.Live
        && account == Asker.Id
        && caseId == CaseId
        && fields != LookFields.None
        && (fields & ~Request.Fields) == 0
        && subjects.Count > 0
        && subjects.All(Request.Subjects.Contains)
        && (!fields.HasFlag(LookFields.Transfers) || (fromUs >= Request.FromUs && toUs <= Request.ToUs && fromUs < toUs));
}
