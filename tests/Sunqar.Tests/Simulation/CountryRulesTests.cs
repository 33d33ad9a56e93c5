using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Payments;
using Sunqar.Simulation;
using Xunit;

namespace Sunqar.Tests.Simulation;

/// <summary>What holds in every simulated country, whatever its seed.</summary>
public class CountryRulesTests
{
    private static SmallCountry It => SmallCountry.Once;

    [Fact]
    public void Times_never_go_back()
    {
        Assert.All(It.Payments.Zip(It.Payments.Skip(1)), pair => Assert.True(pair.First.TimeUs <= pair.Second.TimeUs));
        Assert.All(It.Chain.Zip(It.Chain.Skip(1)), pair => Assert.True(pair.First.TimeUs <= pair.Second.TimeUs));
    }

    [Fact]
    public void Ids_are_unique_and_texts_are_what_banks_may_send()
    {
        Assert.Equal(It.Payments.Count, It.Payments.Select(payment => payment.Id).Distinct().Count());
        Assert.Equal(It.Chain.Count, It.Chain.Select(transfer => transfer.Id).Distinct().Count());
        Assert.All(It.Chain.Take(1_000), transfer => Assert.Matches("^[0-9a-f]{64}$", transfer.Id));
    }

    [Fact]
    public void Every_payment_carries_what_its_kind_requires()
    {
        Assert.All(
            It.Payments,
            payment =>
            {
                Assert.Null(PaymentRequirements.Missing(payment));
                Assert.True(payment.Amount.MinorUnits > 0);
                var (from, to) = PaymentEnds.Of(payment);
                Assert.NotNull(from);
                Assert.NotNull(to);
                Assert.NotEqual(from, to);
            }
        );
        Assert.Equal(PaymentKinds.All.Count, It.Payments.Select(payment => payment.Kind).Distinct().Count());
    }

    [Fact]
    public void Only_planted_identities_have_an_invalid_IIN_and_nobody_living_has_any()
    {
        var planted = It.Truth.Where(row => row.Role == "fake_card").Select(row => row.Account).ToHashSet();
        var invalid = 0;
        foreach (
            var party in It
                .Payments.SelectMany(payment => new[] { payment.Sender, payment.Recipient })
                .Where(party => party?.Iin is not null)
        )
        {
            if (Iin.TryParse(party!.Iin, out var iin, out _))
            {
                Assert.Equal(1800, iin.Century);
                continue;
            }
            Assert.Contains(party.Card!, planted);
            invalid++;
        }
        Assert.True(invalid > 0);
    }

    [Fact]
    public void One_IIN_is_one_person()
    {
        var country = Country.Create(new CountryOptions { People = 60_000, Days = 1 });
        Assert.Equal(60_000, Enumerable.Range(0, 60_000).Select(country.Iin).Distinct().Count());
        Assert.Equal(country.Instruments, Enumerable.Range(0, country.Instruments).Select(country.Instrument).Distinct().Count());
    }

    [Fact]
    public void Wallets_and_accounts_are_valid()
    {
        Assert.All(
            It.Chain.SelectMany(transfer =>
                    new[] { (transfer.Chain, transfer.From), (transfer.Chain, transfer.To), (transfer.Chain, transfer.Token) }
                )
                .Distinct(),
            wallet =>
                Assert.True(
                    WalletChains.TryParse(wallet.Chain, out var chain) && WalletAddress.TryParse(chain, wallet.Item2, out _, out _),
                    wallet.Item2
                )
        );
        Assert.All(
            It.Payments.SelectMany(payment => new[] { payment.Sender?.Account, payment.Recipient?.Account }).OfType<string>().Distinct(),
            account => Assert.True(Iban.TryParse(account, out _, out _), account)
        );
    }

    [Fact]
    public void Fakes_of_USDT_are_few_and_belong_to_no_plant()
    {
        var fakes = It.Chain.Where(transfer => !UsdtContracts.IsGenuine(transfer.Token)).Select(transfer => transfer.Id).ToHashSet();
        Assert.InRange(fakes.Count, 1, It.Chain.Count / 50);
        Assert.DoesNotContain(It.Truth, row => fakes.Contains(row.TransferId));
    }

    [Fact]
    public void Every_truth_row_names_an_end_of_a_transfer_that_happened()
    {
        var ends = It
            .Payments.Select(payment => (payment.Id, Ends: PaymentEnds.Of(payment)))
            .Concat(It.Chain.Select(transfer => (transfer.Id, Ends: ((string?)transfer.From, (string?)transfer.To))))
            .ToDictionary(item => item.Id, item => item.Ends);
        Assert.All(
            It.Truth.Concat(It.RuleTruth),
            row =>
            {
                Assert.True(ends.TryGetValue(row.TransferId, out var pair));
                Assert.True(pair.Item1 == row.Account || pair.Item2 == row.Account);
            }
        );
    }

    [Fact]
    public void No_lookalike_is_a_member_and_every_one_takes_part()
    {
        var members = It.Truth.Concat(It.RuleTruth).Select(row => row.Account).ToHashSet();
        Assert.DoesNotContain(It.Country.Lookalikes, lookalike => members.Contains(lookalike.Account));
        var active = It
            .Payments.SelectMany(payment => new[] { PaymentEnds.Of(payment).From, PaymentEnds.Of(payment).To })
            .Concat(It.Chain.SelectMany(transfer => new[] { transfer.From, transfer.To }))
            .ToHashSet();
        Assert.True(It.Country.Lookalikes.Count(lookalike => active.Contains(lookalike.Account)) >= It.Country.Lookalikes.Count * 9 / 10);
        Assert.True(It.Country.Lookalikes.Select(lookalike => lookalike.Kind).Distinct().Count() >= 9);
    }

    [Fact]
    public void A_deposit_address_gives_only_to_its_exchange_and_never_more_than_it_got()
    {
        var hot = It
            .Country.WalletLabels.Where(label => label.Label.EndsWith("hot wallet", StringComparison.Ordinal))
            .Select(label => label.Address)
            .ToHashSet();
        var usdt = It.Chain.Where(transfer => transfer.Token == Country.UsdtContract).ToList();
        var cold = It.Country.WalletLabels.Select(label => label.Address).ToHashSet();
        var deposits = usdt.Where(transfer => hot.Contains(transfer.To) && !cold.Contains(transfer.From))
            .Select(transfer => transfer.From)
            .ToHashSet();
        Assert.True(deposits.Count > 100);
        var held = new Dictionary<string, Int128>();
        foreach (var transfer in usdt)
        {
            if (deposits.Contains(transfer.From))
            {
                Assert.Contains(transfer.To, hot);
                held[transfer.From] = held.GetValueOrDefault(transfer.From) - transfer.Units;
                Assert.True(held[transfer.From] >= 0);
            }
            if (deposits.Contains(transfer.To))
            {
                held[transfer.To] = held.GetValueOrDefault(transfer.To) + transfer.Units;
            }
        }
    }
}
