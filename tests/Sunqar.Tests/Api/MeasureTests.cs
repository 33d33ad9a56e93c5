using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Work.Deciding;
using Sunqar.Work.Replaying;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>Measures before the desk: what an officer suspended does not lapse, what was frozen is blocked, and a replay comes to the
/// same.</summary>
public sealed class MeasureTests : IAsyncDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly DeskRoom _room = new();

    private long In(TimeSpan time) => _room.NowUs + (long)time.TotalMicroseconds;

    private SubjectId RecipientOf(string id) => _room.Desk.Find("CASPKZKA", id)!.Payment.Recipient.Card;

    private long LapsedUs => _room.Desk.Find("CASPKZKA", "H10")!.LapsedUs;

    [Fact]
    public async Task A_suspended_payment_does_not_lapse_after_a_day_but_when_its_suspension_ends()
    {
        Assert.Equal(Outcome.Hold, (await _room.HoldAsync()).Decision!.Outcome);
        _room.Time.Pass(TimeSpan.FromHours(20));
        var took = new MeasureTook("m-1", SubjectId.None, "CASPKZKA", "H10", MeasureStanding.Suspended, In(TimeSpan.FromHours(72)));
        Assert.Equal(DeskStatus.Noted, (await _room.Desk.TakeMeasureAsync(took)).Status);
        Assert.Equal(
            (DeskStatus.Noted, -1L),
            await _room.Desk.TakeMeasureAsync(took) is var again ? (again.Status, again.Sequence) : default
        );
        _room.Time.Pass(TimeSpan.FromHours(71));
        await Task.Delay(50);
        Assert.Equal(0, LapsedUs);
        await _room.RestartAsync();
        await Task.Delay(50);
        Assert.Equal(0, LapsedUs);
        _room.Time.Pass(TimeSpan.FromHours(2));
        await DeskRoom.UntilAsync(() => LapsedUs != 0);
        Assert.Equal(took.UntilUs, LapsedUs);
    }

    [Fact]
    public async Task A_lifted_suspension_lets_the_payment_go_on_at_once()
    {
        await _room.HoldAsync();
        await _room.Desk.TakeMeasureAsync(
            new MeasureTook("m-1", SubjectId.None, "CASPKZKA", "H10", MeasureStanding.Suspended, long.MaxValue)
        );
        _room.Time.Pass(Day + Day);
        await Task.Delay(50);
        Assert.Equal(0, LapsedUs);
        var ended = new MeasureEnded("m-1", _room.NowUs);
        Assert.Equal(DeskStatus.Noted, (await _room.Desk.EndMeasureAsync(ended)).Status);
        Assert.Equal(
            (DeskStatus.Noted, -1L),
            await _room.Desk.EndMeasureAsync(ended) is var again ? (again.Status, again.Sequence) : default
        );
        _room.Time.Pass(TimeSpan.FromSeconds(1));
        await DeskRoom.UntilAsync(() => LapsedUs != 0);
        Assert.Equal(ended.AtUs, LapsedUs);
    }

    [Fact]
    public async Task A_suspension_that_comes_after_the_lapse_is_told_so()
    {
        await _room.HoldAsync();
        _room.Time.Pass(Day);
        await DeskRoom.UntilAsync(() => LapsedUs != 0);
        var late = await _room.Desk.TakeMeasureAsync(
            new MeasureTook("m-1", SubjectId.None, "CASPKZKA", "H10", MeasureStanding.Suspended, long.MaxValue)
        );
        Assert.Equal((DeskStatus.NothingToDo, true), (late.Status, late.Reason!.Contains("lapsed", StringComparison.Ordinal)));
        Assert.Equal(
            DeskStatus.Unknown,
            (
                await _room.Desk.TakeMeasureAsync(
                    new MeasureTook("m-2", SubjectId.None, "CASPKZKA", "nothing", MeasureStanding.Suspended, long.MaxValue)
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_frozen_card_is_blocked_a_suspended_one_held_until_it_is_lifted_and_a_replay_comes_to_the_same()
    {
        await _room.Desk.DecideAsync(_room.TopUp("A", card: "card_A"));
        await _room.Desk.DecideAsync(_room.TopUp("B", card: "card_B"));
        await _room.Desk.TakeMeasureAsync(new MeasureTook("m-a", RecipientOf("A"), "", "", MeasureStanding.Frozen, long.MaxValue));
        await _room.Desk.TakeMeasureAsync(new MeasureTook("m-b", RecipientOf("B"), "", "", MeasureStanding.Suspended, In(Day)));
        async Task<Outcome> Next(string id, string card) => (await _room.Desk.DecideAsync(_room.TopUp(id, card: card))).Decision!.Outcome;
        Assert.Equal(
            (Outcome.Block, Outcome.Hold, Outcome.Allow),
            (await Next("A2", "card_A"), await Next("B2", "card_B"), await Next("C", "card_C"))
        );
        _room.Time.Pass(Day);
        Assert.Equal((Outcome.Block, Outcome.Allow), (await Next("A3", "card_A"), await Next("B3", "card_B")));
        await _room.RestartAsync();
        Assert.Equal(Outcome.Block, await Next("A4", "card_A"));
        await _room.Desk.EndMeasureAsync(new MeasureEnded("m-a", _room.NowUs));
        Assert.Equal(Outcome.Allow, await Next("A5", "card_A"));
        var replay = ReplayJob.Verify(_room.Journal);
        Assert.Equal((replay.Decisions, 0L, 0L), (replay.Equal, replay.Different, replay.Unverifiable));
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();
}
