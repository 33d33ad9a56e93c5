using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// All entries that the windows over one key and one filter may still see, by key and in order of event time. Exact: an answer is
/// computed from the entries of the very range asked for. A key costs 8 bytes in the table and its page in the slab (<see cref="Page"/>);
/// one of many entries has several pages, with their sums. A key whose entries have all lapsed is given back by a hand that moves one place
/// with every entry that comes in.
/// </summary>
/// <param name="retainUs">The longest period of the windows over this store, and the lateness allowed.</param>
/// <param name="cursors">How many ranges of different windows count distinct values here.</param>
/// <param name="isOfAllTime">What is older is kept as its sum, in one entry of a key, and a key is never given back.</param>
internal sealed partial class WindowStore(
    ByteSlab slab,
    SubjectTable subjects,
    long retainUs,
    bool hasValue,
    int cursors,
    bool isOfAllTime = false
)
{
    private readonly Page _page = new(hasValue, cursors > 0);
    private readonly Page _other = new(hasValue, cursors > 0);
    private uint _opened;

    /// <summary>Keys with at least one entry.</summary>
    public int Keys { get; private set; }

    /// <summary>Entries held, lapsed ones that the hand has not reached included.</summary>
    public long Entries { get; private set; }

    /// <summary>Bytes of the table, of keys of several pages and of their counters; the slab counts the pages.</summary>
    public long Bytes => _tableBytes + _pagedBytes;

    /// <summary>What stands for a key's entries, or 0. Good until the next entry comes or goes.</summary>
    public uint Find(WindowKey key)
    {
        var mark = key.B == 0 ? subjects.Find(key.A) : MarkOf(key);
        if (key.B == 0 && mark == 0)
            return 0;
        return Held(mark, key);
    }

    /// <summary>How many entries are not after a time.</summary>
    public int After(uint handle, long timeUs) => Paged(handle) is { } paged ? After(paged, timeUs) : Open(handle).After(timeUs);

    /// <summary>What the values of entries [low, high) come to, modulo 2^64: differences are exact.</summary>
    public long Sum(uint handle, int low, int high) => Paged(handle) is { } paged ? Sum(paged, low, high) : Open(handle).Sum(low, high);

    /// <summary>The time and the value of one entry.</summary>
    public (long TimeUs, long Value) At(uint handle, int place)
    {
        var at = Paged(handle) is { } paged ? OpenAt(paged, ref place) : Open(handle);
        return (at.TimeUs[place], at.Values[place]);
    }

    /// <summary>The least and the largest value among entries [low, high), of which there is one at least.</summary>
    public (long Min, long Max) Extremes(uint handle, int low, int high)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        for (var from = low; from < high; )
        {
            var place = from;
            var page = Paged(handle) is { } paged ? OpenAt(paged, ref place) : Open(handle);
            var until = Math.Min(page.Count, place + high - from);
            foreach (var value in page.Values[place..until])
                (min, max) = (Math.Min(min, value), Math.Max(max, value));
            from += until - place;
        }
        return (min, max);
    }

    /// <summary>Distinct values among entries [low, high), and whether <paramref name="value"/> is one of them.</summary>
    public (int Count, bool Contains) Distinct(uint handle, int low, int high, int cursor, ulong value)
    {
        var subject = subjects.Find(value);
        return Paged(handle) is { } paged ? Distinct(paged, low, high, cursor, subject) : Open(handle).Distinct(low, high, subject);
    }

    /// <summary>An entry counts from now on. One too old for any answer still to come is not kept.</summary>
    public void Add(WindowKey key, long timeUs, long value, ulong distinct, long watermarkUs)
    {
        var cutoffUs = watermarkUs - retainUs;
        if (timeUs <= cutoffUs && (!isOfAllTime || TryFold(key, cutoffUs, value)))
            return;
        var mark = key.B == 0 ? subjects.Use(key.A) : MarkOf(key);
        var subject = subjects.Use(distinct);
        MakeRoom(PartOf(mark), cutoffUs);
        var part = _parts[PartOf(mark)];
        var place = Probe(part, mark, key);
        Entries++;
        if (place < 0)
        {
            Close();
            _page.Clear();
            _page.Insert(0, timeUs, value, subject);
            Enter(part, ~place, new Slot { Mark = mark, Handle = Keep(0, key) });
        }
        else
        {
            if (key.B == 0)
                subjects.Drop(mark);
            ref var slot = ref part[place];
            if (Paged(slot.Handle) is { } paged)
            {
                DropLapsed(paged, cutoffUs);
                Insert(paged, timeUs, value, subject);
            }
            else
            {
                var page = Open(slot.Handle);
                DropLapsed(page, cutoffUs);
                page.Insert(page.After(timeUs), timeUs, value, subject);
                slot.Handle = KeepOrCut(slot.Handle, key);
            }
        }
        Sweep(1, cutoffUs);
    }

    /// <summary>An entry no longer counts. Of equal entries it does not matter which one goes; none is there when it has lapsed.</summary>
    public bool Remove(WindowKey key, long timeUs, long value, ulong distinct)
    {
        var mark = key.B == 0 ? subjects.Find(key.A) : MarkOf(key);
        var part = _parts[PartOf(mark)];
        if ((key.B == 0 && mark == 0) || Probe(part, mark, key) is not (>= 0 and var place))
            return false;
        var handle = part[place].Handle;
        var subject = subjects.Find(distinct);
        // A value that no entry has can be in none; zero is absent, and is found.
        for (var i = After(handle, timeUs) - 1; i >= 0 && (subject != 0 || distinct == 0); i--)
        {
            var at = i;
            var page = Paged(handle) is { } paged ? OpenAt(paged, ref at) : Open(handle);
            if (page.TimeUs[at] != timeUs)
                break;
            if (page.Values[at] != value || page.Subjects[at] != subject)
                continue;
            RemoveAt(part, place, key, i);
            return true;
        }
        // What has no entry of its own any more is in the sum.
        if (isOfAllTime)
            AddToFirst(ref part[place], key, unchecked(-value));
        return isOfAllTime;
    }

    /// <summary>Visits every key's pages, a key's in order of time. What is shown is good until the visit returns.</summary>
    public void ForEach(Action<WindowKey, Page> visit)
    {
        foreach (var part in _parts)
        {
            foreach (var slot in part)
            {
                if (slot.Handle == 0)
                    continue;
                var key = KeyOf(slot);
                if (Paged(slot.Handle) is { } paged)
                {
                    foreach (var page in paged.Pages)
                        visit(key, Open(page.Handle));
                }
                else
                {
                    visit(key, Open(slot.Handle));
                }
            }
        }
    }

    private Page Open(uint handle)
    {
        if (_opened != handle)
        {
            _page.Read(slab.Block(handle));
            _opened = handle;
        }
        return _page;
    }

    private void Close() => _opened = 0;

    /// <summary>Keeps the opened page in the place of a block, or in a new one.</summary>
    private uint Keep(uint handle, WindowKey key) => Keep(handle, _page.Write(key));

    private uint Keep(uint handle, ReadOnlySpan<byte> bytes)
    {
        if (handle == 0 || !slab.Fits(handle, bytes.Length))
        {
            if (handle != 0)
                slab.Return(handle);
            handle = slab.Rent(bytes.Length);
        }
        bytes.CopyTo(slab.Block(handle));
        _opened = handle;
        return handle;
    }

    /// <summary>As <see cref="Keep(uint, WindowKey)"/>; what is too much for one page becomes a key of several.</summary>
    private uint KeepOrCut(uint handle, WindowKey key)
    {
        if (_page.Count <= Page.EntriesMax)
        {
            var bytes = _page.Write(key);
            if (bytes.Length <= Page.BytesMax)
                return Keep(handle, bytes);
        }
        slab.Return(handle);
        return Cut(key);
    }

    /// <summary>Drops the entries of the opened page that no answer can see any more; the page is not kept yet, and may be empty.</summary>
    private bool DropLapsed(Page page, long cutoffUs)
    {
        if (page.TimeUs[0] > cutoffUs)
            return false;
        var lapsed = page.After(cutoffUs);
        if (isOfAllTime)
        {
            if (lapsed == 1)
                return false;
            var sum = page.Sum(0, lapsed);
            page.Remove(0, --lapsed);
            page.SetValue(0, sum);
        }
        else
        {
            foreach (var subject in page.Subjects[..lapsed])
                subjects.Drop(subject);
            page.Remove(0, lapsed);
        }
        Entries -= lapsed;
        return true;
    }

    private void RemoveAt(Slot[] part, int place, WindowKey key, int entry)
    {
        ref var slot = ref part[place];
        Entries--;
        if (Paged(slot.Handle) is { } paged)
        {
            RemoveAt(paged, entry);
            Join(ref slot, paged);
            return;
        }
        var page = Open(slot.Handle);
        subjects.Drop(page.Subjects[entry]);
        page.Remove(entry, 1);
        if (page.Count > 0)
            slot.Handle = Keep(slot.Handle, key.B == 0 ? default : key);
        else
            Release(PartOf(slot.Mark), place);
    }

    /// <summary>Adds what is older than any entry that is kept apart to the sum of such; false where the key has no sum yet.</summary>
    private bool TryFold(WindowKey key, long cutoffUs, long value)
    {
        var mark = key.B == 0 ? subjects.Find(key.A) : MarkOf(key);
        var part = _parts[PartOf(mark)];
        if ((key.B == 0 && mark == 0) || Probe(part, mark, key) is not (>= 0 and var place))
            return false;
        ref var slot = ref part[place];
        if (At(slot.Handle, 0).TimeUs > cutoffUs)
            return false;
        AddToFirst(ref slot, key, value);
        return true;
    }

    private void AddToFirst(ref Slot slot, WindowKey key, long value)
    {
        if (Paged(slot.Handle) is { } paged)
        {
            var first = paged.Pages[0];
            Open(first.Handle).SetValue(0, unchecked(_page.Values[0] + value));
            paged.Pages[0] = Kept(first.Handle);
            return;
        }
        Open(slot.Handle).SetValue(0, unchecked(_page.Values[0] + value));
        slot.Handle = Keep(slot.Handle, key);
    }
}
