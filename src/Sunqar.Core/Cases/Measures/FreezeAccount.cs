using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A bank holds an account fast, by order: every payment of it is blocked from the moment when the desk has it, and it is carried
/// out when the bank says so.</summary>
public sealed class FreezeAccount : MeasureKind
{
    public override string Name => "freeze_account";

    public override string Title => "Freeze a bank account";

    public override string LawKey => "seizure.property";

    public override TargetKind Target => TargetKind.Subject;

    public override bool NeedsDocument => true;

    public override MeasureStanding Standing => MeasureStanding.Frozen;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) => (AssetStanding.Held, AssetStanding.Frozen);

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("bank", request.Target.Holder), Desk];
}
