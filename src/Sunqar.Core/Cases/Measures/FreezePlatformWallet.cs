using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A licensed platform holds a customer's wallet fast.</summary>
public sealed class FreezePlatformWallet : MeasureKind
{
    public override string Name => "freeze_platform_wallet";

    public override string Title => "Freeze a wallet at a platform";

    public override string Law =>
        "Seizure of property by an investigating judge's order (Code of Criminal "
        + "Procedure, art. 161-163: from memory); licensed platforms carry it out.";

    public override TargetKind Target => TargetKind.Wallet;

    public override bool NeedsDocument => true;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) => (AssetStanding.Held, AssetStanding.Frozen);

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("platform", request.Target.Holder)];
}
