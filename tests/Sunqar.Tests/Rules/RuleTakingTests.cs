using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Tests.Api;
using Sunqar.Work.Replaying;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Rules;

/// <summary>Another rulebook decides while the desk goes on: its windows know what came before, the stream says where it begins, and a
/// replay agrees.</summary>
public sealed class RuleTakingTests
{
    private static readonly LoadedRulebook Often = Load(
        """rule often source "s" outcome hold for 1 hours let n = count by recipient.card in 10 days when n > 3 reason "{n}" end"""
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static LoadedRulebook Load(string text) => Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook;

    private static async Task<(Outcome Outcome, string Version)> AskAsync(DeskRoom room, string id)
    {
        var decision = (await room.Desk.DecideAsync(room.TopUp(id))).Decision!;
        return (decision.Outcome, decision.RulebookVersion);
    }

    private static List<string> Marks(DeskRoom room) =>
        [.. room.Journal.Read<RulebookPublished>(Streams.Payments).Select(one => one.Version)];

    [Fact]
    public async Task Its_windows_hold_what_came_before_and_every_decision_is_computed_again()
    {
        await using var room = new DeskRoom();
        for (var i = 0; i < 3; i++)
            Assert.Equal((Outcome.Allow, ShippedRulebook.Instance.Version), await AskAsync(room, $"A{i}"));
        await room.Desk.UseAsync(Often, Cancel);
        Assert.Equal(Often.Version, room.Desk.Rulebook.Version);
        Assert.Equal((Outcome.Hold, Often.Version), await AskAsync(room, "B"));
        await room.Desk.UseAsync(ShippedRulebook.Instance, Cancel);
        Assert.Equal((Outcome.Allow, ShippedRulebook.Instance.Version), await AskAsync(room, "C"));
        Assert.Equal([ShippedRulebook.Instance.Version, Often.Version, ShippedRulebook.Instance.Version], Marks(room));
        var replayed = ReplayJob.Verify(room.Journal);
        Assert.Equal((5, 0, 0), (replayed.Equal, replayed.Different, replayed.Unverifiable));
    }

    [Fact]
    public async Task Payments_that_come_meanwhile_are_answered_by_one_or_the_other_and_none_is_lost()
    {
        await using var room = new DeskRoom();
        var asked = new List<Task<(Outcome Outcome, string Version)>>();
        for (var i = 0; i < 40; i++)
        {
            asked.Add(AskAsync(room, $"P{i}"));
            if (i % 10 == 5)
                await room.Desk.UseAsync(i % 20 == 5 ? Often : ShippedRulebook.Instance, Cancel);
        }
        var answers = await Task.WhenAll(asked);
        Assert.Equal(2, answers.Select(one => one.Version).Distinct().Count());
        var replayed = ReplayJob.Verify(room.Journal);
        Assert.Equal((40, 0, 0), (replayed.Equal, replayed.Different, replayed.Unverifiable));
    }

    [Fact]
    public async Task A_start_with_the_rulebook_of_before_says_so_in_the_stream()
    {
        await using var room = new DeskRoom();
        await room.Desk.UseAsync(Often, Cancel);
        await AskAsync(room, "A");
        // The room's desk starts with the shipped one: as after a way back that the server had no time to carry out.
        await room.RestartAsync();
        Assert.Equal(ShippedRulebook.Instance.Version, (await AskAsync(room, "B")).Version);
        Assert.Equal(ShippedRulebook.Instance.Version, Marks(room)[^1]);
        Assert.Equal((2, 0), (ReplayJob.Verify(room.Journal).Equal, ReplayJob.Verify(room.Journal).Unverifiable));
    }

    [Fact]
    public async Task A_mark_that_was_lost_with_a_failed_append_is_made_again()
    {
        await using var room = new DeskRoom();
        await AskAsync(room, "A");
        var appends = room.Journal.Appends;
        room.Journal.FailWith = AppendStatus.DiskFull;
        await room.Desk.UseAsync(Often, Cancel);
        await DeskRoom.UntilAsync(() => room.Journal.Appends > appends);
        room.Journal.FailWith = null;
        await DeskRoom.UntilAsync(() => Marks(room)[^1] == Often.Version);
        Assert.Equal(Often.Version, (await AskAsync(room, "B")).Version);
        Assert.Equal((2, 0), (ReplayJob.Verify(room.Journal).Equal, ReplayJob.Verify(room.Journal).Unverifiable));
    }
}
