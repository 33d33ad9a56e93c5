using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Measures;

/// <summary>
/// Access to a site is restricted. The measure is a blocking order of the same id: asked for and approved by the same two persons in the
/// same acts. It is carried out when the resolver says that the name no longer resolves.
/// </summary>
public sealed class BlockSite : MeasureKind
{
    /// <summary>The partner that makes names stop resolving.</summary>
    public const string Resolver = "resolver";

    private const long OrderUs = 366 * DayUs;

    public override string Name => "block_site";

    public override string Title => "Restrict access to a site";

    public override string LawKey => "site.restriction";

    public override TargetKind Target => TargetKind.Domain;

    public override IReadOnlyList<Role> Approvers { get; } = [Role.Head, Role.Supervisor];

    public override CommandOutcome.Refused? Fault(MeasureRequested request, ActState state, long nowUs) =>
        state.Of<BlockOrders>().Unfit(request.Target.Id, out _) is { } why ? Invalid($"This cannot be blocked: {why}.", "target") : null;

    public override IEnumerable<Fact> Beside(MeasureStep step, MeasureRequested request, string reason, long nowUs)
    {
        switch (step)
        {
            case MeasureStep.None when DomainName.TryParse(request.Target.Id, out var name, out _):
                yield return new BlockRequested(
                    request.MeasureId,
                    [name.Ascii],
                    BlockGround.UnlicensedExchange,
                    request.Document.Length > 0 ? request.Document : request.CaseId,
                    nowUs + (request.ValidForUs > 0 ? request.ValidForUs : OrderUs)
                );
                break;
            case MeasureStep.Approve:
                yield return new BlockApproved(request.MeasureId);
                break;
            case MeasureStep.Reject or MeasureStep.Withdraw:
                yield return new BlockRejected(request.MeasureId, reason);
                break;
            case MeasureStep.Lift or MeasureStep.Grant or MeasureStep.Refuse:
                yield return new BlockLifted(request.MeasureId, [], reason);
                break;
        }
    }

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Resolver];
}
