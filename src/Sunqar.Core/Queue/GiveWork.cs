using Sunqar.Core.Acts;
using Sunqar.Core.People;

namespace Sunqar.Core.Queue;

/// <summary>
/// A piece of work is taken, passed on or put back. Everybody takes what is nobody's; who has a piece passes it on; a head gives any
/// piece to anybody whose work it is. Cases and tasks are given by their own commands.
/// </summary>
/// <param name="ItemId">The piece's id. Whether a held payment or an alert of that id waits only its own book knows: the address asks
/// it.</param>
/// <param name="Officer">The account that answers for it from now on; empty where it is put back.</param>
public sealed record GiveWork(string Key, WorkKind Kind, string ItemId, string Officer) : Command(Key, null, "")
{
    /// <summary>Characters of a piece's id: an institution's code and a payment's id.</summary>
    public const int ItemIdLengthMax = 200;

    public override string Name => "work.give";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (WorkKinds.Find(Kind) is not { IsGiven: true } kind)
            return Refused(RefusalKind.Invalid, "There is no such kind of work that is given by itself.", "kind");
        if (!kind.Roles.Contains(actor.Role))
            return Refused(RefusalKind.Forbidden, "It is no work of this role.", "kind");
        if (ItemId.Length is 0 or > ItemIdLengthMax || ItemId.Any(char.IsControl) || !kind.Names(ItemId))
            return Refused(RefusalKind.Invalid, "That is no id of this kind of work.", "item");
        var room = new WorkRoom(state, [], [], nowUs);
        var item = kind.IsFound ? null : kind.Items(room).FirstOrDefault(one => one.Id == ItemId);
        if (!kind.IsFound && item is null)
            return Refused(RefusalKind.NotFound, "Nothing of this id waits.", "item");
        if (item is not null && !item.IsFor(actor) && actor.Role != Role.Head)
            return Refused(RefusalKind.Forbidden, "It is not yours to take: somebody else has to.", "item");
        var owner = state.Of<QueueBook>().OwnerOf(Kind, ItemId)?.Officer ?? "";
        if (FaultOfOwner(state, actor, owner, nowUs) is { } held)
            return held;
        if (Officer.Length > 0 && FaultOfOfficer(state, kind, item, nowUs) is { } unfit)
            return unfit;
        return Done(ItemId, new WorkGiven(Kind, ItemId, Officer));
    }

    private CommandOutcome.Refused? FaultOfOwner(ActState state, Actor actor, string owner, long nowUs)
    {
        if (owner == Officer)
        {
            var reason = owner.Length == 0 ? "Nobody has it." : "They have it already.";
            return new CommandOutcome.Refused(RefusalKind.Conflict, reason, "officer");
        }
        var isFree = owner.Length == 0 || state.Of<AbsenceBook>().AwayUntil(owner, nowUs) > 0;
        return actor.Role == Role.Head || owner == actor.Id || (isFree && Officer == actor.Id) ? null
            : isFree
                ? new CommandOutcome.Refused(RefusalKind.Forbidden, "A head gives to others what is nobody's; take it yourself.", "officer")
            : new CommandOutcome.Refused(RefusalKind.Conflict, "Somebody else has it: they pass it on, or a head does.", "item");
    }

    private CommandOutcome.Refused? FaultOfOfficer(ActState state, WorkLine kind, WorkItem? item, long nowUs)
    {
        if (Colleagues.Fault(state, Officer, item?.Roles ?? kind.Roles, nowUs) is { } fault)
            return new CommandOutcome.Refused(RefusalKind.Invalid, fault, "officer");
        return item is not null && !item.IsFor(state.Of<Staff>().Find(Officer)!.Actor)
            ? new CommandOutcome.Refused(
                RefusalKind.Invalid,
                "They may not judge this: they asked for it, or come from that unit.",
                "officer"
            )
            : null;
    }
}
