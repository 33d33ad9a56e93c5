using System.Runtime.CompilerServices;
using Sunqar.Core.Payments;
using Sunqar.Work.Deciding;
using Sunqar.Work.Time;

namespace Sunqar.Work.Nodes;

/// <summary>One way to the node that leads; it ends when either side or the network does.</summary>
public interface ILeaderLink
{
    /// <exception cref="IOException">The way is gone.</exception>
    Task SendAsync(byte[] frame, CancellationToken cancel);

    /// <summary>The next frame of answers; null when the way is gone.</summary>
    Task<byte[]?> ReceiveAsync(CancellationToken cancel);
}

/// <summary>
/// Where a node's customers put payments: they go on to the node that leads, many in a frame, and the answers come back here. What was not
/// answered when the way broke is asked again of whoever leads then; a payment is decided once by its id, however often it is asked about.
/// An answer that nothing could be decided is no answer while there is time to ask again. For any number of askers.
/// </summary>
public sealed class NodeDesk : IPaymentDesk
{
    /// <summary>How long a customer waits at most before he is told to come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private const int WaitingMax = 16_384;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, DeskTicket> _waiting = [];
    private readonly Queue<ulong> _toSend = new();
    private readonly List<ulong> _toAskAgain = [];
    private readonly FrameWriter _frame = new();
    private readonly SemaphoreSlim _hasMore = new(0, 1);
    private string _rulebook = "";
    private ulong _last;
    private int _weight;
    private bool _isLinked;

    public NodeDesk(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Clock = new SteadyClock(_time);
    }

    public SteadyClock Clock { get; }

    /// <summary>Without a way to the node that leads, questions wait for one: that is no trouble of the asker's.</summary>
    public string? Trouble => null;

    public bool IsBusyForBatches => Volatile.Read(ref _weight) >= WaitingMax / 2;

    /// <summary>Whether there is a way to the node that leads.</summary>
    public bool IsLinked => Volatile.Read(ref _isLinked);

    /// <summary>Payments that wait for their answers.</summary>
    public int Waiting => Volatile.Read(ref _weight);

    public bool TryAsk(DeskTicket ticket, out ValueTask answered) => TryAsk(ticket, WaitingMax, out answered);

    public bool TryAskOfBatch(DeskTicket ticket, out ValueTask answered) => TryAsk(ticket, WaitingMax / 2, out answered);

    private bool TryAsk(DeskTicket ticket, int room, out ValueTask answered)
    {
        ticket.AskedAt = _time.GetTimestamp();
        answered = ticket.Task;
        lock (_gate)
        {
            if (_weight + ticket.Weight > room)
                return false;
            _weight += ticket.Weight;
            _waiting.Add(++_last, ticket);
            _toSend.Enqueue(_last);
            Wake();
        }
        return true;
    }

    public void CountRefused(int payments) { }

    public ValueTask<DeskAnswer> DecideAsync(Payment payment)
    {
        var ticket = DeskTicket.Rent();
        ticket.Add(payment);
        return AskAsync(ticket);
    }

    public ValueTask<DeskAnswer> ReverseAsync(string institution, string id) => AskAsync(DeskTicket.ForReversal(institution, id));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DeskAnswer> AskAsync(DeskTicket ticket)
    {
        if (TryAsk(ticket, out var answered))
            await answered.ConfigureAwait(false);
        else
            ticket.Refuse(null);
        var answer = ticket.Answers[0];
        ticket.Return();
        return answer;
    }

