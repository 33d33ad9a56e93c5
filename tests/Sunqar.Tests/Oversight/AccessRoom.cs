using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;

namespace Sunqar.Tests.Oversight;

/// <summary>The oversight's folds over cases and a staff that a test lays down, and a clock that it moves. Decides as the desk of acts
/// does.</summary>
internal sealed class AccessRoom : IStaffRoll
{
    public const string FirstCase = "case-1",
        OtherCase = "case-2";

    public static readonly Actor Officer = new("officer-1", Role.Officer, "unit-a"),
        OtherOfficer = new("officer-2", Role.Officer, "unit-a"),
        Head = new("head-a", Role.Head, "unit-a"),
        Overseer = new("overseer", Role.Overseer, "oversight"),
        Citizen = new("citizen", Role.Citizen);

    public static readonly Actor[] Heads =
    [
        Head,
        new("head-b", Role.Head, "unit-b"),
        new("head-c", Role.Head, "unit-c"),
        new("head-d", Role.Head, "unit-d"),
    ];

    /// <summary>2026-11-03, 12:00 local time.</summary>
    public const long StartUs = (20_760L * 86_400 + 7 * 3600) * 1_000_000;

    public AccessRoom()
    {
        Staff =
        [
            .. Heads
                .Append(Officer)
                .Append(OtherOfficer)
                .Append(Overseer)
                .Select(actor => new StaffMember(actor.Id, actor.Role, actor.Unit, 0, true)),
        ];
        var (cases, flags) = (new CaseBook(), new FlagBook());
        Access = new AccessBook(cases, this);
        Alarms = new AlarmBook(flags, Access, new ObjectionBook(), new BreachBook());
        State = new ActState([cases, flags, Access, Alarms, new WorkBook(), new ReportBook()]);
        foreach (var id in new[] { FirstCase, OtherCase })
            State.Apply(new CaseOpened(id, "exchanger", "A desk", null, 0, 0, 0));
        foreach (var actor in Heads.Append(Officer).Append(OtherOfficer))
            Happen(actor, null, new SubjectFlagged(FlagKind.Self, SelfOf(actor), actor.Id, true));
        Happen(Head, FirstCase, new CaseAssigned(FirstCase, Officer.Id, true));
        Happen(Head, OtherCase, new CaseAssigned(OtherCase, OtherOfficer.Id, true));
    }

    public List<StaffMember> Staff { get; }

    IEnumerable<StaffMember> IStaffRoll.Staff => Staff;

    public ActState State { get; }

    public AccessBook Access { get; }

    public AlarmBook Alarms { get; }

    public long NowUs { get; set; } = StartUs;

    public List<Act> Acts { get; } = [];

    public static SubjectId Person(int number) => new((ulong)number + 1);

    /// <summary>Whom an account declared to be its holder.</summary>
    public static SubjectId SelfOf(Actor actor) => Person(1000 + Array.IndexOf([.. Heads, Officer, OtherOfficer], actor));

    public static AskGrant Ask(string key, params SubjectId[] subjects) =>
        new(
            key,
            FirstCase,
            "pretrial",
            subjects,
            LookFields.Identifier | LookFields.Transfers,
            StartUs - 30 * AccessLimits.DayUs,
            StartUs,
            3,
            false,
            "The desk's customers complained."
        );

    public static Look Unmask(string key, string? grant, params SubjectId[] subjects) =>
        new(key, FirstCase, "pretrial", LookKind.Unmask, subjects, LookFields.Identifier, 0, 0, subjects.Length, grant);

    public CommandOutcome Do(Command command, Actor actor)
    {
        var outcome = command.Decide(State, actor, NowUs);
        var content = SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id + command.Key + command.Name));
        IReadOnlyList<Fact> what = outcome switch
        {
            CommandOutcome.Done done => done.Facts,
            CommandOutcome.Refused refused => [new ActRefused(refused.Kind, refused.Reason, refused.Field), .. refused.Tried],
            _ => throw new InvalidOperationException(),
        };
        Apply(
            new Act(
                command.Key,
                command.Name,
                actor.Id,
                actor.Role,
                actor.Unit,
                command.CaseId,
                command.Basis,
                NowUs,
                BitConverter.ToUInt128(content),
                "",
                what
            )
        );
        return outcome;
    }

    public string Done(Command command, Actor actor) =>
        Do(command, actor) is CommandOutcome.Done done
            ? done.Answer
            : throw new InvalidOperationException($"{command.Name} was refused: {((CommandOutcome.Refused)Do(command, actor)).Reason}");

    public RefusalKind? Refusal(Command command, Actor actor) => (Do(command, actor) as CommandOutcome.Refused)?.Kind;

    /// <summary>A fact that comes by an act of another room.</summary>
    public void Happen(Actor actor, string? caseId, Fact what) =>
        Apply(new Act("k", "test", actor.Id, actor.Role, actor.Unit, caseId, "", NowUs, 0, "", [what]));

    public void Close(string caseId) =>
        Happen(Head, caseId, new CaseMoved(caseId, CaseStatus.UnderExamination, CaseStatus.Closed, CaseResult.NoGrounds, "Nothing."));

    private void Apply(Act act)
    {
        Acts.Add(act);
        State.Apply(act);
    }

    public Actor Second(string grant) => Heads.Single(head => head.Id == Access.SecondOf(Access.Find(grant)!));

    /// <summary>A grant that was asked for and allowed.</summary>
    public string Granted(string key, params SubjectId[] subjects)
    {
        var grant = Done(Ask(key, subjects), Officer);
        Done(new AnswerGrant(key + "-yes", FirstCase, grant, true, ""), Second(grant));
        return grant;
    }
}
