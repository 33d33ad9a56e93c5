using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases.Ledger;

/// <summary>
/// Books a movement of an asset (<see cref="AssetMoved"/>) outside of a measure. Assets move by measures, which two persons agree on; by
/// this command the house books what measures come to, and an officer what is left over: that the chain shows a wallet let go. The movement
/// bears the command's key as its id.
/// </summary>
/// <param name="OfCase">The case whose asset it is.</param>
public sealed record MoveAsset(
    string Key,
    string OfCase,
    string Basis,
    string Asset,
    string Unit,
    AssetStanding From,
    AssetStanding To,
    Int128 QuantityMicro,
    long AtUs,
    string Document,
    string? Chain,
    string? Transaction,
    Int128 StatedKztMicro
) : Command(Key, OfCase, Basis)
{
    public override string Name => "asset.move";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Officer or Role.Head or Role.System))
            return Refused(RefusalKind.Forbidden, "Assets are booked by officers.");
        if (actor.Role != Role.System && (From, To, Chain) is not (AssetStanding.Frozen, AssetStanding.Held, not null))
        {
            return Refused(
                RefusalKind.Forbidden,
                "Assets move by measures, which two persons agree on; an officer alone books only what the chain shows to be let go.",
                "to"
            );
        }
        if (Basis.Length == 0)
            return Refused(RefusalKind.Invalid, "A movement of assets needs its legal basis.", "basis");
        var moved = new AssetMoved(Key, OfCase, Asset, Unit, From, To, QuantityMicro, AtUs, Document, Chain, Transaction, StatedKztMicro);
        return state.Of<AssetLedger>().Fault(moved, nowUs) is { } fault
            ? Refused(fault.Kind, fault.Reason, fault.Field)
            : Done(moved.Id, moved);
    }
}
