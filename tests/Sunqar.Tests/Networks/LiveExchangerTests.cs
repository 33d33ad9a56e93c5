using Sunqar.Core.Chain;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

/// <summary>What comes late to an exchanger that is known already: a rate, a payment.</summary>
public class LiveExchangerTests
{
    private const long MinuteUs = 60_000_000,
        DayUs = 1440 * MinuteUs;

    private readonly SmallWorld _dice = new(3);
    private readonly LiveMining _live = SmallWorld.LiveNetworks();
    private int _count;

    [Fact]
    public void A_rate_that_comes_late_values_anew_what_was_only_sent()
    {
        Restock();
        for (var i = 0; i < 80; i++)
        {
            Order(i, tengePerToken: i < 40 ? 515 : 721);
        }
        var labels = new ServiceLabels();
        _live.Update(new MiningContext(labels, Rates(500)));
        Assert.Equal("40", Assert.Single(_live.Sightings).Evidence["matched_exchanges"]);
        _live.Update(new MiningContext(labels, Rates(700)));
        Assert.Equal("80", Assert.Single(_live.Sightings).Evidence["matched_exchanges"]);
    }

    [Fact]
    public void A_card_that_chance_explained_joins_when_its_last_payment_comes()
    {
        Restock();
        for (var i = 0; i < 80; i++)
        {
            Order(i, 515);
        }
        for (var i = 0; i < 3_000; i++)
        {
            var minute = (_dice.Draw(40) * 1440) + 600 + _dice.Draw(500);
            Add(TransferKind.CardTransfer, $"p{_dice.Draw(300)}", $"p{_dice.Draw(300)}", minute, (20 + _dice.Draw(480)) * 515);
            Add(TransferKind.Chain, $"w{_dice.Draw(60)}", $"w{_dice.Draw(60)}", minute + _dice.Draw(90), 20 + _dice.Draw(480));
        }
        // Five orders on three days; on two days they would be nothing.
        int[] minutes = [(10 * 1440) + 100, (10 * 1440) + 300, (11 * 1440) + 100, (11 * 1440) + 300, (20 * 1440) + 100];
        for (var i = 0; i < 5; i++)
        {
            Add(TransferKind.Chain, "desk", $"late{i}", minutes[i] + 8, 30 + (110 * i));
            if (i < 4)
                Add(TransferKind.CardTransfer, $"friend{i}", "third", minutes[i], (30 + (110 * i)) * 515);
        }
        var context = new MiningContext(new ServiceLabels(), Rates(500));
        _live.Update(context);
        Assert.DoesNotContain("third", Members());
        Add(TransferKind.CardTransfer, "friend4", "third", minutes[4], 470 * 515);
        _live.Update(context);
        Assert.Contains("third", Members());
    }

    private IEnumerable<string> Members() =>
        Assert.Single(_live.Sightings).Members.Select(m => _live.Transfers.Table.Accounts.Id(m.Account));

    private void Restock()
    {
        for (var i = 0; i < 10; i++)
        {
            Add(TransferKind.Chain, $"supplier{i}", "desk", i, 3_000);
        }
    }

    /// <summary>Two a day, each with its tokens minutes later.</summary>
    private void Order(int i, int tengePerToken)
    {
        var minute = (i * 720) + 100 + _dice.Draw(500);
        var tokens = 20 + _dice.Draw(480);
        Add(TransferKind.CardTransfer, $"customer{i}", $"drop{i % 2}", minute, tokens * tengePerToken);
        Add(TransferKind.Chain, "desk", $"wallet{i}", minute + 2 + _dice.Draw(20), tokens);
    }

    private void Add(TransferKind kind, string from, string to, int minute, int amount) =>
        new SchemeStream.SchemeRow($"t{_count++}", kind, from, to, SmallWorld.StartUs + (minute * MinuteUs), amount * 1_000_000L).AddTo(
            _live.Transfers
        );

    /// <summary>500 tenge a token, and another rate from the twentieth day.</summary>
    private static RateTable Rates(long later)
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 500, 1, 0, "test"));
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, later, 1, SmallWorld.StartUs + (20 * DayUs), "test"));
        return rates;
    }
}
