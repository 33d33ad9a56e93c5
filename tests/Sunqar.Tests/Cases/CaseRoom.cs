using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Facts;
using Sunqar.Core.People;
using Sunqar.Work.Acting;
using Xunit;

namespace Sunqar.Tests.Cases;

/// <summary>The folds of the house without a journal: commands are decided and applied at once, at a time that the test sets.</summary>
internal sealed class CaseRoom
{
    public static readonly Actor Officer = new("officer-1", Role.Officer, "unit-a");
    public static readonly Actor OtherOfficer = new("officer-2", Role.Officer, "unit-b");
    public static readonly Actor Head = new("head-1", Role.Head, "unit-b");
    public static readonly Actor HeadOfUnit = new("head-2", Role.Head, "unit-a");
    public static readonly Actor Analyst = new("analyst-1", Role.Analyst, "unit-a");

    private int _keys;

    public CaseRoom()
    {
        foreach (var name in (string[])["bank-caspkzka", "issuer-tether", "authority-nsc"])
            Done(new ListPartner(NextKey(), name, PartnerBook.Folder, "", [PartnerBook.Measures]), Actor.House);
        foreach (var one in (Actor[])[Officer, OtherOfficer, Head, HeadOfUnit, Analyst])
            Hire(one);
        Acts.Clear();
    }

    /// <summary>Gives somebody an account: work is given to nobody else.</summary>
    public void Hire(Actor one) =>
        State.Apply(
            new Act(
                NextKey(),
                "people.enrol",
                one.Id,
                Role.Nobody,
                "",
                null,
                "",
                NowUs,
                0,
                "",
                [new AccountCreated(one.Id, "i-" + one.Id, one.Role, one.Unit)]
            )
        );

    /// <summary>2026-03-02T06:00:00Z.</summary>
    public long NowUs { get; set; } = 1_772_431_200_000_000;

    public ActState State { get; } = new(ActFolds.Fresh());

    public List<Act> Acts { get; } = [];

    public CaseBook Book => State.Of<CaseBook>();

    public string NextKey() => $"k{++_keys}";

    public CommandOutcome Do(Command command, Actor actor)
    {
        var outcome = command.Decide(State, actor, NowUs);
        if (outcome is CommandOutcome.Done done)
            Apply(command, actor, done.Facts, done.Answer);
        return outcome;
    }

    /// <summary>What was made.</summary>
    public string Done(Command command, Actor actor)
    {
        var outcome = Do(command, actor);
        Assert.True(outcome is CommandOutcome.Done, (outcome as CommandOutcome.Refused)?.Reason);
        return ((CommandOutcome.Done)outcome).Answer;
    }

    public CommandOutcome.Refused Refused(Command command, Actor actor) => Assert.IsType<CommandOutcome.Refused>(Do(command, actor));

    /// <summary>A case under examination that <see cref="Officer"/> answers for.</summary>
    public string Examined(params CaseSource[] sources)
    {
        var id = Done(new OpenCase(NextKey(), "report", "exchanger", "An exchanger", sources, 0, 1_000_000_000), Officer);
        Done(new AssignCase(NextKey(), id, "duty", Officer.Id), Officer);
        Done(new MoveCase(NextKey(), id, "duty", CaseStatus.UnderExamination, "It is looked into."), Officer);
        return id;
    }

    private void Apply(Command command, Actor actor, IReadOnlyList<Fact> facts, string answer)
    {
        var act = new Act(
            command.Key,
            command.Name,
            actor.Id,
            actor.Role,
            actor.Unit,
            command.CaseId,
            command.Basis,
            NowUs,
            0,
            answer,
            facts
        );
        State.Apply(act);
        Acts.Add(act);
    }
}
