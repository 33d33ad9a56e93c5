using System.Runtime.InteropServices;
using Sunqar.Core.Rulebook;

namespace Sunqar.Tests.Decisions.Plain;

/// <summary>
/// All entries that the windows over one key and one filter may still see, by key and in order of event time. Exact: an answer is
/// computed from the entries of the very range asked for. A key costs 32 bytes in the table and its block in the slab; a key whose entries
/// have all lapsed is given back by a hand that moves one place with every entry that comes in.
/// </summary>
internal sealed partial class PlainStore
{
    private const int BusyAt = 128;
    private readonly PlainSlab _slab;
    private readonly long _retainUs;
    private readonly int _cursors;
    private readonly bool _isOfAllTime;
    private readonly Dictionary<WindowKey, PlainCursor[]> _busy = [];
    private readonly ulong[] _scratch = new ulong[2 * BusyAt];
    private Slot[] _slots = new Slot[64];
    private int _keys;
    private int _hand;

    /// <param name="retainUs">The longest period of the windows over this store, and the lateness allowed.</param>
    /// <param name="cursors">How many different windows count distinct values here.</param>
    /// <param name="isOfAllTime">What is older is kept as its sum, in one entry of a key, and a key is never given back.</param>
    public PlainStore(PlainSlab slab, long retainUs, int cursors, bool isOfAllTime = false)
    {
        _isOfAllTime = isOfAllTime;
        _slab = slab;
        _retainUs = retainUs;
        _cursors = cursors;
    }

    private struct Slot
    {
        public ulong A,
            B;
        public int Block,
            Start,
            Count;
        public byte Class;
        public bool Busy;
    }

    /// <summary>Keys with at least one entry.</summary>
    public int Keys => _keys;

    /// <summary>Entries held, lapsed ones that the hand has not reached included.</summary>
    public long Entries { get; private set; }

    /// <summary>Bytes of the table and of the busy keys' counters; the slab counts the entries.</summary>
    public long Bytes => (_slots.Length * 32L) + _busy.Values.Sum(set => set.Sum(cursor => cursor.Bytes));

    /// <summary>The place of a key, or -1. Good until the next entry comes or goes.</summary>
    public int Find(WindowKey key)
    {
        var place = Place(key);
        return _slots[place].Count > 0 ? place : -1;
    }

    /// <summary>The entries at a place that <see cref="Find"/> gave, in order of time.</summary>
    public ReadOnlySpan<Entry> EntriesAt(int place)
    {
        ref readonly var slot = ref _slots[place];
        return _slab.Block(slot.Class, slot.Block).Slice(slot.Start, slot.Count);
    }

    /// <summary>Distinct values among entries [low, high) of a place, and whether <paramref name="value"/> is one of them.</summary>
    public (int Count, bool Contains) Distinct(int place, int low, int high, int cursor, ulong value)
    {
        var entries = EntriesAt(place);
        ref readonly var slot = ref _slots[place];
        if (slot.Busy)
        {
            return _busy[new WindowKey(slot.A, slot.B)][cursor].Ask(entries, low, high, value);
        }
        return DistinctOfFew(entries[low..high], value);
    }

    /// <summary>An entry counts from now on. One too old for any answer still to come is not kept.</summary>
    public void Add(WindowKey key, long timeUs, long value, ulong distinct, long watermarkUs)
    {
        var cutoffUs = watermarkUs - _retainUs;
        if (timeUs <= cutoffUs && (!_isOfAllTime || TryFold(key, cutoffUs, value)))
        {
            return;
        }
        MakeRoomInTable(cutoffUs);
        var place = Place(key);
        ref var slot = ref _slots[place];
        if (slot.Count == 0)
        {
            slot = new Slot
            {
                A = key.A,
                B = key.B,
                Block = _slab.Rent(0),
                Class = 0,
            };
            _keys++;
        }
        else
        {
            DropLapsed(ref slot, cutoffUs);
            MakeRoomInBlock(ref slot);
        }
        Insert(
            ref slot,
            new Entry
            {
                TimeUs = timeUs,
                Value = value,
                Distinct = distinct,
            }
        );
        Sweep(1, cutoffUs);
    }

