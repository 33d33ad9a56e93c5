using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace Sunqar.Storage.Disk;

/// <summary>CRC-32C (Castagnoli; RFC 3720, B.4): by the processor's instruction where there is one, else by table.</summary>
internal static class Crc32C
{
    private static readonly uint[] Table = MakeTable();

    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The checksum of what <paramref name="crc"/> covers followed by <paramref name="data"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        var state = ~crc;
        if (Sse42.X64.IsSupported)
        {
            ulong wide = state;
            var words = MemoryMarshal.Cast<byte, ulong>(data);
            foreach (var word in words)
                wide = Sse42.X64.Crc32(wide, word);
            state = unchecked((uint)wide);
            foreach (var b in data[(words.Length * sizeof(ulong))..])
                state = Sse42.Crc32(state, b);
        }
        else if (ArmCrc32.Arm64.IsSupported)
        {
            for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
                state = ArmCrc32.Arm64.ComputeCrc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
            foreach (var b in data)
                state = ArmCrc32.ComputeCrc32C(state, b);
        }
        else
        {
            return AppendByTable(crc, data);
        }
        return ~state;
    }

    internal static uint AppendByTable(uint crc, ReadOnlySpan<byte> data)
    {
        var state = ~crc;
        foreach (var b in data)
            state = Table[(state ^ b) & 0xff] ^ (state >> 8);
        return ~state;
    }

    private static uint[] MakeTable()
    {
        const uint PolynomialReversed = 0x82F63B78;
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ PolynomialReversed : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
