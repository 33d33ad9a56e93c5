using System.Buffers.Binary;

namespace Sunqar.Formats.Dns;

/// <summary>The signature of a request (RFC 8945 §4.2).</summary>
/// <param name="Signed">The message that was signed: without this record, counted so, under its original id.</param>
public sealed record TsigRecord(
    string KeyName,
    string Algorithm,
    ulong TimeSeconds,
    ushort FudgeSeconds,
    ReadOnlyMemory<byte> Mac,
    ReadOnlyMemory<byte> Signed
)
{
    internal static TsigRecord? Read(ref DnsReader reader, string owner, int start, ReadOnlySpan<byte> message)
    {
        if (
            !reader.Name(out var algorithm)
            || !reader.UInt16(out var high)
            || !reader.UInt32(out var low)
            || !reader.UInt16(out var fudge)
            || !reader.UInt16(out var macLength)
            || !reader.Bytes(macLength, out var mac)
            || !reader.UInt16(out var originalId)
            || !reader.UInt16(out _)
            || !reader.UInt16(out var otherLength)
            || !reader.Skip(otherLength)
        )
        {
            return null;
        }
        var signed = message[..start].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(signed, originalId);
        var additionals = BinaryPrimitives.ReadUInt16BigEndian(signed.AsSpan(10));
        if (additionals == 0)
            return null;
        BinaryPrimitives.WriteUInt16BigEndian(signed.AsSpan(10), (ushort)(additionals - 1));
        return new TsigRecord(owner, algorithm, (ulong)high << 32 | low, fudge, mac.ToArray(), signed);
    }
}
