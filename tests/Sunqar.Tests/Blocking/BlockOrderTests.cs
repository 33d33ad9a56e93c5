using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Xunit;
using static Sunqar.Tests.Blocking.BlockRoom;

namespace Sunqar.Tests.Blocking;

public sealed class BlockOrderTests
{
    private readonly BlockRoom _room = new();

    private static CommandOutcome.Refused Refused(CommandOutcome outcome) => Assert.IsType<CommandOutcome.Refused>(outcome);

    [Fact]
    public void An_order_holds_from_its_approval_until_it_expires()
    {
        var id = ((CommandOutcome.Done)_room.Do(_room.Request("Bad.Example.com.", "*.worse.net", "плохой.kz"), Officer)).Answer;
        Assert.Empty(_room.List().Domains);
        _room.Do(_room.Judge(id), Head, Now + Day);
        var list = _room.List(Now + Day);
        Assert.Equal(
            ["bad.example.com", "worse.net", "xn--i1adjac2b.kz"],
            list.Domains.Select(entry => entry.Domain).Order(StringComparer.Ordinal).ToArray()[..3]
        );
        Assert.All(
            list.Domains,
            entry => Assert.Equal((id, BlockGround.UnlicensedExchange, "Law 567, art. 41-1"), (entry.OrderId, entry.Ground, entry.Basis))
        );
        Assert.Equal(Now + 30 * Day, list.NextChangeUs);
        Assert.Empty(_room.List(Now + 30 * Day).Domains);
        Assert.Equal(BlockStatus.Expired, _room.Orders.Find(id)!.Status(Now + 30 * Day));
    }

    [Fact]
    public void A_lifted_domain_is_free_while_another_order_does_not_hold_it()
    {
        var first = _room.Block("a.com", "b.com");
        var second = _room.Block("b.com");
        _room.Do(new LiftBlock("l1", "court", first, ["b.com"], "appeal"), Supervisor);
        Assert.Equal([("a.com", first), ("b.com", second)], _room.List().Domains.Select(entry => (entry.Domain, entry.OrderId)));
        _room.Do(new LiftBlock("l2", "court", second, [], "appeal"), Supervisor);
        Assert.Equal(["a.com"], _room.List().Domains.Select(entry => entry.Domain));
        Assert.Equal(BlockStatus.Lifted, _room.Orders.Find(second)!.Status(Now));
        Assert.Equal(BlockStatus.InForce, _room.Orders.Find(first)!.Status(Now));
    }

    [Fact]
    public void Who_asks_does_not_approve_and_the_role_must_fit()
    {
        var id = ((CommandOutcome.Done)_room.Do(_room.Request("a.com"), Supervisor)).Answer;
        Assert.Contains("second person", Refused(_room.Do(_room.Judge(id), Supervisor)).Reason, StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Forbidden, Refused(_room.Do(_room.Judge(id), Officer)).Kind);
        foreach (var role in Enum.GetValues<Role>().Where(role => role is not (Role.Officer or Role.Supervisor)))
            Assert.Equal(RefusalKind.Forbidden, Refused(_room.Do(_room.Request("c.com"), new Actor("x", role))).Kind);
        Assert.IsType<CommandOutcome.Done>(_room.Do(_room.Judge(id), Head));
        Assert.Equal(RefusalKind.Conflict, Refused(_room.Do(_room.Judge(id), Head)).Kind);
    }

