using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases.Measures;

/// <summary>An unlicensed platform or exchanger is closed: its premises, bots and accounts. An act of the officers who closed it shows
/// it.</summary>
public sealed class LiquidatePlatform : MeasureKind
{
    public override string Name => "liquidate_platform";

    public override string Title => "Close a platform";

    public override string LawKey => "platforms.outside_aifc";

    public override TargetKind Target => TargetKind.Platform;

    public override IReadOnlyList<Role> Approvers { get; } = [Role.Head, Role.Supervisor];

    public override bool NeedsDocument => true;

    public override Proof ProvedBy => Proof.Document;

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [];
}
