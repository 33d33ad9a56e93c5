using Sunqar.Core.Acts;
using Sunqar.Core.Screening;
using Xunit;

namespace Sunqar.Tests.Screening;

public class ScreeningBookTests
{
    private static readonly Actor Bank = new("key:BANK", Role.Bank, "", "BANK");
    private readonly ScreeningBook _book = new();
    private readonly ActState _state;

    public ScreeningBookTests() => _state = new ActState([_book]);

    private CommandOutcome Do(Command command, Actor? actor = null)
    {
        var by = actor ?? Bank;
        var outcome = command.Decide(_state, by, 7);
        if (outcome is CommandOutcome.Done done)
            _state.Apply(new Act(command.Key, command.Name, by.Id, by.Role, "", null, "", 7, 0, done.Answer, done.Facts));
        return outcome;
    }

    private static RecordScreening Screened(params ScreenedHit[] hits) => new("k", "", "customer:1", "list 1", hits);

    [Fact]
    public void Not_the_same_person_is_remembered_with_reason_and_author_until_the_entry_changes()
    {
        Do(Screened(new ScreenedHit("l", "1", 90, 11), new ScreenedHit("l", "2", 95, 22)));
        Assert.Equal(["2", "1"], _book.Open("customer:1").Select(hit => hit.EntryId));
        Assert.IsType<CommandOutcome.Done>(Do(new ClearHit("c", null, "customer:1", "l", "2", "born in another year")));
        Assert.Equal(["1"], _book.Open("customer:1").Select(hit => hit.EntryId));
        Assert.Equal(new Clearing("l", "2", 22, "born in another year", "key:BANK", 7), _book.Cleared("customer:1", "l", "2", 22));
        // Screened again: still known not to be the same person. Another customer is not.
        Do(Screened(new ScreenedHit("l", "2", 95, 22)));
        Assert.Empty(_book.Open("customer:1"));
        Assert.Null(_book.Cleared("customer:2", "l", "2", 22));
        // The entry got another name or date of birth: it is looked at anew.
        _state.Apply(
            new Act(
                "a",
                "screening.again",
                "house",
                Role.System,
                "",
                null,
                "",
                8,
                0,
                "",
                [new CustomersRescreened("list 2", 1, [new RescreenedParty("customer:1", [new("l", "2", 97, 23)])])]
            )
        );
        Assert.Equal([("2", 97)], _book.Open("customer:1").Select(hit => (hit.EntryId, hit.Score)));
        Assert.Equal("list 2", _book.RescreenedWith);
        Assert.Equal(["customer:1"], _book.Met);
    }

    [Fact]
    public void Commands_refuse_who_may_not_and_what_is_not_there()
    {
        RefusalKind Refused(Command command, Actor? actor = null) => Assert.IsType<CommandOutcome.Refused>(Do(command, actor)).Kind;
        Assert.Equal(RefusalKind.Forbidden, Refused(Screened(), new Actor("x", Role.Citizen)));
        Assert.Equal(RefusalKind.Invalid, Refused(new ClearHit("c", null, "customer:1", "l", "2", "")));
        Assert.Equal(RefusalKind.NotFound, Refused(new ClearHit("c", null, "customer:1", "l", "2", "not he")));
        Assert.Equal(RefusalKind.Forbidden, Refused(new RecordRescreening("r", "l 2", 0, []), Bank));
        Assert.IsType<CommandOutcome.Done>(Do(new RecordRescreening("r", "l 2", 0, []), Actor.House));
    }
}
