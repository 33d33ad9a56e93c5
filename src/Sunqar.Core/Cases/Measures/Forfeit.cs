using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A court gives a seized asset to the state.</summary>
public sealed class Forfeit : MeasureKind
{
    public override string Name => "forfeit";

    public override string Title => "Forfeit an asset";

    public override string LawKey => "forfeiture";

    public override TargetKind Target => TargetKind.Asset;

    public override bool NeedsDocument => true;

    public override bool NeedsValue => true;

    public override Proof ProvedBy => Proof.Document;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) =>
        (AssetStanding.Seized, AssetStanding.Forfeited);

    /// <summary>Only what was seized in the case is forfeited.</summary>
    public override CommandOutcome.Refused? Fault(MeasureRequested request, ActState state, long nowUs)
    {
        var seized =
            state.Of<AssetLedger>().Balances.FirstOrDefault(b => b.CaseId == request.CaseId && b.Asset == request.Value.Asset)?.Seized ?? 0;
        return seized < request.Value.QuantityMicro
            ? new(RefusalKind.Conflict, "Less than this was seized in the case.", "quantity")
            : null;
    }

    public override IReadOnlyList<string> Addressees(MeasureRequested request) =>
        request.Target.Holder.Length == 0 ? [] : [Partner("keeper", request.Target.Holder)];
}
