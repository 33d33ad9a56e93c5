using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Sunqar.Core.Decisions.Windows;
using Xunit;

namespace Sunqar.Tests.Decisions;

/// <summary>Numbers of windows' pages as bytes, held against the loop that defines them.</summary>
public class VarintTests
{
    /// <summary>Numbers of every length, and those at which lengths change.</summary>
    private static readonly ulong[] Numbers =
    [
        .. Enumerable.Range(0, 64).SelectMany(bit => (ulong[])[1UL << bit, (1UL << bit) - 1, ulong.MaxValue >> bit]),
        .. Drawn(new Random(1)).Take(20_000),
    ];

    private static IEnumerable<ulong> Drawn(Random random)
    {
        while (true)
            yield return unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)) >> random.Next(64);
    }

    [Fact]
    public void What_is_written_is_read_again_and_is_what_the_loop_writes()
    {
        var bytes = new byte[32 + Varint.Slack];
        for (var i = 1; i < Numbers.Length; i++)
        {
            Array.Fill(bytes, (byte)0xFF);
            var (first, second) = (Numbers[i - 1], Numbers[i]);
            var at = 0;
            Varint.Write(ref bytes[0], ref at, first);
            Varint.Write(ref bytes[0], ref at, second);
            Assert.Equal([.. Loop(first), .. Loop(second)], bytes[..at]);
            Assert.Equal(Loop(first).Length, Varint.Length(first));
            var from = 0;
            Assert.Equal(first, Varint.Read(ref bytes[0], ref from));
            Assert.Equal(second, Varint.Read(ref bytes[0], ref from));
            Assert.Equal(at, from);
        }
    }

    [Fact]
    public void Processors_without_the_one_step_come_to_the_same()
    {
        foreach (var number in Numbers)
        {
            var low = number & ((1UL << 56) - 1);
            var bytes = Varint.Scatter(low);
            Assert.Equal(0, BitOperations.PopCount(bytes & 0x8080808080808080));
            Assert.Equal(low, Varint.Gather(bytes | 0x8000000000000080));
            if (Bmi2.X64.IsSupported)
                Assert.Equal(Bmi2.X64.ParallelBitDeposit(low, 0x7F7F7F7F7F7F7F7F), bytes);
        }
    }

    private static byte[] Loop(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)((value & 127) | 128));
        return [.. bytes, (byte)value];
    }
}