    [Theory]
    [InlineData("com.kz", "public suffix")]
    [InlineData("github.io", "public suffix")]
    [InlineData("kz", "one label")]
    [InlineData("https://a.com/x", "domain name alone")]
    [InlineData("1.2.3.4", "IP address")]
    [InlineData("a b.com", "no domain name")]
    [InlineData("", "no domain name")]
    [InlineData("32.1.0.0.127.rpz-ip", "order to themselves")]
    [InlineData("8.zz.rpz-nsdname", "order to themselves")]
    [InlineData("a.RPZ-Client-IP", "order to themselves")]
    [InlineData("rpz-drop.com", "order to themselves")]
    [InlineData("block-1.orders", "records")]
    [InlineData(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
        "room for"
    )]
    [InlineData("bybit.kz", "licence")]
    [InlineData("www.bybit.kz", "licence")]
    [InlineData("example.com", "licence")]
    public void A_name_that_may_not_be_blocked_refuses_the_whole_order(string domain, string why)
    {
        _room.License("BYBIT", Now - Day, Now + Day, "bybit.kz", "pay.example.com");
        var refused = Refused(_room.Do(_room.Request("good.com", domain), Officer));
        Assert.Contains(why, refused.Reason, StringComparison.Ordinal);
        Assert.Equal("domains[1]", refused.Field);
        Assert.Empty(_room.Orders.All);
    }

    [Fact]
    public void An_order_without_basis_evidence_ground_or_with_a_wrong_time_is_refused()
    {
        var fit = _room.Request("a.com");
        foreach (
            var (command, field) in new (RequestBlock, string)[]
            {
                (fit with { Basis = " " }, "basis"),
                (fit with { Evidence = "" }, "evidence"),
                (fit with { Ground = BlockGround.None }, "ground"),
                (fit with { Ground = (BlockGround)99 }, "ground"),
                (fit with { ExpiresUs = Now }, "expires"),
                (fit with { ExpiresUs = Now + 6 * 366 * Day }, "expires"),
                (fit with { Domains = [] }, "domains"),
                (fit with { Domains = [.. Enumerable.Range(0, BlockOrders.DomainsMax + 1).Select(i => $"d{i}.com")] }, "domains"),
            }
        )
        {
            Assert.Equal(field, Refused(_room.Do(command, Officer)).Field);
        }
        Assert.Empty(_room.Orders.All);
    }

    [Fact]
    public void A_platform_that_gets_its_licence_is_never_blocked_whatever_was_ordered()
    {
        var waiting = ((CommandOutcome.Done)_room.Do(_room.Request("new.kz"), Officer)).Answer;
        _room.Block("late.kz", "other.kz");
        _room.License("NEW", Now - Day, Now + 10 * Day, "new.kz", "late.kz");
        Assert.Contains("licence meanwhile", Refused(_room.Do(_room.Judge(waiting), Head)).Reason, StringComparison.Ordinal);
        var list = _room.List();
        Assert.Equal(["other.kz"], list.Domains.Select(entry => entry.Domain));
        Assert.Equal(["late.kz"], list.WithheldForLicence);
        Assert.Equal(["late.kz", "new.kz"], list.Passed);
        Assert.Equal(Now + 10 * Day, list.NextChangeUs);
        Assert.Equal(["late.kz", "other.kz"], _room.List(Now + 10 * Day).Domains.Select(entry => entry.Domain));
    }

    [Theory]
    [InlineData("a.b.example.com", "com", "example.com")]
    [InlineData("example.com.kz", "com.kz", "example.com.kz")]
    [InlineData("me.github.io", "github.io", "me.github.io")]
    [InlineData("a.b.ck", "b.ck", "a.b.ck")]
    [InlineData("x.www.ck", "ck", "www.ck")]
    [InlineData("a.unknown", "unknown", "a.unknown")]
    public void Suffixes_follow_the_lists_rules(string text, string suffix, string registrable)
    {
        Assert.True(DomainName.TryParse(text, out var name, out _));
        Assert.Equal((suffix, registrable), (Suffixes.SuffixOf(name), Suffixes.Registrable(name)));
    }

    [Fact]
    public void The_shipped_list_knows_the_countrys_suffixes_and_free_hosting()
    {
        foreach (var text in (string[])["com.kz", "gov.kz", "github.io", "pages.dev", "co.uk"])
        {
            Assert.True(DomainName.TryParse(text, out var name, out _));
            Assert.True(Sunqar.Work.Registers.ShippedSuffixes.Instance.IsSuffix(name), text);
        }
        Assert.InRange(Sunqar.Work.Registers.ShippedSuffixes.Instance.Count, 8_000, 20_000);
    }
}
