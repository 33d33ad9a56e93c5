namespace Sunqar.Formats.Dns;

/// <summary>The signature of a request (RFC 8945 §4.2).</summary>
/// <param name="Signed">The message that was signed: without this record, counted so, under its original id.</param>
public sealed record TsigRecord(string KeyName, string Algorithm, ulong TimeSeconds, ushort FudgeSeconds, ReadOnlyMemory<byte> Mac, ReadOnlyMemory<byte> Signed)
{
    internal static TsigRecord? Read(ref DnsReader reader, string owner, int start, ReadOnlySpan<byte> message)
    {
        if (!reader.Name(out var algorithm) || !reader.UInt16(out var high) || !reader.UInt32(out var low) || !reader.UInt16(out var fudge)
            || !reader.UInt16(out var macLength) || !reader.Bytes(macLength, out var mac) || !reader.UInt16(out var originalId) || !reader.UInt16(out _)
            || !reader.UInt16(out var otherLength) || !reader.Skip(otherLength)) return null;
        var signed = message[..start].ToArray();
        (signed[0], signed[1]) = ((byte)(originalId >> 8), (byte)originalId);
        var additionals = (signed[10] << 8 | signed[11]) - 1;
        (signed[10], signed[11]) = ((byte)(additionals >> 8), (byte)additionals);
        return new TsigRecord(owner, algorithm, (ulong)high << 32 | low, fudge, mac.ToArray(), signed);
    }
}
