using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Core.Cases.Measures;

/// <summary>What was frozen, seized or forfeited is given back to those from whom it was taken.</summary>
public sealed class ReturnToVictims : MeasureKind
{
    public override string Name => "return_to_victims";

    public override string Title => "Return to victims";

    public override string LawKey => "victims.return";

    public override TargetKind Target => TargetKind.Asset;

    public override bool NeedsDocument => true;

    public override bool NeedsValue => true;

    public override Proof ProvedBy => Proof.Document;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) =>
        (
            balance?.Forfeited > 0 ? AssetStanding.Forfeited
            : balance?.Seized > 0 ? AssetStanding.Seized
            : AssetStanding.Frozen,
            AssetStanding.Returned
        );

    public override CommandOutcome.Refused? Fault(MeasureRequested request, ActState state, long nowUs)
    {
        var balance = state.Of<AssetLedger>().Balances.FirstOrDefault(b => b.CaseId == request.CaseId && b.Asset == request.Value.Asset);
        var most =
            balance is null ? 0
            : balance.Forfeited > 0 ? balance.Forfeited
            : balance.Seized > 0 ? balance.Seized
            : balance.Frozen;
        return most < request.Value.QuantityMicro ? new(RefusalKind.Conflict, "Less than this is kept in the case.", "quantity") : null;
    }

    public override IReadOnlyList<string> Addressees(MeasureRequested request) =>
        request.Target.Holder.Length == 0 ? [] : [Partner("keeper", request.Target.Holder)];
}
