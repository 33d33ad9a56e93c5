using System.Globalization;
using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>Structuring, mules and crypto tills: patterns of cards, with amounts and minutes.</summary>
public class CardPatternTests
{
    private const long Minute = 60_000_000;
    private const long Threshold = 500_000;
    private readonly TransferTableBuilder _builder = new();
    private int _count;

    [Fact]
    public void Runs_just_below_the_threshold_are_structuring_and_the_payers_are_smurfs()
    {
        for (var i = 0; i < 4; i++)
        {
            Add(
                i * 60 * Minute,
                i == 0 ? "smurf" : "ATM-" + i,
                "card",
                480_000 + (i * 5_000),
                i == 0 ? TransferKind.CardTransfer : TransferKind.CardTopUp
            );
        }
        var found = Assert.Single(Mine(Structuring.Name));
        Assert.Equal(4, found.Rows.Length);
        Assert.Equal(["beneficiary", "smurf"], found.Members.Select(m => m.Role));
        Assert.Equal("480000–495000", found.Evidence["amounts"]);
    }

    [Fact]
    public void Amounts_at_the_threshold_or_far_below_and_few_of_them_are_not_structuring()
    {
        for (var i = 0; i < 5; i++)
        {
            Add(i * 60 * Minute, "payer" + i, "open", Threshold, TransferKind.CardTransfer);
            Add(i * 60 * Minute, "payer" + i, "small", 440_000, TransferKind.CardTransfer);
        }
        Add(0, "a", "few", 490_000, TransferKind.CardTransfer);
        Add(Minute, "b", "few", 490_000, TransferKind.CardTransfer);
        Assert.Empty(Mine(Structuring.Name));
    }

    [Fact]
    public void Mules_that_hand_on_within_minutes_are_one_finding_and_the_victims_are_not_members()
    {
        for (var i = 0; i < 3; i++)
        {
            var start = i * 3_000 * Minute;
            Add(start, "victim" + i, "mule1", 1_000_000, TransferKind.CardTransfer);
            Add(start + (10 * Minute), "mule1", "mule2", 980_000, TransferKind.CardTransfer);
            for (var j = 0; j < 4; j++)
            {
                Add(start + ((20 + j) * Minute), "mule2", "ATM", j == 3 ? 340_000 : 200_000, TransferKind.CashWithdrawal);
            }
        }
        var found = Assert.Single(Mine(PassThrough.Name));
        Assert.Equal(18, found.Rows.Length);
        Assert.Equal(2, found.Members.Count);
        Assert.All(found.Members, m => Assert.Equal("mule", m.Role));
        Assert.True(found.Score > 0.5);
    }

    [Theory]
    [InlineData(95, true)]
    [InlineData(89, false)]
    [InlineData(101, false)]
    public void Value_is_conserved_through_a_mule_nine_tenths_of_it_at_least_and_never_more(int percent, bool passes)
    {
        for (var i = 0; i < 4; i++)
        {
            Add(i * 3_000 * Minute, "payer" + i, "mule", 1_000_000, TransferKind.CardTransfer);
            Add(((i * 3_000) + 20) * Minute, "mule", "taker", 10_000 * percent, TransferKind.CardTransfer);
        }
        Assert.Equal(passes ? 1 : 0, Mine(PassThrough.Name).Count);
    }

    [Theory]
    [InlineData(3, false, true)]
    [InlineData(6, false, true)]
    [InlineData(2, false, false)]
    [InlineData(6, true, false)]
    public void A_wage_beside_hides_no_mule_unless_it_passes_too_or_came_but_once_or_twice(int wages, bool firstPasses, bool isTold)
    {
        for (var i = 0; i < 2; i++)
        {
            Add(i * 3_000 * Minute, "victim" + i, "mule", 1_000_000, TransferKind.CardTransfer);
            Add(((i * 3_000) + 20) * Minute, "mule", "taker", 960_000, TransferKind.CardTransfer);
        }
        for (var i = 0; i < wages; i++)
        {
            Add((10_000 + (i * 3_000)) * Minute, "employer", "mule", 900_000, TransferKind.AccountTransfer);
        }
        if (firstPasses)
            Add(10_020 * Minute, "mule", "taker", 890_000, TransferKind.CardTransfer);
        Assert.Equal(isTold, Mine(PassThrough.Name).Count == 1);
    }

