using System.Runtime.InteropServices;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>Keys of more entries than a page takes: pages in order of time, each with its count, last time and sum, so that only pages at
/// the ends of a range are opened. What they count distinct is counted by cursors, which move with the ranges asked for.</summary>
internal sealed partial class WindowStore
{
    /// <summary>A key of several pages that has come down to one page of so many entries is as others again.</summary>
    private const int JoinAt = Page.EntriesMax / 2;

    private const int PagedKeyBytes = 120,
        PageRefBytes = 24;

    private readonly List<PagedKey?> _paged = [];
    private readonly Stack<int> _freePaged = [];
    private Func<int, uint>? _subjectAt;
    private PagedKey? _asked;
    private int _askedPage;
    private int _askedFrom;
    private long _pagedBytes;

    private readonly record struct PageRef(uint Handle, int Count, long LastUs, long Sum);

    private sealed class PagedKey(WindowKey key, int cursors)
    {
        /// <summary>The key, where it is of 128 bits; absent where the table's number says it.</summary>
        public WindowKey Key => key;

        public List<PageRef> Pages { get; } = [];

        public DistinctCursor?[] Cursors { get; } = new DistinctCursor?[cursors];

        public int Count { get; set; }

        /// <summary>Its bytes when they were counted last.</summary>
        public long Weight { get; set; }

        public long Bytes => PagedKeyBytes + (Pages.Capacity * PageRefBytes) + (Cursors.Length * 8) + CursorBytes;

        private long CursorBytes
        {
            get
            {
                var bytes = 0L;
                foreach (var cursor in Cursors)
                    bytes += cursor?.Bytes ?? 0;
                return bytes;
            }
        }
    }

    private PagedKey? Paged(uint handle) => ByteSlab.IsOther(handle) ? _paged[ByteSlab.NumberOf(handle)] : null;

    private int After(PagedKey paged, long timeUs)
    {
        var place = 0;
        foreach (ref readonly var page in CollectionsMarshal.AsSpan(paged.Pages))
        {
            if (page.LastUs > timeUs)
                return place + Open(page.Handle).After(timeUs);
            place += page.Count;
        }
        return place;
    }

    private long Sum(PagedKey paged, int low, int high)
    {
        var (sum, from) = (0L, 0);
        foreach (ref readonly var page in CollectionsMarshal.AsSpan(paged.Pages))
        {
            var (first, last) = (Math.Max(low - from, 0), Math.Min(high - from, page.Count));
            if (first < last)
                sum = unchecked(sum + (last - first == page.Count ? page.Sum : Open(page.Handle).Sum(first, last)));
            from += page.Count;
        }
        return sum;
    }

    /// <summary>Opens the page of an entry, whose place becomes the one in the page.</summary>
    private Page OpenAt(PagedKey paged, ref int place) => Open(paged.Pages[PageAt(paged, ref place)].Handle);

    private static int PageAt(PagedKey paged, ref int place)
    {
        var number = 0;
        for (; place >= paged.Pages[number].Count; number++)
            place -= paged.Pages[number].Count;
        return number;
    }

    private (int Count, bool Contains) Distinct(PagedKey paged, int low, int high, int cursor, uint subject)
    {
        var counts = paged.Cursors[cursor] ??= new DistinctCursor();
        (_asked, _askedPage, _askedFrom) = (paged, 0, 0);
        var answer = counts.Ask(_subjectAt ??= SubjectAt, low, high, subject);
        Weigh(paged);
        return answer;
    }

    /// <summary>The number of the subject at a place of the key asked about; cursors go from one place to the next.</summary>
    private uint SubjectAt(int place)
    {
        var pages = _asked!.Pages;
        if (place < _askedFrom || place >= _askedFrom + pages[_askedPage].Count)
        {
            var at = place;
            _askedPage = PageAt(_asked, ref at);
            _askedFrom = place - at;
        }
        return Open(pages[_askedPage].Handle).Subjects[place - _askedFrom];
    }

    private void Weigh(PagedKey paged)
    {
        var bytes = paged.Bytes;
        _pagedBytes += bytes - paged.Weight;
        paged.Weight = bytes;
    }

    private void Insert(PagedKey paged, long timeUs, long value, uint subject)
    {
        var (number, before) = (0, 0);
        for (; number < paged.Pages.Count - 1 && paged.Pages[number].LastUs <= timeUs; number++)
            before += paged.Pages[number].Count;
        var handle = paged.Pages[number].Handle;
        var at = Open(handle).After(timeUs);
        paged.Count++;
        if (number == paged.Pages.Count - 1 && at == Page.EntriesMax)
        {
            Close();
            _page.Clear();
            _page.Insert(0, timeUs, value, subject);
            paged.Pages.Add(Kept(0));
        }
        else
        {
            _page.Insert(at, timeUs, value, subject);
            var bytes = _page.Count <= Page.EntriesMax ? _page.Write(default) : default;
            if (bytes.Length is > 0 and <= Page.BytesMax)
                paged.Pages[number] = Kept(handle, bytes);
            else
                CutPage(paged, number, handle);
        }
        foreach (var cursor in paged.Cursors)
            cursor?.Inserted(before + at, subject);
        Weigh(paged);
    }

