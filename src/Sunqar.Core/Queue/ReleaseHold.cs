using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Queue;

/// <summary>An officer found that a payment need not be held: its hold ends before its time.</summary>
public sealed record HoldReleased(string Institution, string PaymentId, string Reason) : Fact;

/// <summary>A release as it was made.</summary>
/// <param name="By">The account.</param>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record Release(HoldReleased Released, string By, long AtUs)
{
    public string Id => "release-" + HeldPayment.IdOf(Released.Institution, Released.PaymentId);
}

/// <summary>Which holds were released, as a fold over acts. The desk of decisions ends them; until then it is asked again.</summary>
public sealed class ReleaseBook : IActFold
{
    private readonly Dictionary<string, Release> _all = new(StringComparer.Ordinal);

    /// <summary>Every release, in no order.</summary>
    public IReadOnlyCollection<Release> All => _all.Values;

    /// <summary>Null where the payment's hold was not released.</summary>
    public Release? Of(string institution, string paymentId) => _all.GetValueOrDefault(HeldPayment.IdOf(institution, paymentId));

    public void Apply(Act act, Fact what)
    {
        if (what is HoldReleased released)
            _all[HeldPayment.IdOf(released.Institution, released.PaymentId)] = new Release(released, act.Author, act.AtUs);
    }
}

/// <summary>Ends a hold before its time. While a measure on the payment waits or is in force nobody does: it is decided or lifted first.
/// Whether the payment is held the address has asked its book.</summary>
public sealed record ReleaseHold(string Key, string Institution, string PaymentId, string Reason) : Command(Key, null, "")
{
    public override string Name => "hold.release";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Officer or Role.Head))
            return Refused(RefusalKind.Forbidden, "Officers and heads release holds.");
        if (Institution.Length is 0 or > 64 || PaymentId.Length is 0 or > 128)
            return Refused(RefusalKind.Invalid, "A payment is named by its institution and its id.", "payment");
        if (CaseText.Fault(Reason, CaseText.LineMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "reason");
        if (state.Of<ReleaseBook>().Of(Institution, PaymentId) is not null)
            return Refused(RefusalKind.Conflict, "It was released before.", "payment");
        return MeasuresOn(state, Institution, PaymentId).FirstOrDefault(one => IsAlive(one.StatusAt(nowUs))) is { } measure
            ? Refused(RefusalKind.Conflict, $"{measure.Id} is about it: it is decided or lifted first.", "payment")
            : Done(HeldPayment.IdOf(Institution, PaymentId), new HoldReleased(Institution, PaymentId, Reason));
    }

    /// <summary>Measures that are about one payment, in the order of their ids.</summary>
    public static IEnumerable<Measure> MeasuresOn(ActState state, string institution, string paymentId) =>
        state
            .Of<MeasureBook>()
            .All.Where(one =>
                one.Request.Target is { Kind: TargetKind.Payment } target && target.Id == paymentId && target.Holder == institution
            );

    private static bool IsAlive(MeasureStatus status) => status.IsPending() || status.IsInForce();
}
