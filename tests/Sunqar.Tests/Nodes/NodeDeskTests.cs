using FsCheck;
using FsCheck.Fluent;
using Sunqar.Tests.Api;
using Sunqar.Tests.Formats;
using Sunqar.Work.Deciding;
using Sunqar.Work.Nodes;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>The way of a payment from a node to the desk of the node that leads.</summary>
public sealed class NodeDeskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_payment_comes_to_the_other_node_as_it_was_sent() =>
        Prop.ForAll(
                PaymentExamples.Any,
                sent =>
                {
                    var ticket = DeskTicket.Rent();
                    ticket.IsHistory = sent.TimeUs % 2 == 0;
                    ticket.Add(sent);
                    ticket.Add(sent with { Id = "second" });
                    var frame = new FrameWriter();
                    NodeFrames.WriteQuestion(frame, 300, ticket);
                    var from = new FrameReader(frame.ToArray());
                    var there = NodeFrames.ReadQuestion(ref from, out var number);
                    Assert.True(from.AtEnd);
                    Assert.Equal((300ul, ticket.IsHistory, 2), (number, there.IsHistory, there.Count));
                    Assert.Equal(ticket.Payments[0].ToPayment(), there.Payments[0].ToPayment());
                    Assert.Equal(ticket.Payments[1].ToPayment(), there.Payments[1].ToPayment());
                    ticket.Return();
                    there.Return();
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_frame_that_is_cut_short_is_refused_wherever_it_ends()
    {
        var ticket = DeskTicket.Rent();
        ticket.Add(PaymentExamples.Payment(PaymentExamples.Full));
        var frame = new FrameWriter();
        NodeFrames.WriteQuestion(frame, 300, ticket);
        Cut(frame.ToArray());
        ticket.Return();
    }

    private static void Cut(byte[] frame)
    {
        for (var length = 1; length < frame.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() =>
            {
                var from = new FrameReader(frame.AsSpan(0, length));
                NodeFrames.ReadQuestion(ref from, out _);
            });
        }
    }

    [Fact]
    public async Task Payments_are_decided_over_the_way_as_at_the_desk_itself()
    {
        await using var room = new DeskRoom();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var node = new NodeDesk();
        var link = node.UseAsync(new OwnLink(new LeaderSession(() => room.Desk, () => { })), ending.Token);
        var first = await node.DecideAsync(room.TopUp("a"));
        Assert.Equal(DeskStatus.Decided, first.Status);
        var held = await node.DecideAsync(room.TopUp("b", 700_000, card: "other"));
        var same = await room.Desk.DecideAsync(room.TopUp("b", 700_000, card: "other"));
        Assert.Equal(DeskStatus.Duplicate, same.Status);
        Assert.Equal(
            (same.Decision!.Outcome, same.Decision.RulebookVersion, same.Decision.ExpiresUs, same.Sequence),
            (held.Decision!.Outcome, held.Decision.RulebookVersion, held.Decision.ExpiresUs, held.Sequence)
        );
        Assert.Equal(same.Decision.Reasons, held.Decision.Reasons);
        Assert.NotEmpty(held.Decision.Reasons);
        Assert.Equal(DeskStatus.Conflict, (await node.DecideAsync(room.TopUp("a", 13_000))).Status);
        Assert.Equal(DeskStatus.Decided, (await node.ReverseAsync(room.TopUp("a").Institution, "a")).Status);
        Assert.Equal(DeskStatus.Unknown, (await node.ReverseAsync(room.TopUp("a").Institution, "never")).Status);
        Assert.Equal(0, node.Waiting);
        await ending.CancelAsync();
        await link;
        Assert.False(node.IsLinked);
    }

    [Fact]
    public async Task What_was_decided_and_not_told_is_told_over_the_next_way_and_decided_once()
    {
        await using var room = new DeskRoom();
        var node = new NodeDesk();
        var asked = node.DecideAsync(room.TopUp("a")).AsTask();
        var deaf = new DeafLink(new LeaderSession(() => room.Desk, () => { }));
        await node.UseAsync(deaf, Cancel);
        Assert.False(asked.IsCompleted);
        var told = await room.Desk.DecideAsync(room.TopUp("a"));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var link = node.UseAsync(new OwnLink(new LeaderSession(() => room.Desk, () => { })), ending.Token);
        var answer = await asked;
        Assert.Equal((DeskStatus.Duplicate, told.Sequence), (answer.Status, answer.Sequence));
        await ending.CancelAsync();
        await link;
    }

    /// <summary>Carries questions, and breaks where the first answers come.</summary>
    private sealed class DeafLink(LeaderSession session) : ILeaderLink
    {
        public Task SendAsync(byte[] frame, CancellationToken cancel)
        {
            session.Take(frame);
            return Task.CompletedTask;
        }

        public async Task<byte[]?> ReceiveAsync(CancellationToken cancel)
        {
            await session.AnswersAsync(cancel);
            return null;
        }
    }

    [Fact]
    public async Task Where_nobody_leads_a_customer_waits_for_somebody_and_at_last_is_told_to_come_again()
    {
        await using var room = new DeskRoom();
        var time = new TestTime();
        var node = new NodeDesk(time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var desk = (DecisionDesk?)null;
        var link = node.UseAsync(new OwnLink(new LeaderSession(() => Volatile.Read(ref desk), () => { })), ending.Token);
        var watch = node.WatchAsync(ending.Token);
        var late = node.DecideAsync(room.TopUp("late")).AsTask();
        time.Pass(NodeDesk.Patience);
        Assert.Equal(DeskStatus.Unavailable, (await late).Status);
        var early = node.DecideAsync(room.TopUp("early")).AsTask();
        Volatile.Write(ref desk, room.Desk);
        Assert.Equal(DeskStatus.Decided, (await early).Status);
        await ending.CancelAsync();
        await Task.WhenAll(link, watch);
    }

    [Fact]
    public async Task Beyond_what_may_wait_a_node_says_so_at_once_and_a_stop_leaves_nobody_waiting()
    {
        var node = new NodeDesk();
        var payment = PaymentExamples.Payment(PaymentExamples.Full);
        var waiting = new List<ValueTask>();
        DeskTicket Ticket()
        {
            var ticket = DeskTicket.Rent();
            while (!ticket.IsFull)
                ticket.Add(payment);
            return ticket;
        }
        while (node.TryAsk(Ticket(), out var answered))
            waiting.Add(answered);
        Assert.True(node.IsBusyForBatches);
        Assert.False(node.TryAskOfBatch(Ticket(), out _));
        Assert.Equal(DeskTicket.PaymentsMax * waiting.Count, node.Waiting);
        await node.WatchAsync(new CancellationToken(canceled: true));
        foreach (var answered in waiting)
            await answered;
        Assert.Equal(0, node.Waiting);
    }
}
