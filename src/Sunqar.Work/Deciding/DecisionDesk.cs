using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;
using Sunqar.Storage;
using Sunqar.Storage.Ids;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Registers;
using Sunqar.Work.Time;

namespace Sunqar.Work.Deciding;

/// <summary>How a desk behaves; the defaults are for real use.</summary>
public sealed record DeskOptions
{
    /// <summary>Payments that may wait to be decided; what comes above is refused at once.</summary>
    public int QueuePaymentsMax { get; init; } = 16_384;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public LoadedRulebook Rulebook { get; init; } = ShippedRulebook.Instance;

    /// <summary>How often holds are asked whether they lapsed.</summary>
    public TimeSpan LapseInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After a failed append: how long everything is refused before the desk tries again.</summary>
    public TimeSpan PauseAfterFailure { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A stop, or a start, keeps the engine's state when at least so many facts came since the last time.</summary>
    public long SnapshotFactsMin { get; init; } = SnapshotFactsMinOfOne;

    /// <summary>Of a server that is alone.</summary>
    public const long SnapshotFactsMinOfOne = 100_000;

    /// <summary>What windows may hold, in bytes; beyond it no new payment is decided, until the server is started with more. What was
    /// decided before goes on: confirmations, reversals, lapses, measures.</summary>
    public long WindowBytesMax { get; init; } = long.MaxValue;

    /// <summary>Takes how long each question waited for its durable answer, in seconds; null for nobody.</summary>
    public Histogram<double>? Latency { get; init; }

    /// <summary>Is told in one line what a person should know: a failed append, a snapshot that could not be kept.</summary>
    public Action<string> Warn { get; init; } = Console.Error.WriteLine;
}

/// <summary>
/// The one way that a payment takes: bounded queue → sealed → duplicate? → decided under the registry of the moment → one append and one
/// flush for the group → answer. One thread decides, since a stream has one writer and the order of its payments is the order of their
/// windows; while a group is being flushed the next is decided. No answer leaves before its flush. For any number of askers.
/// </summary>
public sealed partial class DecisionDesk : IPaymentDesk, IAsyncDisposable
{
    private const string Stream = Streams.Payments;
    private const int SlicePayments = 512;

    /// <summary>While a group is on its way to disk, nobody's answer comes sooner because his payment is decided at once: the desk is woken
    /// for so many, or by the landing.</summary>
    private const int WakeAt = 16;

    private readonly IJournal _journal;
    private readonly PaymentSealer _sealer;
    private readonly IPaymentIds _ids;
    private readonly DeskOptions _options;
    private readonly PaymentArchive _archive;
    private readonly Decider _decider;
    private readonly DeskQueue _queue;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IJournalWriter _writer;
    private volatile LookupsPicture _offered;
    private volatile string? _trouble;
    private volatile string? _fullness;
    private volatile bool _closing;

    /// <summary>Replays the journal; the desk answers from its return on.</summary>
    /// <param name="report">Told how far the replay came, 0 to 1.</param>
    /// <param name="warm">What was replayed while another node led; null for nothing.</param>
    public DecisionDesk(
        DataFolder folder,
        Lookups lookups,
        DeskOptions? options = null,
        Action<double>? report = null,
        CancellationToken cancel = default,
        WarmDesk? warm = null
    )
        : this(folder.Journal, folder.Sealer, folder.PaymentIds, lookups, options ?? new DeskOptions(), report, cancel, warm) { }

