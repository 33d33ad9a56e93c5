using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Cases;

/// <summary>
/// Somebody answers for it that what a rule says of a subject needs nobody's look for a while. It hides no fact and changes no decision:
/// the alerts it covers are counted and can be listed. Both times are event times, so that a replay hides the same.
/// </summary>
/// <param name="Rule">The rule that is not to raise alerts about the subject.</param>
/// <param name="Author">Who answers for it.</param>
/// <param name="FromUs">Event time of the first payment covered, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ExpiresUs">Event time of the first payment no longer covered.</param>
public sealed record AlertSuppressed(SubjectId Subject, string Rule, string Author, string Reason, long FromUs, long ExpiresUs) : Fact;
