using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;

namespace Sunqar.Server.Pages.State;

/// <summary>A member of a case as somebody whom a measure may befall.</summary>
/// <param name="Member">Its id, or its address; never shown where it is a subject.</param>
/// <param name="Name">What people see of it in the case.</param>
/// <param name="View">What it moved, which bank keeps it and what else it does; null where nothing was mined about it.</param>
/// <param name="Alive">The measures that stand against it or were asked for.</param>
/// <param name="Unlisted">Its bank is not in the register of partners, so that nothing can be sent to it yet.</param>
public sealed record TargetLine(string Member, string Name, string Role, MemberView? View, IReadOnlyList<Measure> Alive, bool Unlisted)
{
    public string Bank => View?.Beside.Bank ?? "";
}

/// <summary>The page on which many are chosen.</summary>
/// <param name="Kind">The measure that is asked for.</param>
/// <param name="Role">Only members of this role; empty for all.</param>
public sealed record TargetSheet(Case Case, MeasureKind Kind, string Role, IReadOnlyList<TargetLine> Lines, Actor By)
{
    /// <summary>Kinds that one request may ask for against many: what befalls a card, an account or a wallet.</summary>
    public static IReadOnlyList<MeasureKind> Kinds { get; } =
    [.. MeasureKinds.All.Where(kind => kind.Target is TargetKind.Subject || kind is FreezeAtIssuer)];
}

/// <summary>One measure of those that were asked for at once.</summary>
/// <param name="Messages">What was sent to whom.</param>
/// <param name="Strangers">Addressees that nothing reaches yet.</param>
public sealed record GroupLine(
    Measure Measure,
    string Name,
    string Role,
    MemberView? View,
    IReadOnlyList<OutboxMessage> Messages,
    IReadOnlyList<string> Strangers
);

/// <summary>The page on which measures that were asked for at once are decided and followed.</summary>
/// <param name="Network">What the case rests on; null where it rests on no network that is known.</param>
/// <param name="NameOf">What an account's holder is called.</param>
public sealed record GroupSheet(
    Case Case,
    IReadOnlyList<GroupLine> Lines,
    NetworkDetail? Network,
    Func<string, string> NameOf,
    long NowUs,
    Actor By
)
{
    public Measure First => Lines[0].Measure;

    public IReadOnlyList<GroupLine> Waiting => [.. Lines.Where(line => line.Measure.StatusAt(NowUs) == MeasureStatus.Requested)];

    /// <summary>Those that whoever looks may decide as the second person; the command judges again.</summary>
    public bool MayDecide =>
        Waiting.Count > 0
        && First.Kind.Approvers.Contains(By.Role)
        && By.Id != First.RequestedBy
        && (!First.Kind.IsApprovedElsewhere || By.Unit != First.Unit);

    /// <summary>Those that bind somebody and can be lifted.</summary>
    public IReadOnlyList<GroupLine> Liftable =>
        [
            .. Lines.Where(line =>
                line.Measure.StatusAt(NowUs).IsInForce()
                && !(line.Measure.Kind.ProvedBy == Proof.Document && line.Measure.Stepped == MeasureStatus.Confirmed)
            ),
        ];
}
