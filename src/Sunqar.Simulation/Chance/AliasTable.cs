namespace Sunqar.Simulation.Chance;

/// <summary>
/// Draws an index with probability proportional to its integer weight in constant time (Vose's alias method, in integers so that the table
/// is the same on every machine).
/// </summary>
internal sealed class AliasTable
{
    private readonly int[] _alias;
    private readonly uint[] _keep;

    public AliasTable(ReadOnlySpan<long> weights)
    {
        var count = weights.Length;
        long total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }
        _alias = new int[count];
        _keep = new uint[count];
        var scaled = new Int128[count];
        Stack<int> small = new(),
            large = new();
        for (var i = 0; i < count; i++)
        {
            scaled[i] = (Int128)weights[i] * count;
            (scaled[i] < total ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            int less = small.Pop(),
                more = large.Pop();
            _keep[less] = (uint)(scaled[less] * uint.MaxValue / total);
            _alias[less] = more;
            scaled[more] -= total - scaled[less];
            (scaled[more] < total ? small : large).Push(more);
        }
        foreach (var rest in small.Concat(large))
        {
            _keep[rest] = uint.MaxValue;
            _alias[rest] = rest;
        }
    }

    public int Count => _alias.Length;

    /// <summary>Popularity falling as 1/(rank+2): few are famous, most are not (Zipf).</summary>
    public static AliasTable Zipf(int count)
    {
        var weights = new long[count];
        for (var i = 0; i < count; i++)
        {
            weights[i] = 1_000_000_000L / (i + 2);
        }
        return new AliasTable(weights);
    }

    public int Draw(ref Dice dice) => Draw(dice.Next());

    public int Draw(ulong bits)
    {
        var index = (int)Math.BigMul(bits & 0xFFFFFFFF00000000, (ulong)_alias.Length, out _);
        return unchecked((uint)bits) <= _keep[index] ? index : _alias[index];
    }
}
