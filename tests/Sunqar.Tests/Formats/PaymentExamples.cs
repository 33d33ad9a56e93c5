using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;

namespace Sunqar.Tests.Formats;

/// <summary>Payments as JSON for the tests of their reader and writer.</summary>
internal static class PaymentExamples
{
    /// <summary>A top-up with everything that a payment may carry.</summary>
    public const string Full = """
        {"id":"CASPKZKA-2026-000001","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"612000.00","currency":"KZT","institution":"CASPKZKA",
        "sender":{"iin":"800416100254","account":"KZ86125KZT5004100100","name":"Абай Құнанбайұлы","confirmed":true,"phone":"+77010000001","country":"KZ","registered":"2026-01-02","opened":"2025-12-31"},"recipient":{"iin":"680503250034","card":"card_A-1"},
        "terminal":{"id":"ATM-0001","city":"Almaty","country":"KZ"},"device":"d-77","wallet":{"chain":"tron","address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
        "platform":"BYBIT","asset":"USDT","quantity":"1165.71",
        "category":"6051","purpose":"GIFT","ip":"2001:db8::1"}
        """;

    public static readonly KeyedCardTokeniser Tokeniser = new(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    public static PaymentReading Read(string json, long latestUs = long.MaxValue) =>
        new PaymentJson(Tokeniser).Read(Encoding.UTF8.GetBytes(json), latestUs);

    public static Payment Payment(string json) =>
        Read(json) switch
        {
            PaymentReading.Read read => read.Payment,
            var refused => throw new InvalidOperationException(refused.ToString()),
        };

    public static string Write(Payment payment)
    {
        var output = new ArrayBufferWriter<byte>();
        PaymentJson.Write(payment, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Payments of every kind with what the kind requires and, by chance, the rest.</summary>
    public static readonly Arbitrary<Payment> Any = (
        from kind in Gen.Elements(Enum.GetValues<PaymentKind>())
        from timeUs in Gen.OneOf(
            Gen.Choose(-2_000_000_000, 2_000_000_000).Select(second => second * 1_000_000L),
            Gen.Choose(0, 2_000_000_000).Zip(Gen.Choose(0, 999_999)).Select(time => time.Item1 * 1_000_000L + time.Item2)
        )
        from currency in Gen.Elements(Currencies.OfPayments.ToArray())
        from minorUnits in Gen.Choose(1, 1_000_000_000)
        from id in Text(PaymentLimits.Id)
        from sender in Party
        from recipient in Party
        from city in Gen.OneOf(Gen.Constant<string?>(null), Text(PaymentLimits.City).Select(text => (string?)text))
        from device in Text(PaymentLimits.Device)
        from hash in Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), 20)
        from chain in Gen.Choose(0, 2)
        from quantity in Gen.Choose(0, 1_000_000_000)
        from category in Gen.Elements(null, "5411", "0000")
        from country in Gen.Elements(null, "KZ")
        from ip in Gen.Elements(null, "192.0.2.1")
        from asset in Gen.Elements("USDT", "BTC", "ETH", "NEW-1")
        select new Payment
        {
            Id = id,
            Kind = kind,
            TimeUs = timeUs,
            Amount = new Money(minorUnits, currency),
            Institution = "CASPKZKA",
            Sender = sender with { Account = sender.Account ?? "KZ86125KZT5004100100" },
            Recipient = recipient with { Account = recipient.Account ?? "acc.1" },
            Terminal = new Terminal("ATM-0001", city, country),
            Device = device,
            Wallet = Wallet(chain, hash),
            Platform = "BYBIT",
            Asset = asset,
            Quantity = quantity == 0 ? null : (Int128)quantity * quantity,
            Category = category,
            Purpose = category is null ? "FREX" : null,
            Ip = ip,
        }
    ).ToArbitrary();

    private static Gen<Party> Party =>
        from iin in Gen.Elements(null, "800416100254", "not an IIN")
        from account in Gen.Elements(null, "KZ86125KZT5004100100", "40817-x")
        from card in Gen.Elements(null, "c_1", new string('z', 64))
        from name in Gen.OneOf(Gen.Constant<string?>(null), Text(PaymentLimits.Name).Select(text => (string?)text))
        from confirmed in Gen.Elements<bool?>(null, true, false)
        from phone in Gen.Elements(null, "+77010000001")
        from country in Gen.Elements(null, "AE")
        from day in Gen.Elements<DateOnly?>(null, new DateOnly(1900, 1, 1), new DateOnly(2199, 12, 31))
        select new Party(iin, account, card, name, confirmed, phone, country, day, country is null ? day : null);

    private static Gen<string> Text(TextLimit limit)
    {
        var characters =
            limit.Alphabet == TextAlphabet.Text
                ? Gen.Elements("a", "Z", " ", "\"", "\\", "/", "ә", "Қ", "中", "🦅", "<", "'", "\u2028")
                : Gen.Elements("a", "9", "\"", "\\", "~", "!");
        return Gen.Choose(1, limit.CharactersMax / 2).SelectMany(length => Gen.ArrayOf(characters, length)).Select(string.Concat);
    }

    private static Wallet Wallet(int chain, byte[] hash)
    {
        var address = chain switch
        {
            0 => WalletAddress.Tron(hash),
            1 => WalletAddress.Ethereum(hash),
            _ => WalletAddress.BitcoinWitness(0, hash),
        };
        return new Wallet(address.Chain.Name(), address.ToString());
    }
}
