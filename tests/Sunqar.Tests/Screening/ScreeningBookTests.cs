using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

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
    public void Whom_a_changed_list_means_makes_a_case_about_the_listed_party_and_who_was_cleared_does_not()
    {
        var cases = new CaseBook();
        var state = new ActState([_book, cases]);
        void Again(string lists, params RescreenedParty[] met)
        {
            var done = Assert.IsType<CommandOutcome.Done>(new RecordRescreening(lists, lists, 3, met).Decide(state, Actor.House, 7));
            state.Apply(new Act(lists, "screening.again", Actor.House.Id, Role.System, "", null, "", 7, 0, done.Answer, done.Facts));
        }
        var (hit, other) = (new ScreenedHit("un_sc", "QDi.001", 97, 11), new ScreenedHit("un_sc", "QDi.002", 90, 12));
        Again("1", new("subject:000000000000000a", [hit]), new("subject:000000000000000b", [hit, other]), new("customer:1", [hit]));
        Assert.Equal(["case-watchlist-un_sc-qdi.001", "case-watchlist-un_sc-qdi.002"], cases.Cases.Select(one => one.Id));
        Assert.Equal(["000000000000000a", "000000000000000b"], cases.Find("case-watchlist-un_sc-qdi.001")!.Members.Keys.Order());
        Assert.All(cases.Cases, one => Assert.Equal((CaseKinds.WatchlistHit, true), (one.Kind, one.IsOpen)));
        Assert.Equal(0, cases.OpenedByPeople);
        // The same people again add nothing; one more joins; a cleared pair opens none.
        _state.Apply(
            new Act(
                "c",
                "screening.clear",
                "x",
                Role.Analyst,
                "",
                null,
                "",
                8,
                0,
                "",
                [new HitCleared("subject:000000000000000c", "un_sc", "QDi.001", 11, "not he")]
            )
        );
        Again("2", new("subject:000000000000000a", [hit]), new("subject:000000000000000c", [hit]), new("subject:000000000000000d", [hit]));
        Assert.Equal(2, cases.Cases.Count);
        Assert.Equal(
            ["000000000000000a", "000000000000000b", "000000000000000d"],
            cases.Find("case-watchlist-un_sc-qdi.001")!.Members.Keys.Order()
        );
    }

    [Fact]
    public void A_clearing_is_about_the_name_that_was_met_and_the_dates_of_birth()
    {
        static WatchlistEntry Entry(string[] birth, params string[] names) =>
            new("1", WatchlistPartyKind.Individual, [], [.. names.Select(n => new ListedName(n, "", false, false))], [], 0, birth);
        var mark = EntryMarks.Of(Entry(["1800", "1801"], "TESTOV, Proba"), "TESTOV, Proba");
        // Other names, the order of names, words and dates, case and marks say nothing else of the pair.
        Assert.Equal(mark, EntryMarks.Of(Entry(["1801", "1800"], "Another", "TESTOV, Proba"), "TESTOV, Proba"));
        Assert.Equal(mark, EntryMarks.Of(Entry(["1800", "1801"], "Proba Téstov"), "Proba Téstov"));
        Assert.NotEqual(mark, EntryMarks.Of(Entry(["1800", "1801"], "TESTOV, Prob"), "TESTOV, Prob"));
        Assert.NotEqual(mark, EntryMarks.Of(Entry(["1800"], "TESTOV, Proba"), "TESTOV, Proba"));
    }

    [Fact]
    public void A_cleared_pair_stays_cleared_when_the_list_moves_the_entry_or_gives_it_names_that_are_not_met()
    {
        static WatchlistEntry Entry(string id, params string[] names) =>
            new(id, WatchlistPartyKind.Individual, [], [.. names.Select((n, i) => new ListedName(n, "", i == 0, false))], [], 0, []);
        static ScreeningIndex Index(params WatchlistEntry[] entries) => ScreeningIndex.Of([("l", "1", entries)]);
        IReadOnlyList<ScreenedHit> Screen(ScreeningIndex index)
        {
            var kept = new Screener(index).Screen(new("Proba Testov")).Select(hit => index.Kept(hit, "customer:1", _book)).ToList();
            Do(Screened([.. kept]));
            return _book.Open("customer:1");
        }
        Assert.Single(Screen(Index(Entry("7", "TESTOV, Proba", "Vulture"))));
        Assert.IsType<CommandOutcome.Done>(Do(new ClearHit("c", null, "customer:1", "l", "7", "born in another year")));
        Assert.Empty(Screen(Index(Entry("1", "SOMEBODY, Else"), Entry("7", "Eagle", "Vulture", "TESTOV, Proba"))));
        // Another reference is another party, and another name that is met is a new question.
        Assert.Single(Screen(Index(Entry("8", "TESTOV, Proba"))));
        Assert.Single(Screen(Index(Entry("7", "TESTOV, Prob", "Vulture"))));
    }

    [Fact]
    public void What_was_cleared_by_all_that_an_entry_said_stays_cleared_while_it_says_the_same()
    {
        var entry = new WatchlistEntry("7", WatchlistPartyKind.Individual, [], [new("TESTOV, Proba", "", true, false)], [], 0, ["1800"]);
        // As journals before names had marks of their own hold it.
        Do(Screened(new ScreenedHit("l", "7", 100, EntryMarks.Of(entry))));
        Do(new ClearHit("c", null, "customer:1", "l", "7", "not he"));
        var index = ScreeningIndex.Of([("l", "2", [entry])]);
        Do(Screened([.. new Screener(index).Screen(new("Proba Testov")).Select(hit => index.Kept(hit, "customer:1", _book))]));
        Assert.Empty(_book.Open("customer:1"));
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
