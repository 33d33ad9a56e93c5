using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Facts;
using Sunqar.Core.Law;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Cases.Measures;

/// <summary>What shows that a measure is carried out.</summary>
public enum Proof : byte
{
    /// <summary>The first addressee says so.</summary>
    Partner = 1,

    /// <summary>The chain shows the issuer's act, and nothing less.</summary>
    Chain = 2,

    /// <summary>A document that an officer names.</summary>
    Document = 3,
}

/// <summary>
/// A kind of measure: a new one is one file in Kinds and a line in <see cref="MeasureKinds"/>. It says who may ask and who agrees, what it
/// is directed at, how long it may last, who is told, what proves it, and what it means for decisions and the ledger.
/// </summary>
public abstract class MeasureKind
{
    protected const long HourUs = 3_600_000_000,
        DayUs = 24 * HourUs;

    /// <summary>As facts and addresses name it: <c>suspend_card</c>.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>The line of the register of law that it rests on.</summary>
    public abstract string LawKey { get; }

    /// <summary>What the law says, and where; what nobody has checked says so.</summary>
    public virtual string Law
    {
        get
        {
            var line = LawRegister.Shipped.Newest(LawKey);
            return $"{char.ToUpperInvariant(line.Meaning[0])}{line.Meaning[1..]} ({line.Citation}{(line.Value is null ? "" : ": " + line.Figure)}).";
        }
    }

    public abstract TargetKind Target { get; }

    /// <summary>Who may agree, as a second person.</summary>
    public virtual IReadOnlyList<Role> Approvers { get; } = [Role.Head];

    /// <summary>The second person comes from another unit.</summary>
    public virtual bool IsApprovedElsewhere => true;

    /// <summary>It rests on a court's or prosecutor's act.</summary>
    public virtual bool NeedsDocument => false;

    /// <summary>It is about a quantity of something.</summary>
    public virtual bool NeedsValue => false;

    /// <summary>The term of law after which a request lapses that nobody decided; empty for a week, the house's own.</summary>
    public virtual string DecideTerm => "";

    /// <summary>When a request of this moment lapses undecided, microseconds since 1970-01-01T00:00:00Z.</summary>
    public long DecideByUs(long nowUs) => DecideTerm.Length == 0 ? nowUs + (7 * DayUs) : LawRegister.Shipped.EndUs(DecideTerm, nowUs);

    /// <summary>The term of law for which it is in force at most, from its approval; empty for as long as it is not lifted.</summary>
    public virtual string Term => "";

    public virtual Proof ProvedBy => Proof.Partner;

    /// <summary>What decisions about payments see of it while it is in force.</summary>
    public virtual MeasureStanding Standing => MeasureStanding.None;

    /// <summary>The movement of the ledger that a confirmation means; null where it means none.</summary>
    public virtual (AssetStanding From, AssetStanding To)? Movement(AssetBalance? balance) => null;

    /// <summary>Why this request cannot be, beyond what is checked for every kind.</summary>
    public virtual CommandOutcome.Refused? Fault(MeasureRequested request, ActState state, long nowUs) => null;

    /// <summary>Facts of other rooms that a step comes with, in the same act; <see cref="MeasureStep.None"/> is the request
    /// itself.</summary>
    public virtual IEnumerable<Fact> Beside(MeasureStep step, MeasureRequested request, string reason, long nowUs) => [];

    /// <summary>Partners that are told, the one whose word counts first; <see cref="Desk"/> is the house's own desk of decisions.</summary>
    public abstract IReadOnlyList<string> Addressees(MeasureRequested request);

    /// <summary>The desk of decisions, as a partner.</summary>
    public const string Desk = "desk";

    /// <summary>It holds by the house's own desk alone, against somebody whom nobody can have invented; then the message to the bank waits
    /// in the outbox until the register has it.</summary>
    public virtual bool HoldsByDeskAlone => false;

    /// <summary>Why nobody outside can be told: an addressee that is no part of the house is in the register of partners.</summary>
    internal CommandOutcome.Refused? FaultOfPartners(MeasureRequested request, ActState state) =>
        !HoldsByDeskAlone && Strangers(request, state) is [var stranger, ..]
            ? Invalid($"{stranger} is not in the register of partners: nothing leaves to it. An admin enters it at Partners.", "holder")
            : null;

    /// <summary>Addressees outside the house that the register of partners does not have: nothing reaches them yet.</summary>
    public IReadOnlyList<string> Strangers(MeasureRequested request, ActState state)
    {
        var partners = state.Of<PartnerBook>();
        return [.. Addressees(request).Where(name => name is not (Desk or BlockSite.Resolver) && partners.Find(name) is null)];
    }

    protected static CommandOutcome.Refused Invalid(string reason, string field) => new(RefusalKind.Invalid, reason, field);

    /// <summary>A partner is named by what it is and its code.</summary>
    protected static string Partner(string what, string code) => what + "-" + code.ToLowerInvariant();
}

/// <summary>The kinds of measure, one line each.</summary>
public static class MeasureKinds
{
    public static IReadOnlyList<MeasureKind> All { get; } =
    [
        new SuspendPayment(),
        new SuspendCard(),
        new RestrictProperty(),
        new FreezeAccount(),
        new FreezePlatformWallet(),
        new FreezeAtIssuer(),
        new Seize(),
        new Forfeit(),
        new ReturnToVictims(),
        new BlockSite(),
        new LiquidatePlatform(),
        new Refer(),
    ];

    private static readonly Dictionary<string, MeasureKind> ByName = All.ToDictionary(kind => kind.Name);

    /// <summary>Null where there is no such kind.</summary>
    public static MeasureKind? Find(string name) => ByName.GetValueOrDefault(name);

    /// <exception cref="KeyNotFoundException">No such kind: a fact of a later version, or a bug.</exception>
    public static MeasureKind Of(string name) => ByName[name];
}
