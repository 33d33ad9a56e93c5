using Sunqar.Core.Blocking;

namespace Sunqar.Formats.Dns;

/// <summary>What a hidden primary answers (RFC 5936): SOA queries, whole transfers, and nothing else.</summary>
public static class ZoneTransfer
{
    /// <summary>A message is sent once it is larger; the protocol's end is 65,535 bytes.</summary>
    private const int MessageBytes = 16 << 10;

    /// <summary>The messages that answer a request, in order; each is valid until the next is asked for.</summary>
    /// <param name="key">Signs the answer where the request was signed; null for none.</param>
    /// <param name="overTcp">Over UDP only the SOA is told: a transfer needs a stream.</param>
    /// <param name="nowSeconds">Seconds since 1970-01-01T00:00:00Z.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Answer(DnsRequest request, PolicyZone zone, TsigKey? key, bool overTcp, long nowSeconds)
    {
        var (mac, isFirst, message) = ((ReadOnlyMemory<byte>)(request.Tsig?.Mac.ToArray() ?? []), true, new DnsWriter());
        ReadOnlyMemory<byte> Sealed()
        {
            if (key is null)
                message.Finish();
            else
                mac = key.Append(message, mac.Span, nowSeconds, isFirst, request.Id);
            isFirst = false;
            return message.Written;
        }
        message.Begin(request, DnsCode.None, isAuthoritative: true);
        Soa(message, zone);
        var isWhole = overTcp && (request.Type == DnsType.Axfr || request.Type == DnsType.Ixfr && request.KnownSerial != zone.Serial);
        if (!isWhole)
        {
            yield return Sealed();
            yield break;
        }
        foreach (var write in Records(zone))
        {
            write(message);
            if (message.Length < MessageBytes)
                continue;
            yield return Sealed();
            message.Begin(request, DnsCode.None, isAuthoritative: true);
        }
        Soa(message, zone);
        yield return Sealed();
    }

    /// <summary>An answer that gives nothing but the reason.</summary>
    public static ReadOnlyMemory<byte> Refuse(DnsRequest request, DnsCode code)
    {
        var message = new DnsWriter();
        message.Begin(request, code, isAuthoritative: false);
        message.Finish();
        return message.Written;
    }

    /// <summary>Tells a secondary that the zone has changed.</summary>
    public static ReadOnlyMemory<byte> Notify(PolicyZone zone, ushort id)
    {
        var message = new DnsWriter();
        message.BeginNotify(id, zone.Origin);
        Soa(message, zone);
        message.Finish();
        return message.Written;
    }

    private static IEnumerable<Action<DnsWriter>> Records(PolicyZone zone)
    {
        yield return message =>
        {
            var mark = message.BeginAnswer("", DnsType.Ns);
            message.Name("localhost");
            message.EndRecord(mark);
        };
        foreach (var order in zone.Orders)
            yield return message => Text(message, order);
        foreach (var (owner, target) in zone.Names())
        {
            yield return message =>
            {
                var mark = message.BeginAnswer(owner, DnsType.Cname);
                message.Name(target);
                message.EndRecord(mark);
            };
        }
    }

    private static void Text(DnsWriter message, BlockedDomain order)
    {
        var mark = message.BeginAnswer(order.OrderId + ".orders", DnsType.Txt);
        var text = PolicyZone.Text(order);
        message.Byte((byte)text.Length);
        message.Bytes(System.Text.Encoding.ASCII.GetBytes(text));
        message.EndRecord(mark);
    }

    private static void Soa(DnsWriter message, PolicyZone zone)
    {
        var mark = message.BeginAnswer("", DnsType.Soa);
        message.Soa(zone.Serial);
        message.EndRecord(mark);
    }
}
