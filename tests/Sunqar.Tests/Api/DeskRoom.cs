using Sunqar.Core.Payments;
using Sunqar.Storage.Ids;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;

namespace Sunqar.Tests.Api;

/// <summary>A desk over a journal in memory, with a clock that a test moves.</summary>
internal sealed class DeskRoom : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-desk-").FullName;
    private readonly KeyStore _keys;

    public DeskRoom(int queuePaymentsMax = 1_000, long windowBytesMax = long.MaxValue)
    {
        _keys = new KeyStore(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));
        Journal = new FailingJournal(new MemoryJournal(Time));
        Options = new DeskOptions
        {
            Time = Time,
            QueuePaymentsMax = queuePaymentsMax,
            WindowBytesMax = windowBytesMax,
            LapseInterval = TimeSpan.FromMilliseconds(5),
            PauseAfterFailure = TimeSpan.Zero,
            SnapshotFactsMin = 3,
            Warn = Warnings.Add,
        };
        Desk = OpenDesk();
    }

    public TestTime Time { get; } = new();

    public List<string> Warnings { get; } = [];

    public FailingJournal Journal { get; }

    public DeskOptions Options { get; private set; }

    public DecisionDesk Desk { get; private set; }

    public long NowUs => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private DecisionDesk OpenDesk() =>
        new(Journal, new PaymentSealer(_keys), new MemoryIds(), Lookups.Of(Journal), Options, null, CancellationToken.None);

    /// <summary>As after a stop and a start of the server.</summary>
    public async Task RestartAsync(long windowBytesMax = long.MaxValue)
    {
        await Desk.DisposeAsync();
        Options = Options with { WindowBytesMax = windowBytesMax };
        Desk = OpenDesk();
    }

    /// <summary>A top-up of someone's card; from 612,000 tenge on the sender has to confirm.</summary>
    public Payment TopUp(string id, long tenge = 12_000, string card = "card_A-1", bool? confirmed = null) =>
        new()
        {
            Id = id,
            Kind = PaymentKind.CardTopUp,
            TimeUs = NowUs,
            Amount = new Money(tenge * 100, Currency.Kzt),
            Institution = "CASPKZKA",
            Sender = new Party(Iin: "800416100254", Confirmed: confirmed),
            Recipient = new Party(Iin: "680503250034", Card: card),
        };

    /// <summary>Money to so many cards of one person that the last payment is held.</summary>
    public async Task<DeskAnswer> HoldAsync(string prefix = "H")
    {
        var answer = default(DeskAnswer);
        for (var card = 0; card <= 10; card++)
            answer = await Desk.DecideAsync(TopUp($"{prefix}{card}", card: $"card_{card}"));
        return answer;
    }

    /// <summary>Waits for what the desk does by itself.</summary>
    public static async Task UntilAsync(Func<bool> done)
    {
        for (var patience = 0; !done(); patience++)
        {
            if (patience > 2_000)
                throw new TimeoutException("The desk did not do it.");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