    [Fact]
    public void Who_keeps_most_of_what_comes_is_no_mule()
    {
        for (var i = 0; i < 10; i++)
        {
            Add(i * 3_000 * Minute, "payer" + i, "earner", 100_000, TransferKind.CardTransfer);
            if (i < 7)
                Add(((i * 3_000) + 20) * Minute, "earner", "taker", 95_000, TransferKind.CardTransfer);
        }
        Assert.Empty(Mine(PassThrough.Name));
    }

    [Fact]
    public void Rent_collected_and_paid_together_is_not_passing_through()
    {
        for (var month = 0; month < 3; month++)
        {
            var start = month * 43_200 * Minute;
            for (var mate = 0; mate < 3; mate++)
            {
                Add(start + (mate * 10 * Minute), "mate" + mate, "student", 50_000, TransferKind.CardTransfer);
            }
            Add(start + (60 * Minute), "student", "landlord", 200_000, TransferKind.CardTransfer);
        }
        Assert.Empty(Mine(PassThrough.Name));
    }

    [Fact]
    public void Cards_that_share_payers_and_empty_into_crypto_are_one_till_and_the_payers_are_counted_not_listed()
    {
        for (var i = 0; i < 80; i++)
        {
            Add(i * 60 * Minute, "buyer" + (i % 30), i < 40 ? "till1" : "till2", 12_000, TransferKind.CardTransfer);
        }
        Add(39 * 60 * Minute, "till1", "PLATFORM", 470_000, TransferKind.CryptoBuy);
        Add(80 * 60 * Minute, "till2", "PLATFORM", 470_000, TransferKind.CryptoBuy);
        var found = Assert.Single(Mine(FanIn.Name), s => s.Evidence["because_of"] == "empties into crypto");
        Assert.Equal(2, found.Members.Count);
        Assert.Equal("30", found.Evidence["payers"]);
    }

    [Fact]
    public void A_taxi_firm_and_a_trader_who_pays_people_back_are_no_tills()
    {
        for (var i = 0; i < 60; i++)
        {
            Add(i * 60 * Minute, "rider" + i, "taxi", 12_000, TransferKind.CardTransfer);
            Add(i * 60 * Minute, "seller" + i, "trader", 12_000, TransferKind.CardTransfer);
            Add((i * 60 * Minute) + Minute, "trader", "buyer" + i, 10_000, TransferKind.CardTransfer);
        }
        Add(4_000 * Minute, "taxi", "driver", 500_000, TransferKind.CardTransfer);
        Add(4_000 * Minute, "trader", "PLATFORM", 100_000, TransferKind.CryptoBuy);
        Assert.DoesNotContain(Mine(FanIn.Name), s => s.Evidence["because_of"] == "empties into crypto");
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(11_000, false)]
    public void What_moves_less_than_one_large_transfer_of_the_file_is_not_told(long firm, bool isTold)
    {
        for (var i = 0; i < 5; i++)
        {
            Add(i * 60 * Minute, "source", "middle" + i, 1_000, TransferKind.CardTransfer);
            Add((i + 10) * 60 * Minute, "middle" + i, "destination", 1_000, TransferKind.CardTransfer);
        }
        // What a firm pays another, again and again, is most of the value: one of its payments is as much as all of the shape, or more.
        for (var i = 0; i < 60; i++)
        {
            Add(i * 600 * Minute, "firm", "supplier", firm, TransferKind.AccountTransfer);
        }
        var ground = new MiningGround(TransferGraph.Build(_builder.Build()), 30 * TransferFixture.DayUs);
        Assert.Equal(isTold, TypologyTable.Shipped.Shapes.Mine(ground, 0).Count > 0);
    }

    private IReadOnlyList<Sighting> Mine(string kind)
    {
        var limits = new MiningLimits([new(Currency.Kzt, Threshold * 1_000_000, long.MinValue, "a rule")]);
        var ground = new MiningGround(TransferGraph.Build(_builder.Build()), 30 * TransferFixture.DayUs, limits);
        return TypologyTable.Shipped[kind].Mine(ground);
    }

    private void Add(long timeUs, string from, string to, long tenge, TransferKind kind) =>
        _builder.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes("x" + (_count++).ToString(CultureInfo.InvariantCulture)),
                TimeUs = timeUs,
                From = Encoding.UTF8.GetBytes(from),
                To = Encoding.UTF8.GetBytes(to),
                AmountMicro = tenge * 1_000_000,
                Currency = Currency.Kzt,
                Kind = kind,
            }
        );
}
