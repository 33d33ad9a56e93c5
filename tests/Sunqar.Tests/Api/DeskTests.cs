using System.Buffers;
using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Server.Api;
using Sunqar.Storage.Journal;
using Sunqar.Work.Deciding;
using Sunqar.Work.Replaying;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>The desk's promises: no answer before its flush, one decision a payment, nothing on top of what was not stored.</summary>
public sealed class DeskTests
{
    [Fact]
    public async Task A_payment_sent_again_gets_the_same_answer_and_another_content_is_refused()
    {
        await using var room = new DeskRoom();
        var sent = room.TopUp("A", 612_000);
        var first = await room.Desk.DecideAsync(sent);
        Assert.Equal((DeskStatus.Decided, Outcome.VerifySender), (first.Status, first.Decision!.Outcome));
        var again = await room.Desk.DecideAsync(sent);
        Assert.Equal(DeskStatus.Duplicate, again.Status);
        Assert.Equal(first.Sequence, again.Sequence);
        Assert.Equal(first.Decision.Reasons, again.Decision!.Reasons);
        Assert.Equal(DeskStatus.Conflict, (await room.Desk.DecideAsync(sent with { Device = "another" })).Status);
        // The id is the institution's own.
        Assert.Equal(DeskStatus.Decided, (await room.Desk.DecideAsync(sent with { Institution = "HSBKKZKX" })).Status);
        Assert.Equal(2, room.Journal.Read<PaymentDecided>(Streams.Payments).Count());
    }

    [Fact]
    public async Task No_answer_leaves_before_its_flush_and_a_repeat_waits_with_it()
    {
        await using var room = new DeskRoom();
        var disk = new TaskCompletionSource();
        room.Journal.Slow = disk.Task;
        var first = room.Desk.DecideAsync(room.TopUp("A")).AsTask();
        await DeskRoom.UntilAsync(() => room.Journal.Appends == 1);
        var again = room.Desk.DecideAsync(room.TopUp("A")).AsTask();
        var next = room.Desk.DecideAsync(room.TopUp("B")).AsTask();
        var conflict = room.Desk.DecideAsync(room.TopUp("A", 13_000)).AsTask();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(first.IsCompleted || again.IsCompleted || next.IsCompleted || conflict.IsCompleted);
        disk.SetResult();
        Assert.Equal(DeskStatus.Decided, (await first).Status);
        Assert.Equal((DeskStatus.Duplicate, (await first).Sequence), ((await again).Status, (await again).Sequence));
        Assert.Equal(DeskStatus.Decided, (await next).Status);
        Assert.Equal(DeskStatus.Conflict, (await conflict).Status);
    }

    /// <summary>Never silently looser: full windows refuse, and a start with more room decides as ever.</summary>
    [Fact]
    public async Task Beyond_the_limit_of_the_windows_nothing_new_is_decided_and_nothing_is_forgotten()
    {
        await using var room = new DeskRoom();
        for (var card = 0; card < 10; card++)
            await room.Desk.DecideAsync(room.TopUp($"A{card}", card: $"card_{card}"));
        await room.Desk.DecideAsync(room.TopUp("V", 612_000, "card_1"));
        await room.RestartAsync(windowBytesMax: 1);
        Assert.NotNull(room.Desk.Fullness);
        Assert.Equal(DeskStatus.Unavailable, (await room.Desk.DecideAsync(room.TopUp("A10", card: "card_10"))).Status);
        Assert.Contains(room.Warnings, warning => warning.Contains("--window-mib", StringComparison.Ordinal));
        // What was decided before goes on.
        Assert.Equal(DeskStatus.Decided, (await room.Desk.ReverseAsync("CASPKZKA", "A0")).Status);
        Assert.Equal(0, room.Desk.Counts.Decided(Outcome.Hold));
        Assert.True(room.Desk.Counts.WindowEntries > 10);
        await room.RestartAsync();
        Assert.Null(room.Desk.Fullness);
        await room.Desk.DecideAsync(room.TopUp("A0 again", card: "card_0"));
        Assert.Equal(Outcome.Hold, (await room.Desk.DecideAsync(room.TopUp("A10", card: "card_10"))).Decision!.Outcome);
    }

