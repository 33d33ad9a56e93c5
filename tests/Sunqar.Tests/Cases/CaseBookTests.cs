using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Networks;
using Xunit;

namespace Sunqar.Tests.Cases;

public class CaseBookTests
{
    private readonly CaseRoom _room = new();

    private static readonly CaseSource Alert = new(
        SourceKind.Alert,
        "alert-1",
        new Dictionary<string, string> { ["00000000000000aa"] = "dropper" }
    );

    [Fact]
    public void A_network_that_was_found_is_a_case_with_its_members()
    {
        var network = new Network(
            "n1",
            "exchanger",
            0.9,
            [],
            new Dictionary<string, string> { ["00000000000000aa"] = "dropper" },
            5,
            7,
            0,
            1,
            2,
            [],
            [],
            []
        );
        _room.State.Apply(new NetworkFormed(network));
        _room.State.Apply(CaseOpened.About(network, 3));
        var one = _room.Book.Find("case-n1")!;
        Assert.Equal((CaseStatus.New, true, "dropper"), (one.Status, one.IsOpen, one.Members["00000000000000aa"]));
        Assert.Equal("case-n1", _room.Book.CaseOf(SourceKind.Network, "n1"));
    }

    [Fact]
    public void An_alert_becomes_a_case_and_belongs_to_no_other()
    {
        var id = _room.Done(new OpenCase("k1", "alert", "droppers", "Cards lent", [Alert], 0, 0), CaseRoom.Analyst);
        Assert.Equal("case-2026-0001", id);
        Assert.Equal("dropper", _room.Book.Find(id)!.Members["00000000000000aa"]);
        Assert.Equal(
            RefusalKind.Conflict,
            _room.Refused(new OpenCase("k2", "alert", "droppers", "Again", [Alert], 0, 0), CaseRoom.Analyst).Kind
        );
        Assert.Equal("case-2026-0002", _room.Done(new OpenCase("k3", "report", "droppers", "Another", [], 0, 0), CaseRoom.Analyst));
        Assert.Equal("source", _room.Refused(new JoinSource("k4", "case-2026-0002", "alert", Alert), CaseRoom.Head).Field);
    }

    [Fact]
    public void Two_officers_may_take_one_case_and_only_they_work_on_it()
    {
        var id = _room.Done(new OpenCase("k1", "report", "droppers", "Cards lent", [], 0, 0), CaseRoom.Analyst);
        _room.Done(new AssignCase("k2", id, "duty", CaseRoom.Officer.Id), CaseRoom.Officer);
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refused(new MoveCase("k3", id, "duty", CaseStatus.UnderExamination, "Looked into."), CaseRoom.OtherOfficer).Kind
        );
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refused(new AssignCase("k4", id, "duty", CaseRoom.OtherOfficer.Id), CaseRoom.Officer).Kind
        );
        Assert.Equal(RefusalKind.Conflict, _room.Refused(new AssignCase("k5", id, "duty", CaseRoom.Officer.Id, false), CaseRoom.Head).Kind);
        _room.Done(new AssignCase("k6", id, "duty", CaseRoom.OtherOfficer.Id), CaseRoom.OtherOfficer);
        Assert.Equal([CaseRoom.Officer.Id, CaseRoom.OtherOfficer.Id], _room.Book.Find(id)!.Officers);
    }

    [Fact]
    public void A_head_who_does_not_answer_for_it_closes_a_case_the_year_counts_it_and_reopening_takes_it_back()
    {
        var id = _room.Examined();
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refused(new CloseCase("c1", id, "duty", CaseResult.NoGrounds, "Nothing."), CaseRoom.Officer).Kind
        );
        Assert.Equal("result", _room.Refused(new CloseCase("c2", id, "duty", CaseResult.HandedOver, "Gone."), CaseRoom.Head).Field);
        _room.Done(new CloseCase("c3", id, "duty", CaseResult.NoGrounds, "Nothing."), CaseRoom.Head);
        Assert.Equal((false, "no grounds"), (_room.Book.Find(id)!.IsOpen, _room.Book.Find(id)!.Outcome));
        Assert.Equal(1, Closed());
        Assert.Equal(
            RefusalKind.Conflict,
            _room.Refused(new MoveCase("c4", id, "duty", CaseStatus.UnderExamination, "Again."), CaseRoom.Officer).Kind
        );
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(new ReopenCase("c5", id, "duty", "New evidence."), CaseRoom.Officer).Kind);
        _room.Done(new ReopenCase("c6", id, "duty", "New evidence."), CaseRoom.Head);
        Assert.True(_room.Book.Find(id)!.IsOpen);
        Assert.Equal(0, Closed());

        int Closed()
        {
            var fold = new CaseFold();
            foreach (var what in _room.Acts.SelectMany(act => act.What))
                fold.Apply(what);
            return fold.Cases.Count(one => one.Closed?.Year == 2026);
        }
    }

    /// <summary>The table of docs/cases.md, whole: whatever is not here is refused.</summary>
    private static readonly (CaseStatus From, CaseStatus To)[] Lawful =
    [
        (CaseStatus.New, CaseStatus.Assigned),
        (CaseStatus.Assigned, CaseStatus.UnderExamination),
        (CaseStatus.UnderExamination, CaseStatus.Waiting),
        (CaseStatus.UnderExamination, CaseStatus.Referred),
        (CaseStatus.UnderExamination, CaseStatus.Closed),
        (CaseStatus.Waiting, CaseStatus.UnderExamination),
        (CaseStatus.Referred, CaseStatus.UnderExamination),
        (CaseStatus.Referred, CaseStatus.Closed),
        (CaseStatus.Closed, CaseStatus.UnderExamination),
    ];

    [Fact]
    public void Every_transition_is_lawful_or_refused_with_a_reason()
    {
        var all = Enum.GetValues<CaseStatus>();
        Assert.Equal(
            Lawful.Order(),
            all.SelectMany(from => all.Select(to => (From: from, To: to)))
                .Where(pair => CaseTransitions.Refusal(pair.From, pair.To) is null)
                .Order()
        );
        Assert.All(
            all.SelectMany(from => all.Select(to => CaseTransitions.Refusal(from, to))),
            reason => Assert.True(reason is null || reason.EndsWith('.'))
        );
    }

    [Theory]
    [InlineData("The card of 800416100254 was lent")]
    [InlineData("The card of 8004 1610 0254")]
    [InlineData("")]
    [InlineData("a\u0000b")]
    public void A_text_with_an_identifier_or_nothing_in_it_is_refused(string text) =>
        Assert.NotNull(CaseText.Fault(text, CaseText.LineMax));

    [Theory]
    [InlineData("Order 17-2026 of 02.03.2026, 12 cards, 480 000 KZT")]
    [InlineData("Ақша айналымы 2026")]
    public void Plain_words_and_numbers_are_taken(string text) => Assert.Null(CaseText.Fault(text, CaseText.LineMax));
}
