using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Xunit;
using static Sunqar.Tests.Oversight.AccessRoom;

namespace Sunqar.Tests.Oversight;

public class CitizenRecordTests
{
    private readonly AccessRoom _room = new();

    private IReadOnlyList<ShownLook> Shown(SubjectId subject) => CitizenRecord.Of(_room.Access, subject, _room.NowUs);

    private void LookAtPerson()
    {
        var grant = _room.Granted("k1", Person(1));
        _room.Done(Unmask("l1", grant, Person(1)), Officer);
    }

    [Fact]
    public void A_look_in_an_open_case_is_the_same_as_none_until_the_case_closes()
    {
        LookAtPerson();
        Assert.Empty(Shown(Person(1)));
        Assert.Empty(Shown(Person(2)));
        Assert.Empty(Shown(SubjectId.None));
        _room.Close(FirstCase);
        var look = Assert.Single(Shown(Person(1)));
        Assert.Equal((Role.Officer, "unit-a"), (look.Role, look.Unit));
        Assert.Contains("Criminal Procedure Code", look.Why, StringComparison.Ordinal);
        Assert.Empty(Shown(Person(2)));
    }

    [Fact]
    public void At_most_twelve_months_and_then_by_itself()
    {
        LookAtPerson();
        _room.NowUs += AccessLimits.HiddenUsMax - 1;
        Assert.Empty(Shown(Person(1)));
        _room.NowUs++;
        Assert.Single(Shown(Person(1)));
    }

    [Fact]
    public void What_was_shown_stays_when_the_case_is_opened_again()
    {
        LookAtPerson();
        _room.Close(FirstCase);
        _room.Happen(Head, FirstCase, new CaseMoved(FirstCase, CaseStatus.Closed, CaseStatus.UnderExamination, CaseResult.None, "More."));
        Assert.Single(Shown(Person(1)));
    }

    [Fact]
    public void Nothing_shown_names_the_officer()
    {
        LookAtPerson();
        _room.Close(FirstCase);
        Assert.DoesNotContain(Officer.Id, Shown(Person(1))[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_objection_is_a_task_and_only_to_what_is_shown()
    {
        LookAtPerson();
        var look = _room.Access.LooksAt(Person(1))[0].LookId;
        var text = new SealedText(new byte[] { 1 });
        Assert.Equal(RefusalKind.NotFound, _room.Refusal(new ObjectToLook("o1", Person(1), look, text), Citizen));
        _room.Close(FirstCase);
        Assert.Equal(RefusalKind.NotFound, _room.Refusal(new ObjectToLook("o2", Person(2), look, text), Citizen));
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(new ObjectToLook("o3", Person(1), look, text), Officer));
        var id = _room.Done(new ObjectToLook("o4", Person(1), look, text), Citizen);
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(new ObjectToLook("o5", Person(1), look, text), Citizen));
        _room.Done(new StepTask("t1", id, TaskStep.Taken, ""), Overseer);
    }

    [Fact]
    public void Reading_ones_own_record_is_an_act_and_no_look_at_anybody()
    {
        _room.Done(new Look("r1", null, "own-record", LookKind.OwnRecord, [Person(1)], LookFields.None, 0, 0, 0, null), Citizen);
        Assert.Empty(_room.Access.LooksAt(Person(1)));
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refusal(new Look("r2", null, "own-record", LookKind.OwnRecord, [Person(1)], LookFields.None, 0, 0, 0, null), Officer)
        );
    }
}
