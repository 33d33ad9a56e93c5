using System.Globalization;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Transfers;

/// <summary>Who is a public place by how it lives: no kind is stated here.</summary>
public class PublicPlacesTests
{
    private readonly List<(long TimeUs, string From, string To, long Units)> _rows = [];

    public PublicPlacesTests()
    {
        // What is observed: sixty days.
        Pay(0, "somebody", "another");
        Pay(60, "somebody", "another");
    }

    [Fact]
    public void A_shop_only_takes_from_many_on_many_days()
    {
        for (var day = 0; day < 60; day += 2)
        {
            Pay(day, Name("customer", day), "shop");
        }
        Assert.True(Is("shop"));
        Assert.False(Is("customer2"));
    }

    [Fact]
    public void A_cash_machine_takes_and_gives_to_very_many_nearly_every_day()
    {
        for (var day = 0; day < 60; day++)
        {
            for (var i = 0; i < 2; i++)
            {
                Pay(day, Name("taker", (2 * day) + i), "machine");
                Pay(day, "machine", Name("giver", (2 * day) + i));
            }
        }
        Assert.True(Is("machine"));
    }

    [Fact]
    public void Who_deals_with_the_same_few_every_day_is_none()
    {
        for (var day = 0; day < 60; day++)
        {
            Pay(day, "boss", Name("hand", day % 6));
            Pay(day, Name("hand", day % 6), "boss");
        }
        Assert.False(Is("boss"));
    }

    [Fact]
    public void A_wedding_and_a_pay_day_are_none()
    {
        for (var i = 0; i < 200; i++)
        {
            Pay(30, Name("guest", i), "couple");
            Pay(5 + (i % 4), "firm", Name("worker", i));
        }
        Assert.False(Is("couple"));
        Assert.False(Is("firm"));
    }

    [Fact]
    public void In_a_file_of_one_afternoon_nobody_is_told_by_how_it_lives()
    {
        _rows.Clear();
        for (var i = 0; i < 200; i++)
        {
            _rows.Add((i * 60_000_000L, Name("customer", i), "shop", 1_000));
        }
        Assert.False(Is("shop"));
    }

    private static string Name(string role, int number) => role + number.ToString(CultureInfo.InvariantCulture);

    private void Pay(int day, string from, string to) => _rows.Add((day * TransferFixture.DayUs, from, to, 1_000));

    private bool Is(string account)
    {
        var graph = TransferGraph.Build(TransferFixture.Table(_rows));
        return graph.Table.Accounts.TryFind(account, out var number) && PublicPlaces.Of(graph).Has(number);
    }
}
