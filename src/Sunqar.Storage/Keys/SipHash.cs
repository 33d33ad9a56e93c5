using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sunqar.Storage.Keys;

/// <summary>
/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012): a keyed hash that stays fast for short texts. Who does not know the
/// key can neither find two texts with one hash nor tell a hash from chance.
/// </summary>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    public static SipHash FromKey(ReadOnlySpan<byte> key) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[8..]));

    public void Compute(ReadOnlySpan<byte> data, out ulong low, out ulong high)
    {
        unchecked
        {
            var v0 = key0 ^ 0x736f6d6570736575UL;
            var v1 = key1 ^ 0x646f72616e646f6dUL ^ 0xee;
            var v2 = key0 ^ 0x6c7967656e657261UL;
            var v3 = key1 ^ 0x7465646279746573UL;
            var last = (ulong)data.Length << 56;
            for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            {
                var word = BinaryPrimitives.ReadUInt64LittleEndian(data);
                v3 ^= word;
                Round(ref v0, ref v1, ref v2, ref v3);
                Round(ref v0, ref v1, ref v2, ref v3);
                v0 ^= word;
            }
            for (var i = 0; i < data.Length; i++)
                last |= (ulong)data[i] << (8 * i);
            v3 ^= last;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= last;
            v2 ^= 0xee;
            for (var i = 0; i < 4; i++)
                Round(ref v0, ref v1, ref v2, ref v3);
            low = v0 ^ v1 ^ v2 ^ v3;
            v1 ^= 0xdd;
            for (var i = 0; i < 4; i++)
                Round(ref v0, ref v1, ref v2, ref v3);
            high = v0 ^ v1 ^ v2 ^ v3;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        unchecked
        {
            v0 += v1;
            v2 += v3;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
