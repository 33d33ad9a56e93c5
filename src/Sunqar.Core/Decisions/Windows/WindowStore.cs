using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// All entries that the windows over one key and one filter may still see, by key and in order of event time. Exact: an answer is
/// computed from the entries of the very range asked for. A key costs 8 bytes in the table and its page in the slab (<see cref="Page"/>);
/// one of many entries has several pages, with their sums. A key whose entries have all lapsed is given back by a hand that moves on
/// with the entries that come in.
/// </summary>
/// <param name="isWide">Keys are of 128 bits and stand in their pages; else each is one id, whose number stands in the table.</param>
/// <param name="retainUs">The longest period of the windows over this store, and the lateness allowed.</param>
/// <param name="cursors">How many ranges of different windows count distinct values here.</param>
/// <param name="isOfAllTime">What is older is kept as its sum, in one entry of a key, and a key is never given back.</param>
internal sealed partial class WindowStore(
    ByteSlab slab,
    SubjectTable subjects,
    bool isWide,
    long retainUs,
    bool hasValue,
    int cursors,
    bool isOfAllTime = false
)
{
    private readonly Page _page = new(hasValue, cursors > 0);
    private readonly Page _other = new(hasValue, cursors > 0);
    private uint _opened;
    private int _owed;

    /// <summary>Keys with at least one entry.</summary>
    public int Keys { get; private set; }

    /// <summary>Entries held, lapsed ones that the hand has not reached included.</summary>
    public long Entries { get; private set; }

    /// <summary>Bytes of the table, of keys of several pages and of their counters; the slab counts the pages.</summary>
    public long Bytes => _tableBytes + _pagedBytes;

    /// <summary>What stands for a key's entries, or 0. Good until the next entry comes or goes.</summary>
    public uint Find(WindowKey key) => HandleAt(Locate(key));

    /// <summary>Where a key is held, or where it would come in. Good until the next entry comes or goes.</summary>
    public KeyPlace Locate(WindowKey key) => Locate(key, MarkOf(key));

    /// <summary>As <see cref="Locate(WindowKey)"/>, of a key whose mark was worked out.</summary>
    public KeyPlace Locate(WindowKey key, uint mark) => new(mark, mark == 0 && !isWide ? -1 : Probe(_parts[PartOf(mark)], mark, key));

    /// <summary>What a key goes by in the table: its subject's number, or bits of its hash; 0 for a subject that has none.</summary>
    public uint MarkOf(WindowKey key) => isWide ? (uint)(key.Mixed() >> 32) : subjects.Find(key.A);

    /// <summary>Asks for the memory in which a mark would be looked up.</summary>
    public void FetchSlot(uint mark)
    {
        ref readonly var part = ref _parts[PartOf(mark)];
        if (part.Length > 0)
            CacheLine.Fetch(ref part.At(Home(mark, part.Length)));
    }

    /// <summary>Asks for a key's page.</summary>
    public void FetchPage(KeyPlace place)
    {
        if (HandleAt(place) is not 0 and var handle && !ByteSlab.IsOther(handle))
            slab.Fetch(handle);
    }

    /// <summary>What stands for the entries of a key that was located, or 0.</summary>
    public uint HandleAt(KeyPlace place) => place.Place < 0 ? 0 : _parts[PartOf(place.Mark)].At(place.Place).Handle;

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
    public void Add(WindowKey key, long timeUs, long value, ulong distinct, long watermarkUs) =>
        Add(Locate(key), key, timeUs, value, distinct, watermarkUs);

    /// <summary>As <see cref="Add(WindowKey, long, long, ulong, long)"/>, of a key that was located.</summary>
    public void Add(KeyPlace located, WindowKey key, long timeUs, long value, ulong distinct, long watermarkUs)
    {
        var cutoffUs = watermarkUs - retainUs;
        if (timeUs <= cutoffUs && (!isOfAllTime || TryFold(located, cutoffUs, value)))
            return;
        var subject = subjects.Use(distinct);
        Entries++;
        if (located.Place < 0)
        {
            EnterFirst(key, timeUs, value, subject, cutoffUs);
        }
        else
        {
            ref var slot = ref _parts[PartOf(located.Mark)].At(located.Place);
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
                slot.Handle = KeepOrCut(slot.Handle, InPage(key));
            }
        }
        if (++_owed == HandEach)
        {
            _owed = 0;
            Sweep(HandStep, cutoffUs);
        }
    }

    private void EnterFirst(WindowKey key, long timeUs, long value, uint subject, long cutoffUs)
    {
        // A number that the subject had when the key was located may be another's by now.
        var mark = isWide ? MarkOf(key) : subjects.Use(key.A);
        MakeRoom(PartOf(mark), cutoffUs);
        ref var part = ref _parts[PartOf(mark)];
        Close();
        _page.Clear();
        _page.Insert(0, timeUs, value, subject);
        Enter(ref part, ~Probe(part, mark, key), new Slot { Mark = mark, Handle = Keep(0, InPage(key)) });
    }

    /// <summary>What of a key stands in its page.</summary>
    private WindowKey InPage(WindowKey key) => isWide ? key : default;

    /// <summary>An entry no longer counts. Of equal entries it does not matter which one goes; none is there when it has lapsed.</summary>
    public bool Remove(WindowKey key, long timeUs, long value, ulong distinct)
    {
        var located = Locate(key);
        var handle = HandleAt(located);
        if (handle == 0)
            return false;
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
            RemoveAt(located, key, i);
            return true;
        }
        // What has no entry of its own any more is in the sum.
        if (isOfAllTime)
            AddToFirst(located, unchecked(-value));
        return isOfAllTime;
    }

    /// <summary>Visits every key's pages, a key's in order of time. What is shown is good until the visit returns.</summary>
    public void ForEach(Action<WindowKey, Page> visit)
    {
        foreach (var part in _parts)
        {
            foreach (var slot in part.Slots)
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
            _page.Read(ref slab.Start(handle));
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

    private void RemoveAt(KeyPlace located, WindowKey key, int entry)
    {
        ref var slot = ref _parts[PartOf(located.Mark)].At(located.Place);
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
            slot.Handle = Keep(slot.Handle, InPage(key));
        else
            Release(PartOf(slot.Mark), located.Place);
    }

    /// <summary>Adds what is older than any entry that is kept apart to the sum of such; false where the key has no sum yet.</summary>
    private bool TryFold(KeyPlace located, long cutoffUs, long value)
    {
        if (HandleAt(located) is not (not 0 and var handle) || At(handle, 0).TimeUs > cutoffUs)
            return false;
        AddToFirst(located, value);
        return true;
    }

    private void AddToFirst(KeyPlace located, long value)
    {
        ref var slot = ref _parts[PartOf(located.Mark)].At(located.Place);
        if (Paged(slot.Handle) is { } paged)
        {
            var first = paged.Pages[0];
            Open(first.Handle).SetValue(0, unchecked(_page.Values[0] + value));
            paged.Pages[0] = Kept(first.Handle);
            return;
        }
        Open(slot.Handle).SetValue(0, unchecked(_page.Values[0] + value));
        slot.Handle = Keep(slot.Handle, KeyIn(slot.Handle));
    }
}
