using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Law;
using Xunit;

namespace Sunqar.Tests.Cases;

public class MeasureBookTests
{
    private const long HourUs = 3_600_000_000;
    private const string Card = "00000000000000aa",
        Wallet = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    private static readonly CaseSource Members = new(
        SourceKind.Alert,
        "alert-1",
        new Dictionary<string, string> { [Card] = "dropper", ["00000000000000bb"] = "organiser" }
    );

    private readonly CaseRoom _room = new();

    private MeasureBook Measures => _room.State.Of<MeasureBook>();

    private OutboxBook Outbox => _room.State.Of<OutboxBook>();

    private RequestMeasure Suspend(string ofCase, long decideBy = 0) =>
        new(
            _room.NextKey(),
            ofCase,
            "AML law, art. 13",
            "suspend_card",
            new MeasureTarget(TargetKind.Subject, Card, "CASPKZKA", ""),
            MeasureValue.None,
            "Decision 4 of 2026-01-10",
            "Cash leaves at once.",
            decideBy
        );

    private RequestMeasure Freeze(string ofCase, long usdt = 1000) =>
        new(
            _room.NextKey(),
            ofCase,
            "request",
            "freeze_at_issuer",
            new MeasureTarget(TargetKind.Wallet, Wallet, "tether", "tron"),
            new MeasureValue("", "USDT", (Int128)usdt * 1_000_000),
            "",
            "The desk's wallet."
        );

    private RequestMeasure Seize(string ofCase, string kind = "seize", long usdt = 900) =>
        new(
            _room.NextKey(),
            ofCase,
            "order",
            kind,
            new MeasureTarget(TargetKind.Asset, $"usdt:tron:{Wallet}", "", ""),
            new MeasureValue($"usdt:tron:{Wallet}", "USDT", (Int128)usdt * 1_000_000),
            "Order 17 of 02.03.2026",
            "It is evidence."
        );

    private DecideMeasure Approve(string ofCase, string measure) => new(_room.NextKey(), ofCase, "duty", measure, true, "Agreed.");

    private void Deliver(string message, Delivery delivery, string reason = "") =>
        _room.Done(
            new NoteDelivery(_room.NextKey(), Measures.Find(Outbox.Find(message)!.Posted.Subject)!.CaseId, message, delivery, reason),
            Actor.House
        );

    private Int128 Frozen(string ofCase) => _room.State.Of<AssetLedger>().Balances.Single(balance => balance.CaseId == ofCase).Frozen;

    private MeasureStatus StatusOf(string measure) => Measures.Find(measure)!.StatusAt(_room.NowUs);

