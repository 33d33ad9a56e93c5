using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;
using Sunqar.Work.Deciding;
using Sunqar.Work.Time;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>What happens to a payment after its first answer: confirmed, lapsed, undone.</summary>
public sealed class HoldTests
{
    private const string Bank = "CASPKZKA";

    [Fact]
    public async Task A_hold_lapses_to_allow_after_its_day_as_a_fact_and_survives_a_restart_before()
    {
        await using var room = new DeskRoom();
        var held = await room.HoldAsync();
        Assert.Equal(Outcome.Hold, held.Decision!.Outcome);
        Assert.Equal(room.NowUs + 86_400_000_000, held.Decision.ExpiresUs);
        room.Time.Pass(TimeSpan.FromHours(23));
        await room.RestartAsync();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(Outcome.Hold, room.Desk.Find(Bank, "H10")!.Standing.Outcome);
        room.Time.Pass(TimeSpan.FromHours(1));
        await DeskRoom.UntilAsync(() => room.Desk.Find(Bank, "H10")!.LapsedUs != 0);
        var history = room.Desk.Find(Bank, "H10")!;
        Assert.Equal((Outcome.Allow, held.Decision.ExpiresUs), (history.Standing.Outcome, history.LapsedUs));
        Assert.Single(room.Journal.Read<HoldLapsed>(Streams.Payments));
        // A repeat gets what was answered then.
        var payment = room.TopUp("H10", card: "card_10") with
        {
            TimeUs = history.Payment.TimeUs,
        };
        Assert.Equal(
            (DeskStatus.Duplicate, Outcome.Hold),
            await room.Desk.DecideAsync(payment) is var again ? (again.Status, again.Decision!.Outcome) : default
        );
        Assert.Equal(DeskStatus.NothingToDo, (await room.Desk.ConfirmAsync(Bank, "H10", Confirmation.Sender)).Status);
    }

    [Fact]
    public async Task A_clock_that_jumps_lets_no_hold_lapse()
    {
        await using var room = new DeskRoom();
        await room.HoldAsync();
        room.Time.Jump(TimeSpan.FromDays(3));
        for (var minute = 0; minute < 9; minute++)
        {
            room.Time.Pass(TimeSpan.FromMinutes(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Equal(0, room.Desk.Find(Bank, "H10")!.LapsedUs);
        // Set right again: as if nothing had been.
        room.Time.Jump(TimeSpan.FromDays(-3));
        room.Time.Pass(TimeSpan.FromHours(23));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(0, room.Desk.Find(Bank, "H10")!.LapsedUs);
        room.Time.Pass(TimeSpan.FromHours(1));
        await DeskRoom.UntilAsync(() => room.Desk.Find(Bank, "H10")!.LapsedUs != 0);
    }

    [Fact]
    public void A_jump_that_stands_is_believed_and_drift_is_followed()
    {
        var time = new TestTime();
        var clock = new SteadyClock(time);
        var start = clock.NowUs();
        time.Jump(TimeSpan.FromSeconds(20));
        Assert.Equal(start + 20_000_000, clock.NowUs());
        time.Jump(TimeSpan.FromHours(2));
        Assert.Equal(start + 20_000_000, clock.NowUs());
        time.Pass(TimeSpan.FromMinutes(9));
        Assert.Equal(start + 560_000_000, clock.NowUs());
        time.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(start + 680_000_000 + 7_200_000_000, clock.NowUs());
    }

    [Fact]
    public async Task A_confirmed_payment_is_decided_again_once()
    {
        await using var room = new DeskRoom();
        var sent = room.TopUp("A", 612_000);
        Assert.Equal(Outcome.VerifySender, (await room.Desk.DecideAsync(sent)).Decision!.Outcome);
        var confirmed = await room.Desk.ConfirmAsync(Bank, "A", Confirmation.Sender);
        Assert.Equal((DeskStatus.Decided, Outcome.Allow), (confirmed.Status, confirmed.Decision!.Outcome));
        var twice = await room.Desk.ConfirmAsync(Bank, "A", Confirmation.Sender);
        Assert.Equal((DeskStatus.Duplicate, confirmed.Sequence), (twice.Status, twice.Sequence));
        Assert.Equal(Outcome.Allow, room.Desk.Find(Bank, "A")!.Standing.Outcome);
        Assert.Equal(Outcome.VerifySender, (await room.Desk.DecideAsync(sent)).Decision!.Outcome);
        Assert.Equal(DeskStatus.Unknown, (await room.Desk.ConfirmAsync("HSBKKZKX", "A", Confirmation.Sender)).Status);
        Assert.Equal(2, room.Journal.Read<PaymentDecided>(Streams.Payments).Count());
    }

    [Fact]
    public async Task A_payment_undone_counts_no_more()
    {
        await using var room = new DeskRoom();
        for (var card = 0; card < 10; card++)
            await room.Desk.DecideAsync(room.TopUp($"A{card}", card: $"card_{card}"));
        Assert.Equal(DeskStatus.Decided, (await room.Desk.ReverseAsync(Bank, "A3")).Status);
        Assert.Equal(DeskStatus.Duplicate, (await room.Desk.ReverseAsync(Bank, "A3")).Status);
        Assert.Equal(DeskStatus.Unknown, (await room.Desk.ReverseAsync(Bank, "B")).Status);
        Assert.NotEqual(0, room.Desk.Find(Bank, "A3")!.ReversedUs);
        Assert.Equal(Outcome.Allow, (await room.Desk.DecideAsync(room.TopUp("A10", card: "card_10"))).Decision!.Outcome);
        Assert.Equal(Outcome.Hold, (await room.Desk.DecideAsync(room.TopUp("A11", card: "card_11"))).Decision!.Outcome);
        Assert.Single(room.Journal.Read<PaymentReversed>(Streams.Payments));
        Assert.Equal(DeskStatus.NothingToDo, (await room.Desk.ConfirmAsync(Bank, "A3", Confirmation.Sender)).Status);
    }
}
