using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Core.Cases.Measures;

/// <summary>
/// The issuer of a stablecoin puts a wallet on its black list. It is carried out when the chain shows <c>AddedBlackList</c>, and by nothing
/// less: until then value escapes, and the page says how much.
/// </summary>
public sealed class FreezeAtIssuer : MeasureKind
{
    public override string Name => "freeze_at_issuer";

    public override string Title => "Freeze a wallet at the token's issuer";

    /// <summary>No law of the country reaches the issuer.</summary>
    public override string LawKey => "referral";

    public override string Law =>
        "A request to the issuer, who is abroad: Tether freezes at a law-enforcement agency's request (its terms of service).";

    public override TargetKind Target => TargetKind.Wallet;

    public override Proof ProvedBy => Proof.Chain;

    public override (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) => (AssetStanding.Held, AssetStanding.Frozen);

    public override CommandOutcome.Refused? Fault(MeasureRequested request, ActState state, long nowUs) =>
        request.Target.Chain is "tron" or "ethereum" ? null : Invalid("The issuer freezes on tron and ethereum.", "chain");

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("issuer", request.Target.Holder)];
}
