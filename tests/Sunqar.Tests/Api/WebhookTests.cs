using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Sunqar.Core.Webhooks;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Access;
using Sunqar.Tests.Acting;
using Sunqar.Tests.Storage;
using Sunqar.Work.Acting;
using Sunqar.Work.Webhooks;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Api;

/// <summary>What institutions are told, and against a receiver that fails in every way.</summary>
public sealed class WebhookTests
{
    private static readonly Actor Bank = new("key:CASPKZKA", Role.Bank, "", "CASPKZKA");
    private static readonly Actor Other = new("key:HSBKKZKX", Role.Bank, "", "HSBKKZKX");
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450:4010:c0e::65", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_public_addresses_are_told(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    /// <summary>The example of the specification, so that any library of it verifies ours.</summary>
    [Fact]
    public void The_signature_is_that_of_the_specification()
    {
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSender.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""")
        );
        Assert.StartsWith("whsec_", WebhookSender.Text(secret), StringComparison.Ordinal);
    }

    private static WebhookSender Sender(params string[] resolved) =>
        new((_, _) => Task.FromResult<IPAddress[]>([.. resolved.Select(IPAddress.Parse)]));

    private static Task<WebhookAnswer> SendAsync(WebhookSender sender, string url) =>
        sender.SendAsync(url, Secret, "evt-1", 1, "{}", Cancel);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("8.8.8.8", "10.0.0.1")]
    public async Task A_name_that_leads_inside_is_told_nothing(params string[] resolved)
    {
        using var receiver = new Receiver(_ => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var sender = Sender(resolved);
        Assert.Equal(WebhookAnswer.Failed, await SendAsync(sender, $"http://bank.example:{receiver.Port}/hook"));
        Assert.Empty(receiver.Requests);
        // Nor by its number.
        Assert.Equal(WebhookAnswer.Failed, await SendAsync(sender, $"http://127.0.0.1:{receiver.Port}/hook"));
        Assert.Empty(receiver.Requests);
    }

    /// <summary>The name changes after it was looked at: what was looked at is connected to, and asked again for the next
    /// connection.</summary>
    [Fact]
    public async Task What_was_checked_is_what_is_connected_to()
    {
        using var receiver = new Receiver(_ => "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        var (asked, checkedAddresses) = (0, new List<IPAddress>());
        using var sender = new WebhookSender(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(++asked == 1 ? "127.0.0.1" : "127.0.0.2")]),
            address =>
            {
                checkedAddresses.Add(address);
                return address.Equals(IPAddress.Loopback);
            }
        );
        var url = $"http://bank.example:{receiver.Port}/hook";
        Assert.Equal(WebhookAnswer.Taken, await SendAsync(sender, url));
        Assert.Equal(WebhookAnswer.Failed, await SendAsync(sender, url));
        Assert.Equal((2, 2), (asked, checkedAddresses.Count));
        Assert.Single(receiver.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", WebhookAnswer.Taken)]
    [InlineData("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", WebhookAnswer.Gone)]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", WebhookAnswer.Failed)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", WebhookAnswer.Failed)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx", WebhookAnswer.Taken)]
    [InlineData("this is no HTTP\r\n\r\n", WebhookAnswer.Failed)]
    [InlineData("", WebhookAnswer.Failed)]
    public async Task Whatever_a_receiver_answers_is_taken_or_told_again(string says, WebhookAnswer answer)
    {
        using var receiver = new Receiver(_ => says);
        using var sender = new WebhookSender(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            _ => true,
            TimeSpan.FromSeconds(30)
        );
        Assert.Equal(answer, await SendAsync(sender, $"http://bank.example:{receiver.Port}/hook?x=1"));
        var request = Assert.Single(receiver.Requests);
        Assert.StartsWith("POST /hook?x=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nwebhook-id: evt-1\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"\r\nwebhook-signature: {WebhookSender.Sign(Secret, "evt-1", 1, "{}")}\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_come_in_order_are_told_again_until_taken_and_replayed_from_a_place()
    {
        using var folder = new TempFolder();
        using var keys = new KeyStore(folder["keys"], folder["root.key"]);
        using var journal = new MemoryJournal();
        var time = new SetTime();
        await using var desk = new ActDesk(journal, keys, ActFolds.Fresh, time);
        var (first, second) = (new Actor("s-1", Role.Supervisor, "unit-s"), new Actor("s-2", Role.Supervisor, "unit-t"));
        await desk.HireAsync(first, second);
        var licensed = LicensedDomains.Of(RegistrySnapshot.Empty, desk.NowUs);
        async Task OrderAsync(string id)
        {
            var until = desk.NowUs + 86_400_000_000;
            var ask = new RequestBlock($"b-{id}", null, "law", [$"{id}.example"], BlockGround.Fraud, "e-1", until, licensed);
            var order = await desk.DoAsync(ask, first);
            Assert.True(order.IsDone, order.Text);
            var judge = new JudgeBlock($"j-{id}", "law", order.Text, true, "", licensed);
            var judged = await desk.DoAsync(judge, second);
            Assert.True(judged.IsDone, judged.Text);
        }
        SubscribeWebhook Ask(string url) => new("k1", url, [WebhookKind.Order], WebhookEvents.Now(journal));
        await OrderAsync("before");
        var id = (await desk.DoAsync(Ask("https://bank.example/hook"), Bank)).Text;
        await OrderAsync("first");
        // Asked again under one key it is the same, and begins where it began.
        Assert.Equal(id, (await desk.DoAsync(Ask("https://bank.example/hook"), Bank)).Text);
        await OrderAsync("second");

        var (told, answers) = (new List<(string Id, string Body)>(), new Queue<WebhookAnswer>());
        Task<WebhookAnswer> Tell(Webhook one, WebhookEvent what, CancellationToken cancel)
        {
            var answer = answers.Count > 0 ? answers.Dequeue() : WebhookAnswer.Taken;
            if (answer == WebhookAnswer.Taken)
                told.Add((what.Id, what.Body));
            return Task.FromResult(answer);
        }
        var follower = new WebhookFollower(desk, journal, Tell);
        answers.Enqueue(WebhookAnswer.Taken);
        answers.Enqueue(WebhookAnswer.Failed);
        Assert.Equal(1, await follower.AdvanceAsync(Cancel));
        // Not before its pause is over.
        Assert.Equal(0, await follower.AdvanceAsync(Cancel));
        time.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal(1, await follower.AdvanceAsync(Cancel));
        Assert.Equal(2, told.Select(one => one.Id).Distinct().Count());
        var told0 = JsonDocument.Parse(told[0].Body).RootElement;
        Assert.Equal("order.approved", told0.GetProperty("type").GetString());
        // A crash: another process begins where the journal says, and tells nothing twice that was noted.
        Assert.Equal(0, await new WebhookFollower(desk, journal, Tell).AdvanceAsync(Cancel));

        // From the place that the first event gave, the second is told again as the same event.
        var place = WebhookEvents.Parse(told0.GetProperty("sequence").GetString()!)!.Value;
        Assert.True((await desk.DoAsync(new ReplayWebhook("r1", id, place), Bank)).IsDone);
        Assert.Equal(1, await follower.AdvanceAsync(Cancel));
        Assert.Equal(told[1], told[2]);
        Assert.Equal(RefusalKind.NotFound, (await desk.DoAsync(new ReplayWebhook("r2", id, place), Other)).Kind);
        Assert.Equal(RefusalKind.Invalid, (await desk.DoAsync(new ReplayWebhook("r3", id, new WebhookCursor(1_000_000, 0)), Bank)).Kind);

        // Gone is gone.
        await OrderAsync("third");
        answers.Enqueue(WebhookAnswer.Gone);
        Assert.Equal(0, await follower.AdvanceAsync(Cancel));
        Assert.NotNull(desk.Read(state => state.Of<WebhookBook>().Find(id)!.EndedFor));
        Assert.Equal(3, desk.Read(state => state.Of<WebhookBook>().Find(id)!.Sent));
    }

    [Theory]
    [InlineData("http://bank.example/hook", "url")]
    [InlineData("https://user:pass@bank.example/", "url")]
    [InlineData("https://localhost/hook", "url")]
    [InlineData("https://127.0.0.1/hook", "url")]
    [InlineData("ftp://bank.example/", "url")]
    [InlineData("bank.example", "url")]
    public void An_address_that_is_none_is_refused(string url, string field)
    {
        var state = new ActState(ActFolds.Fresh());
        var refused = Assert.IsType<CommandOutcome.Refused>(
            new SubscribeWebhook("k", url, [WebhookKind.Order], default).Decide(state, Bank, 1)
        );
        Assert.Equal(field, refused.Field);
    }

    /// <summary>A receiver that says what a test has it say, on loopback.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Func<int, string> _says;
        private readonly Task _running;

        public Receiver(Func<int, string> says)
        {
            _says = says;
            _listener.Start();
            _running = Task.Run(RunAsync);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public List<string> Requests { get; } = [];

        private async Task RunAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    var buffer = new byte[16_384];
                    var text = "";
                    while (!text.Contains("\r\n\r\n{}", StringComparison.Ordinal))
                    {
                        var read = await stream.ReadAsync(buffer);
                        if (read == 0)
                            break;
                        text += Encoding.UTF8.GetString(buffer, 0, read);
                    }
                    lock (Requests)
                        Requests.Add(text);
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(_says(Requests.Count)));
                }
            }
            catch (Exception error) when (error is SocketException or InvalidOperationException or IOException)
            {
                // The test is over.
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            _running.Wait(Cancel);
        }
    }
}
