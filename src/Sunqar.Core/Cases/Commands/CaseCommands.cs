using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.People;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases.Commands;

/// <summary>A command about a case that is there: refuses the others in the same words.</summary>
public abstract record CaseCommand(string Key, string OfCase, string Basis) : Command(Key, OfCase, Basis)
{
    /// <summary>Who may give it.</summary>
    protected virtual bool IsFor(Actor actor) => actor.Role is Role.Officer or Role.Head;

    /// <summary>What it comes to in an open case; <see cref="IsForClosed"/> lets it come to closed ones too.</summary>
    protected abstract CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs);

    protected virtual bool IsForClosed => false;

    /// <summary>It is given by those who answer for the case, and by heads.</summary>
    protected virtual bool IsForAnswering => true;

    public sealed override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (!IsFor(actor))
            return Refused(RefusalKind.Forbidden, $"Not for {actor.Role.ToString().ToLowerInvariant()}s.");
        if (state.Of<CaseBook>().Find(OfCase) is not { } one)
            return Refused(RefusalKind.NotFound, "There is no such case.", "case");
        if (!one.IsOpen && !IsForClosed)
            return Refused(RefusalKind.Conflict, "The case is closed: reopen it first.", "case");
        if (IsForAnswering && actor.Role == Role.Officer && !one.Officers.Contains(actor.Id))
            return Refused(RefusalKind.Forbidden, "The case is not assigned to you.", "case");
        return Decide(state, one, actor, nowUs);
    }

    protected static CommandOutcome Unfit(string fault, string field) => Refused(RefusalKind.Invalid, fault, field);
}

/// <summary>Opens a case, from alerts and findings or from nothing but a report. A network's case has the network's id in its
/// own.</summary>
/// <param name="Kind">exchanger, cash_out_network, pyramid, mining, site_block, ...: lower case letters and underscores.</param>
public sealed record OpenCase(
    string Key,
    string Basis,
    string Kind,
    string Title,
    IReadOnlyList<CaseSource> Sources,
    Int128 TurnoverKztMicro,
    Int128 TurnoverUsdMicro
) : Command(Key, null, Basis)
{
    /// <summary>Sources that one command names.</summary>
    public const int SourcesMax = 100;

    public override string Name => "case.open";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Analyst or Role.Officer or Role.Head))
            return Refused(RefusalKind.Forbidden, "Cases are opened by analysts, officers and heads.");
        if (Kind.Length is 0 or > 40 || Kind.Any(c => c is not (>= 'a' and <= 'z' or '_')))
            return Refused(RefusalKind.Invalid, "A kind has 1 to 40 letters a-z and underscores.", "kind");
        if (CaseText.Fault(Title, CaseText.LineMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "title");
        if (TurnoverKztMicro < 0 || TurnoverUsdMicro < 0)
            return Refused(RefusalKind.Invalid, "A turnover is not below zero.", "turnover");
        if (Sources.Count > SourcesMax)
            return Refused(RefusalKind.Limited, $"At most {SourcesMax} sources.", "sources");
        var book = state.Of<CaseBook>();
        foreach (var source in Sources)
        {
            if (JoinSource.Fault(book, source) is { } refused)
                return refused;
        }
        var id = $"case-{LocalTime.Kazakhstan.Year(nowUs)}-{book.OpenedByPeople + 1:D4}";
        var network = Sources.FirstOrDefault(source => source.Kind == SourceKind.Network)?.Id;
        return new CommandOutcome.Done(
            [
                new CaseOpened(id, Kind, Title, network, nowUs, TurnoverKztMicro, TurnoverUsdMicro),
                .. Sources.Select(source => (Fact)new CaseJoined(id, source)),
            ],
            id
        );
    }
}

