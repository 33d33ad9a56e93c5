using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench engine [PAYMENTS]</c>: the shipped rulebook over a made-up bank of 100,000 cards, deciding and folding on one thread until the
/// longest window is full, then measured. To reach: 500,000 decisions/s a core, 0 bytes a decision on the steady path, at most 200 bytes a
/// live entry.
/// </summary>
internal static class EngineBench
{
    private const int Cards = 100_000;
    private const long SecondUs = 1_000_000;
    private const long StartUs = 1_767_225_600L * SecondUs;

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var engine = new DecisionEngine(ShippedRulebook.Instance, Rates());
        var pool = Enumerable.Range(0, 1 << 18).Select(Payment).ToArray();
        // 3,000,000 payments in 91 days, so that entries lapse as fast as they come when the measuring begins.
        var stepUs = 91L * 86_400 * SecondUs / 3_000_000;
        var timeUs = StartUs;
        Span<int> outcomes = stackalloc int[5];
        Feed(engine, pool, 3_000_000, stepUs, ref timeUs, outcomes);
        outcomes.Clear();
        var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        var cpuBefore = Process.GetCurrentProcess().TotalProcessorTime;
        var reasons = Feed(engine, pool, count, stepUs, ref timeUs, outcomes);
        var seconds = (Process.GetCurrentProcess().TotalProcessorTime - cpuBefore).TotalSeconds;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "engine",
                    decisions = count,
                    rules = engine.Rulebook.Rules.Count,
                    windows = engine.Rulebook.WindowCount,
                    cpu_seconds = Math.Round(seconds, 3),
                    decisions_per_cpu_second = Math.Round(count / seconds),
                    ns_per_decision = Math.Round(seconds * 1e9 / count),
                    allocated_bytes_per_decision = Math.Round((double)allocated / count, 2),
                    decisions_with_reasons = reasons,
                    outcomes = outcomes.ToArray(),
                    live_entries = engine.WindowEntries,
                    bytes_per_live_entry = Math.Round((double)engine.WindowBytes / engine.WindowEntries, 1),
                }
            )
        );
        return 0;
    }

    private static int Feed(DecisionEngine engine, SealedPayment[] pool, int count, long stepUs, ref long timeUs, Span<int> outcomes)
    {
        var reasons = 0;
        for (var i = 0; i < count; i++, timeUs += stepUs)
        {
            var payment = pool[i % pool.Length] with { TimeUs = timeUs };
            var decision = engine.Decide(in payment, Licensed.Instance);
            engine.Apply(in payment, decision);
            outcomes[(int)decision.Outcome]++;
            reasons += decision.Reasons.Count > 0 ? 1 : 0;
            if (decision.ExpiresUs != 0)
            {
                foreach (var lapsed in engine.LapsesDue(timeUs))
                {
                    engine.Apply(lapsed);
                }
            }
        }
        return reasons;
    }

    private static RateTable Rates()
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usd, Currency.Kzt, 52543, 100, 0, "bench"));
        return rates;
    }

    /// <summary>Mixed as in the simulated country: mostly small card payments, few large ones, crypto now and then.</summary>
    private static SealedPayment Payment(int number)
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
            Party(dice.Next(Cards), dice.Next(3) > 0),
            kind is PaymentKind.MerchantPayment or PaymentKind.CashWithdrawal ? default : Party(dice.Next(Cards), false),
            kind is PaymentKind.CashWithdrawal or PaymentKind.CashDeposit ? "ATM-" + dice.Next(400) : null,
            null,
            new SubjectId((ulong)dice.Next(Cards) + 1_000_000_000),
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
