using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>The keys of a store: by the number of the subject, or by 32 bits of a hash where the key is of 128 bits and stands in its page.
/// 256 parts that grow each by itself, so that no growth takes long.</summary>
internal sealed partial class WindowStore
{
    private const int PartBits = 8,
        ArrayBytes = 24;

    /// <summary>How often the hand opens pages: in others it looks at their last times alone.</summary>
    private const int ThoroughEach = 4;

    /// <summary>The hand moves so many places with every so many entries: their pages are waited for together. Where keys have one entry
    /// each, the lapsed ones that it has not reached are then fewer than the others.</summary>
    private const int HandStep = 8,
        HandEach = 6;

    private readonly Part[] _parts = [.. Enumerable.Repeat(new Part { Slots = [] }, 1 << PartBits)];
    private long _tableBytes;
    private int _handPart;
    private int _handAt;
    private int _handRounds;
    private bool _isThorough;

    private struct Slot
    {
        /// <summary>Number of the subject, or bits of the key's hash.</summary>
        public uint Mark;

        /// <summary>The key's page, or the number of a key of several; 0 in an empty place.</summary>
        public uint Handle;
    }

    private struct Part
    {
        public Slot[] Slots;

        /// <summary>Of the slots, and of those in use: they stand here, so that nothing has to look into the array for it.</summary>
        public int Length,
            Count;

        /// <summary>A slot below <see cref="Length"/>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly ref Slot At(int place) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Slots), place);
    }

    private static uint Hash(uint mark) => unchecked(mark * 0x9E3779B1u);

    private static int PartOf(uint mark) => (int)(Hash(mark) >> (32 - PartBits));

    private static int Home(uint mark, int length) => (int)(((ulong)unchecked(Hash(mark) << PartBits) * (ulong)length) >> 32);

    private static int Next(int place, int length) => place + 1 == length ? 0 : place + 1;

    /// <summary>The place of a key, or the complement of the place where it would come in. Keys of a run stand in the order of their homes,
    /// so a search ends where a key stands that is closer to its own.</summary>
    private int Probe(in Part part, uint mark, WindowKey key)
    {
        if (part.Length == 0)
            return -1;
        var place = Home(mark, part.Length);
        for (var steps = 0; ; steps++)
        {
            ref readonly var slot = ref part.At(place);
            if (slot.Handle == 0 || Steps(Home(slot.Mark, part.Length), place, part.Length) < steps)
                return ~place;
            if (slot.Mark == mark && (!isWide || KeyIn(slot.Handle) == key))
                return place;
            place = Next(place, part.Length);
        }
    }

    /// <summary>A key comes in; what stands from its place on moves up to the next empty one.</summary>
    private void Enter(ref Part part, int place, Slot coming)
    {
        part.Count++;
        Keys++;
        Put(part.Slots, place, coming);
    }

    private static void Put(Slot[] part, int place, Slot coming)
    {
        for (; part[place].Handle != 0; place = Next(place, part.Length))
            (part[place], coming) = (coming, part[place]);
        part[place] = coming;
    }

    /// <summary>What a key's pages say of it: the key, where keys are of 128 bits, else nothing.</summary>
    private WindowKey KeyIn(uint handle) =>
        !isWide ? default
        : Paged(handle) is { } paged ? paged.Key
        : Page.Key(ref slab.Start(handle));

    private WindowKey KeyOf(in Slot slot) => isWide ? KeyIn(slot.Handle) : WindowKey.Of(subjects[slot.Mark]);

    private void MakeRoom(int number, long cutoffUs)
    {
        ref var part = ref _parts[number];
        if (part.Count + 1 <= part.Length * 9L / 10)
            return;
        for (var place = 0; place < part.Length; )
        {
            if (part.At(place).Handle != 0 && HasLapsed(part.At(place).Handle, cutoffUs))
                Release(number, place);
            else
                place++;
        }
        if (part.Count < part.Length * 8L / 10)
            return;
        var larger = new Slot[Math.Max(4, (part.Length * 9 / 8) + 1)];
        foreach (var slot in part.Slots)
        {
            if (slot.Handle == 0)
                continue;
            var (place, steps) = (Home(slot.Mark, larger.Length), 0);
            while (larger[place].Handle != 0 && Steps(Home(larger[place].Mark, larger.Length), place, larger.Length) >= steps)
                (place, steps) = (Next(place, larger.Length), steps + 1);
            Put(larger, place, slot);
        }
        _tableBytes += ((larger.Length - part.Length) * 8L) + (part.Length == 0 ? ArrayBytes : 0);
        (part.Slots, part.Length) = (larger, larger.Length);
    }

