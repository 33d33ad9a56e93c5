using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Providers;
using Sunqar.Core.Registry;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Providers;

public class ProviderBookTests
{
    private const long Day = 86_400_000_000;
    private static readonly Actor Bybit = new("key:BYBIT", Role.Platform, "", "BYBIT");
    private static readonly Actor Supervisor = new("acct-9", Role.Supervisor);
    private static readonly TravelRuleParty Full = new(true, true, true, false, false, false),
        Bare = new(true, true, false, false, false, false);

    private readonly ProviderBook _book = new();
    private readonly ActState _state;

    public ProviderBookTests() => _state = new ActState([_book]);

    private CommandOutcome Do(Command command, Actor actor, long nowUs)
    {
        var outcome = command.Decide(_state, actor, nowUs);
        if (outcome is CommandOutcome.Done done)
        {
            _state.Apply(
                new Act(command.Key, command.Name, actor.Id, actor.Role, "", null, command.Basis, nowUs, 0, done.Answer, done.Facts)
            );
        }
        return outcome;
    }

    private static FileTravelRule Message(
        string id,
        string transaction,
        TravelRuleParty originator,
        long usd = 2_000_000_000,
        long sentUs = Day
    ) => new("travel:" + id, id, "tron", transaction, "Tfrom", "Tto", usd, sentUs, "2020", originator, Full, "hash");

    private void Owe(DutyKind kind, params (string Reference, long AroseUs, long DueUs)[] duties) =>
        _state.Apply(new DutiesArose([.. duties.Select(d => new Duty("BYBIT", kind, d.Reference, 0, d.AroseUs, d.DueUs))]));

    [Theory]
    [InlineData(999_999_999, false, 0)]
    [InlineData(1_000_000_000, false, 1)]
    [InlineData(1_000_000_000, true, 0)]
    public void From_a_thousand_dollars_up_a_message_carries_the_originators_identity(long usd, bool hasAddress, int gaps)
    {
        var found = TravelRule.Gaps(usd, hasAddress ? Full : Bare, Bare, DutyTerms.At(Day));
        Assert.Equal(gaps == 0 ? [] : [TravelRuleGap.OriginatorIdentity], found);
        Assert.Equal(
            [TravelRuleGap.OriginatorName, TravelRuleGap.OriginatorWallet, TravelRuleGap.BeneficiaryName, TravelRuleGap.BeneficiaryWallet],
            TravelRule.Gaps(1, default, default, DutyTerms.At(Day))
        );
    }

    [Fact]
    public void What_is_filed_in_time_is_on_time_and_the_rest_late_missing_or_open()
    {
        Owe(
            DutyKind.TravelRule,
            ("a", 0, 2 * Day),
            ("b", 0, 2 * Day),
            ("c", 0, 2 * Day),
            ("d", 4 * Day, 9 * Day),
            ("e", 99 * Day, 100 * Day)
        );
        Owe(DutyKind.TravelRule, ("a", 0, 50 * Day));
        Assert.Equal("complete", Assert.IsType<CommandOutcome.Done>(Do(Message("1", "a", Full), Bybit, Day)).Answer);
        Assert.Equal("complete", Assert.IsType<CommandOutcome.Done>(Do(Message("2", "b", Full), Bybit, 3 * Day)).Answer);
        Assert.Equal("incomplete: OriginatorIdentity", Assert.IsType<CommandOutcome.Done>(Do(Message("3", "c", Bare), Bybit, Day)).Answer);
        var record = _book.Record("BYBIT", 5 * Day);
        Assert.Equal((4, 1, 1, 1, 1, 1), (record.Due, record.Open, record.OnTime, record.Late, record.Missing, record.Incomplete));
        Assert.Equal(
            [("b", DutyStanding.Late, 3 * Day), ("c", DutyStanding.Missing, (long?)null)],
            record.Breaches.Select(b => (b.Duty.Reference, b.Standing, b.FiledUs))
        );
        // An earlier moment is still what it was then.
        Assert.Equal((1, 2), (_book.Record("BYBIT", Day + 1).OnTime, _book.Record("BYBIT", Day + 1).Open));
        Assert.Equal(0, _book.Record("NOBODY", 5 * Day).Due);
    }