    [Theory]
    [InlineData(AppendStatus.DiskFull)]
    [InlineData(AppendStatus.Busy)]
    public async Task What_could_not_be_stored_was_not_decided_and_counts_nowhere(AppendStatus failure)
    {
        await using var room = new DeskRoom();
        for (var card = 0; card < 10; card++)
            await room.Desk.DecideAsync(room.TopUp($"A{card}", card: $"card_{card}"));
        room.Journal.FailWith = failure;
        for (var card = 10; card < 13; card++)
        {
            // Were these counted, one more card would make a hold.
            var refused = await room.Desk.DecideAsync(room.TopUp($"A{card}", card: $"card_{card}"));
            Assert.Equal((DeskStatus.Unavailable, "the disk of this test"), (refused.Status, refused.Reason));
        }
        room.Journal.FailWith = null;
        var known = await room.Desk.DecideAsync(room.TopUp("B", card: "card_3"));
        Assert.Equal((DeskStatus.Decided, Outcome.Allow), (known.Status, known.Decision!.Outcome));
        Assert.Null(room.Desk.Trouble);
        Assert.Null(room.Desk.Find("CASPKZKA", "A10"));
        var facts = room.Journal.Read(Streams.Payments).Select(recorded => recorded.Fact).ToList();
        Assert.Equal(11, facts.OfType<PaymentDecided>().Count());
        Assert.NotEmpty(room.Warnings);
    }

    [Fact]
    public async Task What_was_decided_on_top_of_a_failed_group_fails_with_it()
    {
        await using var room = new DeskRoom();
        var disk = new TaskCompletionSource();
        (room.Journal.Slow, room.Journal.FailWith) = (disk.Task, AppendStatus.DiskFull);
        var first = room.Desk.DecideAsync(room.TopUp("A")).AsTask();
        await DeskRoom.UntilAsync(() => room.Journal.Appends == 1);
        var behind = room.Desk.DecideAsync(room.TopUp("B")).AsTask();
        var repeat = room.Desk.DecideAsync(room.TopUp("A")).AsTask();
        await DeskRoom.UntilAsync(() => room.Desk.Waiting == 0);
        room.Journal.FailWith = null;
        disk.SetResult();
        Assert.Equal(
            [DeskStatus.Unavailable, DeskStatus.Unavailable, DeskStatus.Unavailable],
            (await Task.WhenAll(first, behind, repeat)).Select(answer => answer.Status)
        );
        var retried = await room.Desk.DecideAsync(room.TopUp("A"));
        Assert.Equal(DeskStatus.Decided, retried.Status);
        Assert.Equal(
            retried.Sequence,
            Assert.Single(room.Journal.Read(Streams.Payments), recorded => recorded.Fact is PaymentDecided).Sequence
        );
        // The subjects that the failed group introduced are introduced by the one that was stored.
        Assert.Contains(room.Journal.Read(Streams.Payments), recorded => recorded.Fact is Core.Identity.SubjectIntroduced);
    }

    [Fact]
    public async Task A_failed_stream_takes_nothing_more_and_says_so()
    {
        await using var room = new DeskRoom();
        room.Journal.FailWith = AppendStatus.Failed;
        Assert.Equal(DeskStatus.Unavailable, (await room.Desk.DecideAsync(room.TopUp("A"))).Status);
        room.Journal.FailWith = null;
        Assert.Equal(DeskStatus.Unavailable, (await room.Desk.DecideAsync(room.TopUp("B"))).Status);
        Assert.Equal("the disk of this test", room.Desk.Trouble);
    }