    internal DecisionDesk(
        IJournal journal,
        PaymentSealer sealer,
        IPaymentIds ids,
        Lookups lookups,
        DeskOptions options,
        Action<double>? report,
        CancellationToken cancel,
        WarmDesk? warm = null
    )
    {
        (_journal, _sealer, _ids, _options, _rulebook) = (journal, sealer, ids, options, options.Rulebook);
        _offered = _lookups = _marked = lookups.Picture;
        _archive = new PaymentArchive(journal, Stream, ids, sealer);
        _decider = new Decider(sealer, ids, _archive);
        _queue = new DeskQueue();
        Clock = new SteadyClock(options.Time);
        _writer = journal.Open(Stream);
        try
        {
            var state =
                warm?.Finish() ?? DeskReplay.Run(journal, Stream, options.Rulebook, _lookups, ids, sealer, report ?? (_ => { }), cancel);
            TakeState(state with { Next = DeskReplay.Publish(journal, _writer, options.Rulebook, _lookups.AsOf, Clock.NowUs()) });
            // Whoever takes over has no time for it.
            if (warm is null)
                KeepSnapshot();
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
        _thread = new Thread(Run) { IsBackground = true, Name = "desk " + Stream };
        _thread.Start();
    }

    /// <summary>The time that payments are judged by.</summary>
    public SteadyClock Clock { get; }

    public DeskCounts Counts { get; } = new();

    /// <summary>The rulebook in force.</summary>
    public LoadedRulebook Rulebook => _rulebook;

    /// <summary>Payments that wait to be decided.</summary>
    public int Waiting => _queue.Payments;

    /// <summary>Why the desk answers nothing now; null when it does.</summary>
    public string? Trouble => _closing ? "The server is stopping." : _trouble;

    /// <summary>From the next payments on, decisions look things up here: all of a run or none, and the stream says from where on. From any
    /// thread.</summary>
    public void Use(LookupsPicture lookups)
    {
        _offered = lookups;
        _queue.Signal();
    }

    /// <summary>
    /// Asks for a ticket's payments to be decided. False at once, when too much waits already or the desk is closing: then the ticket was
    /// not taken. True when every payment of it is answered.
    /// </summary>
    public bool TryAsk(DeskTicket ticket, out ValueTask answered)
    {
        if (TryAsk(ticket, _options.QueuePaymentsMax, out answered))
            return true;
        Counts.Refuse(ticket.Weight);
        return false;
    }

    /// <summary>Batches may fill half of the queue, so that however many come a single payment finds room. Who is refused here may ask
    /// again in a moment.</summary>
    public bool TryAskOfBatch(DeskTicket ticket, out ValueTask answered) => TryAsk(ticket, BatchRoom, out answered);

    public void CountRefused(int payments) => Counts.Refuse(payments);

    /// <summary>A batch that begins now would only wait.</summary>
    public bool IsBusyForBatches => _queue.Payments >= BatchRoom;

    private int BatchRoom => Math.Max(_options.QueuePaymentsMax / 2, DeskTicket.PaymentsMax);

    private bool TryAsk(DeskTicket ticket, int room, out ValueTask answered)
    {
        ticket.AskedAt = _options.Time.GetTimestamp();
        answered = ticket.Task;
        return _queue.TryAdd(ticket, room);
    }

    /// <summary>Decides one payment.</summary>
    public ValueTask<DeskAnswer> DecideAsync(Payment payment)
    {
        var ticket = DeskTicket.Rent();
        ticket.Add(payment);
        return AskAsync(ticket);
    }

    /// <summary>The customer agreed: a payment that waits for it is decided again.</summary>
    /// <param name="device">The enrolled device that signed; it is the payment's where the payment names none.</param>
    /// <param name="proof">What a signature shows besides.</param>
    public ValueTask<DeskAnswer> ConfirmAsync(
        string institution,
        string id,
        Confirmation confirmation,
        SubjectId device = default,
        KeyProof proof = default
    ) => AskAsync(DeskTicket.ForConfirmation(institution, id, confirmation, device, proof));

    /// <summary>The payment did not happen after all: it no longer counts anywhere.</summary>
    public ValueTask<DeskAnswer> ReverseAsync(string institution, string id) => AskAsync(DeskTicket.ForReversal(institution, id));

    /// <summary>A person found that a hold was wrong: it ends now, unless a measure keeps it.</summary>
    public ValueTask<DeskAnswer> ReleaseAsync(string institution, string id) => AskAsync(DeskTicket.ForRelease(institution, id));

    /// <summary>
    /// A measure stands before every later decision: on a subject, or on one held payment, which then does not lapse before the measure
    /// ends. Put once: a repeat is a duplicate.
    /// </summary>
    public ValueTask<DeskAnswer> TakeMeasureAsync(MeasureTook measure) => AskAsync(DeskTicket.ForMeasure(measure));

    /// <summary>A measure that was put here no longer stands; holds that it kept lapse.</summary>
    public ValueTask<DeskAnswer> EndMeasureAsync(MeasureEnded measure) => AskAsync(DeskTicket.ForMeasure(measure));

    /// <summary>Where a payment stands, as far as it is on disk; null where the institution sent none of this id.</summary>
    public PaymentHistory? Find(string institution, string id)
    {
        using var archive = new PaymentArchive(_journal, Stream, _ids, _sealer);
        return archive.Find(institution, id);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DeskAnswer> AskAsync(DeskTicket ticket)
    {
        if (TryAsk(ticket, out var answered))
            await answered.ConfigureAwait(false);
        else
            ticket.Refuse(Trouble);
        var answer = ticket.Answers[0];
        ticket.Return();
        return answer;
    }

    /// <summary>Why no new payment is decided, though the desk does all else; null where they are.</summary>
    public string? Fullness => _fullness;

    /// <summary>Takes no more questions, answers those that wait, and ends when the last is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _queue.Close();
        await _ended.Task.ConfigureAwait(false);
        _archive.Dispose();
        _writer.Dispose();
    }
}
