using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Payments;
using Sunqar.Core.Queue;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.Tests.Cases;

/// <summary>One measure against many: asked for in one act, decided together or in parts, each with a life of its own.</summary>
public sealed class MeasureGroupTests
{
    private static readonly string[] Cards = ["00000000000000a1", "00000000000000a2", "00000000000000a3"];

    private readonly CaseRoom _room = new();

    private MeasureBook Measures => _room.State.Of<MeasureBook>();

    private string Case() => _room.Examined(new CaseSource(SourceKind.Alert, "alert-1", Cards.ToDictionary(card => card, _ => "dropper")));

    private RequestMeasures Ask(string ofCase, params string[] cards) =>
        new(
            _room.NextKey(),
            ofCase,
            "AML law, art. 13",
            "suspend_card",
            [.. cards.Select(card => new MeasureTarget(TargetKind.Subject, card, "CASPKZKA", ""))],
            "Decision 4 of 2026-01-10",
            "Cash leaves at once."
        );

    private DecideMeasures Decide(string ofCase, string group, bool approve, params string[] measures) =>
        new(_room.NextKey(), ofCase, "duty", group, measures, approve, "Agreed.");

    private List<WorkItem> Waiting() =>
        [.. WorkQueue.Of(new WorkRoom(_room.State, [], [], _room.NowUs)).Items.Where(item => item.Kind == WorkKind.Measure)];

    [Fact]
    public void Many_are_asked_for_in_one_act_and_wait_as_one_piece_with_one_clock()
    {
        var id = Case();
        var group = _room.Done(Ask(id, Cards), CaseRoom.Officer);
        var all = Measures.OfGroup(group);
        Assert.Equal(Cards, all.Select(one => one.Request.Target.Id));
        Assert.Equal(3, all.Select(one => one.Id).Distinct().Count());
        Assert.Single(_room.Book.Find(id)!.Tasks);
        var piece = Assert.Single(Waiting());
        Assert.True(piece.IsMany);
        Assert.Equal((group, all[0].Request.DecideByUs), (piece.Id, piece.DueUs));
        Assert.False(piece.IsFor(CaseRoom.Officer));
        // One that is asked for alone is a group of its own.
        var alone = _room.Done(Ask(Case2(), Cards[0]), CaseRoom.Officer);
        Assert.Equal(alone, Assert.Single(Measures.OfGroup(alone)).Group);
    }

    private string Case2() =>
        _room.Examined(new CaseSource(SourceKind.Alert, "alert-2", new Dictionary<string, string> { [Cards[0]] = "x" }));

    [Fact]
    public void All_is_asked_for_or_nothing()
    {
        var id = Case();
        _room.Done(Ask(id, Cards[1]), CaseRoom.Officer);
        var refused = _room.Refused(Ask(id, Cards), CaseRoom.Officer);
        Assert.StartsWith("Number 2 of 3: ", refused.Reason, StringComparison.Ordinal);
        // Whoever is named by nothing but a place is named by no id.
        Assert.All(Cards, card => Assert.DoesNotContain(card, refused.Reason, StringComparison.Ordinal));
        Assert.Single(Measures.OfCase(id));
        Assert.Equal(RefusalKind.Invalid, _room.Refused(Ask(id), CaseRoom.Officer).Kind);
        Assert.Equal(RefusalKind.Invalid, _room.Refused(Ask(id, Cards[0], Cards[0]), CaseRoom.Officer).Kind);
        var many = Enumerable.Range(1, RequestMeasures.TargetsMax + 1).Select(number => number.ToString("x16", null));
        Assert.Equal(RefusalKind.Invalid, _room.Refused(Ask(id, [.. many]), CaseRoom.Officer).Kind);
    }