    [Fact]
    public async Task Above_capacity_the_answer_is_no_at_once()
    {
        await using var room = new DeskRoom(queuePaymentsMax: 10);
        var disk = new TaskCompletionSource();
        room.Journal.Slow = disk.Task;
        var waiting = new List<Task<DeskAnswer>>();
        var busy = default(DeskAnswer);
        for (var i = 0; busy.Status != DeskStatus.Busy; i++)
        {
            Assert.True(i < 20_000, "the queue has no bound");
            var asked = room.Desk.DecideAsync(room.TopUp($"P{i}")).AsTask();
            if (asked.IsCompleted)
                busy = await asked;
            else
                waiting.Add(asked);
        }
        disk.SetResult();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(DeskStatus.Decided, answer.Status));
        Assert.Equal(DeskStatus.Decided, (await room.Desk.DecideAsync(room.TopUp("later"))).Status);
        Assert.True(room.Desk.Counts.Refused > 0);
    }

    [Fact]
    public async Task Batches_leave_room_for_single_payments_and_are_told_so_in_the_end()
    {
        await using var room = new DeskRoom(queuePaymentsMax: 1_024);
        var disk = new TaskCompletionSource();
        room.Journal.Slow = disk.Task;
        var asked = new List<BatchChunk>();
        for (var chunk = 0; room.Desk.Counts.Refused == 0; chunk++)
        {
            Assert.True(chunk < 100, "batches have no bound");
            await AskAsync(chunk);
        }
        Assert.True(room.Desk.IsBusyForBatches);
        var single = room.Desk.DecideAsync(room.TopUp("single")).AsTask();
        Assert.False(single.IsCompleted);
        disk.SetResult();
        Assert.Equal(DeskStatus.Decided, (await single).Status);
        var output = new ArrayBufferWriter<byte>();
        foreach (var chunk in asked)
        {
            await chunk.WaitAsync();
            chunk.WriteAndReturn(output);
        }
        var lines = Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(256, lines.Count(line => line.Contains("\"status\":429", StringComparison.Ordinal)));
        Assert.Equal(lines.Length - 256, lines.Count(line => line.Contains("\"outcome\"", StringComparison.Ordinal)));

        async Task AskAsync(int number)
        {
            var chunk = BatchChunk.Rent(long.MaxValue, isHistory: false);
            for (var line = 0; line < DeskTicket.PaymentsMax; line++)
            {
                chunk.Next().Take(room.TopUp($"P{number}-{line}"));
                chunk.AddNext(line + 1);
            }
            await chunk.AskAsync(room.Desk, TestContext.Current.CancellationToken);
            asked.Add(chunk);
        }
    }

    [Fact]
    public async Task A_stop_answers_what_was_asked_and_takes_nothing_more()
    {
        await using var room = new DeskRoom();
        var asked = Enumerable.Range(0, 500).Select(i => room.Desk.DecideAsync(room.TopUp($"P{i}")).AsTask()).ToList();
        await room.Desk.DisposeAsync();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(DeskStatus.Decided, answer.Status));
        Assert.Equal(DeskStatus.Unavailable, (await room.Desk.DecideAsync(room.TopUp("late"))).Status);
    }

    [Fact]
    public async Task A_restart_changes_no_answer()
    {
        await using var steady = new DeskRoom();
        await using var restarted = new DeskRoom();
        var dice = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            // Few cards and ids: repeats, conflicts, windows that fill, holds, confirmations, reversals.
            var (id, tenge, card, act) = ($"P{dice.Next(120)}", dice.Next(3) * 300_000 + 12_000, $"card_{dice.Next(14)}", dice.Next(10));
            var left = await Ask(steady, id, tenge, card, act);
            var right = await Ask(restarted, id, tenge, card, act);
            Assert.Equal((left.Status, left.Decision?.Outcome, left.Sequence), (right.Status, right.Decision?.Outcome, right.Sequence));
            if (i % 37 == 0)
                await restarted.RestartAsync();
        }
        foreach (var room in new[] { steady, restarted })
        {
            // Every decision comes out again under the rulebook of its day, which is stored once.
            var verified = ReplayJob.Verify(room.Journal);
            Assert.Equal((verified.Decisions, 0, 0), (verified.Equal, verified.Different, verified.Unverifiable));
            Assert.Single(room.Journal.Read<RulebookPublished>(Streams.Payments));
        }

        static ValueTask<DeskAnswer> Ask(DeskRoom room, string id, int tenge, string card, int act) =>
            act switch
            {
                0 => room.Desk.ConfirmAsync("CASPKZKA", id, Confirmation.Sender),
                1 => room.Desk.ReverseAsync("CASPKZKA", id),
                _ => room.Desk.DecideAsync(room.TopUp(id, tenge, card)),
            };
    }
}