    [Fact]
    public void Nothing_goes_out_before_a_second_person_agrees_and_everything_in_the_same_act()
    {
        var id = _room.Examined(Members);
        var measure = _room.Done(Suspend(id), CaseRoom.Officer);
        Assert.Equal((0, MeasureStatus.Requested), (Outbox.Waiting, StatusOf(measure)));
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(Approve(id, measure), CaseRoom.Officer).Kind);
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(Approve(id, measure), CaseRoom.OtherOfficer).Kind);
        _room.Done(Approve(id, measure), CaseRoom.HeadOfUnit);
        Assert.Equal([$"{measure}:take:bank-caspkzka", $"{measure}:take:desk"], Outbox.About(measure).Select(m => m.Id));
        Assert.Equal(MeasureStatus.Approved, StatusOf(measure));
        // Confirmed is what the partner confirmed: that the house's own desk has it says that it is on its way.
        Deliver($"{measure}:take:desk", Delivery.Confirmed);
        Assert.Equal(MeasureStatus.Sent, StatusOf(measure));
        Deliver($"{measure}:take:bank-caspkzka", Delivery.Confirmed);
        Assert.Equal(MeasureStatus.Confirmed, StatusOf(measure));
        Assert.Equal(RefusalKind.Conflict, _room.Refused(Approve(id, measure), CaseRoom.Head).Kind);
        Assert.True(_room.Book.Find(id)!.Tasks[measure].IsDone);
        // Debits are stopped for at most fifteen days from the approval.
        Assert.Equal(LawRegister.Shipped.EndUs("suspension.debits", _room.NowUs), _room.State.Of<MeasureBook>().Find(measure)!.UntilUs);
        _room.NowUs = LawRegister.Shipped.EndUs("suspension.debits", _room.NowUs) - 1;
        Assert.Equal(MeasureStatus.Confirmed, StatusOf(measure));
        _room.NowUs++;
        Assert.Equal(MeasureStatus.Expired, StatusOf(measure));
    }

    [Fact]
    public void The_clock_of_a_suspension_runs_out()
    {
        var id = _room.Examined(Members);
        var measure = _room.Done(Suspend(id, _room.NowUs + HourUs), CaseRoom.Officer);
        _room.NowUs += HourUs;
        Assert.Equal(MeasureStatus.Expired, StatusOf(measure));
        Assert.Equal(RefusalKind.Conflict, _room.Refused(Approve(id, measure), CaseRoom.Head).Kind);
        Assert.True(_room.Book.Find(id)!.Tasks[measure].IsLate(_room.NowUs));
        Assert.Equal("decide_by", _room.Refused(Suspend(id, _room.NowUs - 1), CaseRoom.Officer).Field);
    }

    [Fact]
    public void A_freeze_at_the_issuer_is_confirmed_by_the_chain_alone_less_what_escaped_and_taken_back_by_a_reorganisation()
    {
        var id = _room.Examined(Members);
        var measure = _room.Done(Freeze(id), CaseRoom.Officer);
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(Approve(id, measure), CaseRoom.HeadOfUnit).Kind);
        _room.Done(Approve(id, measure), CaseRoom.Head);
        Deliver($"{measure}:take:issuer-tether", Delivery.Confirmed, "ticket 5");
        Assert.Equal(MeasureStatus.Sent, StatusOf(measure));
        Assert.Equal(
            RefusalKind.Conflict,
            _room.Refused(new ConfirmMeasure(_room.NextKey(), id, "x", measure, true, "Letter 5"), CaseRoom.Officer).Kind
        );
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(new ConfirmOnChain(_room.NextKey(), id, measure, "aa:1", 0), CaseRoom.Head).Kind);
        _room.Done(new ConfirmOnChain(_room.NextKey(), id, measure, "aa:1", 100_000_000), Actor.House);
        Assert.Equal((MeasureStatus.Confirmed, (Int128)900_000_000), (StatusOf(measure), Frozen(id)));
        _room.Done(new ConfirmOnChain(_room.NextKey(), id, measure, "aa:1", 0, IsTakenBack: true), Actor.House);
        Assert.Equal((MeasureStatus.Sent, (Int128)0), (StatusOf(measure), Frozen(id)));
        _room.Done(new ConfirmOnChain(_room.NextKey(), id, measure, "bb:1", 100_000_000), Actor.House);
        _room.Done(Approve(id, _room.Done(Seize(id), CaseRoom.Officer)), CaseRoom.Head);
        _room.Done(
            new ConfirmMeasure(_room.NextKey(), id, "order", Measures.OfCase(id).Last().Id, true, "Act of transfer 3", "cc"),
            CaseRoom.Officer
        );
        var balance = _room.State.Of<AssetLedger>().Balances.Single();
        Assert.Equal(((Int128)0, (Int128)900_000_000), (balance.Frozen, balance.Seized));
        Assert.Equal("quantity", _room.Refused(Seize(id, "forfeit", 901), CaseRoom.Officer).Field);
        var forfeit = _room.Done(Seize(id, "forfeit", 500), CaseRoom.Officer);
        _room.Done(Approve(id, forfeit), CaseRoom.Head);
        _room.Done(new ConfirmMeasure(_room.NextKey(), id, "judgment", forfeit, true, "Judgment 9"), CaseRoom.Officer);
        Assert.Equal((Int128)500_000_000, _room.State.Of<AssetLedger>().Balances.Single().Forfeited);
    }

    [Fact]
    public void A_partner_that_refuses_ends_the_measure_and_those_who_have_it_are_told()
    {
        var id = _room.Examined(Members);
        var measure = _room.Done(Suspend(id), CaseRoom.Officer);
        _room.Done(Approve(id, measure), CaseRoom.Head);
        Deliver($"{measure}:take:bank-caspkzka", Delivery.Accepted);
        Deliver($"{measure}:take:desk", Delivery.Refused, "The hold lapsed.");
        Assert.Equal(MeasureStatus.Refused, StatusOf(measure));
        Assert.NotNull(Outbox.Find($"{measure}:lift:bank-caspkzka"));
        Assert.Null(Outbox.Find($"{measure}:lift:desk"));
    }

    [Fact]
    public void An_objection_is_decided_by_somebody_who_had_no_part_in_the_measure()
    {
        var id = _room.Examined(Members);
        var measure = _room.Done(Suspend(id), CaseRoom.Officer);
        _room.Done(Approve(id, measure), CaseRoom.Head);
        Deliver($"{measure}:take:desk", Delivery.Confirmed);
        DecideAppeal Grant() => new(_room.NextKey(), id, "objection", measure, true, "The card was stolen.");
        Assert.Equal(RefusalKind.Conflict, _room.Refused(Grant(), CaseRoom.HeadOfUnit).Kind);
        _room.Done(new AppealMeasure(_room.NextKey(), id, "objection", measure, "Objection 4"), CaseRoom.OtherOfficer);
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(Grant(), CaseRoom.Head).Kind);
        _room.Done(Grant(), CaseRoom.HeadOfUnit);
        Assert.Equal(MeasureStatus.Lifted, StatusOf(measure));
        Assert.NotNull(Outbox.Find($"{measure}:lift:desk"));
    }

    [Fact]
    public void A_case_is_not_closed_over_what_is_pending_and_its_closing_tells_what_it_brought()
    {
        var id = _room.Examined(Members);
        var seize = _room.Done(Seize(id), CaseRoom.Officer);
        CloseCase Close(CaseResult result) => new(_room.NextKey(), id, "duty", result, "Done.");
        Assert.Equal("result", _room.Refused(Close(CaseResult.MeasuresTaken), CaseRoom.Head).Field);
        _room.Done(Approve(id, seize), CaseRoom.Head);
        Assert.Equal(RefusalKind.Conflict, _room.Refused(Close(CaseResult.MeasuresTaken), CaseRoom.Head).Kind);
        _room.Done(new ConfirmMeasure(_room.NextKey(), id, "order", seize, true, "Act of transfer 3", "cc"), CaseRoom.Officer);
        Assert.Equal(RefusalKind.Conflict, _room.Refused(Close(CaseResult.NoGrounds), CaseRoom.Head).Kind);
        _room.Done(Close(CaseResult.MeasuresTaken), CaseRoom.Head);
        var closed = _room.Acts[^1].What.OfType<CaseClosed>().Single();
        Assert.Equal((2026, (Int128)900_000_000), (closed.Year, closed.SeizedUsdtMicro));
    }

    [Fact]
    public void Who_volunteered_is_exempt_once_and_only_by_a_second_persons_word()
    {
        var id = _room.Examined(Members);
        StateVolunteer State(string subject, bool first = true) =>
            new(_room.NextKey(), id, "art. 232-1", subject, first, true, true, "Came by themselves.");
        Assert.Equal("subject", _room.Refused(State("00000000000000bb"), CaseRoom.Officer).Field);
        Assert.Equal("conditions", _room.Refused(State(Card, first: false), CaseRoom.Officer).Field);
        _room.Done(State(Card), CaseRoom.Officer);
        Assert.Equal("result", _room.Refused(new CloseCase(_room.NextKey(), id, "duty", CaseResult.Exempted, "x"), CaseRoom.Head).Field);
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refused(new JudgeVolunteer(_room.NextKey(), id, "duty", Card, true, "Met."), CaseRoom.Officer).Kind
        );
        _room.Done(new JudgeVolunteer(_room.NextKey(), id, "duty", Card, true, "Met."), CaseRoom.Head);
        // It frees from criminal liability alone: a suspension is still possible.
        var measure = _room.Done(Suspend(id), CaseRoom.Officer);
        _room.Done(new DecideMeasure(_room.NextKey(), id, "duty", measure, false, "Not now."), CaseRoom.Head);
        Assert.Equal("subject", _room.Refused(State(Card), CaseRoom.Officer).Field);
        _room.Done(new CloseCase(_room.NextKey(), id, "duty", CaseResult.Exempted, "Exempt."), CaseRoom.Head);
        Assert.Equal("exempted under art. 232-1", _room.Book.Find(id)!.Outcome);
    }

    [Fact]
    public void Evidence_has_one_keeper_at_a_time_and_every_link_is_known()
    {
        var id = _room.Examined(Members);
        var hash = new string('a', 64);
        TakeEvidence Take() => new(_room.NextKey(), id, "act of search", "Phone image", "application/zip", hash, 5, "Act of search 3");
        var piece = _room.Done(Take(), CaseRoom.Officer);
        Assert.Equal("file", _room.Refused(Take(), CaseRoom.Officer).Field);
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refused(new HandEvidence(_room.NextKey(), id, "x", piece, "expert-1", "To be read."), CaseRoom.OtherOfficer).Kind
        );
        _room.Done(new HandEvidence(_room.NextKey(), id, "x", piece, "expert-1", "To be read."), CaseRoom.Officer);
        Assert.Equal(["Act of search 3", "officer-1"], _room.Book.Find(id)!.Evidence.Single().Custody.Select(link => link.From));
        Assert.Equal("expert-1", _room.Book.Find(id)!.Evidence.Single().Keeper);
    }

    /// <summary>The table of docs/cases.md, whole.</summary>
    private static readonly (MeasureStatus From, MeasureStep Step, MeasureStatus To)[] Lawful =
    [
        (MeasureStatus.Requested, MeasureStep.Approve, MeasureStatus.Approved),
        (MeasureStatus.Requested, MeasureStep.Reject, MeasureStatus.Rejected),
        (MeasureStatus.Requested, MeasureStep.Withdraw, MeasureStatus.Withdrawn),
        (MeasureStatus.Approved, MeasureStep.Send, MeasureStatus.Sent),
        (MeasureStatus.Approved, MeasureStep.Refuse, MeasureStatus.Refused),
        (MeasureStatus.Approved, MeasureStep.Lift, MeasureStatus.Lifted),
        (MeasureStatus.Approved, MeasureStep.Grant, MeasureStatus.Lifted),
        (MeasureStatus.Approved, MeasureStep.Appeal, MeasureStatus.Approved),
        (MeasureStatus.Approved, MeasureStep.Uphold, MeasureStatus.Approved),
        (MeasureStatus.Sent, MeasureStep.Confirm, MeasureStatus.Confirmed),
        (MeasureStatus.Sent, MeasureStep.Refuse, MeasureStatus.Refused),
        (MeasureStatus.Sent, MeasureStep.Lift, MeasureStatus.Lifted),
        (MeasureStatus.Sent, MeasureStep.Grant, MeasureStatus.Lifted),
        (MeasureStatus.Sent, MeasureStep.Appeal, MeasureStatus.Sent),
        (MeasureStatus.Sent, MeasureStep.Uphold, MeasureStatus.Sent),
        (MeasureStatus.Confirmed, MeasureStep.Lift, MeasureStatus.Lifted),
        (MeasureStatus.Confirmed, MeasureStep.Grant, MeasureStatus.Lifted),
        (MeasureStatus.Confirmed, MeasureStep.Appeal, MeasureStatus.Confirmed),
        (MeasureStatus.Confirmed, MeasureStep.Uphold, MeasureStatus.Confirmed),
        (MeasureStatus.Confirmed, MeasureStep.TakeBack, MeasureStatus.Sent),
    ];

    [Fact]
    public void Every_step_from_every_status_is_lawful_or_refused() =>
        Assert.Equal(
            Lawful.Order(),
            Enum.GetValues<MeasureStatus>()
                .SelectMany(from => Enum.GetValues<MeasureStep>().Select(step => (from, step, MeasureTransitions.Next(from, step))))
                .Where(line => line.Item3 is not null)
                .Select(line => (line.from, line.step, line.Item3!.Value))
                .Order()
        );

    [Fact]
    public void Every_kind_is_in_the_table_and_says_all_that_it_must()
    {
        var kinds = typeof(MeasureKind).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(MeasureKind)));
        Assert.Equal(
            kinds.Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))),
            MeasureKinds.All.Select(kind => kind.GetType()).OrderBy(type => type.Name, StringComparer.Ordinal)
        );
        Assert.All(
            MeasureKinds.All,
            kind =>
            {
                Assert.NotEmpty(kind.Approvers);
                Assert.DoesNotContain(Role.Officer, kind.Approvers);
                Assert.EndsWith(".", kind.Law);
            }
        );
    }
}
