using System.Buffers.Binary;
using System.Text;

namespace Sunqar.Formats.Dns;

/// <summary>Builds one DNS message. Names of the zone point back to the question, which every message repeats.</summary>
internal sealed class DnsWriter
{
    /// <summary>A pointer to the question's name, which stands right behind the head.</summary>
    private const ushort ToQuestion = 0xC000 | DnsRequest.HeadBytes;

    private byte[] _buffer = new byte[1 << 15];
    private int _answers;
    private int _additionals;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>The head and the question of an answer.</summary>
    public void Begin(DnsRequest request, DnsCode code, bool isAuthoritative)
    {
        (Length, _answers, _additionals) = (0, 0, 0);
        UInt16(request.Id);
        UInt16((ushort)(0x8000 | request.Opcode << 11 | (isAuthoritative ? 0x0400 : 0) | (int)code));
        UInt16(1);
        UInt16(0);
        UInt16(0);
        UInt16(0);
        Bytes(request.Question.Span);
    }

    /// <summary>A NOTIFY that the zone has changed (RFC 1996).</summary>
    public void BeginNotify(ushort id, string zone)
    {
        (Length, _answers, _additionals) = (0, 0, 0);
        UInt16(id);
        UInt16(4 << 11 | 0x0400);
        UInt16(1);
        UInt16(0);
        UInt16(0);
        UInt16(0);
        Name(zone);
        UInt16((ushort)DnsType.Soa);
        UInt16(1);
    }

    /// <summary>The start of a record of the zone; <see cref="EndRecord"/> fills in its length.</summary>
    /// <param name="below">The labels before the zone's name; empty for the zone itself.</param>
    public int BeginAnswer(string below, DnsType type)
    {
        Labels(below);
        UInt16(ToQuestion);
        UInt16((ushort)type);
        UInt16(1);
        UInt32(PolicyZone.TtlSeconds);
        UInt16(0);
        _answers++;
        return Length;
    }

    public void EndRecord(int mark) => BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(mark - 2), (ushort)(Length - mark));

    /// <summary>A record behind the answers, with an absolute owner.</summary>
    public int BeginAdditional(string owner, DnsType type, ushort kind, uint ttl)
    {
        Name(owner);
        UInt16((ushort)type);
        UInt16(kind);
        UInt32(ttl);
        UInt16(0);
        _additionals++;
        return Length;
    }

    /// <summary>Writes the counts into the head.</summary>
    public void Finish()
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(6), (ushort)_answers);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(10), (ushort)_additionals);
    }

    public void Soa(uint serial)
    {
        Name("localhost");
        Name("hostmaster.localhost");
        UInt32(serial);
        UInt32(PolicyZone.RefreshSeconds);
        UInt32(PolicyZone.RetrySeconds);
        UInt32(PolicyZone.ExpireSeconds);
        UInt32(PolicyZone.TtlSeconds);
    }

    public void Name(string name)
    {
        Labels(name);
        Byte(0);
    }

    private void Labels(string name)
    {
        for (var from = 0; from < name.Length; )
        {
            var dot = name.IndexOf('.', from) is >= 0 and var at ? at : name.Length;
            Byte((byte)(dot - from));
            Room(dot - from);
            Length += Encoding.ASCII.GetBytes(name.AsSpan(from, dot - from), _buffer.AsSpan(Length));
            from = dot + 1;
        }
    }

    public void Byte(byte value)
    {
        Room(1);
        _buffer[Length++] = value;
    }

    public void UInt16(ushort value)
    {
        Room(2);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(Length), value);
        Length += 2;
    }

    public void UInt32(uint value)
    {
        Room(4);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(Length), value);
        Length += 4;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    private void Room(int bytes)
    {
        if (Length + bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + bytes));
    }
}
