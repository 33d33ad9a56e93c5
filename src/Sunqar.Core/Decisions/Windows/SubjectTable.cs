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
        ArrayBytes = 24;

    private readonly List<ulong[]> _ids = [new ulong[1 << RunBits]];
    private readonly List<ushort[]> _uses = [new ushort[1 << RunBits]];

    // Uses beyond what 16 bits hold: of few, which are in every other payment.
    private readonly Dictionary<uint, long> _more = [];
    private readonly uint[][] _parts = new uint[1 << PartBits][];
    private readonly int[] _counts = new int[1 << PartBits];
    private readonly (ulong Id, uint Number)[] _recent = new (ulong, uint)[1 << RecentBits];
    private uint _free;
    private uint _next = 1;

    public SubjectTable() => Array.Fill(_parts, []);

    /// <summary>Ids that have a number.</summary>
    public int Count { get; private set; }

    public long Bytes { get; private set; } = 10L << RunBits;

    public ulong this[uint number] => _ids[(int)(number >> RunBits)][number & ((1 << RunBits) - 1)];

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

    private uint Search(ulong id, ulong hash)
    {
        var part = _parts[hash >> (64 - PartBits)];
        if (part.Length == 0)
            return 0;
        for (var at = Home(hash, part.Length); part[at] != 0; at = at + 1 == part.Length ? 0 : at + 1)
        {
            if (this[part[at]] == id)
                return part[at];
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
        ref var uses = ref Uses(number);
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
        else if (--Uses(number) == 0)
        {
            TakeBack(number);
        }
    }

    private static ulong Hash(ulong id) => unchecked((id ^ (id >> 29)) * 0x9E3779B97F4A7C15);

    private static int Home(ulong hash, int length) => (int)(((hash << PartBits >> 32) * (ulong)length) >> 32);

    private ref ushort Uses(uint number) => ref _uses[(int)(number >> RunBits)][number & ((1 << RunBits) - 1)];

    private ref ulong Id(uint number) => ref _ids[(int)(number >> RunBits)][number & ((1 << RunBits) - 1)];

    private uint Give(ulong id)
    {
        uint number;
        if (_free != 0)
        {
            number = _free;
            _free = (uint)Id(number);
        }
        else
        {
            number = TakeNumber();
        }
        Id(number) = id;
        Enter(id, number);
        return number;
    }

    private uint TakeNumber()
    {
        if (_next >> RunBits == _ids.Count)
        {
            _ids.Add(new ulong[1 << RunBits]);
            _uses.Add(new ushort[1 << RunBits]);
            Bytes += 10L << RunBits;
        }
        return _next++;
    }

    private void Enter(ulong id, uint number)
    {
        var hash = Hash(id);
        ref var part = ref _parts[hash >> (64 - PartBits)];
        ref var count = ref _counts[hash >> (64 - PartBits)];
        if (count >= part.Length * 4L / 5)
            Grow(ref part);
        Place(part, hash, number);
        count++;
        Count++;
    }

    private static void Place(uint[] part, ulong hash, uint number)
    {
        var at = Home(hash, part.Length);
        while (part[at] != 0)
            at = at + 1 == part.Length ? 0 : at + 1;
        part[at] = number;
    }

    private void Grow(ref uint[] part)
    {
        var larger = new uint[Math.Max(8, part.Length * 5 / 4)];
        Bytes += ((larger.Length - part.Length) * 4L) + (part.Length == 0 ? ArrayBytes : 0);
        foreach (var number in part)
        {
            if (number != 0)
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
        var part = _parts[hash >> (64 - PartBits)];
        var gap = Home(hash, part.Length);
        while (part[gap] != number)
            gap = gap + 1 == part.Length ? 0 : gap + 1;
        for (var next = gap; ; )
        {
            next = next + 1 == part.Length ? 0 : next + 1;
            if (part[next] == 0)
                break;
            // What follows may move into the gap only when the gap lies between its home and its place.
            var home = Home(Hash(this[part[next]]), part.Length);
            if (Steps(home, next, part.Length) >= Steps(gap, next, part.Length))
            {
                part[gap] = part[next];
                gap = next;
            }
        }
        part[gap] = 0;
        _counts[hash >> (64 - PartBits)]--;
        Count--;
        Id(number) = _free;
        _free = number;
    }

    private static int Steps(int from, int to, int length) => to >= from ? to - from : to - from + length;
}
