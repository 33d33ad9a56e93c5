using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>One look as the citizen sees it: never who, always which role of which unit and why.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record ShownLook(string LookId, long AtUs, Role Role, string Unit, string Why, LookFields Fields);

/// <summary>Who looked at a citizen. Looks in an open case stay hidden until it closes, at most <see cref="AccessLimits.HiddenUsMax"/>;
/// then they appear by themselves, and stay when the case is opened again.</summary>
public static class CitizenRecord
{
    /// <summary>What may be shown at a moment, the newest first. A subject that is none, never seen or never looked at gives the same:
    /// nothing.</summary>
    public static IReadOnlyList<ShownLook> Of(AccessBook book, SubjectId subject, long nowUs) =>
        subject.IsNone ? [] : [.. book.LooksAt(subject).Where(look => IsShown(book, look, nowUs)).Reverse().Select(Show)];

    private static bool IsShown(AccessBook book, LookEntry look, long nowUs) =>
        nowUs >= look.AtUs + AccessLimits.HiddenUsMax
        || look.CaseId is null
        || book.ClosedUs(look.CaseId) >= look.AtUs
        || book.Case(look.CaseId) is null;

    private static ShownLook Show(LookEntry look) =>
        new(
            look.LookId,
            look.AtUs,
            look.Role,
            look.Unit,
            LegalBases.Find(look.Basis) is { } basis ? $"{basis.Title} ({basis.Article})" : look.Basis,
            look.Fields
        );
}

/// <summary>A citizen, whose IIN has been proved, objects to a look that they are shown.</summary>
/// <param name="Text">Sealed with the citizen's own key.</param>
public sealed record ObjectToLook(string Key, SubjectId Subject, string LookId, SealedText Text) : Command(Key, null, "")
{
    /// <summary>Objections of one subject that wait at one time.</summary>
    public const int WaitingMax = 20;

    public override string Name => "citizen.object";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Citizen)
            return Refused(RefusalKind.Forbidden, "A citizen alone objects.");
        if (CitizenRecord.Of(state.Of<AccessBook>(), Subject, nowUs).All(look => look.LookId != LookId))
            return Refused(RefusalKind.NotFound, "There is no such look.", "look");
        if (Text.IsEmpty)
            return Refused(RefusalKind.Invalid, "Say what you object to.", "text");
        var work = state.Of<WorkBook>();
        var id = AccessBook.IdOf("objection", Subject.ToString(), LookId);
        if (work.Objection(id) is not null)
            return Refused(RefusalKind.Conflict, "You have objected to this; the overseer has it.", "look");
        var waiting = work.Objections.Count(one => one.Objection.Subject == Subject && !work.IsClosed(one.Objection.ObjectionId));
        return waiting >= WaitingMax
            ? Refused(RefusalKind.Limited, $"At most {WaitingMax} objections wait at one time.")
            : Done(id, new CitizenObjected(id, Subject, LookId, Text));
    }
}

/// <summary>Notes that somebody asked for a code, proved an IIN, or failed to; not which.</summary>
public sealed record NoteCitizenProof(string Key, CitizenProofStep Step) : Command(Key, null, "")
{
    public override string Name => "citizen.proof";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role == Role.Citizen && Step is >= CitizenProofStep.CodeSent and <= CitizenProofStep.WrongCode
            ? Done("", new CitizenProofTried(Step))
            : Refused(RefusalKind.Invalid, "There is no such step.");
}
