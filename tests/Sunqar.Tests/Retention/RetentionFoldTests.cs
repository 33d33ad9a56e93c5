using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Payments;
using Sunqar.Core.Retention;
using Sunqar.Core.Screening;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Retention;

/// <summary>Who is held, by what, and until when: each limit on its two sides.</summary>
public class RetentionFoldTests
{
    private const long DayUs = 86_400_000_000,
        YearUs = 365 * DayUs + DayUs / 4;

    private static readonly long Now =
        (new DateTimeOffset(2040, 6, 1, 0, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly SubjectId Person = new(1),
        Card = new(2),
        Device = new(3),
        Other = new(4),
        Account = new(5),
        Ip = new(6),
        SenderPhone = new(7),
        RecipientPhone = new(8);

    private readonly RetentionFold _fold = new(ShippedLimits.Instance, Now);
    private readonly List<Act> _acts = [];

    private static long Ago(double years) => Now - (long)(years * YearUs);

    private void Act(long atUs, params Fact[] what) =>
        _acts.Add(new Act("k" + _acts.Count, "test", "officer-1", Role.Officer, "unit-a", null, "", atUs, 0, "", what));

    private RetentionFold Folded(double paid = 20, double recorded = 20)
    {
        foreach (var act in _acts)
            _fold.Apply(act);
        _fold.EndCases();
        _fold.Payment(
            new SealedParty(Person, default, Card, IinStatus.Valid, false),
            new SealedParty(default, Account, default, IinStatus.Absent, false),
            Device,
            new Circumstances(null, null, null, Ip, SenderPhone, RecipientPhone, default, default),
            Ago(paid),
            Ago(recorded)
        );
        return _fold;
    }

    private void Case(CaseStatus status, CaseResult result, long atUs, SubjectId member)
    {
        var network = new Network(
            "n",
            "exchanger",
            1,
            [],
            new Dictionary<string, string> { [member.ToString()] = "desk", ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"] = "wallet" },
            0,
            0,
            Ago(30),
            Ago(30),
            1,
            [],
            [],
            []
        );
        _fold.Apply(new NetworkFormed(network));
        _fold.Apply(CaseOpened.About(network, Ago(29)));
        Act(Ago(28), new CaseAssigned("case-n", "officer-1", true));
        if (status == CaseStatus.Closed)
            Act(atUs, new CaseMoved("case-n", CaseStatus.UnderExamination, CaseStatus.Closed, result, "done"));
    }

    [Theory]
    [InlineData(4.9, true)]
    [InlineData(5.1, false)]
    public void A_payment_holds_everyone_in_it_for_its_time(double years, bool held)
    {
        var fold = Folded(years);
        Assert.All(
            new[] { Person, Card, Device, Account, Ip, SenderPhone, RecipientPhone },
            subject => Assert.Equal(held ? Touch.Payment : null, fold.HeldBy(subject))
        );
        Assert.Null(fold.HeldBy(Other));
        Assert.Null(fold.HeldBy(SubjectId.None));
    }

    /// <summary>Whoever dates a payment back does not have its people's keys destroyed: the later of event and record counts.</summary>
    [Theory]
    [InlineData(16, 0, true)]
    [InlineData(16, 4.9, true)]
    [InlineData(16, 5.1, false)]
    [InlineData(4.9, 16, true)]
    public void A_payment_is_held_from_the_later_of_event_and_record(double paid, double recorded, bool held) =>
        Assert.Equal(held ? Touch.Payment : null, Folded(paid, recorded).HeldBy(Person));

    [Fact]
    public void An_imported_transfer_holds_its_accounts_and_nobody_holds_a_wallet()
    {
        _fold.Transfer(
            new ImportedTransfer(
                "t",
                Ago(4.9),
                new TransferEnd(Other, null),
                new TransferEnd(default, "TR7N"),
                1,
                Currency.Kzt,
                TransferKind.Unknown
            ),
            Ago(20)
        );
        Assert.Equal(Touch.ImportedTransfer, Folded().HeldBy(Other));
    }

    [Fact]
    public void An_open_case_holds_a_card_and_whoever_pays_with_it_but_not_whom_it_paid()
    {
        Case(CaseStatus.UnderExamination, CaseResult.None, 0, Card);
        var fold = Folded();
        Assert.All(new[] { Person, Card, Device, Ip, SenderPhone }, subject => Assert.Equal(Touch.Open, fold.HeldBy(subject)));
        Assert.Null(fold.HeldBy(Account));
    }

    [Theory]
    [InlineData(CaseResult.NoGrounds, 1, Touch.CaseNoGrounds)]
    [InlineData(CaseResult.Joined, 1, Touch.CaseJoined)]
    [InlineData(CaseResult.Exempted, 3, Touch.CaseExempted)]
    [InlineData(CaseResult.HandedOver, 5, Touch.CaseHandedOver)]
    [InlineData(CaseResult.MeasuresTaken, 20, Touch.CaseEspeciallyGrave)]
    public void A_closed_case_holds_by_its_outcome(CaseResult result, int years, Touch touch)
    {
        Case(CaseStatus.Closed, result, Ago(years - 0.05), Person);
        Assert.Equal(touch, Folded().HeldBy(Card));
        var later = new RetentionFoldTests();
        later.Case(CaseStatus.Closed, result, Ago(years + 0.05), Person);
        Assert.Null(later.Folded().HeldBy(Card));
        Assert.Null(later._fold.HeldBy(Person));
    }

    /// <summary>The last qualification counts, also one that is recorded after the case was closed.</summary>
    [Theory]
    [InlineData(CrimeGravity.Medium, 5, Touch.CaseMedium)]
    [InlineData(CrimeGravity.Grave, 15, Touch.CaseGrave)]
    [InlineData(CrimeGravity.EspeciallyGrave, 20, Touch.CaseEspeciallyGrave)]
    public void A_case_with_measures_holds_by_the_gravity_that_was_recorded(CrimeGravity gravity, int years, Touch touch)
    {
        foreach (var (more, held) in new[] { (-0.05, true), (0.05, false) })
        {
            var room = new RetentionFoldTests();
            room.Case(CaseStatus.Closed, CaseResult.MeasuresTaken, Ago(years + more), Person);
            room.Act(Ago(years + more), new CaseQualified("case-n", CrimeGravity.EspeciallyGrave, "another article"));
            room.Act(Ago(years + more), new CaseQualified("case-n", gravity, "an article"));
            Assert.Equal(held ? touch : (Touch?)null, room.Folded().HeldBy(Person));
        }
    }

    [Fact]
    public void A_reopened_case_holds_again()
    {
        Case(CaseStatus.Closed, CaseResult.NoGrounds, Ago(9), Person);
        Act(Ago(8), new CaseMoved("case-n", CaseStatus.Closed, CaseStatus.UnderExamination, CaseResult.None, "new evidence"));
        Assert.Equal(Touch.Open, Folded().HeldBy(Person));
    }

    [Theory]
    [InlineData(4.9, true)]
    [InlineData(5.1, false)]
    public void A_look_holds_so_that_whoever_was_looked_at_can_ask(double years, bool held)
    {
        Act(Ago(years), new Looked("l", LookKind.Unmask, [Person], LookFields.Name, 0, 0, 1, "g"));
        Assert.Equal(held ? Touch.Look : null, Folded().HeldBy(Person));
        // Their card is not what was looked at.
        Assert.Null(_fold.HeldBy(Card));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_was_declared_is_held_until_taken_off_the_list(bool held)
    {
        Act(Ago(20), new SubjectFlagged(FlagKind.Self, Person, "a-1", true));
        if (!held)
            Act(Ago(19), new SubjectFlagged(FlagKind.Self, Person, "a-1", false));
        Assert.Equal(held ? Touch.Open : null, Folded().HeldBy(Person));
    }

    [Fact]
    public void Who_is_listed_as_a_dropper_is_held_until_the_listing_ends()
    {
        Act(Ago(9_000), new DropperListed(Person, long.MaxValue, "lent his card"));
        Act(Ago(9_000), new DropperListed(Other, Ago(1), "lent his card"));
        Act(Ago(9_000), new DropperListed(Card, long.MaxValue, "lent his card"));
        Act(Ago(8_999), new DropperDelisted(Card, "a mistake"));
        var fold = Folded();
        Assert.Equal((Touch.Open, null, null), (fold.HeldBy(Person), fold.HeldBy(Other), fold.HeldBy(Card)));
    }

    [Fact]
    public void A_measure_holds_while_it_is_in_force()
    {
        _fold.Apply(new MeasureTook("m1", Card, "", "", default, long.MaxValue));
        _fold.Apply(new MeasureTook("m2", Other, "", "", default, Ago(1)));
        _fold.Apply(new MeasureTook("m3", Account, "", "", default, long.MaxValue));
        _fold.Apply(new MeasureEnded("m3", Ago(2)));
        var fold = Folded();
        Assert.Equal((Touch.Open, Touch.Open), (fold.HeldBy(Card), fold.HeldBy(Person)));
        Assert.Null(fold.HeldBy(Other));
        Assert.Null(fold.HeldBy(Account));
    }

    [Fact]
    public void A_suppressed_alert_holds_until_it_expires()
    {
        _fold.Apply(new AlertSuppressed(Person, "r", "a", "why", Ago(8), Now + 1));
        _fold.Apply(new AlertSuppressed(Other, "r", "a", "why", Ago(8), Now));
        Assert.Equal(Touch.Open, Folded().HeldBy(Person));
        Assert.Null(_fold.HeldBy(Other));
    }
}
