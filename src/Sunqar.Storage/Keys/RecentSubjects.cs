using System.Runtime.InteropServices;

namespace Sunqar.Storage.Keys;

/// <summary>
/// Identifiers met in this process, so that meeting one again costs one SipHash and one look into memory instead of an HMAC. It holds no
/// identifier: an entry is recognised by 95 bits of a hash under a key that lives as long as the process, so two identifiers are never taken for
/// one. Two places for each; the one put there earlier gives way.
/// </summary>
internal sealed class RecentSubjects
{
    private const int PlacesMax = 1 << 23;
#if DEBUG
    private const int PlacesMin = 4;
#else
    private const int PlacesMin = 1 << 14;
#endif

    private Place[] _places = new Place[PlacesMin];

    [StructLayout(LayoutKind.Sequential)]
    private struct Place
    {
        public ulong Tag;
        public ulong Id;
        public uint Spread;
        public int SlotPlusOne;
    }

    public bool TryGet(ulong tag, uint spread, out ulong id, out int slot)
    {
        var places = _places;
        var at = At(spread, places);
        ref var first = ref places[at];
        if (first.Tag == tag && first.Spread == spread && first.SlotPlusOne != 0)
        {
            (id, slot) = (first.Id, first.SlotPlusOne - 1);
            return true;
        }
        ref var second = ref places[at + 1];
        if (second.Tag == tag && second.Spread == spread && second.SlotPlusOne != 0)
        {
            (id, slot) = (second.Id, second.SlotPlusOne - 1);
            return true;
        }
        (id, slot) = (0, -1);
        return false;
    }

    public void Put(ulong tag, uint spread, ulong id, int slot)
    {
        Put(new Place { Tag = tag, Spread = spread, Id = id, SlotPlusOne = slot + 1 });
    }

    /// <summary>Keeps about as many places as there are subjects, up to a bound.</summary>
    public void FitTo(int subjects)
    {
        var places = _places.Length;
        while (places < PlacesMax && places < subjects + subjects / 4) places *= 2;
        if (places == _places.Length) return;
        var old = _places;
        _places = new Place[places];
        foreach (ref readonly var place in old.AsSpan())
        {
            if (place.SlotPlusOne != 0) Put(place);
        }
    }

    private void Put(in Place place)
    {
        var at = At(place.Spread, _places);
        _places[at + 1] = _places[at];
        _places[at] = place;
    }

    public void Clear() => Array.Clear(_places);

    private static int At(uint spread, Place[] places) => (int)(spread & (uint)(places.Length - 2));
}
