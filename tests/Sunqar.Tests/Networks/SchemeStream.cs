using System.Globalization;
using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Tests.Networks;

/// <summary>
/// Forty days of people, shops, wallets and platforms with schemes of every kind of network that ships among
/// them, as they come to a server: by time, but some come hours or days late.
/// </summary>
internal sealed class SchemeStream
{
    private const int Days = 40;
    private const double Rate = SmallWorld.TengePerToken;

    private readonly Random _random;
    private readonly List<(SchemeRow Row, long ComesUs)> _rows = [];

    private SchemeStream(int seed) => _random = new Random(seed);

    internal sealed record SchemeRow(string Id, TransferKind Kind, string From, string To, long TimeUs, long Micro)
    {
        public Currency Currency =>
            Kind is TransferKind.Chain or TransferKind.CryptoWithdrawal or TransferKind.CryptoDeposit ? Currency.Usdt : Currency.Kzt;

        public void AddTo(ITransferSink sink) =>
            sink.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(Id),
                    TimeUs = TimeUs,
                    From = Encoding.UTF8.GetBytes(From),
                    To = Encoding.UTF8.GetBytes(To),
                    AmountMicro = Micro,
                    Currency = Currency,
                    Kind = Kind,
                }
            );
    }

    public static ServiceLabels Labels()
    {
        var labels = new ServiceLabels();
        labels.Add("hot", "Exchange hot wallet", "exchange", "exchange");
        return labels;
    }

    public static List<SchemeRow> Of(int seed, int people = 150)
    {
        var stream = new SchemeStream(seed);
        stream.Background(people);
        for (var i = 0; i < 3; i++)
        {
            stream.Desk(i);
            if (i < 2)
                stream.CashOut(i);
        }
        stream.Services();
        stream.Ring();
        stream.Pyramid();
        stream.Farm();
        stream.Kiosks();
        stream.Forged();
        return [.. stream._rows.OrderBy(r => r.ComesUs).ThenBy(r => r.Row.TimeUs).Select(r => r.Row)];
    }

    private void Pay(TransferKind kind, string from, string to, double minute, double amount)
    {
        var time = SmallWorld.StartUs + ((long)minute * 60_000_000);
        // Banks send what a desk's cards did later than the chain shows it, so that often the card's leg is what completes a match.
        var isDesk = from.StartsWith("drop", StringComparison.Ordinal) || to.StartsWith("drop", StringComparison.Ordinal);
        var late =
            _random.Next(isDesk ? 3 : 20) == 0
                ? _random.Next(3) == 0
                    ? _random.Next(6) * 86_400_000_000L
                    : _random.Next(5) * 3_600_000_000L
                : 0;
        _rows.Add(
            (
                new SchemeRow(
                    "t" + _rows.Count.ToString(CultureInfo.InvariantCulture),
                    kind,
                    from,
                    to,
                    time,
                    (long)Math.Round(amount * 1_000_000)
                ),
                time + late
            )
        );
    }

    /// <summary>A minute of some day, from ten in the morning to seven.</summary>
    private int Minute(int day) => (day * 1440) + 600 + _random.Next(540);

    private int AnyMinute() => Minute(_random.Next(Days));

    private void Background(int people)
    {
        string Someone() => "p" + _random.Next(people);
        for (var i = 0; i < people * 6; i++)
        {
            Pay(
                i % 9 == 0 ? TransferKind.CardTopUp : TransferKind.CardTransfer,
                Someone(),
                Someone(),
                AnyMinute(),
                (20 + _random.Next(480)) * 515
            );
            if (i % 4 == 0)
                Pay(TransferKind.Chain, "w" + _random.Next(40), "w" + _random.Next(40), AnyMinute(), 20 + _random.Next(480));
            if (i % 5 == 0)
                Pay(TransferKind.MerchantPayment, Someone(), "shop" + _random.Next(5), AnyMinute(), 1_000 + _random.Next(9_000));
            if (i % 7 == 0)
                Pay(TransferKind.CashWithdrawal, Someone(), "atm" + _random.Next(4), AnyMinute(), 10_000);
            if (i % 60 == 0)
                Pay(TransferKind.CashDeposit, "atm" + _random.Next(4), Someone(), AnyMinute(), 10_000);
        }
        for (var i = 0; i < people; i++)
        {
            var (minute, tokens) = (AnyMinute(), 10 + _random.Next(900));
            Pay(TransferKind.CryptoBuy, Someone(), "platform", minute, tokens * Rate * 1.005);
            Pay(TransferKind.CryptoWithdrawal, "platform", "w" + _random.Next(40), minute + 20, tokens);
        }
    }

    /// <summary>
    /// A desk that sells and buys on several cards and two wallets, some of them seldom; its drop cards empty into an organiser or at cash
    /// machines, its wallets into a reserve, and it restocks at an exchange. Those who serve it have some life of their own.
    /// </summary>
    private void Desk(int number)
    {
        for (var i = 0; i < 80; i++)
        {
            var (minute, tokens) = (Minute((i / 3) + (number * 4)), 20 + _random.Next(480));
            var drop = $"drop{number}x{Math.Min(_random.Next(5), _random.Next(5))}";
            var desk = $"desk{number}" + (_random.Next(4) == 0 ? "b" : "");
            if (i % 3 > 0)
            {
                Pay(
                    TransferKind.CardTransfer,
                    _random.Next(4) == 0 ? "p" + _random.Next(100) : $"buyer{number}x{i}",
                    drop,
                    minute,
                    Math.Round(tokens * Rate * 1.03)
                );
                Pay(TransferKind.Chain, desk, $"wallet{number}x{_random.Next(40)}", minute + 2 + _random.Next(20), tokens);
            }
            else
            {
                Pay(TransferKind.Chain, $"wallet{number}x{_random.Next(40)}", desk, minute, tokens);
                Pay(TransferKind.CardTransfer, drop, $"seller{number}x{i}", minute + 3 + _random.Next(15), tokens * Rate * 0.97);
            }
            if (i % 8 == 0)
                Pay(TransferKind.Chain, number == 0 && i < 40 ? "unnamed" : "hot", desk, minute - 60, 1_300);
            if (i % 5 == 4)
                Pay(TransferKind.CardTransfer, drop, $"organiser{number}", minute + 100, 300_000 + _random.Next(90_000));
            if (i % 5 == 1)
                Pay(TransferKind.CashWithdrawal, drop, "atm" + _random.Next(4), minute + 30, 100_000);
            if (i % 6 == 5)
                Pay(TransferKind.CardTransfer, $"organiser{number}", "p" + _random.Next(100), AnyMinute(), 30_000 + _random.Next(90_000));
            if (i % 7 == 6)
                Pay(TransferKind.Chain, desk, $"reserve{number}", minute + 90, 400);
            if (i % 7 == 0 && i > 7)
                Pay(TransferKind.Chain, $"reserve{number}", desk, minute - 30, 380);
            if (i % 9 == 8)
                Pay(TransferKind.Chain, desk, $"own{number}", minute + 95, 500);
            if (i % 9 == 8)
                Pay(TransferKind.Chain, $"own{number}", "unnamed", minute + 120, 500);
            if (i % 11 == 10)
                Pay(TransferKind.Chain, $"reserve{number}", "w" + _random.Next(40), AnyMinute(), 150);
        }
    }

    /// <summary>An exchange whose hot wallet no label names, and another that is labelled, with customers' deposit addresses.</summary>
    private void Services()
    {
        for (var address = 0; address < 12; address++)
        {
            var into = address < 10 ? "unnamed" : "hot";
            for (var i = 0; i < 6; i++)
            {
                var (minute, tokens) = (Minute(8 + _random.Next(Days - 8)), 50 + _random.Next(500));
                Pay(TransferKind.Chain, "w" + _random.Next(40), $"deposit{address}", minute, tokens);
                Pay(TransferKind.Chain, $"deposit{address}", into, minute + 15, tokens);
            }
        }
        for (var i = 0; i < 60; i++)
        {
            Pay(
                TransferKind.Chain,
                i % 2 == 0 ? "unnamed" : "hot",
                "w" + _random.Next(40),
                Minute(12 + _random.Next(Days - 12)),
                20 + _random.Next(480)
            );
        }
    }

    /// <summary>Strangers pay a collector, which also sells tokens of one wallet; it feeds cards that are emptied at cash machines
    /// together.</summary>
    private void CashOut(int number)
    {
        for (var day = 2; day < Days - 2; day += 3)
        {
            var minute = Minute(day);
            for (var i = 0; i < 4; i++)
            {
                Pay(TransferKind.CardTransfer, $"victim{number}x{day}x{i}", $"collector{number}", minute + i, 200_000);
            }
            Pay(TransferKind.CryptoDeposit, $"source{number}", "platform", minute - 30, 400);
            Pay(TransferKind.CryptoSell, "platform", $"collector{number}", minute - 5, 400 * Rate);
            for (var card = 0; card < 4; card++)
            {
                Pay(
                    TransferKind.CardTransfer,
                    $"collector{number}",
                    $"mule{number}x{card}",
                    minute + 20 + card,
                    200_000 + (card * 10_000) + _random.Next(5_000)
                );
                Pay(TransferKind.CashWithdrawal, $"mule{number}x{card}", "atm" + ((day + number) % 4), minute + 60 + card, 190_000);
            }
        }
    }

    /// <summary>Cards fed by strangers alone, emptied together.</summary>
    private void Ring()
    {
        for (var day = 1; day < Days - 1; day += 2)
        {
            var minute = Minute(day);
            for (var card = 0; card < 4; card++)
            {
                Pay(TransferKind.CardTransfer, $"stranger{day}x{card}", $"ring{card}", minute + card, 150_000 + _random.Next(50_000));
                Pay(TransferKind.CashWithdrawal, $"ring{card}", "atm" + (day % 4), minute + 40 + card, 145_000);
            }
        }
    }

    /// <summary>Many pay a treasury, on the chain or through a till card; those who came first are paid by those who come later.</summary>
    private void Pyramid()
    {
        for (var i = 0; i < 60; i++)
        {
            var minute = Minute(2 + (i / 2));
            Pay(TransferKind.Chain, $"member{i}", "treasury", minute, 100);
            if (i >= 4 && i % 2 == 0)
                Pay(TransferKind.Chain, "treasury", $"member{(i / 2) % 20}", minute + 60, 60 + _random.Next(200));
            Pay(TransferKind.CardTransfer, $"saver{i}", "till", minute + 5, 50_000);
            if (i % 6 != 5)
                continue;
            Pay(TransferKind.CryptoBuy, "till", "platform", minute + 100, 300_000);
            Pay(TransferKind.CryptoWithdrawal, "platform", "treasury", minute + 120, 300_000 / Rate);
        }
        Pay(TransferKind.Chain, "treasury", "thief", Minute(36), 2_500);
    }

    /// <summary>A pool pays the same wallets every day; they forward it to one.</summary>
    private void Farm()
    {
        for (var day = 3; day < 30; day++)
        {
            for (var rig = 0; rig < 5; rig++)
            {
                Pay(TransferKind.Chain, "pool", $"rig{rig}", (day * 1440) + 120 + rig, 20 + _random.Next(5));
                if (day % 5 == 0)
                    Pay(TransferKind.Chain, $"rig{rig}", "farmer", (day * 1440) + 300 + rig, 100);
            }
        }
    }

    /// <summary>Machines that top cards up for weeks before anybody draws cash there and shows what they are.</summary>
    private void Kiosks()
    {
        for (var i = 0; i < 80; i++)
        {
            Pay(
                TransferKind.CardTopUp,
                "kiosk" + (i % 6),
                i % 3 == 0 ? $"drop{i % 2}x0" : $"mule{i % 2}x{i % 4}",
                Minute(i * Days / 100),
                10_000 + (1_000 * _random.Next(90))
            );
            if (i % 10 == 9)
                Pay(TransferKind.CashWithdrawal, "p" + _random.Next(100), "kiosk" + (i % 6), Minute(Days - 12 + (i % 7)), 5_000);
        }
    }

    /// <summary>Cards on numbers that were never issued, worked from one device.</summary>
    private void Forged()
    {
        for (var i = 0; i < 60; i++)
        {
            Pay(TransferKind.CardTransfer, "fake" + (i % 5), i % 3 > 0 ? "handler" : "p" + _random.Next(100), AnyMinute(), 20_000);
        }
    }
}
