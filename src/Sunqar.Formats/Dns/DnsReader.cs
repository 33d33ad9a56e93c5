using System.Buffers.Binary;
using System.Text;

namespace Sunqar.Formats.Dns;

/// <summary>Reads a DNS message from its first byte on; every read is bounded. False from a read means that the message is
/// malformed.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    private const int JumpsMax = 16;

    private readonly ReadOnlySpan<byte> _message = message;

    public int At { get; private set; }

    public bool Skip(int bytes)
    {
        if (bytes < 0 || At + bytes > _message.Length)
            return false;
        At += bytes;
        return true;
    }

    public bool UInt16(out ushort value)
    {
        value = 0;
        if (At + 2 > _message.Length)
            return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(_message[At..]);
        At += 2;
        return true;
    }

    public bool UInt32(out uint value)
    {
        value = 0;
        if (At + 4 > _message.Length)
            return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(_message[At..]);
        At += 4;
        return true;
    }

    public bool Bytes(int count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (count < 0 || At + count > _message.Length)
            return false;
        bytes = _message.Slice(At, count);
        At += count;
        return true;
    }

    /// <summary>A name in lower case without the root's dot; pointers are followed a bounded number of times, and only backwards.</summary>
    public bool Name(out string name)
    {
        name = "";
        var text = new StringBuilder();
        var (at, after, jumps) = (At, -1, 0);
        while (true)
        {
            if (at >= _message.Length)
                return false;
            var length = _message[at];
            if ((length & 0xC0) == 0xC0)
            {
                if (at + 1 >= _message.Length || ++jumps > JumpsMax)
                    return false;
                var target = (length & 0x3F) << 8 | _message[at + 1];
                if (target >= at)
                    return false;
                if (after < 0)
                    after = at + 2;
                at = target;
                continue;
            }
            if ((length & 0xC0) != 0)
                return false;
            if (length == 0)
                break;
            if (at + 1 + length > _message.Length || text.Length + length + 1 > 255)
                return false;
            if (text.Length > 0)
                text.Append('.');
            foreach (var b in _message.Slice(at + 1, length))
                text.Append(b is >= (byte)'A' and <= (byte)'Z' ? (char)(b | 0x20) : (char)b);
            at += length + 1;
        }
        At = after < 0 ? at + 1 : after;
        name = text.ToString();
        return true;
    }
}
