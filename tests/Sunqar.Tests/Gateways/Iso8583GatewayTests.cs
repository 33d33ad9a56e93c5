using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sunqar.Core.Decisions;
using Sunqar.Formats.Iso8583;
using Sunqar.Server.Gateways;
using Sunqar.Storage.Journal;
using Sunqar.Tests.Iso8583;
using Xunit;

namespace Sunqar.Tests.Gateways;

/// <summary>The gateway over real sockets.</summary>
public class Iso8583GatewayTests
{
    [Fact]
    public async Task A_payment_is_decided_once_undone_and_never_confused_with_another()
    {
        await using var room = new SwitchRoom();
        using var peer = await room.ConnectAsync();
        var first = await peer.AskAsync(SwitchRoom.Withdrawal());
        Assert.Equal(("0210", "00", "000017", "R26015000017"), (first[0], first[39], first[11], first[37]));
        Assert.StartsWith(IsoExamples.Tag(AdditionalData.Outcome, "allow"), first[48]);
        Assert.Equal(Outcome.Allow, room.Desk.Desk.Find(SwitchRoom.Bank, "R26015000017-000017")!.First.Outcome);
        Assert.DoesNotContain(2, first.Keys);

        var again = await peer.AskAsync(SwitchRoom.Withdrawal(type: "0201"));
        Assert.Equal(("00", true), (again[39], again[48].Contains("93011", StringComparison.Ordinal)));
        Assert.Equal("94", (await peer.AskAsync(SwitchRoom.Withdrawal(amount: "000002000001")))[39]);

        var original = "0200000017" + "0301120000" + "00000000000" + "00000000000";
        Assert.Equal(["0430", "00"], await AskCodeAsync(peer, SwitchRoom.Withdrawal(99, "0420").Set(90, original)));
        Assert.NotEqual(0, room.Desk.Desk.Find(SwitchRoom.Bank, "R26015000017-000017")!.ReversedUs);
        Assert.Equal(["0430", "00"], await AskCodeAsync(peer, SwitchRoom.Withdrawal(99, "0421").Set(90, original)));
        Assert.Equal(["0410", "25"], await AskCodeAsync(peer, SwitchRoom.Withdrawal(98, "0400")));
        Assert.Equal(
            ["0810", "00"],
            await AskCodeAsync(peer, new IsoMessageBuilder("0800").Set(7, "0301120000").Set(11, "000001").Set(70, "301"))
        );
    }

