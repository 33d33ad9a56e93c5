using System.Collections.Immutable;
using Sunqar.Core.Networks;
using Xunit;

namespace Sunqar.Tests.Networks;

public class CircleTests
{
    /// <summary>Four cards that strangers fill with ten million, and one more account that deals with some of them and with
    /// others.</summary>
    /// <param name="with">With how many of the cards.</param>
    /// <param name="each">Tenge between it and each of them, in two transfers.</param>
    /// <param name="elsewhere">Tenge between it and others, in the same direction.</param>
    /// <param name="serves">The role it is given; null where it is left out.</param>
    [Theory]
    // Much of what the cards move: most of its own dealings are with them, or it has a life besides.
    [InlineData(2, 1_000_000, 1_300_000, "organiser")]
    [InlineData(2, 1_000_000, 1_400_000, null)]
    // Little of it: only who deals with several of them and with hardly anybody else.
    [InlineData(3, 100_000, 30_000, "organiser")]
    [InlineData(3, 100_000, 40_000, null)]
    [InlineData(2, 150_000, 0, null)]
    [InlineData(3, 15_000, 0, null)]
    // One card alone may be a friend's.
    [InlineData(1, 2_000_000, 0, null)]
    public void Whoever_mostly_serves_the_members_belongs_to_them(int with, int each, int elsewhere, string? serves)
    {
        Assert.Equal(serves, Role(with, each, elsewhere, feeds: false));
        Assert.Equal(serves is null ? null : "collector", Role(with, each, elsewhere, feeds: true));
    }

    [Fact]
    public void A_customer_however_regular_is_none_of_them()
    {
        Assert.Equal("organiser", Role(2, 1_000_000, 0, feeds: false, trades: 1));
        Assert.Null(Role(2, 1_000_000, 0, feeds: false, trades: 2));
    }

    /// <param name="feeds">Whether it pays the cards, or they pay it.</param>
    /// <param name="trades">How many payments of its own to a card are explained as trade, besides the two with each card.</param>
    private static string? Role(int with, int each, int elsewhere, bool feeds, int trades = 0)
    {
        var world = new SmallWorld();
        var trade = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            world.Card($"stranger{i}", $"card{i % 4}", i, 100_000);
        }
        void Move(string other, double minute, int tenge)
        {
            if (tenge > 0)
                world.Card(feeds ? "account" : other, feeds ? other : "account", minute, tenge);
        }
        for (var i = 0; i < trades; i++)
        {
            trade.Add(world.Card("account", "card0", 500 + i, 50_000));
        }
        for (var card = 0; card < with; card++)
        {
            Move($"card{card}", 200 + card, each / 2);
            Move($"card{card}", 300 + card, each / 2);
        }
        Move("somebody", 400, elsewhere);
        var graph = world.Graph();
        var table = graph.Table;
        int Account(string name) => table.Accounts.TryFind(name, out var account) ? account : throw new InvalidOperationException(name);
        int[] core = [.. Enumerable.Range(0, 4).Select(card => Account($"card{card}"))];
        var circle = new Circle(
            graph,
            core,
            Enumerable.Range(0, table.Count).Where(row => trade.Contains(table.Id(row))).ToImmutableHashSet()
        );
        var serving = circle.Serving(null);
        Assert.All(serving, member => Assert.Equal(Account("account"), member.Account));
        return serving.Count == 0 ? null : serving[0].Role;
    }
}
