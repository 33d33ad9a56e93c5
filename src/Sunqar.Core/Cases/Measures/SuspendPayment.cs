using Sunqar.Core.Acts;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Cases.Measures;

/// <summary>
/// Keeps one held payment from going on. Without it the hold lapses after 24 hours, so the request is decided before that or not at all;
/// the desk of decisions refuses one that comes too late.
/// </summary>
public sealed class SuspendPayment : MeasureKind
{
    public override string Name => "suspend_payment";

    public override string Title => "Suspend a payment";

    public override string LawKey => "suspension.agency";

    public override TargetKind Target => TargetKind.Payment;

    /// <summary>The clock runs: a head of the same unit may agree.</summary>
    public override bool IsApprovedElsewhere => false;

    public override string DecideTerm => "suspension.report";

    public override string Term => "suspension.agency";

    public override MeasureStanding Standing => MeasureStanding.Suspended;

    /// <summary>A held payment names its own institution, which asks for it by its key; the hold is the desk's.</summary>
    public override bool HoldsByDeskAlone => true;

    public override CommandOutcome.Refused? Fault(MeasureRequested request, ActState state, long nowUs) =>
        request.Target.Holder.Length == 0 ? Invalid("A payment is named by its institution and its id.", "holder") : null;

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("bank", request.Target.Holder), Desk];
}
