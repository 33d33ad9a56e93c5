using System.Globalization;
using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Server.Pages.State;
using Xunit;

namespace Sunqar.Tests.Networks;

/// <summary>
/// Every table of a network says the same: a movement that a platform books and the chain shows too counts once, what came in is what went
/// out and what stays, and the members' flows add up to the network's. Held against the movements that were made up, not against the code's
/// own sums.
/// </summary>
public sealed class NumbersAddUpTests
{
    private const long MinuteUs = 60_000_000;
    private static readonly string[] Members = ["card-1", "card-2", "wallet-1", "wallet-2", "wallet-3"];

    /// <summary>What truly moved, however often it is told.</summary>
    private sealed record Movement(string From, string To, long Micro, Currency Currency);

    private sealed class Made
    {
        public List<Movement> Movements { get; } = [];
        public TransferTableBuilder Builder { get; } = new();
        public int Rows { get; private set; }

        public void Tell(string from, string to, long micro, Currency currency, TransferKind kind, long timeUs) =>
            Builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes($"t{Rows++:00000}"),
                    TimeUs = timeUs,
                    From = Encoding.UTF8.GetBytes(from),
                    To = Encoding.UTF8.GetBytes(to),
                    AmountMicro = micro,
                    Currency = currency,
                    Kind = kind,
                }
            );
    }

    /// <summary>Cards pay and are paid in tenge; wallets move tokens on chain, to platforms and from them; a platform's movement is told by
    /// the platform, by the chain, or by both, up to an hour apart. Round sums repeat, as people's do.</summary>
    private static Made Make(int seed)
    {
        var random = new Random(seed);
        var made = new Made();
        for (var i = 0; i < 300; i++)
        {
            var timeUs = 1_767_225_600_000_000 + (i * 240 * MinuteUs) + (random.NextInt64(100) * MinuteUs);
            var wallet = Members[random.Next(2, 5)];
            // Each sum is its own, so that no two movements are told alike; some carry fractions.
            var micro = (random.Next(1, 20) * 1_000_000_000L) + i;
            switch (random.Next(4))
            {
                case 0:
                    var (payer, payee) = random.Next(3) switch
                    {
                        0 => ($"citizen-{random.Next(9)}", Members[random.Next(2)]),
                        1 => (Members[0], Members[1]),
                        _ => (Members[random.Next(2)], $"citizen-{random.Next(9)}"),
                    };
                    made.Tell(payer, payee, micro, Currency.Kzt, TransferKind.CardTransfer, timeUs);
                    made.Movements.Add(new(payer, payee, micro, Currency.Kzt));
                    break;
                case 1:
                    var (from, to) = random.Next(3) switch
                    {
                        0 => ($"client-{random.Next(9)}", wallet),
                        1 => (Members[2], Members[3]),
                        _ => (wallet, $"client-{random.Next(9)}"),
                    };
                    made.Tell(from, to, micro, Currency.Usdt, TransferKind.Chain, timeUs);
                    made.Movements.Add(new(from, to, micro, Currency.Usdt));
                    break;
                default:
                    AtPlatform(made, random, wallet, micro, timeUs);
                    break;
            }
        }
        return made;
    }

    private static void AtPlatform(Made made, Random random, string wallet, long micro, long timeUs)
    {
        var (isIn, told) = (random.Next(2) == 0, random.Next(3));
        var bookedUs = timeUs + (random.NextInt64(-60, 61) * MinuteUs);
        // Chain only: nobody knows that a platform stands behind the address.
        var outside = told == 1 ? "address-7" : "platform-1";
        made.Movements.Add(isIn ? new(outside, wallet, micro, Currency.Usdt) : new(wallet, outside, micro, Currency.Usdt));
        if (told != 0)
        {
            var (from, to) = isIn ? ("address-7", wallet) : (wallet, "address-7");
            made.Tell(from, to, micro, Currency.Usdt, TransferKind.Chain, timeUs);
        }
        if (told != 1)
        {
            var (from, to) = isIn ? ("platform-1", wallet) : (wallet, "platform-1");
            made.Tell(
                from,
                to,
                micro,
                Currency.Usdt,
                isIn ? TransferKind.CryptoWithdrawal : TransferKind.CryptoDeposit,
                told == 0 ? timeUs : bookedUs
            );
        }
    }

    private static Int128 Sum(IEnumerable<Movement> movements) => movements.Aggregate((Int128)0, (sum, one) => sum + one.Micro);

    private static bool IsMember(string id) => Members.Contains(id);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Members_flows_and_the_whole_say_what_truly_moved(int seed)
    {
        var made = Make(seed);
        var table = made.Builder.Build();
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        Assert.True(table.Count > made.Movements.Count + 20, "too few movements are told twice to tell anything");

        var detail = Console(table, rows);
        var flow = new NetworkFlow(table, rows, Roles(table));
        foreach (var currency in (ReadOnlySpan<Currency>)[Currency.Kzt, Currency.Usdt])
        {
            var moved = made.Movements.Where(one => one.Currency == currency).ToList();
            foreach (var member in detail.Members)
            {
                Assert.Equal(Sum(moved.Where(one => one.To == member.Account)), Of(member.In, currency));
                Assert.Equal(Sum(moved.Where(one => one.From == member.Account)), Of(member.Out, currency));
            }
            var balance = Assert.Single(detail.Balances, one => one.Currency == currency);
            Assert.Equal(Sum(moved.Where(one => !IsMember(one.From) && IsMember(one.To))), balance.FromOutside.AmountMicro);
            Assert.Equal(Sum(moved.Where(one => IsMember(one.From) && !IsMember(one.To))), balance.ToOutside.AmountMicro);
            var (allIn, allOut) = (Of(detail.Members.SelectMany(m => m.In), currency), Of(detail.Members.SelectMany(m => m.Out), currency));
            Assert.Equal(allIn, balance.FromOutside.AmountMicro + balance.Within.AmountMicro);
            Assert.Equal(allOut, balance.ToOutside.AmountMicro + balance.Within.AmountMicro);
            Assert.Equal(allIn, allOut + balance.StaysMicro);
            // The story and the case file are told from the flow.
            Assert.Equal(Sum(moved), flow.Of(part => part.Currency == currency).Micro);
            Assert.Equal(
                Sum(moved),
                detail.Graph.Edges.Where(edge => edge.Currency == currency).Aggregate((Int128)0, (sum, edge) => sum + edge.AmountMicro)
            );
        }
        Assert.Equal(made.Movements.Count, flow.Movements);
        Assert.Equal(made.Movements.Count, detail.Overview.Transfers);
        Assert.Equal(made.Movements.Count, detail.Graph.Edges.Sum(edge => edge.Transfers));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Findings_and_turnover_count_each_movement_once(int seed)
    {
        var made = Make(seed);
        var table = made.Builder.Build();
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        List<Member> members = [.. Roles(table).Select(role => new Member(role.Key, role.Value))];
        var sighting = new Sighting("pyramid", rows, members, 0.5, new Dictionary<string, string>());
        Assert.Equal(
            Sum(made.Movements.Where(one => one.Currency == Currency.Usdt && !IsMember(one.From) && IsMember(one.To))),
            sighting.WithTurnover(table, Currency.Usdt).Turnover!.AmountMicro
        );
        var named = sighting.Name(table);
        Assert.Equal(Currency.Usdt, named.Currency);
        Assert.Equal(Sum(made.Movements.Where(one => one.Currency == Currency.Usdt)), named.AmountMicro);
        // All that tells it stays in the finding, which is known by it.
        Assert.Equal(table.Count, named.Transfers.Count);
    }

    [Fact]
    public void A_leg_that_two_platforms_book_is_one_movement_between_them()
    {
        var made = new Made();
        made.Tell("hot", "wallet-1", 5_000_000, Currency.Usdt, TransferKind.Chain, MinuteUs);
        made.Tell("platform-1", "wallet-1", 5_000_000, Currency.Usdt, TransferKind.CryptoWithdrawal, 2 * MinuteUs);
        made.Tell("hot", "platform-2", 5_000_000, Currency.Usdt, TransferKind.CryptoDeposit, 3 * MinuteUs);
        Assert.Equal([1, 2], ToldTwice.Among(made.Builder.Build(), [0, 1, 2]).Keys.Order());
    }

    [Fact]
    public void Another_currency_or_sum_tells_another_movement()
    {
        var made = new Made();
        made.Tell("wallet-1", "address-7", 5_000_000, Currency.Usdt, TransferKind.Chain, MinuteUs);
        made.Tell("wallet-1", "platform-1", 5_000_000, Currency.Usd, TransferKind.CryptoDeposit, 2 * MinuteUs);
        made.Tell("wallet-1", "platform-1", 5_000_001, Currency.Usdt, TransferKind.CryptoDeposit, 3 * MinuteUs);
        Assert.Empty(ToldTwice.Among(made.Builder.Build(), [0, 1, 2]));
    }

    [Fact]
    public void What_is_listed_and_not_counted_says_where_it_is_counted()
    {
        var made = new Made();
        made.Tell("wallet-1", "address-7", 5_000_000, Currency.Usdt, TransferKind.Chain, MinuteUs);
        made.Tell("wallet-1", "platform-1", 5_000_000, Currency.Usdt, TransferKind.CryptoDeposit, 3 * MinuteUs);
        var table = made.Builder.Build();
        var networks = Networks(table, [0, 1]);
        var listed = networks.Transfers("f", new TransferFilter(null, 1))!;
        Assert.Equal(["t00001", null], listed.Rows.Select(row => row.ToldBy));
        Assert.Equal(1, networks.Network("f")!.Overview.Transfers);
        // The address behind it is nobody that the network deals with: it is the platform.
        Assert.DoesNotContain(networks.Network("f")!.Graph.Nodes, node => node.Id == "(receiving wallets)");
    }

    private static Int128 Of(IEnumerable<FlowTotal> flows, Currency currency) =>
        flows.Where(flow => flow.Currency == currency).Aggregate((Int128)0, (sum, flow) => sum + flow.AmountMicro);

    private static Dictionary<int, string> Roles(TransferTable table)
    {
        var roles = new Dictionary<int, string>();
        foreach (var member in Members)
        {
            if (table.Accounts.TryFind(member, out var account))
                roles[account] = member.StartsWith("card", StringComparison.Ordinal) ? "dropper" : "organiser";
        }
        return roles;
    }

    private static NetworkDetail Console(TransferTable table, int[] rows) => Networks(table, rows).Network("f")!;

    private static MinedNetworks Networks(TransferTable table, int[] rows)
    {
        var roles = Roles(table).ToDictionary(role => table.Accounts.Id(role.Key), role => role.Value);
        var finding = new Finding(
            "f",
            Exchanger.Name,
            0.9,
            [],
            [.. roles.Keys],
            roles,
            table.TimeUs[0],
            table.TimeUs[^1],
            0,
            Currency.Kzt,
            new Dictionary<string, string> { ["matched_exchanges"] = 12.ToString(CultureInfo.InvariantCulture) }
        );
        return new MinedNetworks(TypologyTable.Shipped, table, [new NetworkSource(finding, rows, default, [], [])]);
    }
}
