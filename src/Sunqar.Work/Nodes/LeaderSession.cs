using System.Runtime.CompilerServices;
using Sunqar.Work.Deciding;

namespace Sunqar.Work.Nodes;

/// <summary>
/// What one node asks of the node that leads, which this is, or was a moment ago: its questions go to the desk, and the answers that are
/// there gather into frames. The node's own customers come the same way, without a network.
/// </summary>
/// <param name="desk">The desk of the moment; null where this node does not lead.</param>
/// <param name="paymentsCome">Called before payments are put to the desk.</param>
public sealed class LeaderSession(Func<DecisionDesk?> desk, Action paymentsCome)
{
    private readonly Lock _gate = new();
    private readonly FrameWriter _answers = new();
    private readonly SemaphoreSlim _hasMore = new(0, 1);

    /// <summary>Puts the questions of a frame to the desk.</summary>
    /// <exception cref="InvalidDataException">It is no frame of questions of this version.</exception>
    public void Take(ReadOnlySpan<byte> frame)
    {
        var from = new FrameReader(frame);
        if (from.Byte() != NodeFrames.Version)
            throw new InvalidDataException("A node asks in another version's form.");
        var now = desk();
        if (now is not null)
            paymentsCome();
        while (!from.AtEnd)
        {
            var ticket = NodeFrames.ReadQuestion(ref from, out var number);
            if (now is null)
            {
                ticket.Refuse("This node does not lead.");
            }
            else if (now.TryAsk(ticket, out var answered))
            {
                _ = AnswerAsync(number, ticket, answered);
                continue;
            }
            else
            {
                ticket.Refuse(now.Trouble);
            }
            Answer(number, ticket);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerAsync(ulong number, DeskTicket ticket, ValueTask answered)
    {
        await answered.ConfigureAwait(false);
        Answer(number, ticket);
    }

    private void Answer(ulong number, DeskTicket ticket)
    {
        lock (_gate)
        {
            if (_answers.Length == 0)
                _answers.Byte(NodeFrames.Version);
            NodeFrames.WriteAnswers(_answers, number, ticket);
            if (_hasMore.CurrentCount == 0)
                _hasMore.Release();
        }
        ticket.Return();
    }

    /// <summary>The answers that are there; waits for the first.</summary>
    public async Task<byte[]> AnswersAsync(CancellationToken cancel)
    {
        while (true)
        {
            await _hasMore.WaitAsync(cancel).ConfigureAwait(false);
            lock (_gate)
            {
                if (_answers.Length == 0)
                    continue;
                var frame = _answers.ToArray();
                _answers.Clear();
                return frame;
            }
        }
    }
}

/// <summary>The way from a node's own customers to its own desk.</summary>
public sealed class OwnLink(LeaderSession session) : ILeaderLink
{
    public Task SendAsync(byte[] frame, CancellationToken cancel)
    {
        session.Take(frame);
        return Task.CompletedTask;
    }

    public async Task<byte[]?> ReceiveAsync(CancellationToken cancel) => await session.AnswersAsync(cancel).ConfigureAwait(false);
}
