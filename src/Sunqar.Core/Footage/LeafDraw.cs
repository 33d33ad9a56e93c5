using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sunqar.Core.Footage;

/// <summary>A drawn leaf.</summary>
/// <param name="Segment">Index among the segments that were drawn from.</param>
/// <param name="Leaf">Its number in that segment, from 0.</param>
public readonly record struct DrawnLeaf(int Segment, long Leaf);

/// <summary>
/// Draws leaves at random over all segments, each leaf with the same chance and none twice. The seed decides all of it: whoever draws keeps
/// it to himself until the challenge goes out, for a bank that could foresee the draw could keep those leaves alone.
/// </summary>
public static class LeafDraw
{
    /// <summary>In one challenge.</summary>
    public const int LeavesMax = 100_000;

    /// <param name="root">What is drawn from: the root that the bank signed, so that one seed gives another draw another day.</param>
    /// <param name="leaves">Of each segment.</param>
    /// <param name="count">How many; all there are where these are fewer.</param>
    /// <returns>By segment, then by leaf.</returns>
    public static IReadOnlyList<DrawnLeaf> Draw(string seed, ReadOnlySpan<byte> root, IReadOnlyList<long> leaves, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LeavesMax);
        var ends = new long[leaves.Count];
        var total = 0L;
        for (var i = 0; i < ends.Length; i++)
            ends[i] = total += leaves[i];
        var drawn = new SortedSet<long>();
        if (total <= count)
        {
            for (var leaf = 0L; leaf < total; leaf++)
                drawn.Add(leaf);
        }
        var dice = new Dice(seed, root);
        while (drawn.Count < Math.Min(count, total))
            drawn.Add(dice.Below(total));
        var result = new List<DrawnLeaf>(drawn.Count);
        var at = 0;
        foreach (var leaf in drawn)
        {
            while (ends[at] <= leaf)
                at++;
            result.Add(new DrawnLeaf(at, leaf - (ends[at] - leaves[at])));
        }
        return result;
    }

    /// <summary>SHA-256 of seed, root and a count, over and over.</summary>
    private sealed class Dice
    {
        private readonly byte[] _input;
        private long _count;

        public Dice(string seed, ReadOnlySpan<byte> root)
        {
            var seedHash = SHA256.HashData(Encoding.UTF8.GetBytes("sunqar footage challenge v1\n" + seed));
            _input = [.. seedHash, .. root, .. new byte[sizeof(long)]];
        }

        public long Below(long end)
        {
            // What lies beyond the last whole multiple is thrown away, or low numbers would come more often.
            var top = ulong.MaxValue - ulong.MaxValue % (ulong)end;
            while (true)
            {
                BinaryPrimitives.WriteInt64LittleEndian(_input.AsSpan(_input.Length - sizeof(long)), _count++);
                var value = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(_input));
                if (value < top)
                    return (long)(value % (ulong)end);
            }
        }
    }
}
