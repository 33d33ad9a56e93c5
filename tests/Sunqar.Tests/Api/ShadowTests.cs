using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Api;

public class ShadowTests
{
    private static readonly LookupsPicture Nothing = new(EmptyRegistry.Instance, new RateTable(), new LookupsTaken(0, 0), []);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Holds what the shipped rulebook allows, by a window of its own.</summary>
    private const string Stricter =
        """rule often source "s" outcome hold for 1 hours let n = count by recipient.card in 10 days when n > 3 observed n reason "{n}" end""";

    [Fact]
    public async Task A_shadow_counts_what_it_would_answer_otherwise_and_changes_no_answer()
    {
        await using var alone = new DeskRoom();
        await using var shadowed = new DeskRoom();
        await AskAsync(shadowed, 0, 2);
        await AskAsync(alone, 0, 2);
        var shadow = Shadow(shadowed, Stricter);
        for (var from = 2; from < 8; from += 2)
        {
            var answers = await AskAsync(shadowed, from, 2);
            Assert.Equal(await AskAsync(alone, from, 2), answers);
            Assert.All(answers, outcome => Assert.Equal(Outcome.Allow, outcome));
            while (shadow.Advance(Nothing, 3, Cancel) == 3) { }
        }
        // Two payments from before its start fill its windows; the third is the last that it allows. One held does not count on.
        var seen = shadow.Seen;
        Assert.Equal((6, 0), (seen.Payments, shadow.Behind));
        Assert.Equal(seen.Changed, seen.Outcomes.Where(o => o.Live != o.Candidate).Sum(o => o.Payments));
        Assert.Equal([(Outcome.Allow, Outcome.Allow, 1L), (Outcome.Allow, Outcome.Hold, 5L)], seen.Outcomes);
        Assert.All(seen.Differences, d => Assert.Equal(["often"], d.Rules));
        Assert.Equal("P3", seen.Differences[0].PaymentId);
        Assert.Equal(shadowed.Journal.Head(Streams.Payments).Next, alone.Journal.Head(Streams.Payments).Next);
    }

    [Fact]
    public async Task The_live_rulebook_in_shadow_differs_in_nothing()
    {
        await using var room = new DeskRoom();
        var shadow = new ShadowRun(room.Journal, Streams.Payments, new DecisionEngine(ShippedRulebook.Instance));
        await room.HoldAsync();
        shadow.Advance(Nothing, int.MaxValue, Cancel);
        Assert.Equal((11, 0), (shadow.Seen.Payments, shadow.Seen.Changed));
        Assert.Contains((Outcome.Hold, Outcome.Hold, 1L), shadow.Seen.Outcomes);
    }

    private static ShadowRun Shadow(DeskRoom room, string rulebook) =>
        new(room.Journal, Streams.Payments, new DecisionEngine(Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(rulebook)).Rulebook));

    private static async Task<List<Outcome>> AskAsync(DeskRoom room, int from, int count)
    {
        var outcomes = new List<Outcome>();
        for (var i = from; i < from + count; i++)
            outcomes.Add((await room.Desk.DecideAsync(room.TopUp($"P{i}"))).Decision!.Outcome);
        return outcomes;
    }
}
