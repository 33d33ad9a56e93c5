using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sunqar.Work.Nodes;

/// <summary>Writes numbers and texts one behind another. Numbers below 128 take a byte (LEB128), a text its length plus one, so that none
/// is told from an empty one. Used again after <see cref="Clear"/>, which wipes what stood in it.</summary>
internal sealed class FrameWriter
{
    private const int NumberBytesMax = 10;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public int Length => _bytes.WrittenCount;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Personal data has stood in it.</summary>
    public void Clear() => _bytes.Clear();

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void Number(ulong value)
    {
        var into = _bytes.GetSpan(NumberBytesMax);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            into[length++] = unchecked((byte)(value | 0x80));
        into[length++] = (byte)value;
        _bytes.Advance(length);
    }

    public void Signed(long value) => Number(unchecked((ulong)((value << 1) ^ (value >> 63))));

    public void Wide(Int128 value)
    {
        BinaryPrimitives.WriteInt128LittleEndian(_bytes.GetSpan(16), value);
        _bytes.Advance(16);
    }

    public void Text(string? text)
    {
        if (text is null)
            Byte(0);
        else
            Text(text.AsSpan());
    }

    public void Text(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most < 0x7f)
        {
            var into = _bytes.GetSpan(1 + most);
            var length = Encoding.UTF8.GetBytes(text, into[1..]);
            into[0] = (byte)(length + 1);
            _bytes.Advance(1 + length);
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(text);
        Number((ulong)bytes + 1);
        Encoding.UTF8.GetBytes(text, _bytes.GetSpan(bytes));
        _bytes.Advance(bytes);
    }
}

/// <summary>Reads what a <see cref="FrameWriter"/> wrote.</summary>
/// <remarks>What comes from another node is held to its length: a frame that ends too soon throws
/// <see cref="InvalidDataException"/>.</remarks>
internal ref struct FrameReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("A number of another node's frame is too long.");
    }

    public int Count(int most)
    {
        var count = Number();
        return count <= (ulong)most ? (int)count : throw new InvalidDataException("A count of another node's frame is above its limit.");
    }

    public long Signed()
    {
        var coded = Number();
        return unchecked((long)(coded >> 1) ^ -(long)(coded & 1));
    }

    public Int128 Wide() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    /// <summary>The bytes of a text (UTF-8); false for none.</summary>
    public bool TryText(out ReadOnlySpan<byte> text)
    {
        var length = Number();
        text = length == 0 ? default : Take((int)Math.Min(length - 1, int.MaxValue));
        return length > 0;
    }

    public string? Text() => TryText(out var text) ? Encoding.UTF8.GetString(text) : null;

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw new InvalidDataException("A frame of another node ends too soon.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
