using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Decisions;

/// <summary>
/// A measure was put before the decisions of a stream: from its place on they see it, and a replay sees it at the same place. It is about
/// one subject, or about one held payment, which then does not lapse before the measure ends.
/// </summary>
/// <param name="MeasureId">Of the case's measure; put once.</param>
/// <param name="Subject">Person, account or card; none where it is about a payment.</param>
/// <param name="Institution">With <paramref name="PaymentId"/>, the payment; empty where it is about a subject.</param>
/// <param name="UntilUs">First moment when it no longer holds, microseconds since 1970-01-01T00:00:00Z; <see cref="long.MaxValue"/> for one
/// that is in force until it is ended.</param>
public sealed record MeasureTook(
    string MeasureId,
    SubjectId Subject,
    string Institution,
    string PaymentId,
    MeasureStanding Standing,
    long UntilUs
) : Fact;

/// <summary>A measure was lifted before its time.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record MeasureEnded(string MeasureId, long AtUs) : Fact;
