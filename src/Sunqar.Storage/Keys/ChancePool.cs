using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sunqar.Storage.Keys;

/// <summary>Takes from the generator in large pieces, because asking it for eight bytes costs as much as for four thousand. Used bytes are
/// overwritten.</summary>
internal sealed class ChancePool(Action<Span<byte>> source)
{
    private readonly byte[] _bytes = new byte[4096];
    private int _left;

    public ulong Next64()
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        Fill(value);
        return BinaryPrimitives.ReadUInt64LittleEndian(value);
    }

    public void Fill(Span<byte> into)
    {
        if (_left < into.Length)
        {
            source(_bytes);
            _left = _bytes.Length;
        }
        var taken = _bytes.AsSpan(_left - into.Length, into.Length);
        taken.CopyTo(into);
        CryptographicOperations.ZeroMemory(taken);
        _left -= into.Length;
    }
}
