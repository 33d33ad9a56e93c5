using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>Decides commands by the table of acts: whatever room a command is of, it is done only by the roles that the table names, and
/// whoever is limited confirms nothing.</summary>
public static class SecondPersons
{
    /// <summary>What a command comes to. A refusal of the command's own room comes first: it keeps what was tried.</summary>
    public static CommandOutcome Decide(Command command, ActState state, Actor actor, long nowUs)
    {
        var outcome = command.Decide(state, actor, nowUs);
        if (outcome is not CommandOutcome.Done || ActTable.Find(command.Name) is not { } line)
            return outcome;
        if (!line.Roles.Contains(actor.Role))
            return new CommandOutcome.Refused(RefusalKind.Forbidden, "Not by this role.", null);
        return line.IsSecond && state.Of<Staff>().Find(actor.Id) is not { Standing: Standing.Good }
            ? new CommandOutcome.Refused(RefusalKind.Forbidden, "An account that is limited confirms nothing.", null)
            : outcome;
    }
}

/// <summary>A second person agrees to what waits for one, or does not.</summary>
/// <param name="CaseId">The proposal's; null where it has none.</param>
public sealed record JudgeProposal(string Key, string? CaseId, string ProposalId, bool Agrees, string Reason) : Command(Key, CaseId, "")
{
    public override string Name => Agrees ? "second.agree" : "second.decline";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        // Whoever cannot be its second person is told nothing of it.
        if (
            state.Of<ProposalBook>().Find(ProposalId) is not { } one
            || one.CaseId != CaseId
            || (one.By.Id != actor.Id && !one.Asked.Seconds.Contains(actor.Role))
        )
        {
            return Refused(RefusalKind.NotFound, "Nothing of this name waits for you.", "proposal");
        }
        if (one.By.Id == actor.Id && Agrees)
            return Refused(RefusalKind.Forbidden, "Whoever asks does not agree to it: a second person does.", "proposal");
        if (one.Asked.About == actor.Id)
            return Refused(RefusalKind.Forbidden, "Nobody judges what is about himself.", "proposal");
        if (!one.Waits(nowUs))
            return Refused(RefusalKind.Conflict, "It has been judged, or its time is over.", "proposal");
        if (StaffRules.UnfitReason(Reason) is { } unfit)
            return unfit;
        var judged = new ProposalJudged(ProposalId, Agrees, Reason);
        if (!Agrees)
            return Done(ProposalId, judged);
        if (state.Of<Staff>().Find(one.By.Id) is not { Standing: Standing.Good } asker || asker.Role != one.By.Role)
            return Refused(RefusalKind.Conflict, "Whoever asked is limited, or has another post by now: it is asked for anew.", "proposal");
        return new CommandOutcome.Done(
            [judged, .. one.Asked.Comes.Select(what => what is IHoldsSince since ? since.Since(nowUs) : what)],
            ProposalId
        );
    }
}