/// <summary>What was found joins a case.</summary>
public sealed record JoinSource(string Key, string OfCase, string Basis, CaseSource Source) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>Members that a source names.</summary>
    public const int MembersMax = 5000;

    public override string Name => "case.join";

    protected override bool IsFor(Actor actor) => actor.Role is Role.Analyst or Role.Officer or Role.Head;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs) =>
        Fault(state.Of<CaseBook>(), Source) is { } refused ? refused : Done(OfCase, new CaseJoined(OfCase, Source));

    internal static CommandOutcome? Fault(CaseBook book, CaseSource source)
    {
        if (source.Kind == SourceKind.None || source.Id.Length is 0 or > 128)
            return Refused(RefusalKind.Invalid, "A source has a kind and an id of 1 to 128 characters.", "source");
        if (source.Members.Count > MembersMax)
            return Refused(RefusalKind.Limited, $"At most {MembersMax} members.", "source");
        if (source.Members.Any(member => !CaseText.IsMember(member.Key) || member.Value.Length > 40))
            return Refused(RefusalKind.Invalid, "A member is a pseudonym, a wallet or a code; a role has at most 40 characters.", "source");
        return book.CaseOf(source.Kind, source.Id) is { } other
            ? Refused(RefusalKind.Conflict, $"It belongs to {other} already.", "source")
            : null;
    }
}

/// <summary>An officer answers for a case, or no longer does. An officer takes a case; a head gives it to anybody, and takes it
/// away.</summary>
/// <param name="Officer">The account's id.</param>
public sealed record AssignCase(string Key, string OfCase, string Basis, string Officer, bool Assigned = true)
    : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>Officers that answer for one case.</summary>
    public const int OfficersMax = 20;

    private static readonly Role[] Answering = [Role.Officer, Role.Head];

    public override string Name => Assigned ? "case.assign" : "case.unassign";

    protected override bool IsForAnswering => false;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (Officer.Length is 0 or > 64 || Officer.Any(c => c is <= ' ' or > '~'))
            return Unfit("An account's id has 1 to 64 visible ASCII characters.", "officer");
        if (actor.Role == Role.Officer && (Officer != actor.Id || !Assigned))
            return Refused(RefusalKind.Forbidden, "A head gives cases to others, and takes them away.", "officer");
        if (Assigned && Colleagues.Fault(state, Officer, Answering, nowUs) is { } stranger)
            return Unfit(stranger, "officer");
        if (one.Officers.Contains(Officer) == Assigned)
        {
            return Refused(
                RefusalKind.Conflict,
                Assigned ? "It is assigned to this officer." : "It is not assigned to this officer.",
                "officer"
            );
        }
        if (!Assigned && one.Officers.Count == 1)
            return Refused(RefusalKind.Conflict, "Somebody must answer for it: assign another officer first.", "officer");
        if (one.Officers.Count >= OfficersMax)
            return Refused(RefusalKind.Limited, $"At most {OfficersMax} officers.", "officer");
        var assigned = new CaseAssigned(OfCase, Officer, Assigned);
        return one.Status == CaseStatus.New
            ? Done(
                OfCase,
                assigned,
                new CaseMoved(OfCase, CaseStatus.New, CaseStatus.Assigned, CaseResult.None, "An officer answers for it.")
            )
            : Done(OfCase, assigned);
    }
}

/// <summary>Passes an open case to another status that is not the end.</summary>
public sealed record MoveCase(string Key, string OfCase, string Basis, CaseStatus To, string Reason) : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "case.move";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Unfit(fault, "reason");
        if (!Enum.IsDefined(To) || To == CaseStatus.Closed)
            return Unfit("A case is closed by closing it.", "to");
        if (To == CaseStatus.Assigned)
            return Unfit("A case is assigned by assigning it.", "to");
        return CaseTransitions.Refusal(one.Status, To) is { } refusal
            ? Refused(RefusalKind.Conflict, refusal, "to")
            : Done(OfCase, new CaseMoved(OfCase, one.Status, To, CaseResult.None, Reason));
    }
}

/// <summary>Reopens a closed case: heads only, with a reason. The year's report no longer counts it as closed.</summary>
public sealed record ReopenCase(string Key, string OfCase, string Basis, string Reason) : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "case.reopen";

    protected override bool IsFor(Actor actor) => actor.Role == Role.Head;

    protected override bool IsForClosed => true;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Unfit(fault, "reason");
        return one.IsOpen
            ? Refused(RefusalKind.Conflict, "The case is open.", "case")
            : Done(OfCase, new CaseMoved(OfCase, CaseStatus.Closed, CaseStatus.UnderExamination, CaseResult.None, Reason));
    }
}
