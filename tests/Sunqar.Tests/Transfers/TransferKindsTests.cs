using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Transfers;

public class TransferKindsTests
{
    [Fact]
    public void Every_payment_is_one_kind_of_transfer_of_its_own_and_back()
    {
        var payments = Enum.GetValues<PaymentKind>();
        Assert.Equal(payments.Length, payments.Select(TransferKinds.Of).Distinct().Count());
        Assert.All(payments, kind => Assert.Equal(kind, TransferKinds.Of(kind).Payment()));
        Assert.All(payments, kind => Assert.Equal(kind.ToString(), TransferKinds.Of(kind).ToString()));
        Assert.All(payments, kind => Assert.Equal(kind.Name(), TransferKinds.Of(kind).Name()));
        Assert.Throws<KeyNotFoundException>(() => TransferKinds.Of((PaymentKind)TransferKind.Chain));
    }

    [Fact]
    public void Every_transfer_but_one_on_chain_or_unknown_is_a_payment()
    {
        Assert.Equal([TransferKind.Unknown, TransferKind.Chain], Enum.GetValues<TransferKind>().Where(kind => kind.Payment() is null));
        Assert.Equal(Enum.GetValues<TransferKind>().Length, Enum.GetValues<TransferKind>().Select(kind => kind.Name()).Distinct().Count());
    }

    [Fact]
    public void A_column_holds_every_kind_with_every_currency()
    {
        foreach (var kind in Enum.GetValues<TransferKind>())
        {
            Assert.All(
                Currencies.All.Append(Currency.Unstated),
                currency =>
                    Assert.Equal((kind, currency), (new KindAndCurrency(kind, currency).Kind, new KindAndCurrency(kind, currency).Currency))
            );
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new KindAndCurrency((TransferKind)64, Currency.Kzt));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KindAndCurrency(TransferKind.Unknown, (Currency)1024));
    }
}
