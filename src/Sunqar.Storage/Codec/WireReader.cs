using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sunqar.Storage.Codec;

/// <summary>Reads the Protocol Buffers wire format in place. Fields it is not asked about are passed over with
/// <see cref="Skip"/>.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;
    private int _type;

    /// <summary>The next field's number; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextField()
    {
        if (_at >= _data.Length)
            return 0;
        var tag = Raw();
        var field = tag >> 3;
        if (field is 0 or > int.MaxValue)
            throw Malformed();
        _type = (int)(tag & 7);
        return (int)field;
    }

    public ulong UInt64()
    {
        if (_type != 0)
            throw Malformed();
        return Raw();
    }

    public long Int64() => unchecked((long)UInt64());

    public uint UInt32() => unchecked((uint)UInt64());

    public ulong Fixed64()
    {
        if (_type != 1 || _data.Length - _at < sizeof(ulong))
            throw Malformed();
        var value = BinaryPrimitives.ReadUInt64LittleEndian(_data[_at..]);
        _at += sizeof(ulong);
        return value;
    }

    public long SFixed64() => unchecked((long)Fixed64());

    public ReadOnlySpan<byte> Bytes()
    {
        if (_type != 2)
            throw Malformed();
        var length = Raw();
        if (length > (ulong)(_data.Length - _at))
            throw Malformed();
        var value = _data.Slice(_at, (int)length);
        _at += (int)length;
        return value;
    }

    public void Skip()
    {
        var length = _type switch
        {
            0 => 0,
            1 => 8,
            2 => -1,
            5 => 4,
            _ => throw Malformed(),
        };
        if (length == 0)
            Raw();
        else if (length < 0)
            Bytes();
        else if (_data.Length - _at < length)
            throw Malformed();
        else
            _at += length;
    }

    private ulong Raw()
    {
        if (_at < _data.Length && _data[_at] < 0x80)
            return _data[_at++];
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _data.Length)
                throw Malformed();
            var b = _data[_at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
        throw Malformed();
    }

    internal static InvalidDataException Malformed() => new("A record passes its checksum but is no message of the schema.");
}
