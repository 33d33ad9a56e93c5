using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Xunit;

namespace Sunqar.Tests.People;

/// <summary>Commands on the fold of accounts alone: no journal, no clock but the one that the test moves.</summary>
internal sealed class StaffRoom
{
    private readonly ActState _state = new([new Staff(), new ProposalBook()]);
    private int _keys;

    public long NowUs { get; set; } = 1_767_225_600_000_000;

    public ProposalBook Proposals => _state.Of<ProposalBook>();

    public Staff Staff => _state.Of<Staff>();

    public string Key => $"k{++_keys}";

    /// <summary>Does it and folds what it came to, as the desk of acts would.</summary>
    public CommandOutcome Do(Command command, Actor actor)
    {
        var outcome = SecondPersons.Decide(command, _state, actor, NowUs);
        var what = outcome is CommandOutcome.Done done
            ? done.Facts
            : [new ActRefused(((CommandOutcome.Refused)outcome).Kind, "", ((CommandOutcome.Refused)outcome).Field)];
        _state.Apply(
            new Act(command.Key, command.Name, actor.Id, actor.Role, actor.Unit, command.CaseId, command.Basis, NowUs, 0, "", what)
        );
        return outcome;
    }

    public RefusalKind Refusal(Command command, Actor actor) =>
        Do(command, actor) is CommandOutcome.Refused refused ? refused.Kind : RefusalKind.None;

    /// <summary>An account by an invitation of the house.</summary>
    public Actor Hire(string id, Role role, string unit = "unit-a")
    {
        Assert.IsType<CommandOutcome.Done>(Do(new InvitePerson(Key, "i-" + id, role, unit, 1_000_000), Actor.House));
        Assert.IsType<CommandOutcome.Done>(Do(new Enrol(Key, "i-" + id, id, "s-" + id, 1), new Actor(id, Role.Nobody)));
        return Staff.Find(id)!.Actor;
    }

    public RefusalKind SignIn(string id, bool isRight, long step) =>
        Refusal(new SignIn(Key, id, "s", SignInMeans.PasswordAndCode, isRight, step), new Actor(id, Role.Nobody));
}
