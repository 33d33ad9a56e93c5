using System.Collections.Concurrent;
using Sunqar.Core.Identity;
using Sunqar.Formats.Payments;
using Sunqar.Server.Oversight;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Work.Deciding;
using Sunqar.Work.Holds;
using Sunqar.Work.Objections;
using Sunqar.Work.Oversight;

namespace Sunqar.Server.Entrance;

/// <summary>
/// What a request passes before it reaches the desk. The server listens before the journal is replayed, so the desk comes later; until then
/// the door is closed.
/// </summary>
public sealed class DeskDoor : IDisposable
{
    private volatile Opening? _opening;
    private volatile Opening? _front;
    private volatile ShadowRun? _shadow;
    private int _hasPayments;

    public DeskDoor() => Meters = new ServerMeters(this);

    /// <summary>What the server counts.</summary>
    public ServerMeters Meters { get; }

    /// <summary>What stands behind an open door.</summary>
    /// <param name="desk">Null where another node decides, and payments are all that is taken.</param>
    /// <param name="keys">Who may ask.</param>
    /// <param name="tokeniser">What a card number becomes.</param>
    /// <param name="personal">The way from subjects to people; null where nobody is shown.</param>
    /// <param name="stops">Which payments of a person were stopped; null where nobody is told.</param>
    /// <param name="holds">Which payments are held now; null where nobody works on them.</param>
    /// <param name="payments">Where payments are put; null for the desk.</param>
    public sealed class Opening(
        DecisionDesk? desk,
        InstitutionKeyFile keys,
        ICardTokeniser tokeniser,
        PersonalData? personal = null,
        StopBook? stops = null,
        HoldBook? holds = null,
        IPaymentDesk? payments = null
    )
    {
        private readonly ConcurrentBag<PaymentJson> _readers = [];

        public DecisionDesk Desk => desk ?? throw new InvalidOperationException("Another node decides.");

        /// <summary>What this node's desk counts; null where another node decides.</summary>
        public DeskCounts? Counts => desk?.Counts;

        /// <summary>Where payments are put.</summary>
        public IPaymentDesk Payments { get; } = payments ?? desk!;

        public InstitutionKeyFile Keys => keys;

        public PersonalData? Personal => personal;

        public StopBook? Stops => stops;

        public HoldBook? Holds => holds;

        public ICardTokeniser Tokeniser => tokeniser;

        /// <summary>A reader serves one thread at a time: take one, give it back.</summary>
        public PaymentJson TakeReader() => _readers.TryTake(out var reader) ? reader : new PaymentJson(tokeniser);

        public void GiveBack(PaymentJson reader) => _readers.Add(reader);
    }

    /// <summary>The candidate rulebook that runs beside the live one; null where none does.</summary>
    public ShadowRun? Shadow
    {
        get => _shadow;
        set => _shadow = value;
    }

    /// <summary>Done before the first payment of an institution is decided; null for nothing.</summary>
    public Func<Task>? BeforeFirstPayment { get; set; }

    /// <summary>An institution sends payments, by a key or on a line of its own.</summary>
    public void PaymentsCome()
    {
        if (BeforeFirstPayment is { } first && Interlocked.Exchange(ref _hasPayments, 1) == 0)
            first().GetAwaiter().GetResult();
    }

    /// <summary>Null while the journal is replayed and after the server began to stop.</summary>
    public Opening? Current => _opening ?? _front;

    /// <summary>The desk of this node; null while it has none, or another decides.</summary>
    public DecisionDesk? Desk => _opening?.Desk;

    /// <summary>Of a node among others: where payments are put, whoever decides.</summary>
    public IPaymentDesk? Payments { get; init; }

    public RateLimits Rates { get; init; } = RateLimits.None;

    public void Open(DecisionDesk desk, DataFolder folder, InstitutionKeyFile keys) =>
        Open(
            new Opening(
                desk,
                keys,
                folder.Keys.CardTokeniser(),
                new PersonalData(folder),
                new StopBook(folder.Journal),
                new HoldBook(folder.Journal),
                Payments
            )
        );

    public void Open(Opening opening) => _opening = opening;

    /// <summary>From now on payments are taken also while this node decides nothing.</summary>
    public void OpenFront(InstitutionKeyFile keys, ICardTokeniser tokeniser) =>
        _front = new Opening(null, keys, tokeniser, payments: Payments);

    public void Close() => _opening = null;

    public void Dispose() => Meters.Dispose();
}
