using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// Numbers of seven bits a byte, the lowest first, the eighth bit set on all bytes but the last. Eight bytes are read and written at once:
/// lengths are as good as random, and a branch on them would be guessed wrongly half of the time.
/// </summary>
internal static class Varint
{
    /// <summary>Bytes behind the last number that may be read, and written over.</summary>
    public const int Slack = 8;

    private const ulong Sevens = 0x7F7F7F7F7F7F7F7F,
        Eighths = 0x8080808080808080;
    private const int AtOnceBits = 56;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ref byte bytes, ref int at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at));
        var ends = ~word & Eighths;
        if (ends == 0)
            return ReadLong(ref bytes, ref at);
        // All bits below the end's eighth, which is clear itself.
        word &= ends ^ (ends - 1);
        at += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
        return Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitExtract(word, Sevens) : Gather(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte bytes, ref int at, ulong value)
    {
        if (value >> AtOnceBits != 0)
        {
            WriteLong(ref bytes, ref at, value);
            return;
        }
        var length = Length(value);
        var word = Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitDeposit(value, Sevens) : Scatter(value);
        word |= Eighths & ((1UL << ((length - 1) * 8)) - 1);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, at), word);
        at += length;
    }

    /// <summary>Bytes that a number takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(ulong value) => ((BitOperations.Log2(value | 1) * 37) >> 8) + 1;

    private static ulong ReadLong(ref byte bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            ulong next = Unsafe.Add(ref bytes, at++);
            value |= (next & 127) << shift;
            if (next < 128)
                return value;
        }
    }

    private static void WriteLong(ref byte bytes, ref int at, ulong value)
    {
        for (; value > 127; value >>= 7)
            Unsafe.Add(ref bytes, at++) = unchecked((byte)(value | 128));
        Unsafe.Add(ref bytes, at++) = (byte)value;
    }

    /// <summary>The low sevens of eight bytes, together; for processors that cannot do it in one step.</summary>
    internal static ulong Gather(ulong word)
    {
        word &= Sevens;
        word = (word & 0x007F007F007F007F) | ((word & 0x7F007F007F007F00) >> 1);
        word = (word & 0x00003FFF00003FFF) | ((word & 0x3FFF00003FFF0000) >> 2);
        return (word & 0x000000000FFFFFFF) | ((word & 0x0FFFFFFF00000000) >> 4);
    }

    /// <summary>56 bits as the low sevens of eight bytes.</summary>
    internal static ulong Scatter(ulong value)
    {
        value = (value & 0x000000000FFFFFFF) | ((value << 4) & 0x0FFFFFFF00000000);
        value = (value & 0x00003FFF00003FFF) | ((value << 2) & 0x3FFF00003FFF0000);
        return (value & 0x007F007F007F007F) | ((value << 1) & 0x7F007F007F007F00);
    }
}