    /// <summary>Uses a way until it ends: everything that waits is asked over it, in its order.</summary>
    public async Task UseAsync(ILeaderLink link, CancellationToken cancel)
    {
        lock (_gate)
        {
            _toSend.Clear();
            _toAskAgain.Clear();
            foreach (var number in _waiting.Keys.Order())
                _toSend.Enqueue(number);
            Volatile.Write(ref _isLinked, true);
            Wake();
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var sending = SendAsync(link, either.Token);
            var receiving = ReceiveAsync(link, either.Token);
            await Task.WhenAny(sending, receiving).ConfigureAwait(false);
            Volatile.Write(ref _isLinked, false);
            await either.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sending, receiving).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidDataException)
        {
            // The way is gone: whoever leads is asked again over the next.
        }
        finally
        {
            Volatile.Write(ref _isLinked, false);
        }
    }

    private async Task SendAsync(ILeaderLink link, CancellationToken cancel)
    {
        while (true)
        {
            await _hasMore.WaitAsync(cancel).ConfigureAwait(false);
            while (NextFrame() is { } frame)
                await link.SendAsync(frame, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>As many questions as a frame takes; null where none wait.</summary>
    private byte[]? NextFrame()
    {
        lock (_gate)
        {
            _frame.Clear();
            _frame.Byte(NodeFrames.Version);
            while (_frame.Length < NodeFrames.BytesWanted && _toSend.TryDequeue(out var number))
            {
                if (_waiting.TryGetValue(number, out var ticket))
                    NodeFrames.WriteQuestion(_frame, number, ticket);
            }
            var bytes = _frame.Length > 1 ? _frame.ToArray() : null;
            _frame.Clear();
            return bytes;
        }
    }

    private async Task ReceiveAsync(ILeaderLink link, CancellationToken cancel)
    {
        while (await link.ReceiveAsync(cancel).ConfigureAwait(false) is { } frame)
            Take(frame);
    }

    private void Take(byte[] frame)
    {
        var answered = new List<DeskTicket>();
        var from = new FrameReader(frame);
        if (from.Byte() != NodeFrames.Version)
            throw new InvalidDataException("The node that leads answers in another version's form.");
        lock (_gate)
        {
            while (!from.AtEnd)
            {
                var number = from.Number();
                var weight = from.Count(DeskTicket.PaymentsMax);
                var ticket = _waiting.GetValueOrDefault(number);
                var isUndecided = false;
                for (var i = 0; i < weight; i++)
                {
                    var answer = NodeFrames.ReadAnswer(ref from, ref _rulebook);
                    isUndecided |= answer.Status == DeskStatus.Unavailable;
                    if (ticket is not null && i < ticket.Weight)
                        ticket.Answer(i, in answer);
                }
                if (ticket is null)
                    continue;
                if (ticket.Weight != weight)
                    throw new InvalidDataException("An answer of the node that leads is of another question.");
                if (isUndecided && !IsOver(ticket))
                    _toAskAgain.Add(number);
                else
                    answered.Add(Remove(number, ticket));
            }
        }
        AnswerRun.GiveOut(answered);
    }

    private DeskTicket Remove(ulong number, DeskTicket ticket)
    {
        _waiting.Remove(number);
        _weight -= ticket.Weight;
        return ticket;
    }

    private bool IsOver(DeskTicket ticket) => _time.GetElapsedTime(ticket.AskedAt) >= Patience;

    /// <summary>Asks again what was not decided, and tells those who waited long enough to come again. Runs until cancelled; then everybody
    /// is told.</summary>
    public async Task WatchAsync(CancellationToken cancel)
    {
        bool isEnding;
        do
        {
            await Task.Delay(Pace, _time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isEnding = cancel.IsCancellationRequested;
            Tick(isEnding);
        } while (!isEnding);
    }

    private void Tick(bool isEnding)
    {
        var late = new List<DeskTicket>();
        lock (_gate)
        {
            foreach (var (number, ticket) in _waiting.Where(one => isEnding || IsOver(one.Value)).ToArray())
            {
                ticket.AnswerAll(
                    DeskAnswer.Unavailable("No node could decide in time; whether anything was decided shows a repeat of the question.")
                );
                late.Add(Remove(number, ticket));
            }
            foreach (var number in _toAskAgain)
                _toSend.Enqueue(number);
            _toAskAgain.Clear();
            if (_toSend.Count > 0)
                Wake();
        }
        AnswerRun.GiveOut(late);
    }

    private void Wake()
    {
        if (_hasMore.CurrentCount == 0)
            _hasMore.Release();
    }
}
