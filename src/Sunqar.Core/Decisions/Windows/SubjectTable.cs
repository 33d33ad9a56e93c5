using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// Numbers of 32 bits for the ids of 64 bits that windows are kept by and count: each id that an entry or key names has one, and gives it
/// back with the last of them. Number 0 stands for id 0, which is "absent". Ids are looked up in 256 parts that grow each by itself, so
/// that no growth takes long.
/// </summary>
internal sealed class SubjectTable
{
    private const int PartBits = 8,
        RunBits = 12,
        RecentBits = 7,
        ArrayBytes = 24,
        SubjectBytes = 10;

    // A slot is eight bits of the id's hash, so that others are passed without a look at their ids, and the number, 0 in an empty one.
    private const int SlotBytes = 5;

    private readonly List<Subject[]> _subjects = [new Subject[1 << RunBits]];

    // Uses beyond what 16 bits hold: of few, which are in every other payment.
    private readonly Dictionary<uint, long> _more = [];
    private readonly Part[] _parts = [.. Enumerable.Repeat(new Part { Slots = [] }, 1 << PartBits)];
    private readonly (ulong Id, uint Number)[] _recent = new (ulong, uint)[1 << RecentBits];
    private uint _free;
    private uint _next = 1;

    [StructLayout(LayoutKind.Sequential, Pack = 2)]
    private struct Subject
    {
        /// <summary>Of a number that is free, the next free one.</summary>
        public ulong Id;
        public ushort Uses;
    }

    private struct Part
    {
        public byte[] Slots;
        public int Length,
            Count;

        public readonly uint this[int at]
        {
            get => Unsafe.ReadUnaligned<uint>(ref Slots[(at * SlotBytes) + 1]);
            set => Unsafe.WriteUnaligned(ref Slots[(at * SlotBytes) + 1], value);
        }

        public readonly ref byte Tag(int at) => ref Slots[at * SlotBytes];

        public readonly int Next(int at) => at + 1 == Length ? 0 : at + 1;
    }

    /// <summary>Ids that have a number.</summary>
    public int Count { get; private set; }

    public long Bytes { get; private set; } = (long)SubjectBytes << RunBits;

    public ulong this[uint number] => Of(number).Id;

    /// <summary>The number of an id, or 0 where it has none.</summary>
    public uint Find(ulong id)
    {
        if (id == 0)
            return 0;
        var hash = Hash(id);
        // A payment asks for the same few ids again and again.
        ref var recent = ref _recent[hash >> (64 - RecentBits)];
        if (recent.Id != id)
        {
            var number = Search(id, hash);
            if (number == 0)
                return 0;
            recent = (id, number);
        }
        return recent.Number;
    }

    /// <summary>Asks for the memory in which an id would be looked up.</summary>
    public void Fetch(ulong id)
    {
        var hash = Hash(id);
        ref readonly var part = ref _parts[hash >> (64 - PartBits)];
        if (part.Length > 0)
            CacheLine.Fetch(ref part.Tag(Home(hash, part.Length)));
    }

    /// <summary>Asks for what stands under an id's number, once the memory in which it is looked up is there.</summary>
    public void FetchSubject(ulong id)
    {
        var hash = Hash(id);
        ref readonly var part = ref _parts[hash >> (64 - PartBits)];
        if (part.Length == 0)
            return;
        for (var at = Home(hash, part.Length); part[at] is not 0 and var number; at = part.Next(at))
        {
            if (part.Tag(at) != TagOf(hash))
                continue;
            CacheLine.Fetch(ref Of(number));
            return;
        }
    }

    private uint Search(ulong id, ulong hash)
    {
        ref readonly var part = ref _parts[hash >> (64 - PartBits)];
        if (part.Length == 0)
            return 0;
        for (var at = Home(hash, part.Length); part[at] is not 0 and var number; at = part.Next(at))
        {
            if (part.Tag(at) == TagOf(hash) && Of(number).Id == id)
                return number;
        }
        return 0;
    }

