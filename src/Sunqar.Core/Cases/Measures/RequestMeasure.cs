using System.Text.Json.Serialization;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases.Measures;

/// <summary>An officer asks for a measure in a case; nothing happens before a second person agrees.</summary>
/// <param name="DecideByUs">When the request lapses undecided: of a held payment, when its hold does; 0 for the kind's own time.</param>
/// <param name="Licensed">The licensed platforms' domains of this moment, where a site is to be blocked; not part of what is asked.</param>
/// <param name="ValidForUs">How long it is to be in force; 0 for as long as the kind allows.</param>
public sealed record RequestMeasure(
    string Key,
    string OfCase,
    string Basis,
    string Kind,
    MeasureTarget Target,
    MeasureValue Value,
    string Document,
    string Reason,
    long DecideByUs = 0,
    long ValidForUs = 0,
    [property: JsonIgnore] LicensedDomains? Licensed = null
) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>Measures of one case.</summary>
    public const int OfCaseMax = 1000;

    public override string Name => "measure.request";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs) => Draft(state, one, actor, nowUs, 0);

    /// <summary>What the request comes to.</summary>
    /// <param name="before">Requests of the same act before this one.</param>
    internal CommandOutcome Draft(ActState state, Case one, Actor actor, long nowUs, int before)
    {
        if (MeasureKinds.Find(Kind) is not { } kind)
            return Unfit("There is no such kind of measure.", "kind");
        if (one.Status == CaseStatus.New)
            return Refused(RefusalKind.Conflict, "Nobody answers for the case yet: assign an officer first.", "case");
        if (FaultOfTexts(kind) is { } unfit)
            return unfit;
        if (FaultOfTarget(kind) is { } wrong)
            return wrong;
        // A shorter time than the law's may be asked for; a longer one ends with the term.
        if (ValidForUs < 0)
            return Unfit("It is in force for some time.", "valid");
        if (DecideByUs != 0 && DecideByUs <= nowUs)
            return Refused(RefusalKind.Conflict, "Its time is over: nothing is left to decide in time.", "decide_by");
        var book = state.Of<MeasureBook>();
        if (book.OfCase(OfCase).FirstOrDefault(m => m.Request.Kind == Kind && m.Request.Target == Target && IsAlive(m, nowUs)) is { } other)
            return Refused(RefusalKind.Conflict, $"{other.Id} asks for the same already.", "target");
        if (book.OfCase(OfCase).Count() + before >= OfCaseMax)
            return Refused(RefusalKind.Limited, $"At most {OfCaseMax} measures in a case.", "case");
        // Who volunteered is free from criminal liability (art. 232-1, note); suspension and seizure stay possible.
        var decideBy = Math.Min(DecideByUs == 0 ? long.MaxValue : DecideByUs, kind.DecideByUs(nowUs));
        var request = new MeasureRequested(
            $"m-{LocalTime.Kazakhstan.Year(nowUs)}-{book.All.Count + before + 1:D4}",
            OfCase,
            Kind,
            Target,
            Named(kind),
            Document,
            Reason,
            decideBy,
            ValidForUs,
            kind.Term
        );
        if ((kind.FaultOfPartners(request, state) ?? kind.Fault(request, state, nowUs)) is { } fault)
            return fault;
        if (FaultOfLicence(request, Licensed) is { } licensed)
            return licensed;
        // What runs against the clock is a task that everybody sees.
        IEnumerable<Fact> task =
            kind.DecideTerm.Length == 0
                ? []
                : [new TaskSet(OfCase, request.MeasureId, $"{kind.Title}: a second person decides", decideBy, actor.Id, false, "")];
        return new CommandOutcome.Done([request, .. task, .. kind.Beside(MeasureStep.None, request, Reason, nowUs)], request.MeasureId);
    }

    /// <summary>Identical requests stand in each other's way until they are over.</summary>
    private static bool IsAlive(Measure one, long nowUs) =>
        one.StatusAt(nowUs) is var status
        && (status.IsPending() || status == MeasureStatus.Confirmed && one.Kind.Target is not (TargetKind.Asset or TargetKind.Authority));

    /// <summary>No licensed platform's site is blocked.</summary>
    internal static CommandOutcome? FaultOfLicence(MeasureRequested request, LicensedDomains? licensed)
    {
        if (request.Target.Kind != TargetKind.Domain)
            return null;
        if (licensed is null)
            return Unfit("Without the register of licences no site is blocked.", "target");
        return licensed.Touched(DomainName.OfZone(request.Target.Id)) is { } platform
            ? Refused(RefusalKind.Conflict, $"It would take down {platform}, which holds a licence in force.", "target")
            : null;
    }

    private CommandOutcome? FaultOfTexts(MeasureKind kind)
    {
        if (string.IsNullOrWhiteSpace(Basis))
            return Unfit("A measure needs its legal basis.", "basis");
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } reason)
            return Unfit(reason, "reason");
        if (kind.NeedsDocument && Document.Length == 0)
            return Unfit("It rests on a court's or prosecutor's act: name it.", "document");
        return Document.Length > 0 && CaseText.Fault(Document, CaseText.LineMax) is { } document ? Unfit(document, "document") : null;
    }

    private CommandOutcome? FaultOfTarget(MeasureKind kind)
    {
        if (Target.Kind != kind.Target)
            return Unfit($"It is directed at: {kind.Target.ToString().ToLowerInvariant()}.", "target");
        if (Target.Holder.Length > 64 || Target.Holder.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.')))
            return Unfit("A holder is a code of letters, digits, dots and hyphens.", "holder");
        if (Value.QuantityMicro < 0 || Value.QuantityMicro > Ledger.AssetLedger.QuantityMicroMax)
            return Unfit("A quantity lies between 0 and 10^15 units.", "quantity");
        if (kind.NeedsValue && (Value.QuantityMicro == 0 || Value.Asset.Length == 0 || Value.Unit.Length == 0))
            return Unfit("Say how much of which asset.", "quantity");
        if (Value.Asset.Length > 128 || Value.Unit.Length > 16)
            return Unfit("An asset has at most 128 characters, a unit 16.", "asset");
        return Target.Kind switch
        {
            TargetKind.Subject => Target.Id.Length == 16
            && Target.Id.All(char.IsAsciiHexDigitLower)
            && Target.Id.Any(c => c != '0')
            && Target.Holder.Length > 0
                ? null
                : Unfit("A member's pseudonym of 16 digits, and the bank that keeps it.", "target"),
            TargetKind.Wallet => WalletChains.TryParse(Target.Chain, out var chain)
            && WalletAddress.TryParse(chain, Target.Id, out _, out _)
            && Target.Holder.Length > 0
                ? null
                : Unfit("A wallet's chain and address, and who can stop it.", "target"),
            _ => CaseText.Fault(Target.Id, 128) is { } fault ? Unfit(fault, "target") : null,
        };
    }

    /// <summary>Names the ledger's asset after the target where nobody else did.</summary>
    private MeasureValue Named(MeasureKind kind) =>
        Value.Asset.Length > 0 || Value.QuantityMicro == 0
            ? Value
            : kind.Target switch
            {
                TargetKind.Wallet => new MeasureValue(
                    $"usdt:{(kind.ProvedBy == Proof.Chain ? Target.Chain : Target.Holder.ToLowerInvariant())}:{Target.Id}",
                    Value.Unit.Length == 0 ? "USDT" : Value.Unit,
                    Value.QuantityMicro
                ),
                TargetKind.Subject => new MeasureValue(
                    $"kzt:{Target.Id}",
                    Value.Unit.Length == 0 ? "KZT" : Value.Unit,
                    Value.QuantityMicro
                ),
                _ => Value,
            };
}