    [Fact]
    public void A_second_person_approves_a_part_and_the_rest_goes_on_waiting()
    {
        var id = Case();
        var group = _room.Done(Ask(id, Cards), CaseRoom.Officer);
        var ids = Measures.OfGroup(group).Select(one => one.Id).ToArray();
        // Never whoever asked, however many there are.
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(Decide(id, group, true, ids), CaseRoom.Officer).Kind);
        Assert.Equal(RefusalKind.NotFound, _room.Refused(Decide(id, group, true, "m-2026-9999"), CaseRoom.Head).Kind);
        _room.Done(Decide(id, group, true, ids[0], ids[2]), CaseRoom.Head);
        Assert.Equal(
            [MeasureStatus.Approved, MeasureStatus.Requested, MeasureStatus.Approved],
            Measures.OfGroup(group).Select(one => one.StatusAt(_room.NowUs))
        );
        // To the bank and to the desk, for each that was approved.
        Assert.Equal(4, ids.Sum(one => _room.State.Of<OutboxBook>().About(one).Count()));
        var left = Assert.Single(Waiting());
        Assert.Equal((ids[1], false), (left.Id, left.IsMany));
        // One of them decided by then has all of the next form refused: nobody approves what they did not see.
        Assert.Equal(RefusalKind.Conflict, _room.Refused(Decide(id, group, true, ids), CaseRoom.Head).Kind);
        _room.Done(Decide(id, group, false, ids[1]), CaseRoom.Head);
        Assert.Empty(Waiting());
    }

    [Fact]
    public void What_is_in_force_is_lifted_together()
    {
        var id = Case();
        var group = _room.Done(Ask(id, Cards), CaseRoom.Officer);
        var ids = Measures.OfGroup(group).Select(one => one.Id).ToArray();
        _room.Done(Decide(id, group, true, ids), CaseRoom.Head);
        _room.Done(new LiftMeasures(_room.NextKey(), id, "court", group, ids[..2], "Not theirs."), CaseRoom.Officer);
        Assert.Equal(
            [MeasureStatus.Lifted, MeasureStatus.Lifted, MeasureStatus.Approved],
            Measures.OfGroup(group).Select(one => one.StatusAt(_room.NowUs))
        );
    }

    [Fact]
    public void A_held_payment_is_suspended_also_where_its_bank_is_in_no_register_yet()
    {
        var id = Case();
        RequestMeasure Ask(string kind, MeasureTarget target) =>
            new(_room.NextKey(), id, "AML law, art. 13", kind, target, MeasureValue.None, "Decision 4", "Nobody knows it.");
        var measure = _room.Done(Ask("suspend_payment", new MeasureTarget(TargetKind.Payment, "H1", "NEWBKZKA", "")), CaseRoom.Officer);
        _room.Done(new DecideMeasure(_room.NextKey(), id, "duty", measure, true, "Agreed."), CaseRoom.Head);
        Assert.Equal(["bank-newbkzka"], Measures.Find(measure)!.Kind.Strangers(Measures.Find(measure)!.Request, _room.State));
        Assert.Equal(2, _room.State.Of<OutboxBook>().About(measure).Count());
        // Against a card, at a bank that nobody knows, nothing is asked for.
        var card = new MeasureTarget(TargetKind.Subject, Cards[0], "NEWBKZKA", "");
        Assert.Equal("holder", _room.Refused(Ask("suspend_card", card), CaseRoom.Officer).Field);
    }

    [Fact]
    public void Orders_that_block_sites_count_in_the_year_of_their_approval_each_site_once()
    {
        var orders = new BlockOrders(ShippedSuffixes.Instance);
        var newYear = Core.Times.LocalTime.Kazakhstan.YearStartUs(2026);
        void Happen(string order, string? caseId, long atUs, params Core.Facts.Fact[] facts)
        {
            var act = new Act($"k-{order}-{atUs}", "block", "s-1", Role.Supervisor, "unit-s", caseId, "order", atUs, 0, order, facts);
            foreach (var fact in facts)
                orders.Apply(act, fact);
        }
        BlockRequested Ask(string order, params string[] domains) =>
            new(order, domains, BlockGround.UnlicensedExchange, "", newYear + 1_000_000_000_000_000);
        // Approved the year before; approved this year, without a case; the same site again, within a case; one that waits.
        Happen("o1", null, newYear - 2, Ask("o1", "a.example"));
        Happen("o1", null, newYear - 1, new BlockApproved("o1"));
        Happen("o2", null, newYear - 1, Ask("o2", "b.example", "c.example"));
        Happen("o2", null, newYear + 1, new BlockApproved("o2"));
        Happen("o3", "c1", newYear + 2, Ask("o3", "c.example"));
        Happen("o3", "c1", newYear + 3, new BlockApproved("o3"));
        Happen("o4", null, newYear + 4, Ask("o4", "d.example"));
        Happen("o5", null, newYear + 5, Ask("o5", "e.example"));
        Happen("o5", null, newYear + 6, new BlockRejected("o5", "no"));
        var cases = new CaseFold();
        // Closed with its site, which the order counts; and one from before the journal, whose sites no order tells.
        cases.Apply(new CaseClosed("c1", 2026, CaseKinds.Exchanger, "c1", 0, 0, 0, 0, 0, 1, 0));
        cases.Apply(new CaseClosed("c0", 2026, CaseKinds.SiteBlock, "c0", 0, 0, 0, 0, 0, 5, 0));
        var line = AnnualReport
            .Of(2026, cases.Cases, new AssetLedger(), new RateTable(), orders: orders.All)
            .Lines.Single(one => one.Name == "sites_restricted");
        Assert.Equal(((Int128)7, (Int128)1, (Int128)1), (line.Closed!.Value, line.LastYear!.Value, line.Found!.Value));
        Assert.Equal(["c0", "c1"], line.Closed.Cases);
    }
}
