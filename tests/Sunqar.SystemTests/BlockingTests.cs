using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Sunqar.Formats.Dns;
using Sunqar.Server.Access;
using Sunqar.Server.Blocking;
using Sunqar.Server.Entrance;
using Sunqar.Server.Gateways;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages.State;
using Sunqar.Storage;
using Sunqar.Tests.Acting;
using Sunqar.Work.Acting;
using Sunqar.Work.Blocking;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.SystemTests;

/// <summary>Orders reach real resolvers: BIND by a signed zone transfer, Unbound by file and by transfer.</summary>
public sealed class BlockingTests
{
    private const string Zone = "rpz.test.kz";
    private const string Free = "192.0.2.1";

    private static readonly Actor Officer = new("u-officer", Role.Officer, "unit-a");
    private static readonly Actor Head = new("u-head", Role.Head, "unit-b");

    /// <summary>The house as far as blocking needs it: the desk of acts, the zone over HTTP and over DNS.</summary>
    private sealed class House : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly RegistryFold _registry = new();
        private readonly DataFolder _data;
        private readonly Doors _doors;
        private readonly ActDesk _desk;
        private WebApplication _app = null!;
        private int _keys;

        private House(TsigKey? key, string? notice, IReadOnlyList<IPEndPoint> notify)
        {
            _registry.Apply(
                new PlatformsListed(
                    "a test",
                    [
                        new PlatformListing(
                            "BYBIT",
                            "platform",
                            "Bybit",
                            ["Bybit"],
                            "",
                            "AIFC",
                            "AFSA",
                            "exchange",
                            long.MinValue,
                            long.MaxValue,
                            PlatformListing.Licensed,
                            ["bybit.kz"],
                            [],
                            [],
                            []
                        ),
                    ]
                )
            );
            _data = DataFolder.Open(_folder.At("data"));
            _desk = new ActDesk(_data.Journal, _data.Keys, ActFolds.Fresh);
            var access = new AccessDoor();
            access.Tell(isSimulated: false);
            _doors = new Doors(Zone, notice) { Access = access };
            _doors.Acts.Open(_desk);
            Publisher.Watch(() => _registry.Snapshot);
            Gateway = new ZoneGateway(new ZoneOptions(new IPEndPoint(IPAddress.Loopback, 0), Zone, notice, key, notify), Publisher);
        }

        private ZonePublisher Publisher => _doors.Zone;

        public ZoneGateway Gateway { get; }

        public string Url => _app.Urls.Single();

