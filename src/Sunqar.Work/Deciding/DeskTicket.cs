using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Work.Deciding;

/// <summary>What a ticket asks of the desk.</summary>
internal enum DeskQuestion : byte
{
    Decide,
    Confirm,
    Reverse,
    Measure,
    Release,
}

/// <summary>
/// A question on its way through the desk: a run of payments of one caller, or a confirmation or reversal of one. Rent, fill, ask, read,
/// return; it is used again, so that a question allocates nothing.
/// </summary>
public sealed class DeskTicket : IValueTaskSource
{
    /// <summary>Payments that one ticket may carry.</summary>
    public const int PaymentsMax = 256;

    private static readonly ConcurrentBag<DeskTicket> Free = [];

    private SentPayment?[] _payments = new SentPayment?[1];
    private DeskAnswer[] _answers = new DeskAnswer[1];
    private ManualResetValueTaskSourceCore<bool> _core;

    private DeskTicket() { }

    /// <summary>The payments in the order they were added.</summary>
    public ReadOnlySpan<SentPayment> Payments => _payments.AsSpan(0, Count)!;

    /// <summary>One answer a payment, in their order; of a confirmation or reversal the only one. Whole once the question is
    /// answered.</summary>
    public ReadOnlySpan<DeskAnswer> Answers => _answers.AsSpan(0, Weight);

    public int Count { get; private set; }

    public bool IsFull => Count == PaymentsMax;

    /// <summary>Its payments are history, of any time before now; whoever sets it has the right to send it.</summary>
    public bool IsHistory { get; set; }

    internal DeskQuestion Question { get; private set; }

    internal string Institution { get; private set; } = "";

    internal string Id { get; private set; } = "";

    internal Confirmation Confirmation { get; private set; }

    /// <summary>The enrolled device that signed a confirmation; none where none did.</summary>
    internal SubjectId Device { get; private set; }

    internal KeyProof Proof { get; private set; }

    /// <summary><see cref="Core.Decisions.MeasureTook"/> or <see cref="Core.Decisions.MeasureEnded"/>; null for other questions.</summary>
    internal Core.Facts.Fact? Measure { get; private set; }

    /// <summary>How much of the queue it takes.</summary>
    internal int Weight => Math.Max(1, Count);

    internal ValueTask Task => new(this, _core.Version);

    /// <summary>When it was asked, as <see cref="TimeProvider.GetTimestamp"/> tells.</summary>
    internal long AskedAt { get; set; }

    /// <summary>An empty ticket for payments.</summary>
    public static DeskTicket Rent()
    {
        if (!Free.TryTake(out var ticket))
            ticket = new DeskTicket();
        return ticket;
    }

    internal static DeskTicket ForConfirmation(string institution, string id, Confirmation confirmation, SubjectId device, KeyProof proof)
    {
        var ticket = Rent();
        (ticket.Question, ticket.Institution, ticket.Id) = (DeskQuestion.Confirm, institution, id);
        (ticket.Confirmation, ticket.Device, ticket.Proof) = (confirmation, device, proof);
        return ticket;
    }

    internal static DeskTicket ForReversal(string institution, string id)
    {
        var ticket = Rent();
        (ticket.Question, ticket.Institution, ticket.Id) = (DeskQuestion.Reverse, institution, id);
        return ticket;
    }

    internal static DeskTicket ForRelease(string institution, string id)
    {
        var ticket = Rent();
        (ticket.Question, ticket.Institution, ticket.Id) = (DeskQuestion.Release, institution, id);
        return ticket;
    }

    internal static DeskTicket ForMeasure(Core.Facts.Fact measure)
    {
        var ticket = Rent();
        (ticket.Question, ticket.Measure) = (DeskQuestion.Measure, measure);
        return ticket;
    }

    public void Add(Payment payment)
    {
        Next().Take(payment);
        AddNext();
    }

    /// <summary>The form of the payment to be added next; it may hold something from before.</summary>
    public SentPayment Next()
    {
        if (Count == _payments.Length)
        {
            var room = Math.Min(PaymentsMax, Math.Max(16, Count * 4));
            Array.Resize(ref _payments, room);
            Array.Resize(ref _answers, room);
        }
        return _payments[Count] ??= new SentPayment();
    }

    /// <summary>The payment that <see cref="Next"/> was filled with belongs to the question.</summary>
    public void AddNext() => Count++;

    internal void Answer(int payment, in DeskAnswer answer) => _answers[payment] = answer;

    internal void AnswerAll(in DeskAnswer answer) => _answers.AsSpan(0, Weight).Fill(answer);

    /// <summary>Answers what the desk did not take.</summary>
    /// <param name="trouble">Why it takes nothing; null where too much waits.</param>
    internal void Refuse(string? trouble) => AnswerAll(trouble is null ? DeskAnswer.Busy : DeskAnswer.Unavailable(trouble));

    /// <summary>What the asker does next runs before this returns: only <see cref="AnswerRun"/> calls it.</summary>
    internal void Complete() => _core.SetResult(true);

    /// <summary>Gives the ticket back; nothing of it may be touched afterwards.</summary>
    public void Return()
    {
        // Personal data must not wait here for the next use.
        for (var i = 0; i < _payments.Length && i <= Count; i++)
            _payments[i]?.Clear();
        _answers.AsSpan(0, Weight).Clear();
        (Count, Question, Institution, Id, Measure, IsHistory, Device) = (0, DeskQuestion.Decide, "", "", null, false, SubjectId.None);
        Proof = default;
        Free.Add(this);
    }

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _core.Reset();
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
