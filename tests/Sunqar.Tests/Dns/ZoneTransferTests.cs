using System.Buffers.Binary;
using System.Text;
using Sunqar.Core.Blocking;
using Sunqar.Formats.Dns;
using Xunit;

namespace Sunqar.Tests.Dns;

public sealed class ZoneTransferTests
{
    private const long Now = 1_790_000_000;

    /// <summary>An AXFR request signed with the key at 1,790,000,000 by another implementation (RFC 8945, hmac-sha256).</summary>
    private const string Signed =
        "1234000000010000000000010372707a0474657374026b7a0000fc0001026b310000fa00ff00000000003d0b686d61632d7368613235360000006ab13b80012c002029bf0b08c5aa2a66ee"
        + "9690906f43437b090904f419f84f9c77f35b8120a546e9123400000000";

    private static readonly TsigKey Key = TsigKey.Read(
        "key \"k1\" { algorithm hmac-sha256; secret \"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\"; };"
    );

    private static PolicyZone Zone(int domains = 2, string? notice = null) =>
        new(
            "rpz.test.kz",
            notice,
            42,
            new BlockList(
                [
                    .. Enumerable
                        .Range(0, domains)
                        .Select(i => new BlockedDomain(
                            $"site-{i:d5}.example",
                            "block-1",
                            BlockGround.Fraud,
                            "art. \"41-1\"\nsecond line",
                            Now * 1_000_000
                        )),
                ],
                ["bybit.kz"],
                [],
                long.MaxValue
            )
        );

    /// <summary>A query as a resolver sends it.</summary>
    private static byte[] Query(DnsType type, string name = "rpz.test.kz")
    {
        var query = new List<byte> { 0xAB, 0xCD, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in name.Split('.'))
            query.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        query.AddRange([0, (byte)((int)type >> 8), (byte)((int)type & 0xFF), 0, 1]);
        return [.. query];
    }

    private static int Answers(ReadOnlyMemory<byte> message) => BinaryPrimitives.ReadUInt16BigEndian(message.Span[6..]);

    [Fact]
    public void A_transfer_begins_and_ends_with_the_soa_and_holds_each_name_twice()
    {
        var request = DnsRequest.Read(Query(DnsType.Axfr, "RPZ.Test.KZ"))!;
        Assert.Equal((DnsType.Axfr, "rpz.test.kz", (ushort)0xABCD), (request.Type, request.Name, request.Id));
        var messages = ZoneTransfer.Answer(request, Zone(3_000), null, overTcp: true, Now).Select(message => message.ToArray()).ToList();
        Assert.True(messages.Count > 1);
        Assert.All(messages, message => Assert.InRange(message.Length, 1, 65_535));
        // Two SOA, one NS, one order's TXT, the licensed name and the blocked ones, each with what lies below.
        Assert.Equal(2 + 1 + 1 + 2 * (1 + 3_000), messages.Sum(message => Answers(message)));
    }

    [Fact]
    public void Over_udp_and_for_a_secondary_that_is_up_to_date_only_the_soa_is_told()
    {
        Assert.Equal(
            1,
            Answers(
                Assert.Single(
                    ZoneTransfer
                        .Answer(DnsRequest.Read(Query(DnsType.Soa))!, Zone(), null, overTcp: false, Now)
                        .Select(m => m.ToArray())
                        .ToList()
                )
            )
        );
        var ixfr = Query(DnsType.Ixfr);
        ixfr[9] = 1;
        byte[] soa = [0xC0, 12, 0, 6, 0, 1, 0, 0, 0, 0, 0, 22, 0, 0, 0, 0, 0, 42, .. new byte[16]];
        var request = DnsRequest.Read((byte[])[.. ixfr, .. soa])!;
        Assert.Equal(42u, request.KnownSerial);
        Assert.Equal(1, ZoneTransfer.Answer(request, Zone(), null, overTcp: true, Now).Sum(message => Answers(message)));
        Assert.True(
            ZoneTransfer.Answer(request with { KnownSerial = 41 }, Zone(), null, overTcp: true, Now).Sum(message => Answers(message)) > 2
        );
    }

    [Fact]
    public void The_file_says_of_each_name_which_order_stands_behind_it()
    {
        using var stream = new MemoryStream();
        Zone(1, "notice.example").Write(stream);
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal(
            [
                "$ORIGIN rpz.test.kz.",
                "$TTL 60",
                "@ IN SOA localhost. hostmaster.localhost. 42 60 30 604800 60",
                "@ IN NS localhost.",
                "block-1.orders IN TXT \"ground=Fraud expires=2026-09-21T14:13:20Z basis=art. \\\"41-1\\\"?second line\"",
                "bybit.kz IN CNAME rpz-passthru.",
                "*.bybit.kz IN CNAME rpz-passthru.",
                "site-00000.example IN CNAME notice.example. ; order=block-1 ground=Fraud expires=2026-09-21T14:13:20Z",
                "*.site-00000.example IN CNAME notice.example.",
                "",
            ],
            lines
        );
    }

    [Fact]
    public void A_request_signed_by_another_key_at_another_time_or_changed_is_not_signed()
    {
        var signed = Convert.FromHexString(Signed);
        var request = DnsRequest.Read(signed)!;
        Assert.True(Key.IsSigned(request, (long)request.Tsig!.TimeSeconds));
        Assert.False(Key.IsSigned(request, (long)request.Tsig.TimeSeconds + 301));
        Assert.False(new TsigKey("k1", new byte[32]).IsSigned(request, (long)request.Tsig.TimeSeconds));
        Assert.False(
            new TsigKey("k2", Convert.FromBase64String("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")).IsSigned(
                request,
                (long)request.Tsig.TimeSeconds
            )
        );
        signed[14] ^= 0x20;
        signed[13] ^= 1;
        Assert.False(Key.IsSigned(DnsRequest.Read(signed)!, (long)request.Tsig.TimeSeconds));
        Assert.False(Key.IsSigned(DnsRequest.Read(Query(DnsType.Axfr))!, Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("key k { algorithm hmac-md5; secret \"MDEyMzQ1Njc4OWFiY2RlZg==\"; };")]
    [InlineData("key k { algorithm hmac-sha256; secret \"c2hvcnQ=\"; };")]
    [InlineData("key k { algorithm hmac-sha256; secret \"not base64!\"; };")]
    public void A_text_that_is_no_key_is_refused(string text) => Assert.Throws<InvalidDataException>(() => TsigKey.Read(text));

    [Fact]
    public void Whatever_comes_is_read_or_passed_over()
    {
        var random = new Random(7);
        byte[][] seeds = [Query(DnsType.Axfr), Query(DnsType.Ixfr), Convert.FromHexString(Signed)];
        var read = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var message = (byte[])seeds[i % seeds.Length].Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                message[random.Next(message.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                message = message[..random.Next(message.Length)];
            if (DnsRequest.Read(message) is not { } request)
                continue;
            read++;
            _ = Key.IsSigned(request, Now);
            _ = ZoneTransfer.Refuse(request, DnsCode.Refused).Length;
        }
        Assert.InRange(read, 1_000, 199_999);
    }
}
