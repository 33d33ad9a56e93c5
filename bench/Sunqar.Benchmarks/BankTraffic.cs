using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Sunqar.Core.Identity;

namespace Sunqar.Benchmarks;

/// <summary>
/// Payments of a made-up bank with 100,000 cards, as the API's JSON: mostly purchases and small transfers, some cash and top-ups, few
/// large. They are made ahead; a payment is a copy of one under a new id and a later time.
/// </summary>
internal sealed class BankTraffic
{
    public const string Institution = "CASPKZKA";
    public const int Cards = 100_000;
    private const int IdAt = 16,
        TimeAt = 35;
    private static readonly DateTime Start = DateTime.UtcNow.AddDays(-2);

    private readonly byte[][] _made = new byte[Cards][];
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private long _next;

    public BankTraffic()
    {
        var dice = new Random(7);
        var iins = Enumerable.Range(0, Cards).AsParallel().AsOrdered().Select(IinOf).ToArray();
        // Every card sends one of them, so that a pass over all brings each owner, card and device into the house.
        for (var card = 0; card < Cards; card++)
            _made[card] = Encoding.ASCII.GetBytes(Make(card, dice.Next(Cards), iins, dice));
    }

    /// <summary>Bytes of the longest.</summary>
    public int BytesMax => _made.Max(bytes => bytes.Length);

    /// <summary>Writes the next payment; for any number of threads.</summary>
    public int Write(Span<byte> into)
    {
        var number = Interlocked.Increment(ref _next);
        // A step that has no common divisor with the number of cards meets each once a round.
        var made = _made[number * 61_803 % Cards];
        made.CopyTo(into);
        Utf8Formatter.TryFormat(number, into[IdAt..], out _, new System.Buffers.StandardFormat('D', 9));
        Start.AddMilliseconds(number * 20).TryFormat(into[TimeAt..], out _, "s", CultureInfo.InvariantCulture);
        return made.Length;
    }

    private string Make(int sender, int recipient, string[] iins, Random dice)
    {
        var kind = dice.Next(100) switch
        {
            < 55 => "merchant_payment",
            < 65 => "cash_withdrawal",
            < 88 => "card_transfer",
            _ => "card_top_up",
        };
        var amount = dice.Next(1_000) switch
        {
            0 => dice.Next(300_000, 900_000),
            < 100 => dice.Next(50_000, 200_000),
            _ => dice.Next(500, 50_000),
        };
        var other = kind is "card_transfer" or "card_top_up"
            ? $"\"recipient\":{{\"iin\":\"{iins[recipient]}\",\"card\":\"card_{recipient:D6}\"}}"
            : $"\"terminal\":{{\"id\":\"T-{recipient % 2_000:D4}\",\"city\":\"Almaty\"}}";
        return $"{{\"id\":\"{_run}-000000000\",\"time\":\"2026-01-15T00:00:00Z\",\"kind\":\"{kind}\",\"amount\":\"{amount}.00\",\"currency\":\"KZT\",\"institution\":\"{Institution}\","
            + $"\"sender\":{{\"iin\":\"{iins[sender]}\",\"card\":\"card_{sender:D6}\",\"confirmed\":true}},{other},\"device\":\"device_{sender:D6}\"}}";
    }

    /// <summary>A valid number with a birth year 18xx: no living holder.</summary>
    private static string IinOf(int person)
    {
        var front = string.Create(CultureInfo.InvariantCulture, $"{person % 90:D2}{person / 90 % 12 + 1:D2}{person / 1_080 % 28 + 1:D2}1");
        for (var serial = person / 30_240 * 1_000; ; serial++)
        {
            for (var check = 0; check < 10; check++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{front}{serial:D4}{check}");
                if (Iin.TryParse(text.AsSpan(), out _, out _))
                    return text;
            }
        }
    }
}
