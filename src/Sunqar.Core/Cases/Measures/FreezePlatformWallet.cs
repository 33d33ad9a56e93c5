using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A licensed platform holds a customer's wallet fast.</summary>
public sealed class FreezePlatformWallet : MeasureKind
{
    public override string Name => "freeze_platform_wallet";

    public override string Title => "Freeze a wallet at a platform";

    public override string LawKey => "seizure.property";

    public override TargetKind Target => TargetKind.Wallet;

    public override bool NeedsDocument => true;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) => (AssetStanding.Held, AssetStanding.Frozen);

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("platform", request.Target.Holder)];
}