    private void RemoveAt(PagedKey paged, int entry)
    {
        var at = entry;
        var number = PageAt(paged, ref at);
        var handle = paged.Pages[number].Handle;
        var subject = Open(handle).Subjects[at];
        _page.Remove(at, 1);
        paged.Count--;
        if (_page.Count > 0)
        {
            paged.Pages[number] = Kept(handle);
        }
        else
        {
            Close();
            slab.Return(handle);
            paged.Pages.RemoveAt(number);
        }
        subjects.Drop(subject);
        foreach (var cursor in paged.Cursors)
            cursor?.Removed(entry, subject);
        Weigh(paged);
    }

    /// <summary>Drops the entries that no answer can see any more, but for the last page's last, which <see cref="HasLapsed"/> asks
    /// about.</summary>
    private void DropLapsed(PagedKey paged, long cutoffUs)
    {
        if (paged.Pages[0].LastUs > cutoffUs && Open(paged.Pages[0].Handle).TimeUs[0] > cutoffUs)
            return;
        var lapsed = After(paged, cutoffUs);
        if (isOfAllTime)
        {
            if (lapsed <= 1)
                return;
            var sum = Sum(paged, 0, lapsed);
            DropFirst(paged, lapsed - 1);
            var first = paged.Pages[0].Handle;
            Open(first).SetValue(0, sum);
            paged.Pages[0] = Kept(first);
            return;
        }
        DropFirst(paged, Math.Min(lapsed, paged.Count - 1));
    }

    private void DropFirst(PagedKey paged, int count)
    {
        for (var left = count; left > 0; )
        {
            var handle = paged.Pages[0].Handle;
            var page = Open(handle);
            var here = Math.Min(left, page.Count);
            for (var i = 0; i < here; i++)
            {
                foreach (var cursor in paged.Cursors)
                    cursor?.Removed(0, page.Subjects[i]);
                subjects.Drop(page.Subjects[i]);
            }
            if (here == page.Count)
            {
                Close();
                slab.Return(handle);
                paged.Pages.RemoveAt(0);
            }
            else
            {
                page.Remove(0, here);
                paged.Pages[0] = Kept(handle);
            }
            left -= here;
        }
        paged.Count -= count;
        Entries -= count;
        Weigh(paged);
    }

    /// <summary>Cuts the opened page, which holds too much, in two pages of a new key of several.</summary>
    private uint Cut(WindowKey key)
    {
        var paged = new PagedKey(key, cursors) { Count = _page.Count };
        paged.Pages.Add(default);
        CutPage(paged, 0, 0);
        if (!_freePaged.TryPop(out var number))
        {
            number = _paged.Count;
            _paged.Add(null);
        }
        _paged[number] = paged;
        Weigh(paged);
        return ByteSlab.OtherHandle(number);
    }

    private void CutPage(PagedKey paged, int number, uint handle)
    {
        var half = _page.Count / 2;
        _other.Take(_page, half, _page.Count - half);
        _page.Remove(half, _page.Count - half);
        paged.Pages[number] = Kept(handle);
        _page.Take(_other, 0, _other.Count);
        paged.Pages.Insert(number + 1, Kept(0));
    }

    /// <summary>Keeps the opened page of a key of several.</summary>
    private PageRef Kept(uint handle) => Kept(handle, _page.Write(default));

    private PageRef Kept(uint handle, ReadOnlySpan<byte> bytes)
    {
        handle = Keep(handle, bytes);
        return new PageRef(handle, _page.Count, _page.TimeUs[^1], _page.Sum(0, _page.Count));
    }

    /// <summary>A key that has come down to one page of few entries needs no list of pages.</summary>
    private void Join(ref Slot slot, PagedKey paged)
    {
        if (paged.Pages.Count != 1 || paged.Count > JoinAt)
            return;
        var page = paged.Pages[0].Handle;
        Open(page);
        Free(slot.Handle);
        slot.Handle = Keep(page, paged.Key);
    }

    private void Give(PagedKey paged, uint handle)
    {
        foreach (var page in paged.Pages)
            GivePage(page.Handle);
        Free(handle);
    }

    private void Free(uint handle)
    {
        var number = ByteSlab.NumberOf(handle);
        _pagedBytes -= _paged[number]!.Weight;
        _paged[number] = null;
        _freePaged.Push(number);
    }
}
