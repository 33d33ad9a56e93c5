using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sunqar.Core.Merkle;

/// <summary>
/// SHA-256 (FIPS 180-4, 6.2) of eight messages side by side, one in each lane of a vector. A tree hashes by the million what is short, and
/// there a call of the platform's own function costs more than its hash; long messages are better given to that one.
/// </summary>
internal static class Sha256Lanes
{
    public const int Lanes = 8;
    public const int BlockBytes = 64;
    private const int LengthBytes = sizeof(ulong);
    private const int Rounds = 64,
        Words = 16,
        DigestBytes = 32;

    private static readonly uint[] Constants =
    [
        0x428a2f98,
        0x71374491,
        0xb5c0fbcf,
        0xe9b5dba5,
        0x3956c25b,
        0x59f111f1,
        0x923f82a4,
        0xab1c5ed5,
        0xd807aa98,
        0x12835b01,
        0x243185be,
        0x550c7dc3,
        0x72be5d74,
        0x80deb1fe,
        0x9bdc06a7,
        0xc19bf174,
        0xe49b69c1,
        0xefbe4786,
        0x0fc19dc6,
        0x240ca1cc,
        0x2de92c6f,
        0x4a7484aa,
        0x5cb0a9dc,
        0x76f988da,
        0x983e5152,
        0xa831c66d,
        0xb00327c8,
        0xbf597fc7,
        0xc6e00bf3,
        0xd5a79147,
        0x06ca6351,
        0x14292967,
        0x27b70a85,
        0x2e1b2138,
        0x4d2c6dfc,
        0x53380d13,
        0x650a7354,
        0x766a0abb,
        0x81c2c92e,
        0x92722c85,
        0xa2bfe8a1,
        0xa81a664b,
        0xc24b8b70,
        0xc76c51a3,
        0xd192e819,
        0xd6990624,
        0xf40e3585,
        0x106aa070,
        0x19a4c116,
        0x1e376c08,
        0x2748774c,
        0x34b0bcb5,
        0x391c0cb3,
        0x4ed8aa4a,
        0x5b9cca4f,
        0x682e6ff3,
        0x748f82ee,
        0x78a5636f,
        0x84c87814,
        0x8cc70208,
        0x90befffa,
        0xa4506ceb,
        0xbef9a3f7,
        0xc67178f2,
    ];

    private static readonly uint[] Initial =
    [
        0x6a09e667,
        0xbb67ae85,
        0x3c6ef372,
        0xa54ff53a,
        0x510e527f,
        0x9b05688c,
        0x1f83d9ab,
        0x5be0cd19,
    ];

    /// <summary>Blocks that a message of this length has once it is padded.</summary>
    public static int Blocks(int length) => (length + 1 + LengthBytes + BlockBytes - 1) / BlockBytes;

    /// <summary>Writes the padding behind a message that stands at the start of whole blocks: one bit, zeros, its length in bits.</summary>
    public static void Pad(Span<byte> blocks, int length)
    {
        blocks[length..].Clear();
        blocks[length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(blocks[^LengthBytes..], (ulong)length * 8);
    }

    /// <param name="padded">Padded messages.</param>
    /// <param name="starts">Where in it the message of each lane begins.</param>
    /// <param name="blocks">How many blocks each has, at least 1.</param>
    /// <param name="digests">32 bytes a lane.</param>
    [SkipLocalsInit]
    public static void Hash(ReadOnlySpan<byte> padded, ReadOnlySpan<int> starts, ReadOnlySpan<int> blocks, Span<byte> digests)
    {
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[Lanes];
        Span<Vector256<uint>> words = stackalloc Vector256<uint>[Words];
        for (var i = 0; i < Lanes; i++)
            state[i] = Vector256.Create(Initial[i]);
        var most = 0;
        for (var lane = 0; lane < Lanes; lane++)
            most = Math.Max(most, blocks[lane]);
        for (var block = 0; block < most; block++)
        {
            Load(padded, starts, blocks, block, words);
            Compress(state, words);
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (blocks[lane] == block + 1)
                    Take(state, lane, digests.Slice(lane * DigestBytes, DigestBytes));
            }
        }
    }

    private static void Load(
        ReadOnlySpan<byte> padded,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> blocks,
        int block,
        Span<Vector256<uint>> words
    )
    {
        var into = MemoryMarshal.Cast<Vector256<uint>, uint>(words);
        for (var lane = 0; lane < Lanes; lane++)
        {
            // A lane that is done turns over its last block once more; nobody looks.
            var from = MemoryMarshal.Cast<byte, uint>(
                padded.Slice(starts[lane] + Math.Min(block, blocks[lane] - 1) * BlockBytes, BlockBytes)
            );
            for (var word = 0; word < Words; word++)
                into[word * Lanes + lane] = BinaryPrimitives.ReverseEndianness(from[word]);
        }
    }

    private static void Take(Span<Vector256<uint>> state, int lane, Span<byte> digest)
    {
        for (var i = 0; i < Lanes; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(i * sizeof(uint))..], state[i].GetElement(lane));
    }

    private static void Compress(Span<Vector256<uint>> state, Span<Vector256<uint>> words)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        ref var word = ref MemoryMarshal.GetReference(words);
        ref var constant = ref MemoryMarshal.GetArrayDataReference(Constants);
        for (var t = 0; t < Rounds; t++)
        {
            var w = Unsafe.Add(ref word, t % Words);
            if (t >= Words)
            {
                var back15 = Unsafe.Add(ref word, (t + 1) % Words);
                var back2 = Unsafe.Add(ref word, (t + 14) % Words);
                w +=
                    (Right(back15, 7) ^ Right(back15, 18) ^ (back15 >>> 3))
                    + Unsafe.Add(ref word, (t + 9) % Words)
                    + (Right(back2, 17) ^ Right(back2, 19) ^ (back2 >>> 10));
                Unsafe.Add(ref word, t % Words) = w;
            }
            var first =
                h
                + (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25))
                + ((e & f) ^ Vector256.AndNot(g, e))
                + Vector256.Create(Unsafe.Add(ref constant, t))
                + w;
            var second = (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + first);
            (d, c, b, a) = (c, b, a, first + second);
        }
        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Right(Vector256<uint> value, int bits) => (value >>> bits) | (value << (32 - bits));
}