    /// <summary>An entry no longer counts. Of equal entries it does not matter which one goes; none is there when it has lapsed.</summary>
    public bool Remove(WindowKey key, long timeUs, long value, ulong distinct)
    {
        var place = Find(key);
        if (place < 0)
        {
            return false;
        }
        ref var slot = ref _slots[place];
        var entries = _slab.Block(slot.Class, slot.Block).Slice(slot.Start, slot.Count);
        for (var i = PlainRanges.After(entries, timeUs) - 1; i >= 0 && entries[i].TimeUs == timeUs; i--)
        {
            if (entries[i].Value == value && entries[i].Distinct == distinct)
            {
                RemoveAt(place, entries, i);
                return true;
            }
        }
        // What has no entry of its own any more is in the sum.
        if (_isOfAllTime)
        {
            entries[0].Value = unchecked(entries[0].Value - value);
        }
        return _isOfAllTime;
    }

    /// <summary>Visits every key with its entries, in the order of the table.</summary>
    public void ForEach(Action<WindowKey, ReadOnlySpan<Entry>> visit)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Count > 0)
            {
                visit(new WindowKey(_slots[i].A, _slots[i].B), EntriesAt(i));
            }
        }
    }

    private int Home(WindowKey key) => unchecked((int)(key.Mixed() >> 33)) & (_slots.Length - 1);

    private int Place(WindowKey key)
    {
        var place = Home(key);
        while (_slots[place].Count != 0 && (_slots[place].A != key.A || _slots[place].B != key.B))
        {
            place = (place + 1) & (_slots.Length - 1);
        }
        return place;
    }

    private (int Count, bool Contains) DistinctOfFew(ReadOnlySpan<Entry> entries, ulong value)
    {
        if (entries.Length > BusyAt)
        {
            throw new InvalidOperationException("A busy key without its counters.");
        }
        var size = 4;
        while (size < entries.Length * 2)
        {
            size *= 2;
        }
        // Zero is "absent": it marks an empty place, and is not counted.
        var table = _scratch.AsSpan(0, size);
        table.Clear();
        var (count, contains) = (0, false);
        foreach (ref readonly var entry in entries)
        {
            if (entry.Distinct == 0)
            {
                continue;
            }
            var at = unchecked((int)((entry.Distinct * 0x9E3779B97F4A7C15) >> 40)) & (size - 1);
            while (table[at] != 0 && table[at] != entry.Distinct)
            {
                at = (at + 1) & (size - 1);
            }
            if (table[at] == 0)
            {
                table[at] = entry.Distinct;
                count++;
                contains |= entry.Distinct == value;
            }
        }
        return (count, contains);
    }

    private void Insert(ref Slot slot, Entry entry)
    {
        var block = _slab.Block(slot.Class, slot.Block);
        var entries = block.Slice(slot.Start, slot.Count + 1);
        var at =
            slot.Count == 0 || entries[slot.Count - 1].TimeUs <= entry.TimeUs
                ? slot.Count
                : PlainRanges.After(entries[..slot.Count], entry.TimeUs);
        entries[at..^1].CopyTo(entries[(at + 1)..]);
        unchecked
        {
            entry.Prefix =
                entry.Value
                + (
                    at > 0 ? entries[at - 1].Prefix
                    : slot.Count > 0 ? entries[1].Prefix - entries[1].Value
                    : 0
                );
            for (var i = at + 1; i < entries.Length; i++)
            {
                entries[i].Prefix += entry.Value;
            }
        }
        entries[at] = entry;
        slot.Count++;
        Entries++;
        if (slot.Busy)
        {
            foreach (var cursor in _busy[new WindowKey(slot.A, slot.B)])
            {
                cursor.Inserted(at, entry.Distinct);
            }
        }
        else if (_cursors > 0 && slot.Count > BusyAt)
        {
            slot.Busy = true;
            _busy.Add(new WindowKey(slot.A, slot.B), [.. Enumerable.Range(0, _cursors).Select(_ => new PlainCursor())]);
        }
    }

    private void RemoveAt(int place, Span<Entry> entries, int at)
    {
        ref var slot = ref _slots[place];
        var gone = entries[at];
        entries[(at + 1)..].CopyTo(entries[at..]);
        for (var i = at; i < entries.Length - 1; i++)
        {
            entries[i].Prefix = unchecked(entries[i].Prefix - gone.Value);
        }
        slot.Count--;
        Entries--;
        if (slot.Busy)
        {
            foreach (var cursor in _busy[new WindowKey(slot.A, slot.B)])
            {
                cursor.Removed(at, gone.Distinct);
            }
        }
        if (slot.Count == 0)
        {
            Release(place);
        }
    }

    /// <summary>Drops the entries that no answer can see any more; may leave the slot with none.</summary>
    private void DropLapsed(ref Slot slot, long cutoffUs)
    {
        var entries = _slab.Block(slot.Class, slot.Block).Slice(slot.Start, slot.Count);
        if (entries[0].TimeUs > cutoffUs)
        {
            return;
        }
        var lapsed = PlainRanges.After(entries, cutoffUs);
        if (_isOfAllTime)
        {
            Fold(entries[..lapsed--]);
        }
        if (slot.Busy)
        {
            var key = new WindowKey(slot.A, slot.B);
            foreach (var cursor in _busy[key])
            {
                cursor.Dropping(entries, lapsed);
            }
            // Counters are given back well below the mark where they came in, so that a key near it does not take and give by turns.
            if (slot.Count - lapsed < BusyAt / 2)
            {
                slot.Busy = false;
                _busy.Remove(key);
            }
        }
        slot.Start += lapsed;
        slot.Count -= lapsed;
        Entries -= lapsed;
    }

    private void MakeRoomInBlock(ref Slot slot)
    {
        var capacity = 1 << slot.Class;
        if (slot.Count == capacity || (slot.Count < capacity / 4))
        {
            MoveTo(ref slot, PlainSlab.ClassFor(slot.Count == capacity ? slot.Count + 1 : slot.Count * 2));
        }
        else if (slot.Start + slot.Count == capacity)
        {
            var block = _slab.Block(slot.Class, slot.Block);
            block.Slice(slot.Start, slot.Count).CopyTo(block);
            slot.Start = 0;
        }
    }

    private void MoveTo(ref Slot slot, int sizeClass)
    {
        var block = _slab.Rent(sizeClass);
        _slab.Block(slot.Class, slot.Block).Slice(slot.Start, slot.Count).CopyTo(_slab.Block(sizeClass, block));
        _slab.Return(slot.Class, slot.Block);
        (slot.Class, slot.Block, slot.Start) = ((byte)sizeClass, block, 0);
    }

    private void MakeRoomInTable(long cutoffUs)
    {
        if (_keys < _slots.Length / 4 * 3)
        {
            return;
        }
        Sweep(_slots.Length, cutoffUs);
        if (_keys < _slots.Length / 2)
        {
            return;
        }
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot.Count > 0)
            {
                _slots[Place(new WindowKey(slot.A, slot.B))] = slot;
            }
        }
    }

    private void Sweep(int places, long cutoffUs)
    {
        for (var i = 0; i < places; i++)
        {
            ref var slot = ref _slots[_hand];
            if (slot.Count > 0)
            {
                DropLapsed(ref slot, cutoffUs);
                if (slot.Count == 0)
                {
                    Release(_hand);
                    continue;
                }
            }
            _hand = (_hand + 1) & (_slots.Length - 1);
        }
    }

    /// <summary>Gives an emptied key's block back and closes the gap in its probe run.</summary>
    private void Release(int place)
    {
        ref var slot = ref _slots[place];
        _slab.Return(slot.Class, slot.Block);
        if (slot.Busy)
        {
            _busy.Remove(new WindowKey(slot.A, slot.B));
        }
        _keys--;
        var mask = _slots.Length - 1;
        var gap = place;
        for (var next = (gap + 1) & mask; _slots[next].Count != 0; next = (next + 1) & mask)
        {
            var home = Home(new WindowKey(_slots[next].A, _slots[next].B));
            if (((next - home) & mask) >= ((next - gap) & mask))
            {
                _slots[gap] = _slots[next];
                gap = next;
            }
        }
        _slots[gap] = default;
    }
}
