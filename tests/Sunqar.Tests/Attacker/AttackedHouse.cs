using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Core.Publishing;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Work.Acting;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Attacker;

/// <summary>Every fold of the house and one case "c", without a journal: an attacker's commands are decided as the desk of acts decides
/// them, at a time that the test sets.</summary>
internal sealed class AttackedHouse
{
    public const string Card = "00000000000000aa";

    private const long DayUs = 86_400_000_000;

    private int _keys;

    public AttackedHouse()
    {
        State.Apply(new CaseOpened("c", "exchanger", "A desk", null, 0, 0, 0));
        Happen(
            Actor.House,
            new CaseJoined("c", new CaseSource(SourceKind.Alert, "a", new Dictionary<string, string> { [Card] = "dropper" }))
        );
        Hire("head-0", Role.Head, "unit-c");
        Happen(Actor.House, new PartnerListed("bank-caspkzka", PartnerBook.Folder, "", [PartnerBook.Measures]));
        NowUs += DayUs;
        var fold = new RegistryFold();
        fold.Apply(new PlatformsListed("s", [Listing("BYBIT", "bybit.example.com")]));
        (Register, Licensed) = (fold.Snapshot, LicensedDomains.Of(fold.Snapshot, NowUs));
    }

    /// <summary>2026-03-02T06:00:00Z.</summary>
    public long NowUs { get; set; } = 1_772_431_200_000_000;

    public ActState State { get; } = new(ActFolds.Fresh());

    public List<Act> Acts { get; } = [];

    public Staff Staff => State.Of<Staff>();

    public IReadOnlyList<Alarm> Alarms => State.Of<AlarmBook>().List(NowUs);

    public RegistrySnapshot Register { get; }

    public LicensedDomains Licensed { get; }

    public string Key => $"k{++_keys}";

    public CommandOutcome Do(Command command, Actor actor)
    {
        var outcome = SecondPersons.Decide(command, State, actor, NowUs);
        var what = outcome switch
        {
            CommandOutcome.Done done => done.Facts,
            CommandOutcome.Refused refused => [new ActRefused(refused.Kind, refused.Reason, refused.Field), .. refused.Tried],
            _ => throw new InvalidOperationException(),
        };
        Apply(actor, what, command.Key, command.Name, command.CaseId, command.Basis, (outcome as CommandOutcome.Done)?.Answer ?? "");
        return outcome;
    }

    public string Done(Command command, Actor actor)
    {
        var outcome = Do(command, actor);
        Assert.True(outcome is CommandOutcome.Done, (outcome as CommandOutcome.Refused)?.Reason);
        return ((CommandOutcome.Done)outcome).Answer;
    }

    public RefusalKind Refusal(Command command, Actor actor) =>
        Do(command, actor) is CommandOutcome.Refused refused ? refused.Kind : RefusalKind.None;

    public void Happen(Actor actor, Fact what) => Apply(actor, [what], Key, "test", null, "", "");

    private void Apply(Actor actor, IReadOnlyList<Fact> what, string key, string command, string? caseId, string basis, string answer)
    {
        var content = BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id + key + command)));
        var act = new Act(key, command, actor.Id, actor.Role, actor.Unit, caseId, basis, NowUs, content, answer, what);
        State.Apply(act);
        Acts.Add(act);
    }

    /// <summary>An account as the root key makes one, whose holder has declared himself.</summary>
    public Actor Hire(string id, Role role, string unit)
    {
        Happen(Actor.House, new AccountCreated(id, "i-" + id, role, unit));
        Happen(new Actor(id, role, unit), new SubjectFlagged(FlagKind.Self, new SubjectId((ulong)(1000 + ++_keys)), id, true));
        return Staff.Find(id)!.Actor;
    }

    public void Limit(Actor account) => Happen(Actor.House, new StandingGiven(account.Id, Standing.Limited, "by the root key"));

    /// <summary>Whoever works on cases answers for the case.</summary>
    public void Assign(Actor actor)
    {
        if (actor.Role is not (Role.Officer or Role.Head))
            return;
        Happen(actor, new CaseAssigned("c", actor.Id, true));
        Happen(actor, new CaseMoved("c", CaseStatus.New, CaseStatus.UnderExamination, CaseResult.None, "looked into"));
    }

    public void Forbid(Type harm, string what) =>
        Assert.True(Acts.All(act => act.Author == Actor.House.Id || act.What.All(fact => fact.GetType() != harm)), what);

    /// <summary>The shipped rules with a rule fewer.</summary>
    public PublishRulebook OtherRules()
    {
        var shipped = ShippedRulebook.Instance;
        var text = shipped.Text.Replace(RuleBlocks.Of(shipped.Text)[0].Text, "", StringComparison.Ordinal);
        return new PublishRulebook(
            Key,
            "order 7",
            shipped.Version,
            text,
            Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook,
            0
        );
    }

    public RequestBlock Block(string domain) =>
        new(Key, null, "Law 567, art. 41-1", [domain], BlockGround.Fraud, "c/e-1", NowUs + DayUs, Licensed);

    public RequestMeasure Suspend(string bank = "CASPKZKA") =>
        new(
            Key,
            "c",
            "AML law, art. 13",
            "suspend_card",
            new MeasureTarget(TargetKind.Subject, Card, bank, ""),
            MeasureValue.None,
            "Decision 4 of 2026-01-10",
            "Cash leaves at once."
        );

    public RequestMeasures SuspendBoth(string bank = "CASPKZKA") =>
        new(
            Key,
            "c",
            "AML law, art. 13",
            "suspend_card",
            [new MeasureTarget(TargetKind.Subject, Card, bank, ""), new MeasureTarget(TargetKind.Subject, "00000000000000f7", bank, "")],
            "Decision 4 of 2026-01-10",
            "Cash leaves at once."
        );

    public AskGrant AskLook(string basis = "pretrial", bool isUrgent = false) =>
        new(
            Key,
            "c",
            basis,
            [new SubjectId(3)],
            LookFields.Identifier | LookFields.Transfers,
            NowUs - DayUs,
            NowUs,
            3,
            isUrgent,
            "The desk's customers complained."
        );

    /// <summary>The head who was drawn for a request.</summary>
    public Actor Drawn(string grant) => Staff.Find(State.Of<AccessBook>().SecondOf(State.Of<AccessBook>().Find(grant)!)!)!.Actor;

    private static PlatformListing Listing(string code, string domain) =>
        new(
            code,
            "platform",
            code,
            [code],
            "",
            "AIFC",
            "AFSA",
            "trading",
            0,
            long.MaxValue,
            PlatformListing.Licensed,
            [domain],
            [],
            [],
            []
        );
}