        public static async Task<House> OpenAsync(TsigKey? key = null, string? notice = null, params IPEndPoint[] notify)
        {
            var house = new House(key, notice, notify);
            await house._desk.HireAsync(Head);
            var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("http://127.0.0.1:0")).Options;
            house._app = ServerHost.Create(options, new LiveConsoleState(), new Readiness(), house._doors);
            await house._app.StartAsync();
            return house;
        }

        public async Task<string> BlockAsync(long forUs, params string[] domains)
        {
            var licensed = LicensedDomains.Of(_registry.Snapshot, _desk.NowUs);
            var asked = await _desk.DoAsync(
                new RequestBlock(
                    $"k{_keys++}",
                    null,
                    "Law 567, art. 41-1",
                    domains,
                    BlockGround.UnlicensedExchange,
                    "e-1",
                    _desk.NowUs + forUs,
                    licensed
                ),
                Officer
            );
            Assert.True(asked.IsDone, asked.Text);
            Assert.True((await _desk.DoAsync(new JudgeBlock($"k{_keys++}", "", asked.Text, true, "", licensed), Head)).IsDone);
            return asked.Text;
        }

        /// <summary>While one thread makes the list, whoever asks is served the one before: a secondary that comes in between would
        /// keep that until its next refresh.</summary>
        public async Task UntilPublishedAsync(int entries)
        {
            while (Publisher.Current?.Zone.List.Domains.Count != entries)
                await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        public async Task LiftAsync(string order, params string[] domains) =>
            Assert.True((await _desk.DoAsync(new LiftBlock($"k{_keys++}", "court", order, domains, "appeal"), Head)).IsDone);

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await _app.DisposeAsync();
            await _desk.DisposeAsync();
            _data.Dispose();
            _folder.Dispose();
        }
    }

    private const long Day = 86_400_000_000;

    [Fact]
    public async Task Bind_takes_the_signed_zone_blocks_lets_licensed_through_and_frees_what_is_lifted()
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var clause = $"key \"sunqar\" {{ algorithm hmac-sha256; secret \"{secret}\"; }};";
        var port = Resolver.FreePort();
        using var world = await Resolver.WorldAsync();
        await using var house = await House.OpenAsync(TsigKey.Read(clause), null, new IPEndPoint(IPAddress.Loopback, port));
        var order = await house.BlockAsync(30 * Day, "exchange.example", "плохой.kz");
        using var bind = await Resolver.BindAsync(world.Port, house.Gateway.EndPoint, Zone, clause, port);
        await bind.UntilAsync("exchange.example", answer => answer == "NXDOMAIN");
        foreach (
            var (name, answer) in new[]
            {
                ("www.exchange.example", "NXDOMAIN"),
                ("xn--i1adjac2b.kz", "NXDOMAIN"),
                ("bybit.kz", Free),
                ("www.bybit.kz", Free),
                ("other.example", Free),
                ("notexchange.example", Free),
            }
        )
        {
            Assert.Equal(answer, await bind.AskAsync(name));
        }

        // A change reaches it by a NOTIFY, in seconds.
        var transfers = house.Gateway.Transfers;
        await house.LiftAsync(order, "exchange.example");
        await bind.UntilAsync("exchange.example", answer => answer == Free);
        Assert.Equal("NXDOMAIN", await bind.AskAsync("xn--i1adjac2b.kz"));
        Assert.True(house.Gateway.Transfers > transfers);
        // An order that expires goes by itself.
        await house.BlockAsync(4_000_000, "short.example");
        await bind.UntilAsync("short.example", answer => answer == "NXDOMAIN");
        await bind.UntilAsync("short.example", answer => answer == Free);
    }

    [Fact]
    public async Task Without_the_key_nobody_gets_the_zone()
    {
        var right =
            $"key \"sunqar\" {{ algorithm hmac-sha256; secret \"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\"; }};";
        var wrong =
            $"key \"sunqar\" {{ algorithm hmac-sha256; secret \"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\"; }};";
        using var world = await Resolver.WorldAsync();
        await using var house = await House.OpenAsync(TsigKey.Read(right));
        await house.BlockAsync(Day, "exchange.example");
        using var bind = await Resolver.BindAsync(world.Port, house.Gateway.EndPoint, Zone, wrong);
        for (
            var i = 0;
            i < 100
                && !bind.Said.Contains("REFUSED", StringComparison.Ordinal)
                && !bind.Said.Contains("refresh: ", StringComparison.Ordinal);
            i++
        )
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Equal(0, house.Gateway.Transfers);
        Assert.NotEqual("NXDOMAIN", await bind.AskAsync("exchange.example"));
    }

    [Fact]
    public async Task Unbound_takes_the_file_over_http_and_leads_blocked_names_to_the_notice()
    {
        using var world = await Resolver.WorldAsync();
        await using var house = await House.OpenAsync(notice: "notice.example");
        await house.BlockAsync(Day, "exchange.example");
        using var client = new HttpClient { BaseAddress = new Uri(house.Url) };
        var file = await client.GetAsync("/v1/blocklist/zone", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Contains(
            "exchange.example IN CNAME notice.example. ; order=block-",
            await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/blocklist/zone")
        {
            Headers = { IfNoneMatch = { EntityTagHeaderValue.Parse(file.Headers.ETag!.ToString()) } },
        };
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);

        using var unbound = await Resolver.UnboundAsync(world.Port, Zone, $"url: \"{house.Url}/v1/blocklist/zone\"");
        await unbound.UntilAsync("deep.exchange.example", answer => answer is Free or "alias");
        Assert.Equal(Free, await unbound.AskAsync("bybit.kz"));
    }

    [Theory]
    [InlineData(3_500, Traits = ["Suite", "Whole"])]
    [InlineData(350_000, Traits = ["Suite", "Whole"])]
    public async Task Lists_of_any_size_load_by_transfer(int entries)
    {
        var secret =
            $"key \"sunqar\" {{ algorithm hmac-sha256; secret \"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\"; }};";
        using var world = await Resolver.WorldAsync();
        await using var house = await House.OpenAsync(TsigKey.Read(secret));
        await using var open = await House.OpenAsync();
        foreach (var run in Enumerable.Range(0, entries).Select(i => $"site-{i}.example").Chunk(BlockOrders.DomainsMax))
        {
            await house.BlockAsync(Day, run);
            await open.BlockAsync(Day, run);
        }
        await house.UntilPublishedAsync(entries);
        await open.UntilPublishedAsync(entries);
        using var bind = await Resolver.BindAsync(world.Port, house.Gateway.EndPoint, Zone, secret);
        using var unbound = await Resolver.UnboundAsync(world.Port, Zone, $"primary: 127.0.0.1@{open.Gateway.EndPoint.Port}");
        foreach (var resolver in (Resolver[])[bind, unbound])
        {
            await resolver.UntilAsync($"site-{entries - 1}.example", answer => answer == "NXDOMAIN");
            Assert.Equal("NXDOMAIN", await resolver.AskAsync("www.site-0.example"));
            Assert.Equal("NXDOMAIN", await resolver.AskAsync($"site-{entries / 2}.example"));
            Assert.Equal(Free, await resolver.AskAsync($"site-{entries}.example"));
            Assert.Equal(Free, await resolver.AskAsync("bybit.kz"));
        }
    }
}
