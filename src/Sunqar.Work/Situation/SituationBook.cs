using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Situation;

/// <summary>Decisions of one minute, by the clock of the server that recorded them.</summary>
/// <param name="StartUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Of">How many of each outcome, in the order of <see cref="Outcome"/>.</param>
public sealed record MinuteOfDecisions(long StartUs, IReadOnlyList<int> Of);

/// <summary>Cash that left a machine.</summary>
/// <param name="Card">Tells one card from another; never a number of a card.</param>
/// <param name="Rules">The rules that spoke of it.</param>
public readonly record struct CashTaken(long TimeUs, Money Amount, ulong Card, Outcome Outcome, string[] Rules);

/// <summary>A cash machine with what was taken from it.</summary>
public sealed record CashMachine(string Id, string City, string Institution, IReadOnlyList<CashTaken> Taken);

/// <summary>
/// What the wall shows of payments: decisions by the minute of the last hours, and cash by machine of the last month, as a fold over the
/// stream of payments. One thread advances it, any may look.
/// </summary>
public sealed class SituationBook(IJournal journal)
{
    /// <summary>Minutes that are kept.</summary>
    public const int MinutesMax = 24 * 60;

    private const long MinuteUs = 60_000_000;
    private const long KeptUs = 31 * 86_400_000_000;

    /// <summary>Machines, and movements of one, that are kept; of more the oldest go.</summary>
    private const int MachinesMax = 50_000,
        TakenMax = 20_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, int[]> _minutes = [];
    private readonly Dictionary<string, Machine> _machines = new(StringComparer.Ordinal);
    private long _next;
    private long _newestUs;

    private sealed class Machine
    {
        public string City { get; set; } = "";

        public string Institution { get; set; } = "";

        public Queue<CashTaken> Taken { get; } = new();
    }

    /// <summary>Changes whenever something was added.</summary>
    public long Next => Interlocked.Read(ref _next);

    /// <summary>The newest time of a payment at a machine, microseconds since 1970-01-01T00:00:00Z; 0 before the first.</summary>
    public long NewestUs => Interlocked.Read(ref _newestUs);

    /// <summary>Reads on, at most so many facts.</summary>
    /// <returns>How many there were; fewer than asked for at the journal's end.</returns>
    public int Advance(int factsMax, CancellationToken cancel)
    {
        var (read, next) = (0, Next);
        foreach (var recorded in journal.Read(Streams.Payments, next))
        {
            cancel.ThrowIfCancellationRequested();
            if (recorded.Fact is PaymentDecided decided)
            {
                lock (_gate)
                    Add(recorded.RecordedUs, decided);
            }
            next = recorded.Sequence + 1;
            if (++read == factsMax)
                break;
        }
        Interlocked.Exchange(ref _next, next);
        return read;
    }

    private void Add(long recordedUs, PaymentDecided decided)
    {
        var minute = recordedUs / MinuteUs;
        if (!_minutes.TryGetValue(minute, out var counts))
            _minutes[minute] = counts = new int[(int)Outcome.Block + 1];
        counts[(int)decided.Decision.Outcome]++;
        while (_minutes.Count > MinutesMax)
            _minutes.Remove(_minutes.Keys.First());
        var payment = decided.Payment;
        if (payment.Kind.Row().To != PaymentEnd.Terminal || payment.Terminal is not { } id)
            return;
        if (!_machines.TryGetValue(id, out var machine))
        {
            if (_machines.Count == MachinesMax)
                return;
            _machines[id] = machine = new Machine();
        }
        (machine.City, machine.Institution) = (payment.City ?? machine.City, payment.Institution);
        machine.Taken.Enqueue(
            new CashTaken(
                payment.TimeUs,
                payment.Amount,
                payment.Sender.Instrument.Value,
                decided.Decision.Outcome,
                decided.Decision.Reasons.Count == 0 ? [] : [.. decided.Decision.Reasons.Select(reason => reason.Rule)]
            )
        );
        Interlocked.Exchange(ref _newestUs, Math.Max(_newestUs, payment.TimeUs));
        while (machine.Taken.Count > TakenMax || (machine.Taken.TryPeek(out var oldest) && oldest.TimeUs < _newestUs - KeptUs))
            machine.Taken.Dequeue();
    }

    /// <summary>So many minutes up to one, each of them, also those in which nothing was decided.</summary>
    public IReadOnlyList<MinuteOfDecisions> Minutes(long untilUs, int count)
    {
        lock (_gate)
        {
            var last = untilUs / MinuteUs;
            return
            [
                .. Enumerable
                    .Range(1 - count, count)
                    .Select(at => last + at)
                    .Select(minute => new MinuteOfDecisions(
                        minute * MinuteUs,
                        _minutes.TryGetValue(minute, out var counts) ? [.. counts] : new int[(int)Outcome.Block + 1]
                    )),
            ];
        }
    }

    /// <summary>Machines with what was taken in a span of time, those from which nothing was left out.</summary>
    public IReadOnlyList<CashMachine> Machines(long fromUs, long untilUs)
    {
        lock (_gate)
        {
            return
            [
                .. _machines
                    .Select(one => new CashMachine(
                        one.Key,
                        one.Value.City,
                        one.Value.Institution,
                        [.. one.Value.Taken.Where(taken => taken.TimeUs >= fromUs && taken.TimeUs < untilUs)]
                    ))
                    .Where(machine => machine.Taken.Count > 0)
                    .OrderBy(machine => machine.Id, StringComparer.Ordinal),
            ];
        }
    }
}
