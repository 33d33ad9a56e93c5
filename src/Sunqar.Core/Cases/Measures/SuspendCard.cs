using Sunqar.Core.Registry;

namespace Sunqar.Core.Cases.Measures;

/// <summary>
/// Debits of a participant's card or account are stopped after the decision of a law-enforcement body: every payment of it is held while
/// the measure is in force; it is in force once the desk of decisions has it, and the bank is told.
/// </summary>
public sealed class SuspendCard : MeasureKind
{
    public override string Name => "suspend_card";

    public override string Title => "Stop debits of a card or account";

    public override string LawKey => "suspension.debits";

    public override TargetKind Target => TargetKind.Subject;

    public override bool NeedsDocument => true;

    public override bool IsApprovedElsewhere => false;

    public override string DecideTerm => "suspension.report";

    public override string Term => "suspension.debits";

    public override MeasureStanding Standing => MeasureStanding.Suspended;

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("bank", request.Target.Holder), Desk];
}
