using Sunqar.Core.Decisions;
using Sunqar.Core.Decisions.Windows;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Tests.Decisions.Plain;
using Xunit;

namespace Sunqar.Tests.Decisions;

/// <summary>
/// Windows kept as packed bytes, held against the plain ones that they replaced (32 bytes an entry, in arrays): every window of the shipped
/// rulebook, and of a book of every aggregate and period, gives the same for every payment of a long run with late events, reversals,
/// busy keys and equal times.
/// </summary>
public class PackedWindowTests
{
    private const long SecondUs = 1_000_000,
        DayUs = 86_400 * SecondUs,
        StartUs = 1_767_225_600 * SecondUs;

    private static readonly string Everything = string.Join(
        '\n',
        new[]
        {
            "rulebook \"everything\"",
            "lateness 2 days",
            Rule(0, "count by recipient.card in 3 days"),
            Rule(1, "sum of amount by recipient.card in 3 days before this"),
            Rule(2, "distinct sender.card by recipient.card in 10 days"),
            Rule(3, "distinct sender.card by recipient.card in 1 hours"),
            Rule(4, "min of amount by recipient.card in 2 days else 7 KZT"),
            Rule(5, "max of amount by recipient.card in 2 days before this else 7 KZT"),
            Rule(6, "average of amount by recipient.card for sender.card in 5 days else 7 KZT"),
            Rule(7, "first of amount by recipient.card in 1 days else 7 KZT"),
            Rule(8, "last of amount by recipient.card for sender.card in 9 days else 7 KZT"),
            Rule(9, "count by recipient.card, terminal in 4 days including blocked"),
            Rule(10, "sum of amount by sender.person, institution in all time including blocked"),
            Rule(11, "sum of amount by recipient.card in all time"),
            Rule(12, "distinct terminal by device in each of the last 2 calendar months"),
            Rule(13, "sum of amount by sender.person in each of the last 2 calendar months"),
            Rule(14, "count where amount > 100 KZT by terminal in this calendar day"),
            Rule(15, "distinct recipient.person by terminal in this calendar month before this"),
        }
    );

    private static string Rule(int number, string window) =>
        $"rule r{number}\n  source \"test\"\n  outcome report\n  let value = {window}\n  when amount >= 0 KZT\n  observed value\n  reason \"x\"\nend";

