using System.Globalization;
using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class NetworkFlowTests
{
    private const long MinuteUs = 60_000_000;

    [Theory]
    [InlineData(10, 100, 100)]
    [InlineData(60, 100, 100)]
    [InlineData(61, 100, 200)]
    [InlineData(10, 99, 199)]
    public void A_deposit_that_the_chain_shows_too_left_the_wallet_once(int minutesLater, long credited, long leftInAll)
    {
        var flow = Flow(
            (0, "client", "wallet", 100, TransferKind.Chain),
            (MinuteUs, "wallet", "address", 100, TransferKind.Chain),
            ((1 + minutesLater) * MinuteUs, "wallet", "platform", credited, TransferKind.CryptoDeposit)
        );
        Assert.Equal((Int128)leftInAll, flow.Of(part => part.From == "organisers").Micro);
        Assert.Equal((Int128)100, flow.Of(part => part.To == "organisers").Micro);
        Assert.Equal((Int128)credited, flow.Of(part => part.To == NetworkFlow.Services).Micro);
    }

    [Fact]
    public void One_record_explains_one_leg_and_a_withdrawal_likewise()
    {
        var flow = Flow(
            (0, "hot", "wallet", 50, TransferKind.Chain),
            (MinuteUs, "platform", "wallet", 50, TransferKind.CryptoWithdrawal),
            (2 * MinuteUs, "wallet", "address", 50, TransferKind.Chain),
            (3 * MinuteUs, "wallet", "address", 50, TransferKind.Chain),
            (4 * MinuteUs, "wallet", "platform", 50, TransferKind.CryptoDeposit)
        );
        Assert.Equal((1, (Int128)50), flow.Of(part => part.To == "organisers"));
        Assert.Equal((2, (Int128)100), flow.Of(part => part.From == "organisers"));
    }

    private static NetworkFlow Flow(params (long TimeUs, string From, string To, long Micro, TransferKind Kind)[] rows)
    {
        var builder = new TransferTableBuilder();
        for (var i = 0; i < rows.Length; i++)
        {
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture)),
                    TimeUs = rows[i].TimeUs,
                    From = Encoding.UTF8.GetBytes(rows[i].From),
                    To = Encoding.UTF8.GetBytes(rows[i].To),
                    AmountMicro = rows[i].Micro,
                    Currency = Currency.Usdt,
                    Kind = rows[i].Kind,
                }
            );
        }
        var wallet = builder.Accounts.Intern("wallet"u8);
        return new NetworkFlow(
            builder.Build(),
            [.. Enumerable.Range(0, rows.Length)],
            new Dictionary<int, string> { [wallet] = "organiser" }
        );
    }
}
