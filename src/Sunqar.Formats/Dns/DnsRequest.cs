namespace Sunqar.Formats.Dns;

/// <summary>A request for a zone: its one question, the serial that an IXFR starts from, and its signature.</summary>
/// <param name="Opcode">0 for a query, 4 for a NOTIFY.</param>
/// <param name="Name">What is asked for, lower case, without the root's dot.</param>
/// <param name="KnownSerial">The serial that the asker of an IXFR has; null elsewhere.</param>
/// <param name="Question">The question's bytes, repeated in the answer.</param>
/// <param name="Tsig">The signature; null for an unsigned request.</param>
public sealed record DnsRequest(
    ushort Id,
    int Opcode,
    string Name,
    DnsType Type,
    uint? KnownSerial,
    ReadOnlyMemory<byte> Question,
    TsigRecord? Tsig
)
{
    internal const int HeadBytes = 12;

    private const int RecordsMax = 8;

    /// <summary>Reads a message; null where it is none that can be answered (a response, no question, malformed).</summary>
    public static DnsRequest? Read(ReadOnlyMemory<byte> message)
    {
        var reader = new DnsReader(message.Span);
        if (
            !reader.UInt16(out var id)
            || !reader.UInt16(out var flags)
            || !reader.UInt16(out var questions)
            || !reader.UInt16(out var answers)
            || !reader.UInt16(out var authorities)
            || !reader.UInt16(out var additionals)
        )
        {
            return null;
        }
        var isResponse = (flags & 0x8000) != 0;
        if (isResponse || questions != 1 || answers + authorities + additionals > RecordsMax)
            return null;
        var from = reader.At;
        if (!reader.Name(out var name) || !reader.UInt16(out var type) || !reader.UInt16(out _))
            return null;
        var request = new DnsRequest(id, flags >> 11 & 0xF, name, (DnsType)type, null, message[from..reader.At], null);
        for (var i = 0; i < answers + authorities + additionals; i++)
        {
            var start = reader.At;
            if (
                !reader.Name(out var owner)
                || !reader.UInt16(out var kind)
                || !reader.UInt16(out _)
                || !reader.UInt32(out _)
                || !reader.UInt16(out var length)
            )
            {
                return null;
            }
            var end = reader.At + length;
            switch ((DnsType)kind)
            {
                case DnsType.Soa when request.Type == DnsType.Ixfr:
                    if (!reader.Name(out _) || !reader.Name(out _) || !reader.UInt32(out var serial))
                        return null;
                    request = request with { KnownSerial = serial };
                    break;
                // RFC 8945 §5.1: the signature is the last record.
                case DnsType.Tsig when i == answers + authorities + additionals - 1:
                    if (TsigRecord.Read(ref reader, owner, start, message.Span) is not { } tsig)
                        return null;
                    request = request with { Tsig = tsig };
                    break;
            }
            if (!reader.Skip(end - reader.At))
                return null;
        }
        return reader.At == message.Length ? request : null;
    }
}
