using Sunqar.Core.Acts;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Oversight;

/// <summary>How a look ended.</summary>
public abstract record LookOutcome
{
    private LookOutcome() { }

    /// <summary>It is in the log, and this may leave.</summary>
    public sealed record Shown(IReadOnlyDictionary<SubjectId, Unsealed> People, IReadOnlyList<SubjectPayment> Payments) : LookOutcome;

    public sealed record Refused(ActAnswer Answer) : LookOutcome;
}

/// <summary>
/// Shows people: the look is decided and on disk before a seal is opened. A look sent twice shows nothing the second time: its first answer
/// says what was allowed then, not now.
/// </summary>
public sealed class Unmasking(ActDoor acts, Func<PersonalData?> personal)
{
    /// <summary>Null while the journal is read.</summary>
    public PersonalData? Data => personal();

    public async Task<LookOutcome> ShowAsync(string key, Grant grant, LookKind kind, IReadOnlyList<SubjectId> subjects, Actor actor)
    {
        if (acts.Current is not { } desk || Data is not { } data)
            return new LookOutcome.Refused(ActAnswer.Unavailable("The journal is being read; try again in a moment."));
        var masked = grant.Request.Fields & (LookFields.Identifier | LookFields.Name);
        var hasPayments = kind is LookKind.Query or LookKind.Export;
        // Who would be refused costs no passage over the journal.
        var mayTry =
            desk.Read(state =>
                state
                    .Of<AccessBook>()
                    .Find(grant.Id)
                    ?.Covers(actor.Id, grant.CaseId, subjects, grant.Request.Fields, grant.Request.FromUs, grant.Request.ToUs, desk.NowUs)
            ) == true;
        var payments =
            hasPayments && mayTry && subjects.Count == 1
                ? await Task.Run(() => data.Payments(subjects[0], grant.Request.FromUs, grant.Request.ToUs, AccessLimits.ExportRowsMax))
                : [];
        var look = new Look(
            key,
            grant.CaseId,
            grant.Basis,
            kind,
            subjects,
            hasPayments ? LookFields.Transfers : masked,
            hasPayments ? grant.Request.FromUs : 0,
            hasPayments ? grant.Request.ToUs : 0,
            hasPayments ? payments.Count : subjects.Count,
            grant.Id
        );
        var answer = await desk.DoAsync(look, actor);
        if (answer is { IsDone: true, IsRepeat: true })
        {
            answer = new ActAnswer(
                ActStatus.Refused,
                RefusalKind.Conflict,
                "This look was shown once; ask for it anew from the case.",
                null,
                answer.Sequence,
                true
            );
        }
        return answer.IsDone
            ? new LookOutcome.Shown(
                hasPayments ? new Dictionary<SubjectId, Unsealed>() : await Task.Run(() => data.Read(subjects, masked)),
                payments
            )
            : new LookOutcome.Refused(answer);
    }
}