    /// <summary>The number of an id, which is used once more.</summary>
    public uint Use(ulong id)
    {
        if (id == 0)
            return 0;
        var number = Find(id);
        if (number == 0)
            number = Give(id);
        UseAgain(number);
        return number;
    }

    /// <summary>A number is used once more.</summary>
    public void UseAgain(uint number)
    {
        if (number == 0)
            return;
        ref var uses = ref Of(number).Uses;
        if (uses < ushort.MaxValue)
            uses++;
        else
            _more[number] = _more.GetValueOrDefault(number) + 1;
    }

    /// <summary>A number is used once less.</summary>
    public void Drop(uint number)
    {
        if (number == 0)
            return;
        if (_more.Count > 0 && _more.TryGetValue(number, out var more))
        {
            if (more > 1)
                _more[number] = more - 1;
            else
                _more.Remove(number);
        }
        else if (--Of(number).Uses == 0)
        {
            TakeBack(number);
        }
    }

    private static ulong Hash(ulong id) => unchecked((id ^ (id >> 29)) * 0x9E3779B97F4A7C15);

    private static int Home(ulong hash, int length) => (int)(((hash << PartBits >> 32) * (ulong)length) >> 32);

    private static byte TagOf(ulong hash) => unchecked((byte)hash);

    private ref Subject Of(uint number) => ref _subjects[(int)(number >> RunBits)][number & ((1 << RunBits) - 1)];

    private uint Give(ulong id)
    {
        uint number;
        if (_free != 0)
        {
            number = _free;
            _free = (uint)Of(number).Id;
        }
        else
        {
            number = TakeNumber();
        }
        Of(number).Id = id;
        Enter(id, number);
        return number;
    }

    private uint TakeNumber()
    {
        if (_next >> RunBits == _subjects.Count)
        {
            _subjects.Add(new Subject[1 << RunBits]);
            Bytes += (long)SubjectBytes << RunBits;
        }
        return _next++;
    }

    private void Enter(ulong id, uint number)
    {
        var hash = Hash(id);
        ref var part = ref _parts[hash >> (64 - PartBits)];
        if (part.Count >= part.Length * 4L / 5)
            Grow(ref part);
        Place(part, hash, number);
        part.Count++;
        Count++;
    }

    private static void Place(in Part part, ulong hash, uint number)
    {
        var at = Home(hash, part.Length);
        while (part[at] != 0)
            at = part.Next(at);
        (part[at], part.Tag(at)) = (number, TagOf(hash));
    }

    private void Grow(ref Part part)
    {
        var larger = part with { Length = Math.Max(8, part.Length * 5 / 4) };
        larger.Slots = new byte[larger.Length * SlotBytes];
        Bytes += ((larger.Length - part.Length) * (long)SlotBytes) + (part.Length == 0 ? ArrayBytes : 0);
        for (var at = 0; at < part.Length; at++)
        {
            if (part[at] is not 0 and var number)
                Place(larger, Hash(this[number]), number);
        }
        part = larger;
    }

    private void TakeBack(uint number)
    {
        var hash = Hash(this[number]);
        ref var recent = ref _recent[hash >> (64 - RecentBits)];
        if (recent.Number == number)
            recent = default;
        ref var part = ref _parts[hash >> (64 - PartBits)];
        var gap = Home(hash, part.Length);
        while (part[gap] != number)
            gap = part.Next(gap);
        for (var next = part.Next(gap); part[next] != 0; next = part.Next(next))
        {
            // What follows may move into the gap only when the gap lies between its home and its place.
            var home = Home(Hash(this[part[next]]), part.Length);
            if (Steps(home, next, part.Length) >= Steps(gap, next, part.Length))
            {
                (part[gap], part.Tag(gap)) = (part[next], part.Tag(next));
                gap = next;
            }
        }
        part[gap] = 0;
        part.Count--;
        Count--;
        Of(number).Id = _free;
        _free = number;
    }

    private static int Steps(int from, int to, int length) => to >= from ? to - from : to - from + length;
}
