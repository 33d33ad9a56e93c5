using System.Runtime.InteropServices;

namespace Sunqar.Storage.Keys;

/// <summary>
/// Identifiers met in this process, so that meeting one again costs one SipHash and one look into memory instead of an HMAC. It holds no
/// identifier: an entry is recognised by 95 bits of a hash under a key that lives as long as the process, so two identifiers are never
/// taken for one. It grows with what it holds up to a bound; beyond, the newer takes the older's place.
/// </summary>
internal sealed class RecentSubjects
{
    private const int ProbesMax = 16;
    private const int PlacesMax = 1 << 23;
#if DEBUG
    private const int PlacesMin = ProbesMax;
#else
    private const int PlacesMin = 1 << 14;
#endif

    private Place[] _places = new Place[PlacesMin];
    private int _count;

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
        var mask = places.Length - 1;
        for (var probe = 0; probe < ProbesMax; probe++)
        {
            ref var place = ref places[((int)(spread & (uint)mask) + probe) & mask];
            if (place.SlotPlusOne == 0)
                break;
            if (place.Tag != tag || place.Spread != spread)
                continue;
            (id, slot) = (place.Id, place.SlotPlusOne - 1);
            return true;
        }
        (id, slot) = (0, -1);
        return false;
    }

    /// <summary>Remembers what <see cref="TryGet"/> did not find.</summary>
    public void Put(ulong tag, uint spread, ulong id, int slot)
    {
        if (_count >= _places.Length / 2 && _places.Length < PlacesMax)
            Grow();
        Put(
            new Place
            {
                Tag = tag,
                Spread = spread,
                Id = id,
                SlotPlusOne = slot + 1,
            }
        );
    }

    public void Clear()
    {
        Array.Clear(_places);
        _count = 0;
    }

    private void Grow()
    {
        var old = _places;
        (_places, _count) = (new Place[old.Length * 2], 0);
        foreach (ref readonly var place in old.AsSpan())
        {
            if (place.SlotPlusOne != 0)
                Put(in place);
        }
    }

    private void Put(in Place place)
    {
        var mask = _places.Length - 1;
        var home = (int)(place.Spread & (uint)mask);
        for (var probe = 0; probe < ProbesMax; probe++)
        {
            ref var free = ref _places[(home + probe) & mask];
            if (free.SlotPlusOne != 0)
                continue;
            free = place;
            _count++;
            return;
        }
        _places[home] = place;
    }
}
