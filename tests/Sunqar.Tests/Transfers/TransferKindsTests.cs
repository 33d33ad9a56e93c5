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
        Assert.All(payments, kind => Assert.Equal(kind.Name(), TransferKinds.Of(kind).Name()));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransferKinds.Of((PaymentKind)TransferKind.Chain));
    }

    /// <summary>A kind that miners ask for by name bears the name of the payment that it is; chain and unknown are of no payment.</summary>
    [Fact]
    public void Every_transfer_but_one_on_chain_or_unknown_is_the_payment_of_its_name()
    {
        Assert.All(
            Enum.GetValues<TransferKind>(),
            kind => Assert.Equal(Enum.TryParse<PaymentKind>(kind.ToString(), out _), kind.Payment() is not null)
        );
        Assert.All(
            Enum.GetValues<TransferKind>().Where(kind => kind.Payment() is not null),
            kind => Assert.Equal(kind.ToString(), kind.Payment().ToString())
        );
        Assert.Equal(Enum.GetValues<TransferKind>().Where(kind => kind != TransferKind.Unknown), TransferKinds.All);
        Assert.Equal(TransferKinds.All.Count, TransferKinds.All.Select(kind => kind.Name()).Distinct().Count());
    }

    [Fact]
    public void A_column_holds_every_kind_with_every_currency()
    {
        foreach (var kind in Enumerable.Range(0, KindAndCurrency.KindsMax).Select(number => (TransferKind)number))
        {
            Assert.All(
                Currencies.All.Append(Currency.Unstated),
                currency =>
                {
                    var held = new KindAndCurrency(kind, currency);
                    Assert.Equal((kind, currency), (held.Kind, held.Currency));
                }
            );
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new KindAndCurrency((TransferKind)KindAndCurrency.KindsMax, Currency.Kzt));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KindAndCurrency(TransferKind.Unknown, (Currency)1024));
    }

    [Fact]
    public void Rows_that_state_no_currency_are_of_the_given_one_and_others_stay()
    {
        var builder = new TransferTableBuilder();
        var given = new CurrencyGiven(Currency.Kzt, builder);
        foreach (var currency in Currencies.All.Prepend(Currency.Unstated))
        {
            given.Add(
                new TransferRow
                {
                    Id = [1],
                    TimeUs = (long)currency,
                    From = "a"u8,
                    To = "b"u8,
                    AmountMicro = 1,
                    Currency = currency,
                }
            );
        }
        var table = builder.Build();
        Assert.Equal(1, given.Rows);
        Assert.Equal(Currency.Kzt, table.CurrencyOf(0));
        Assert.All(Enumerable.Range(1, table.Count - 1), row => Assert.Equal((Currency)table.TimeUs[row], table.CurrencyOf(row)));
    }
}
