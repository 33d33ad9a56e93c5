using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench engine [PAYMENTS] [CARDS]</c>: the shipped rulebook over a made-up bank of 100,000 cards, deciding and folding on one thread
/// until the longest window is full, then measured. To reach: 500,000 decisions/s a core, 0 bytes a decision on the steady path, at most 13
/// bytes a live entry. Payments come in runs that were just written, as the desk has just read them, and their making is not counted.
/// Where others use the machine too, its caches are theirs as well: beside each run a walk through memory is measured that depends on it
/// alone, and a decision is told in steps of it.
/// </summary>
internal static class EngineBench
{
    private const int RunLength = 512;
    private const int FillPerCard = 30;

    // About what the windows of 100,000 cards take.
    private const int WalkMebibytes = 64;
    private const long SecondUs = 1_000_000;
    private const long StartUs = 1_767_225_600L * SecondUs;

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var cards = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
        // So many payments in 91 days that entries lapse as fast as they come when the measuring begins.
        var fill = FillPerCard * cards;
        var feed = new Feed(cards, 91L * 86_400 * SecondUs / fill);
        feed.Run(fill);
        feed.Begin();
        feed.Run(count);
        var engine = feed.Engine;
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "engine",
                    decisions = count,
                    cards,
                    rules = engine.Rulebook.Rules.Count,
                    windows = engine.Rulebook.WindowCount,
                    cpu_seconds = Math.Round(feed.CpuNs / 1e9, 3),
                    decisions_per_cpu_second = Math.Round(count / (feed.CpuNs / 1e9)),
                    ns_per_decision = Math.Round((double)feed.CpuNs / count),
                    ns_per_decision_of_the_quietest_tenth = Math.Round(feed.QuietNs),
                    memory_step_ns = Math.Round(feed.StepNs, 1),
                    decision_in_memory_steps = Math.Round(feed.CpuNs / feed.StepNs / count, 1),
                    allocated_bytes_per_decision = Math.Round((double)feed.Allocated / count, 2),
                    decisions_with_reasons = feed.Reasons,
                    outcomes = feed.Outcomes,
                    live_entries = engine.WindowEntries,
                    bytes_per_live_entry = Math.Round((double)engine.WindowBytes / engine.WindowEntries, 1),
                }
            )
        );
        return 0;
    }

    /// <summary>Payments of the made-up bank, one run after another.</summary>
    private sealed class Feed(int cards, long stepUs)
    {
        private readonly SealedPayment[] _pool = [.. Enumerable.Range(0, 1 << 18).Select(i => Payment(i, cards))];
        private readonly SealedPayment[] _run = new SealedPayment[RunLength];
        private readonly List<double> _nsOfRuns = [];
        private readonly List<double> _stepNs = [];
        private long _timeUs = StartUs;
        private long _next;

        public DecisionEngine Engine { get; } = new(ShippedRulebook.Instance, Rates());

        public int[] Outcomes { get; } = new int[5];

        public int Reasons { get; private set; }

        public long CpuNs { get; private set; }

        public long Allocated { get; private set; }

        /// <summary>Of the runs, how long a decision took in the one that a tenth was quicker than.</summary>
        public double QuietNs => _nsOfRuns.Order().ElementAt(_nsOfRuns.Count / 10);

        /// <summary>A step of the walk.</summary>
        public double StepNs => _stepNs.Average();

        public void Begin()
        {
            (Reasons, CpuNs, Allocated) = (0, 0, 0);
            Array.Clear(Outcomes);
            _nsOfRuns.Clear();
            _stepNs.Clear();
        }

        public void Run(int count)
        {
            for (var left = count; left > 0; left -= RunLength)
            {
                var run = _run.AsSpan(0, Math.Min(left, RunLength));
                foreach (ref var payment in run)
                {
                    payment = _pool[_next++ % _pool.Length] with { TimeUs = _timeUs };
                    _timeUs += stepUs;
                }
                var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
                var cpuBefore = CpuClock.Nanoseconds;
                Decide(run);
                var taken = CpuClock.Nanoseconds - cpuBefore;
                Allocated += GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
                CpuNs += taken;
                _nsOfRuns.Add((double)taken / run.Length);
                if (left / RunLength % 256 == 0)
                    _stepNs.Add(MemoryWalk.StepNs(WalkMebibytes));
            }
        }

        private void Decide(ReadOnlySpan<SealedPayment> run)
        {
            for (var i = 0; i < run.Length; i++)
            {
                ref readonly var payment = ref run[i];
                Engine.Expect(run[(i + 1)..]);
                var decision = Engine.Take(in payment, Licensed.Instance);
                Outcomes[(int)decision.Outcome]++;
                Reasons += decision.Reasons.Count > 0 ? 1 : 0;
                if (decision.ExpiresUs != 0)
                {
                    foreach (var lapsed in Engine.LapsesDue(payment.TimeUs))
                        Engine.Apply(lapsed);
                }
            }
        }
    }

    private static RateTable Rates()
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usd, Currency.Kzt, 52543, 100, 0, "bench"));
        return rates;
    }

    /// <summary>Mixed as in the simulated country: mostly small card payments, few large ones, crypto now and then.</summary>
    private static SealedPayment Payment(int number, int cards)
    {
        var dice = new Random(number);
        var kind = dice.Next(100) switch
        {
            < 45 => PaymentKind.MerchantPayment,
            < 65 => PaymentKind.CardTransfer,
            < 77 => PaymentKind.CardTopUp,
            < 87 => PaymentKind.CashWithdrawal,
            < 92 => PaymentKind.AccountTransfer,
            < 95 => PaymentKind.CashDeposit,
            < 98 => PaymentKind.CryptoBuy,
            _ => PaymentKind.CryptoWithdrawal,
        };
        var amount = dice.Next(1_000) switch
        {
            0 => dice.Next(300_000, 900_000),
            < 100 => dice.Next(50_000, 200_000),
            _ => dice.Next(500, 50_000),
        };
        var isCrypto = kind >= PaymentKind.CryptoBuy;
        return new SealedPayment(
            $"P{number}",
            kind,
            0,
            new Money(amount * 100L, Currency.Kzt),
            number % 2 == 0 ? "CASPKZKA" : "HSBKKZKX",
            Party(dice.Next(cards), dice.Next(3) > 0),
            kind is PaymentKind.MerchantPayment or PaymentKind.CashWithdrawal ? default : Party(dice.Next(cards), false),
            kind is PaymentKind.CashWithdrawal or PaymentKind.CashDeposit ? "ATM-" + dice.Next(400) : null,
            null,
            new SubjectId((ulong)dice.Next(cards) + 1_000_000_000),
            isCrypto ? "tron" : null,
            isCrypto ? "T" + dice.Next(10_000) : null,
            isCrypto ? "platform-" + dice.Next(20) : null,
            null,
            0,
            (UInt128)number
        );
    }

    private static SealedParty Party(int person, bool confirmed)
    {
        var id = unchecked(((ulong)person + 1) * 0x9E3779B97F4A7C15UL);
        return new SealedParty(new SubjectId(id), default, new SubjectId(id ^ 0xABCDEF), IinStatus.Valid, confirmed, Named: true);
    }

    private sealed class Licensed : IRegistryView
    {
        public static readonly Licensed Instance = new();

        public PlatformStanding Platform(string code, long timeUs) => PlatformStanding.Licensed;

        public WalletStanding Wallet(string chain, string address, long timeUs) => WalletStanding.Clear;

        public MeasureStanding Measure(SubjectId subject, long timeUs) => MeasureStanding.None;
    }
}
