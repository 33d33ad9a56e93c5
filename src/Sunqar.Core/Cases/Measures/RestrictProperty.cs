using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A bank holds an account fast with the prosecutor's consent, before a judge has decided: for at most the days that the law
/// gives, within which a seizure is asked for or the account is free again.</summary>
public sealed class RestrictProperty : MeasureKind
{
    public override string Name => "restrict_property";

    public override string Title => "Restrict an account until a judge decides";

    public override string LawKey => "restriction.property";

    public override TargetKind Target => TargetKind.Subject;

    public override bool NeedsDocument => true;

    public override string Term => "restriction.property";

    public override MeasureStanding Standing => MeasureStanding.Frozen;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) => (AssetStanding.Held, AssetStanding.Frozen);

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("bank", request.Target.Holder), Desk];
}
