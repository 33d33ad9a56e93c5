using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases.Measures;

/// <summary>The materials of a case go to another authority. It is carried out when the authority confirms that it has them.</summary>
public sealed class Refer : MeasureKind
{
    /// <summary>The National Security Committee.</summary>
    public const string SecurityCommittee = "nsc";

    /// <summary>The Ministry of Culture and Information.</summary>
    public const string Ministry = "mci";

    public const string Prosecutor = "prosecutor";

    /// <summary>A foreign FIU is named by its country: <c>fiu-de</c>.</summary>
    public const string ForeignFiu = "fiu-";

    public override string Name => "refer";

    public override string Title => "Refer to another authority";

    public override string LawKey => "referral";

    public override TargetKind Target => TargetKind.Authority;

    public override CommandOutcome.Refused? Fault(MeasureRequested request, ActState state, long nowUs) =>
        request.Target.Id is SecurityCommittee or Ministry or Prosecutor
        || request.Target.Id.StartsWith(ForeignFiu, StringComparison.Ordinal)
            && request.Target.Id.Length == ForeignFiu.Length + 2
            && request.Target.Id[^2..].All(char.IsAsciiLetterLower)
            ? null
            : Invalid($"{SecurityCommittee}, {Ministry}, {Prosecutor}, or {ForeignFiu} and a country's two letters.", "target");

    public override IReadOnlyList<string> Addressees(MeasureRequested request) => [Partner("authority", request.Target.Id)];
}