    [Fact]
    public void A_missing_report_is_warned_of_then_supervised_then_puts_the_licence_in_question()
    {
        Owe(DutyKind.Threshold, ("p1", 0, Day), ("p2", 0, Day), ("p3", 0, Day));
        SupervisionStep At(long day) => _book.Record("BYBIT", day * Day).Step;
        Assert.Equal(
            [
                SupervisionStep.None,
                SupervisionStep.Warning,
                SupervisionStep.Warning,
                SupervisionStep.Supervision,
                SupervisionStep.Supervision,
                SupervisionStep.SuspendLicence,
            ],
            new[] { At(0), At(1), At(7), At(8), At(28), At(29) }
        );
        Do(new FileReport("report:1", "1", DutyKind.Threshold, ["p1", "p2", "p3"], 0), Bybit, 9 * Day);
        Assert.Equal((SupervisionStep.None, 3), (At(29), _book.Record("BYBIT", 29 * Day).Late));
    }

    [Fact]
    public void Reports_of_another_kind_or_platform_discharge_nothing()
    {
        Owe(DutyKind.Suspicion, ("net-1", 0, Day));
        Do(new FileReport("report:1", "1", DutyKind.Threshold, ["net-1"], 0), Bybit, 0);
        Do(new FileReport("report:1", "1", DutyKind.Suspicion, ["net-1"], 0), new("key:OTHER", Role.Platform, "", "OTHER"), 0);
        Assert.Equal(1, _book.Record("BYBIT", 2 * Day).Missing);
        _state.Apply(new FilingsTaken("BYBIT", [new Filing(DutyKind.Suspicion, "net-1", 0)]));
        Assert.Equal(1, _book.Record("BYBIT", 2 * Day).OnTime);
    }

    [Fact]
    public void Commands_refuse_who_may_not_and_what_cannot_be()
    {
        RefusalKind Refused(Command command, Actor actor) =>
            Assert.IsType<CommandOutcome.Refused>(command.Decide(_state, actor, 5 * Day)).Kind;
        Assert.Equal(RefusalKind.Forbidden, Refused(Message("1", "a", Full), new("key:BANK", Role.Bank, "", "BANK")));
        Assert.Equal(RefusalKind.Invalid, Refused(Message("1", "a", Full, usd: 0), Bybit));
        Assert.Equal(RefusalKind.Invalid, Refused(Message("1", "a", Full, sentUs: 7 * Day), Bybit));
        Assert.Equal(RefusalKind.Invalid, Refused(new FileReport("k", "1", DutyKind.TravelRule, ["a"], 0), Bybit));
        Assert.Equal(RefusalKind.Invalid, Refused(new FileReport("k", "1", DutyKind.Suspicion, [], 0), Bybit));
        Assert.Equal(RefusalKind.Forbidden, Refused(new OpenSupervision("k", "law", "BYBIT"), Bybit));
        Assert.Equal(RefusalKind.Invalid, Refused(new OpenSupervision("k", " ", "BYBIT"), Supervisor));
        Assert.Equal(RefusalKind.Conflict, Refused(new OpenSupervision("k", "law", "BYBIT"), Supervisor));
        Owe(DutyKind.Threshold, ("p1", 0, Day));
        Assert.IsType<CommandOutcome.Done>(Do(new OpenSupervision("k", "law", "BYBIT"), Supervisor, 5 * Day));
        Assert.Equal("supervision-BYBIT-5", _book.Record("BYBIT", 5 * Day).SupervisionId);
        Assert.Equal(RefusalKind.Conflict, Refused(new OpenSupervision("k2", "law", "BYBIT"), Supervisor));
    }

    [Fact]
    public void Duties_follow_from_transfers_between_licensed_platforms_and_from_large_operations()
    {
        var fold = new RegistryFold();
        PlatformListing Row(string code, string status = "licensed", string kind = "platform") =>
            new(code, kind, code, [], "", "AIFC", "AFSA", "trading", 0, 50 * Day, status, [], [new("tron", "T" + code)], [], []);
        fold.Apply(new PlatformsListed("s", [Row("A"), Row("B"), Row("C", "suspended"), Row("M", kind: "miner")]));
        Duty? Transfer(string from, string to, long timeUs = Day) =>
            DutyFinder.OfTransfer("tx", from, to, 5_000_000, timeUs, fold.Snapshot);
        Assert.Equal(new Duty("A", DutyKind.TravelRule, "tx", 5_000_000, Day, 2 * Day), Transfer("TA", "TB"));
        Assert.Null(Transfer("TA", "TA"));
        Assert.Null(Transfer("TA", "TX"));
        Assert.Null(Transfer("TA", "TC"));
        Assert.Null(Transfer("TM", "TB"));
        Assert.Null(Transfer("TA", "TB", 60 * Day));
        Duty? Operation(long kzt) => DutyFinder.OfOperation("A", "p", (Int128)kzt * 1_000_000, Day, fold.Snapshot);
        Assert.Null(Operation(4_999_999));
        Assert.Equal(4 * Day, Operation(5_000_000)!.DueUs);
    }
}
