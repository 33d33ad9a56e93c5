using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <summary>
/// All entries in memory: a column of entries in pieces that never move, and two open-addressed tables of slots over it, by hash and by id.
/// About 72 bytes a subject.
/// </summary>
internal sealed class SubjectTable
{
    private const int PieceBits = 12;
    private const int PieceSize = 1 << PieceBits;
#if DEBUG
    private const int StartPlaces = 4;
#else
    private const int StartPlaces = 1 << 12;
#endif

    private readonly List<SubjectEntry[]> _pieces = [];
    private int[] _byHash = new int[StartPlaces];
    private int[] _byId = new int[StartPlaces];

    public int Count { get; private set; }

    public ref SubjectEntry this[int slot] => ref _pieces[slot >> PieceBits][slot & (PieceSize - 1)];

    /// <summary>The slot of an identifier's hash, or -1.</summary>
    public int Find(SubjectKind kind, ulong hashLow, ulong hashHigh)
    {
        var mask = _byHash.Length - 1;
        for (var at = (int)hashLow.Low31() & mask; _byHash[at] != 0; at = (at + 1) & mask)
        {
            ref var entry = ref this[_byHash[at] - 1];
            if (entry.HashLow == hashLow && entry.HashHigh == hashHigh && entry.Kind == kind)
                return _byHash[at] - 1;
        }
        return -1;
    }

    /// <summary>The slot of a subject, or -1.</summary>
    public int Find(SubjectId subject)
    {
        var mask = _byId.Length - 1;
        for (var at = (int)subject.Value.Low31() & mask; _byId[at] != 0; at = (at + 1) & mask)
        {
            if (this[_byId[at] - 1].Id == subject.Value)
                return _byId[at] - 1;
        }
        return -1;
    }

    public int Add(in SubjectEntry entry)
    {
        if ((Count + 1) * 3L > _byHash.Length * 2L)
            Grow(_byHash.Length * 2);
        if (Count == _pieces.Count << PieceBits)
            _pieces.Add(new SubjectEntry[PieceSize]);
        var slot = Count++;
        this[slot] = entry;
        Place(slot);
        return slot;
    }

    /// <summary>Forgets the newest entries, down to a count.</summary>
    public void CutTo(int count)
    {
        for (; Count > count; Count--)
            this[Count - 1] = default;
        Grow(_byHash.Length);
    }

    /// <summary>Overwrites everything, so that no key stays behind in memory.</summary>
    public void Clear()
    {
        foreach (var piece in _pieces)
            Array.Clear(piece);
        _pieces.Clear();
        Count = 0;
        (_byHash, _byId) = (new int[StartPlaces], new int[StartPlaces]);
    }

    /// <summary>Becomes what another is, which must not be used any more.</summary>
    public void TakeOver(SubjectTable other)
    {
        Clear();
        _pieces.AddRange(other._pieces);
        (Count, _byHash, _byId) = (other.Count, other._byHash, other._byId);
    }

    private void Grow(int places)
    {
        (_byHash, _byId) = (new int[places], new int[places]);
        for (var slot = 0; slot < Count; slot++)
            Place(slot);
    }

    private void Place(int slot)
    {
        ref var entry = ref this[slot];
        Put(_byHash, entry.HashLow, slot);
        Put(_byId, entry.Id, slot);
    }

    private static void Put(int[] table, ulong hash, int slot)
    {
        var mask = table.Length - 1;
        var at = (int)hash.Low31() & mask;
        while (table[at] != 0)
            at = (at + 1) & mask;
        table[at] = slot + 1;
    }
}

internal static class HashBits
{
    /// <summary>The low 31 bits, as an index may use them.</summary>
    public static uint Low31(this ulong hash) => (uint)(hash & int.MaxValue);
}
