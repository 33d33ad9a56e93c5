using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Core.Cases.Measures;

/// <summary>The agency, or a keeper for it, takes an asset into its hands. A document shows it; on chain, with the transaction to the
/// agency's wallet.</summary>
public sealed class Seize : MeasureKind
{
    public override string Name => "seize";

    public override string Title => "Seize an asset";

    public override string LawKey => "seizure.property";

    public override TargetKind Target => TargetKind.Asset;

    public override bool NeedsDocument => true;

    public override bool NeedsValue => true;

    public override Proof ProvedBy => Proof.Document;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) =>
        (balance?.Frozen > 0 ? AssetStanding.Frozen : AssetStanding.Held, AssetStanding.Seized);

    public override IReadOnlyList<string> Addressees(MeasureRequested request) =>
        request.Target.Holder.Length == 0 ? [] : [Partner("keeper", request.Target.Holder)];
}
