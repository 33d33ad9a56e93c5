using Sunqar.Core.Registry;

namespace Sunqar.Core.Cases.Measures;

/// <summary>Every payment of a card, account or person is held while it is in force; it is in force once the desk of decisions has it, and
/// the bank is told.</summary>
public sealed class SuspendCard : MeasureKind
{
    public override string Name => "suspend_card";

    public override string Title => "Suspend a card";

    public override string Law =>
        "Suspension of operations: decided within 24 hours; for up to three working days (AML law, art. 13: from memory).";

    public override TargetKind Target => TargetKind.Subject;

    public override bool IsApprovedElsewhere => false;

    public override long DecideWithinUs => DayUs;

    public override long ValidForMaxUs => 3 * DayUs;

    public override MeasureStanding Standing => MeasureStanding.Suspended;

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Desk, Partner("bank", request.Target.Holder)];
}
