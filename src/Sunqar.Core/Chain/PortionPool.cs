using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sunqar.Core.Chain;

/// <summary>Room for the portions of many wallets in few large arrays: a million small arrays would cost more in collecting than the
/// portions in moving.</summary>
internal sealed class PortionPool
{
    private const int ChunkBits = 16,
        ChunkPortions = 1 << ChunkBits;

    private readonly List<int>[] _givenBack = [.. Enumerable.Range(0, 31).Select(_ => new List<int>())];
    private Portion[][] _chunks = new Portion[16][];
    private int _count;
    private int _used = ChunkPortions;

    /// <summary>The size class of a run: it has room for 2^class portions.</summary>
    public static int ClassOf(int portions) => BitOperations.Log2((uint)portions - 1) + 1;

    /// <summary>The run of portions that begins at a place.</summary>
    public Span<Portion> Run(int place, int portions) => _chunks[place >> ChunkBits].AsSpan(place & (ChunkPortions - 1), portions);

    /// <summary>A place with room for 2^<paramref name="sizeClass"/> portions, whatever they are.</summary>
    /// <exception cref="OverflowException">More than 2^31 portions.</exception>
    public int Take(int sizeClass)
    {
        var given = _givenBack[sizeClass];
        if (given.Count > 0)
        {
            var place = given[^1];
            given.RemoveAt(given.Count - 1);
            return place;
        }
        if (sizeClass > ChunkBits)
        {
            // The chunk in use is left as it is: what is larger stands alone and counts as full.
            _used = ChunkPortions;
        }
        if (_used + (1L << Math.Min(sizeClass, ChunkBits)) > ChunkPortions)
        {
            if (_count == _chunks.Length)
                Array.Resize(ref _chunks, _count * 2);
            _chunks[_count++] = GC.AllocateUninitializedArray<Portion>(1 << Math.Max(sizeClass, ChunkBits));
            _used = 0;
        }
        var start = checked((int)(((long)(_count - 1) << ChunkBits) + _used));
        _used += 1 << Math.Min(sizeClass, ChunkBits);
        return start;
    }

    public void GiveBack(int place, int sizeClass) => _givenBack[sizeClass].Add(place);

    /// <summary>Brings some portions of a run near the processor: they are asked for soon.</summary>
    /// <param name="place">Where the run begins.</param>
    /// <param name="first">The first of them, counted in the run.</param>
    public void Approach(int place, int first, int portions)
    {
        var chunk = _chunks[place >> ChunkBits];
        var at = (place & (ChunkPortions - 1)) + first;
        for (var end = at + Math.Min(portions, 16); at < end; at += 4)
        {
            Near.Approach(ref chunk[at]);
        }
    }
}

/// <summary>Memory that is asked for soon: a hint, which changes no result. The wallets of coming transfers are known, and waiting for them
/// one after another is most of the time.</summary>
internal static class Near
{
    public static unsafe void Approach<T>(ref T item)
        where T : unmanaged
    {
        // The array may move meanwhile: then the hint is of no use, and of no harm.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref item));
    }
}
