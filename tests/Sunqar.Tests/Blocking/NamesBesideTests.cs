using System.Net;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Blocking;

/// <summary>Two names are laid so that both can be read off, and no more letters differ than must.</summary>
public sealed class NamesBesideTests
{
    [Theory]
    [InlineData("bybit.com", "bybit.com", 0)]
    [InlineData("byb1t.com", "bybit.com", 1)]
    [InlineData("xn--bbit-q5a.com", "bybit.com", 1)]
    [InlineData("bybit-bonus.com", "bybit.com", 6)]
    [InlineData("byibt.com", "bybit.com", 2)]
    [InlineData("bybit.top", "bybit.com", 2)]
    [InlineData("", "bybit.com", 9)]
    public void Both_names_are_read_off_and_as_few_letters_differ_as_can(string one, string other, int differ)
    {
        var pairs = NamesBeside.Of(one, other);
        Assert.Equal(NamesBeside.Shown(one), string.Concat(pairs.Select(pair => pair.One)));
        Assert.Equal(NamesBeside.Shown(other), string.Concat(pairs.Select(pair => pair.Other)));
        Assert.Equal(differ, pairs.Count(pair => !pair.IsSame));
    }

    [Fact]
    public async Task An_order_takes_what_was_ticked_and_what_was_typed()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Officer);
        var answer = await StaffedServer.PostAsync(
            browser,
            "/blocking/orders",
            ("picked", "byb1t.example"),
            ("picked", "bybit-bonus.example"),
            ("domains", "another.example"),
            ("ground", "Fraud"),
            ("basis", "Law 567, art. 41-1"),
            ("evidence", "both names on one page"),
            ("until", DateTime.UtcNow.AddDays(60).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
        );
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, said);
        var order = Assert.Single(server.Acts.Read(state => state.Of<BlockOrders>().All.ToList()));
        Assert.Equal(["another.example", "byb1t.example", "bybit-bonus.example"], order.Domains.Order(StringComparer.Ordinal));
    }
}
