using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Retention;

/// <summary>
/// The keys of these subjects are destroyed: no identifier leads to their facts any more, and nobody can open their texts. It stands in the
/// journal before the first key goes, so that no key ever goes unrecorded.
/// </summary>
/// <param name="LimitsVersion">Of the limits that they were past.</param>
/// <param name="Subjects">At most <see cref="ForgetSubjects.SubjectsMax"/>; a larger number takes several acts.</param>
public sealed record SubjectsForgotten(string LimitsVersion, IReadOnlyList<SubjectId> Subjects) : Fact;

/// <summary>Of subjects that were to be forgotten, these were met again between the decision and the deed, and stay.</summary>
public sealed record SubjectsSpared(IReadOnlyList<SubjectId> Subjects) : Fact;

/// <summary>The house forgets subjects that are past every limit.</summary>
public sealed record ForgetSubjects(string Key, string LimitsVersion, IReadOnlyList<SubjectId> Subjects) : Command(Key, null, "retention")
{
    /// <summary>One act stays far below what a record may hold.</summary>
    public const int SubjectsMax = 20_000;

    public override string Name => "retention.forget";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role != Role.System ? Refused(RefusalKind.Forbidden, "The house alone forgets, by its limits.")
        : Subjects.Count is 0 or > SubjectsMax ? Refused(RefusalKind.Invalid, $"Expected 1 to {SubjectsMax} subjects.", "subjects")
        : Done("forgotten", new SubjectsForgotten(LimitsVersion, Subjects));
}

/// <summary>Says which of them stayed after all.</summary>
public sealed record SpareSubjects(string Key, IReadOnlyList<SubjectId> Subjects) : Command(Key, null, "retention")
{
    public override string Name => "retention.spare";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role != Role.System ? Refused(RefusalKind.Forbidden, "The house alone forgets, by its limits.")
        : Subjects.Count is 0 or > ForgetSubjects.SubjectsMax
            ? Refused(RefusalKind.Invalid, $"Expected 1 to {ForgetSubjects.SubjectsMax} subjects.", "subjects")
        : Done("spared", new SubjectsSpared(Subjects));
}