    [Fact]
    public async Task Outcomes_become_codes_and_an_advice_is_heard()
    {
        await using var room = new SwitchRoom();
        using var peer = await room.ConnectAsync();
        var large = SwitchRoom.Withdrawal(amount: "000061200000").Set(3, "210000").Set(48, IsoExamples.Tag(1, "800416100254"));
        var verify = await peer.AskAsync(large);
        Assert.Equal("01", verify[39]);
        Assert.Contains(IsoExamples.Tag(AdditionalData.Rules, "sender_iin"), verify[48]);
        Assert.Equal(
            "00",
            (await peer.AskAsync(large.Set(11, "000018").Set(48, IsoExamples.Tag(1, "800416100254") + IsoExamples.Tag(3, "1"))))[39]
        );

        var advice = SwitchRoom.Withdrawal(19, "0220", "000061200000").Set(3, "210000");
        Assert.Equal(["0230", "00"], await AskCodeAsync(peer, advice));
        Assert.Equal(Outcome.VerifySender, room.Desk.Desk.Find(SwitchRoom.Bank, "R26015000017-000019")!.First.Outcome);
        Assert.Equal(["0230", "00"], await AskCodeAsync(peer, SwitchRoom.Withdrawal(20, "0220").Set(39, "51")));
        Assert.Null(room.Desk.Desk.Find(SwitchRoom.Bank, "R26015000017-000020"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_and_closes_nothing()
    {
        await using var room = new SwitchRoom();
        using var other = await room.ConnectAsync();
        using var peer = await room.ConnectAsync();
        var cut = await peer.AskAsync(Peer.Frame("0200" + "2000000000000000" + "01"));
        Assert.Equal(("0210", "30", "003 CUT SHORT"), (cut[0], cut[39], cut[44]));
        Assert.Equal("NO MESSAGE TYPE", (await peer.AskAsync(Peer.Frame("GET / HTTP/1.1")))[44]);
        var strange = await peer.AskAsync(Peer.Frame("0300" + "0000000000000000"));
        Assert.Equal(("0310", "12"), (strange[0], strange[39]));
        var huge = new byte[2 + ushort.MaxValue];
        BinaryPrimitives.WriteUInt16BigEndian(huge, ushort.MaxValue);
        Assert.Equal("MESSAGE TOO LONG", (await peer.AskAsync(huge))[44]);
        var foreign = await peer.AskAsync(SwitchRoom.Withdrawal().Set(32, "HSBKKZKX"));
        Assert.Equal(("31", "032 OTHER INSTITUTION"), (foreign[39], foreign[44]));
        // A sign of life and an answer get no reply: the next reply is the next message's.
        await peer.SendAsync([0, 0], Peer.Frame("0210" + "0000000000000000"));
        Assert.Equal("00", (await peer.AskAsync(SwitchRoom.Withdrawal(21)))[39]);
        Assert.Equal("00", (await other.AskAsync(SwitchRoom.Withdrawal(22)))[39]);
    }

    [Fact]
    public async Task Messages_may_be_sent_without_waiting()
    {
        await using var room = new SwitchRoom(new GatewayLimits { InFlightMax = 16 });
        using var peer = await room.ConnectAsync();
        const int Messages = 600;
        var sending = peer.SendAsync([.. Enumerable.Range(1, Messages).Select(stan => SwitchRoom.Withdrawal(stan).ToFrame())]);
        for (var stan = 1; stan <= Messages; stan++)
        {
            var reply = await peer.ReceiveAsync();
            Assert.Equal(($"{stan:000000}", "00"), (reply![11], reply[39]));
        }
        await sending;
    }

    [Fact]
    public async Task A_slow_peer_is_answered_and_one_that_stops_within_a_message_loses_its_connection_alone()
    {
        await using var room = new SwitchRoom(new GatewayLimits { Message = TimeSpan.FromSeconds(1) });
        using var other = await room.ConnectAsync();
        using var peer = await room.ConnectAsync();
        foreach (var part in SwitchRoom.Withdrawal().ToFrame().Chunk(40))
        {
            await peer.SendAsync(part);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.Equal("00", (await peer.ReceiveAsync())![39]);
        await peer.SendAsync(SwitchRoom.Withdrawal(18).ToFrame()[..50]);
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal("00", (await other.AskAsync(SwitchRoom.Withdrawal(19)))[39]);
    }

    [Fact]
    public async Task A_silent_peer_and_one_too_many_are_let_go()
    {
        await using var room = new SwitchRoom(new GatewayLimits { Idle = TimeSpan.FromMilliseconds(200), ConnectionsMax = 1 });
        using var peer = await room.ConnectAsync();
        Assert.Equal("00", (await peer.AskAsync(SwitchRoom.Withdrawal()))[39]);
        using var second = await room.ConnectAsync();
        Assert.Null(await second.ReceiveAsync());
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Before_the_journal_is_replayed_and_above_the_limit_the_answer_is_91()
    {
        await using var closed = new SwitchRoom(isOpen: false);
        using var early = await closed.ConnectAsync();
        Assert.Equal("91", (await early.AskAsync(SwitchRoom.Withdrawal()))[39]);
        await using var limited = new SwitchRoom(rateLimit: 1);
        using var peer = await limited.ConnectAsync();
        await peer.SendAsync([.. Enumerable.Range(1, 20).Select(stan => SwitchRoom.Withdrawal(stan).ToFrame())]);
        var codes = new List<string>();
        for (var i = 0; i < 20; i++)
            codes.Add((await peer.ReceiveAsync())![39]);
        Assert.Equal(["00", "91"], codes.Distinct().Order());
        var metrics = limited.Door.Meters.Text.Write().Split('\n');
        Assert.Contains($"sunqar_gateway_messages_total{{gateway=\"iso8583\",code=\"91\"}} {codes.Count(code => code == "91")}", metrics);
        Assert.Contains("sunqar_gateway_connections 1", metrics);
    }

    [Fact]
    public async Task While_the_disk_is_slow_what_is_too_much_hears_so_at_once_and_nothing_of_it_is_decided()
    {
        await using var room = new SwitchRoom(queuePaymentsMax: 10);
        using var peer = await room.ConnectAsync();
        var disk = new TaskCompletionSource();
        room.Desk.Journal.Slow = disk.Task;
        // More than the queue and the groups under way hold.
        const int Messages = 100;
        await peer.SendAsync([.. Enumerable.Range(1, Messages).Select(stan => SwitchRoom.Withdrawal(stan).ToFrame())]);
        var early = await peer.ReceiveAsync();
        Assert.Equal("91", early![39]);
        disk.SetResult();
        var codes = new Dictionary<string, string> { [early[11]] = early[39] };
        while (codes.Count < Messages)
        {
            if (await peer.ReceiveAsync() is { } reply)
                codes[reply[11]] = reply[39];
        }
        foreach (var (stan, code) in codes)
        {
            Assert.Equal(code == "00", room.Desk.Desk.Find(SwitchRoom.Bank, $"R26015000017-{stan}") is not null);
        }
        Assert.Contains("00", codes.Values);
    }

    [Fact]
    public async Task A_full_disk_is_answered_96_and_a_repeat_is_decided()
    {
        await using var room = new SwitchRoom();
        using var peer = await room.ConnectAsync();
        room.Desk.Journal.FailWith = AppendStatus.DiskFull;
        Assert.Equal("96", (await peer.AskAsync(SwitchRoom.Withdrawal()))[39]);
        room.Desk.Journal.FailWith = null;
        Assert.Equal("00", (await peer.AskAsync(SwitchRoom.Withdrawal(type: "0201")))[39]);
    }

    [Fact]
    public async Task A_peer_that_takes_no_replies_loses_its_connection_alone()
    {
        await using var room = new SwitchRoom(new GatewayLimits { Message = TimeSpan.FromSeconds(1) });
        using var other = await room.ConnectAsync();
        using var peer = await room.ConnectAsync();
        var echoes = Enumerable
            .Repeat(new IsoMessageBuilder("0800").Set(7, "0301120000").Set(11, "000001").Set(70, "301").ToFrame(), 10_000)
            .ToArray();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (var i = 0; i < 200; i++)
                await peer.SendAsync(echoes);
        });
        Assert.Equal("00", (await other.AskAsync(SwitchRoom.Withdrawal()))[39]);
    }

    /// <summary>With room for four messages at a time most of what was sent is never read, and no reply is lost with it.</summary>
    [Theory]
    [InlineData(256)]
    [InlineData(4)]
    public async Task A_stop_answers_what_it_read(int inFlight)
    {
        await using var room = new SwitchRoom(new GatewayLimits { InFlightMax = inFlight });
        using var peer = await room.ConnectAsync();
        const int Messages = 300;
        await peer.SendAsync([.. Enumerable.Range(1, Messages).Select(stan => SwitchRoom.Withdrawal(stan).ToFrame())]);
        Assert.NotNull(await peer.ReceiveAsync());
        var stopping = room.Gateway.DisposeAsync();
        var replies = 1;
        while (await peer.ReceiveAsync() is { } reply)
        {
            Assert.Equal("00", reply[39]);
            replies++;
        }
        await stopping;
        var decided = Enumerable
            .Range(1, Messages)
            .Count(stan => room.Desk.Desk.Find(SwitchRoom.Bank, $"R26015000017-{stan:000000}") is not null);
        Assert.Equal(decided, replies);
        await Assert.ThrowsAsync<SocketException>(room.ConnectAsync);
    }

    [Fact]
    public async Task With_TLS_only_the_institutions_own_certificates_come_in()
    {
        using var server = Certificate("CN=sunqar");
        using var bank = Certificate("CN=bank");
        using var stranger = Certificate("CN=stranger");
        await using var room = new SwitchRoom(certificate: server, clients: [bank]);
        using (var peer = await SecureAsync(room, bank))
        {
            Assert.Equal("00", (await peer.AskAsync(SwitchRoom.Withdrawal()))[39]);
        }
        // One that the institution's authority issued comes in too; one issued by nobody it knows, or none, does not.
        using var authority = Certificate("CN=authority");
        using var issued = Certificate("CN=issued", authority);
        await using var second = new SwitchRoom(certificate: server, clients: [X509CertificateLoader.LoadCertificate(authority.RawData)]);
        using (var peer = await SecureAsync(second, issued))
        {
            Assert.Equal("00", (await peer.AskAsync(SwitchRoom.Withdrawal()))[39]);
        }
        foreach (var refused in (X509Certificate2?[])[stranger, issued, null])
        {
            // With TLS 1.3 the client hears of it at its first read.
            var error = await Record.ExceptionAsync(async () =>
            {
                using var peer = await SecureAsync(room, refused);
                await peer.AskAsync(SwitchRoom.Withdrawal(18));
            });
            Assert.True(error is AuthenticationException or IOException or InvalidOperationException, error?.ToString());
        }
        Assert.Null(room.Desk.Desk.Find(SwitchRoom.Bank, "R26015000017-000018"));
    }

    private static async Task<string[]> AskCodeAsync(Peer peer, IsoMessageBuilder message)
    {
        var reply = await peer.AskAsync(message);
        return [reply[0], reply[39]];
    }

    private static async Task<Peer> SecureAsync(SwitchRoom room, X509Certificate2? certificate)
    {
        var client = new TcpClient();
        await client.ConnectAsync(room.Gateway.EndPoint, TestContext.Current.CancellationToken);
        var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "sunqar", ClientCertificates = certificate is null ? [] : [certificate] },
            TestContext.Current.CancellationToken
        );
        return new Peer(client, stream);
    }

    private static X509Certificate2 Certificate(string name, X509Certificate2? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        if (issuer is null)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var own = request.CreateSelfSigned(from.AddHours(-1), to.AddHours(1));
            return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        }
        using var bare = request.Create(issuer, from, to, [1]);
        using var issued = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), null);
    }
}