    [Theory]
    [InlineData(1, 40_000, 400, false)]
    [InlineData(2, 60_000, 40, false, Traits = ["Suite", "Whole"])]
    [InlineData(3, 12_000, 4, false)]
    [InlineData(4, 60_000, 3_000, true)]
    [InlineData(5, 5_000_000, 60_000, true, Traits = ["Suite", "Whole"])]
    [InlineData(6, 5_000_000, 20_000, false, Traits = ["Suite", "Whole"])]
    public void Packed_windows_answer_as_plain_ones_do(int seed, int payments, int people, bool isShipped)
    {
        var book = isShipped ? ShippedRulebook.Instance : Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(Everything)).Rulebook;
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usd, Currency.Kzt, 52543, 100, StartUs + (20 * DayUs), "test"));
        var frame = new Frame
        {
            Rates = rates,
            Zone = book.Zone,
            Registry = EmptyRegistry.Instance,
        };
        var (packed, plain) = (new WindowBank(book, frame), new PlainBank(book, frame));
        var random = new Random(seed);
        var counted = new List<(SealedPayment Payment, bool Blocked)>();
        var stepUs = 150 * DayUs / payments;
        var same = 0L;
        for (var i = 0; i < payments; i++)
        {
            if (random.Next(20) == 0 && counted.Count > 0)
            {
                // Mostly of what came lately, sometimes of what lapsed long ago.
                var at = random.Next(4) == 0 ? random.Next(counted.Count) : counted.Count - 1 - random.Next(Math.Min(counted.Count, 200));
                frame.Payment = counted[at].Payment;
                packed.Begin();
                plain.Begin();
                packed.Remove(counted[at].Blocked);
                plain.Remove(counted[at].Blocked);
                counted.RemoveAt(at);
                continue;
            }
            frame.Payment = Payment(random, i, StartUs + (i * stepUs), people);
            packed.Begin();
            plain.Begin();
            for (var window = 0; window < book.WindowCount; window++)
            {
                frame.RateMissing = false;
                var expected = (plain.Read(window, -7), frame.RateMissing);
                frame.RateMissing = false;
                var answer = (packed.Read(window, -7), frame.RateMissing);
                if (expected != answer)
                    Assert.Fail($"Payment {i}, window {window}: {expected} was {answer}.");
                same++;
            }
            var isBlocked = random.Next(30) == 0;
            var watermark = Math.Max(packed.WatermarkUs, frame.Payment.TimeUs);
            (packed.WatermarkUs, plain.WatermarkUs) = (watermark, watermark);
            packed.Add(isBlocked);
            plain.Add(isBlocked);
            if (counted.Count < 2_000_000)
                counted.Add((frame.Payment, isBlocked));
        }
        Assert.True(same > payments);
        Assert.InRange((double)packed.Bytes / plain.Bytes, 0, 0.6);
    }

    private static SealedPayment Payment(Random random, int number, long nowUs, int people)
    {
        // Few are busy and most are quiet, as a product of two draws is mostly small.
        SealedParty Party()
        {
            var person = (ulong)(random.Next(people) * (long)random.Next(1, people + 1) / people) + 1;
            var isBare = random.Next(10) == 0;
            return new SealedParty(
                new SubjectId(isBare ? 0 : person),
                new SubjectId(random.Next(3) == 0 ? person + 2_000_000_000_000 : 0),
                new SubjectId(random.Next(8) == 0 ? 0 : unchecked(person * 0x9E3779B97F4A7C15)),
                (IinStatus)random.Next(3),
                random.Next(2) == 0,
                Named: true
            );
        }
        var timeUs = random.Next(12) switch
        {
            0 => nowUs - random.NextInt64(8 * DayUs),
            1 => nowUs - random.NextInt64(2 * DayUs),
            2 => nowUs - random.NextInt64(100),
            _ => nowUs / SecondUs * SecondUs,
        };
        var kind = Enum.GetValues<PaymentKind>()[random.Next(Enum.GetValues<PaymentKind>().Length)];
        var amount = random.Next(6) switch
        {
            0 => random.NextInt64(1, 1_000_000_000_000),
            1 => random.Next(1, 90_000),
            2 => 45_000_000,
            _ => random.Next(1, 500_000) * 100L,
        };
        var isRare = random.Next(8) == 0;
        return new SealedPayment(
            $"p{number}",
            kind,
            timeUs,
            new Money(amount, random.Next(25) == 0 ? Currency.Usd : Currency.Kzt),
            random.Next(2) == 0 ? "CASPKZKA" : "HSBKKZKX",
            Party(),
            Party(),
            random.Next(2) == 0 ? "ATM-" + random.Next(1, people / 3 + 2) : null,
            null,
            new SubjectId((ulong)random.Next(people) + 5_000_000_000),
            isRare ? "tron" : null,
            isRare ? "T" + random.Next(people) : null,
            isRare ? "platform" : null,
            random.Next(3) == 0 ? "e_money" : null,
            0,
            (UInt128)(uint)number
        )
        {
            Circumstances = new Circumstances(
                random.Next(2) == 0 ? "5411" : null,
                random.Next(3) == 0 ? (random.Next(2) == 0 ? "GIFT" : "FREX") : null,
                random.Next(3) == 0 ? (random.Next(2) == 0 ? "KZ" : "GE") : null,
                new SubjectId((ulong)random.Next(people) + 7_000_000_000),
                new SubjectId((ulong)random.Next(people) + 8_000_000_000),
                default,
                default,
                default
            ),
        };
    }
}
