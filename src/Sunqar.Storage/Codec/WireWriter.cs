using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sunqar.Storage.Codec;

/// <summary>
/// Writes the Protocol Buffers wire format into one growing buffer: no object per fact. Fields of value zero or empty are left out, as
/// proto3 does. (https://protobuf.dev/programming-guides/encoding/)
/// </summary>
internal sealed class WireWriter
{
    private const int Varint = 0,
        Fixed64Type = 1,
        LengthDelimited = 2;

    private byte[] _buffer = new byte[StartBytes];

#if DEBUG
    // Small in Debug so that every growth is met by a test.
    private const int StartBytes = 16;
#else
    private const int StartBytes = 4096;
#endif

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public ReadOnlySpan<byte> Since(int start) => _buffer.AsSpan(start, Length - start);

    public Span<byte> At(int start, int length) => _buffer.AsSpan(start, length);

    public void Clear() => Length = 0;

    public void CutTo(int length) => Length = length;

    public void Reserve(int count)
    {
        Room(count);
        Length += count;
    }

    public void Fixed64(int field, ulong value)
    {
        if (value == 0)
            return;
        Tag(field, Fixed64Type);
        Room(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(Length), value);
        Length += sizeof(ulong);
    }

    public void SFixed64(int field, long value) => Fixed64(field, unchecked((ulong)value));

    public void UInt32(int field, uint value) => UInt64(field, value);

    public void Int64(int field, long value) => UInt64(field, unchecked((ulong)value));

    public void UInt64(int field, ulong value)
    {
        if (value == 0)
            return;
        Tag(field, Varint);
        Raw(value);
    }

    public void Text(int field, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        var mark = BeginMessage(field);
        Room(value.Length * 3);
        // Nearly every text is ASCII.
        if (Ascii.FromUtf16(value, _buffer.AsSpan(Length), out var written) != OperationStatus.Done)
            written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length));
        Length += written;
        EndMessage(mark);
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        Room(value.Length);
        value.CopyTo(_buffer.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Starts a length-delimited field; what follows until <see cref="EndMessage"/> is its content.</summary>
    public int BeginMessage(int field)
    {
        Tag(field, LengthDelimited);
        Reserve(1);
        return Length;
    }

    public void EndMessage(int mark)
    {
        var size = Length - mark;
        if (size < 0x80)
        {
            _buffer[mark - 1] = (byte)size;
            return;
        }
        // The length needs more than the one byte kept for it: the content moves up. It is short, so moving it beats measuring it first.
        var extra = VarintBytes((ulong)size) - 1;
        Room(extra);
        Buffer.BlockCopy(_buffer, mark, _buffer, mark + extra, size);
        Length = mark - 1;
        Raw((ulong)size);
        Debug.Assert(Length == mark + extra);
        Length += size;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tag(int field, int type) => Raw((ulong)((field << 3) | type));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Raw(ulong value)
    {
        Room(10);
        if (value < 0x80)
            _buffer[Length++] = (byte)value;
        else
            RawLong(value);
    }

    private void RawLong(ulong value)
    {
        var buffer = _buffer;
        var at = Length;
        while (value >= 0x80)
        {
            buffer[at++] = (byte)((value & 0x7f) | 0x80);
            value >>= 7;
        }
        buffer[at++] = (byte)value;
        Length = at;
    }

    private static int VarintBytes(ulong value)
    {
        var bytes = 1;
        for (; value >= 0x80; value >>= 7)
            bytes++;
        return bytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Room(int count)
    {
        if (_buffer.Length - Length < count)
            Grow(count);
    }

    private void Grow(int count) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
}