    /// <summary>Moves the hand: lapsed entries go, and keys that had no others.</summary>
    private void Sweep(int places, long cutoffUs)
    {
        for (var i = 0; i < places; i++)
        {
            ref var part = ref _parts[_handPart];
            if (_handAt >= part.Length)
            {
                _handAt = 0;
                // Empty parts are passed at once, so that few keys are met as often as many.
                for (var skipped = 0; skipped < _parts.Length; skipped++)
                {
                    _handPart = (_handPart + 1) & ((1 << PartBits) - 1);
                    _isThorough = _handPart == 0 ? ++_handRounds % ThoroughEach == 0 : _isThorough;
                    if (_parts[_handPart].Count > 0)
                        break;
                }
                continue;
            }
            ref var slot = ref part.At(_handAt);
            if (slot.Handle != 0 && HasLapsed(slot.Handle, cutoffUs))
            {
                Release(_handPart, _handAt);
                continue;
            }
            if (slot.Handle != 0)
                Lapse(ref slot, cutoffUs);
            _handAt++;
        }
        FetchAhead(places);
    }

    /// <summary>Asks for the pages that the hand comes to next.</summary>
    private void FetchAhead(int places)
    {
        ref var part = ref _parts[_handPart];
        var end = Math.Min(_handAt + places, part.Length);
        for (var place = _handAt; place < end; place++)
        {
            if (part.At(place).Handle is not 0 and var handle && !ByteSlab.IsOther(handle))
                CacheLine.Fetch(ref slab.Start(handle));
        }
    }

    /// <summary>Whether no answer can see any entry of a key.</summary>
    private bool HasLapsed(uint handle, long cutoffUs) =>
        !isOfAllTime && (Paged(handle) is { } paged ? paged.Pages[^1].LastUs : Page.LastUs(ref slab.Start(handle))) <= cutoffUs;

    private void Lapse(ref Slot slot, long cutoffUs)
    {
        if (Paged(slot.Handle) is { } paged)
        {
            DropLapsed(paged, cutoffUs);
            for (var i = 0; i < paged.Pages.Count; i++)
            {
                if (slab.IsCondemned(paged.Pages[i].Handle))
                    paged.Pages[i] = paged.Pages[i] with { Handle = Moved(paged.Pages[i].Handle) };
            }
            Join(ref slot, paged);
        }
        else
        {
            if (_isThorough && DropLapsed(Open(slot.Handle), cutoffUs))
                slot.Handle = Keep(slot.Handle, KeyIn(slot.Handle));
            else
                slot.Handle = Moved(slot.Handle);
        }
    }

    /// <summary>A page leaves a chunk that is condemned.</summary>
    private uint Moved(uint handle)
    {
        if (!slab.IsCondemned(handle))
            return handle;
        var block = slab.Block(handle);
        var bytes = block[..Page.Length(ref slab.Start(handle))];
        var moved = slab.Rent(bytes.Length);
        bytes.CopyTo(slab.Block(moved));
        slab.Return(handle);
        if (_opened == handle)
            _opened = moved;
        return moved;
    }

    /// <summary>Gives a key's pages back and closes the gap in its probe run.</summary>
    private void Release(int number, int place)
    {
        var part = _parts[number].Slots;
        var (handle, mark) = (part[place].Handle, part[place].Mark);
        if (!isWide)
            subjects.Drop(mark);
        if (Paged(handle) is { } paged)
            Give(paged, handle);
        else
            GivePage(handle);
        _parts[number].Count--;
        Keys--;
        var gap = place;
        // What follows moves back by one, up to one that stands at its home.
        for (
            var next = Next(gap, part.Length);
            part[next].Handle != 0 && Home(part[next].Mark, part.Length) != next;
            next = Next(next, part.Length)
        )
        {
            part[gap] = part[next];
            gap = next;
        }
        part[gap] = default;
    }

    private static int Steps(int from, int to, int length) => to >= from ? to - from : to - from + length;

    /// <summary>Gives a page back, with what is left in it.</summary>
    private void GivePage(uint handle)
    {
        var page = _opened == handle && _page.Count == 0 ? _page : Open(handle);
        Entries -= page.Count;
        foreach (var subject in page.Subjects)
            subjects.Drop(subject);
        Close();
        slab.Return(handle);
    }
}
