using Sunqar.Core.Decisions.Windows;
using Sunqar.Core.Rulebook;

namespace Sunqar.Tests.Decisions.Plain;

/// <summary>
/// All windows of one engine. An answer is as of the payment's event time t: the entries in (t − period, t], the payment itself included
/// where the window would keep it. An event later than the allowed lateness is answered as of the latest event seen less that lateness.
/// </summary>
internal sealed class PlainBank : IWindowReader
{
    private readonly LoadedRulebook _rulebook;
    private readonly Frame _frame;
    private readonly PlainSlab _slab = new();
    private readonly PlainStore[] _stores;
    private readonly LookupSpec[] _lookups;
    private readonly WindowSpec[] _windows;
    private readonly int[][] _storesByKind;
    private readonly CalendarBounds _calendar;
    private readonly Found[] _found;
    private readonly Answer[] _answers;
    private long _round;
    private long _asOfUs;

    public PlainBank(LoadedRulebook rulebook, Frame frame)
    {
        (_rulebook, _frame) = (rulebook, frame);
        _stores =
        [
            .. rulebook.Stores.Select(s => new PlainStore(_slab, s.PeriodUs + rulebook.LatenessUs, s.DistinctWindows, s.IsOfAllTime)),
        ];
        _calendar = new CalendarBounds(rulebook.Zone);
        (_lookups, _windows) = ([.. rulebook.Lookups], [.. rulebook.Windows]);
        _storesByKind =
        [
            .. Enumerable
                .Range(0, 32)
                .Select(k => Enumerable.Range(0, _stores.Length).Where(i => (rulebook.Stores[i].Kinds >> k & 1) != 0).ToArray()),
        ];
        _found = new Found[_lookups.Length];
        _answers = new Answer[_windows.Length];
    }

    /// <summary>The latest event time folded in: what lapses is counted from here.</summary>
    public long WatermarkUs { get; set; } = long.MinValue / 2;

    public IReadOnlyList<PlainStore> Stores => _stores;

    public long Entries => _stores.Sum(s => s.Entries);

    public long Bytes => _slab.Bytes + _stores.Sum(s => s.Bytes);

    private struct Found
    {
        public long Round;
        public int Place;
        public bool WithThis;
        public bool RateMissing;
    }

    private struct Answer
    {
        public long Round;
        public long Value;
        public bool IsEmpty;
        public bool RateMissing;
    }

    /// <summary>The frame holds another payment: what was found for the last one is forgotten.</summary>
    public void Begin()
    {
        _round++;
        _asOfUs = Math.Max(_frame.Payment.TimeUs, WatermarkUs - _rulebook.LatenessUs);
    }

    public long Read(int window, long orElse)
    {
        ref var answer = ref _answers[window];
        if (answer.Round != _round)
        {
            // Kept with the answer: every rule that asks this window must hear that a rate was missing, not only the first.
            var before = _frame.RateMissing;
            _frame.RateMissing = false;
            answer.Round = _round;
            answer.IsEmpty = !Compute(_windows[window], out answer.Value);
            answer.RateMissing = _frame.RateMissing;
            _frame.RateMissing = before;
        }
        _frame.RateMissing |= answer.RateMissing;
        return answer.IsEmpty ? orElse : answer.Value;
    }

    /// <summary>The payment in the frame counts from now on.</summary>
    /// <param name="blocked">It counts only where blocked payments do.</param>
    public void Add(bool blocked)
    {
        foreach (var index in _storesByKind[(int)_frame.Payment.Kind])
        {
            if (TryEntry(index, blocked, out var key, out var value, out var distinct))
            {
                _stores[index].Add(key, _frame.Payment.TimeUs, value, distinct, WatermarkUs);
            }
        }
    }

    /// <summary>The payment in the frame no longer counts.</summary>
    public void Remove(bool blocked)
    {
        foreach (var index in _storesByKind[(int)_frame.Payment.Kind])
        {
            if (TryEntry(index, blocked, out var key, out var value, out var distinct))
            {
                _stores[index].Remove(key, _frame.Payment.TimeUs, value, distinct);
            }
        }
    }

    private bool TryEntry(int index, bool blocked, out WindowKey key, out long value, out ulong distinct)
    {
        var spec = _rulebook.Stores[index];
        (key, value, distinct) = (default, 0, 0);
        if (blocked && !spec.IncludingBlocked)
        {
            return false;
        }
        key = spec.Key(_frame);
        if (key.IsAbsent)
        {
            return false;
        }
        _frame.RateMissing = false;
        if (spec.Filter is { } filter && !filter(_frame))
        {
            return false;
        }
        value = spec.Value?.Invoke(_frame) ?? 0;
        distinct = spec.Distinct?.Invoke(_frame) ?? 0;
        // What cannot be valued is not summed as nothing: it stays out, and the decision said so.
        return !_frame.RateMissing;
    }

    private ref Found Find(int lookup)
    {
        ref var found = ref _found[lookup];
        if (found.Round != _round)
        {
            found.Round = _round;
            var spec = _lookups[lookup];
            var key = spec.Key(_frame);
            found.Place = key.IsAbsent ? -1 : _stores[spec.Store].Find(key);
            var before = _frame.RateMissing;
            _frame.RateMissing = false;
            found.WithThis = !key.IsAbsent && IsEntry(spec, key);
            found.RateMissing = _frame.RateMissing;
            _frame.RateMissing = before;
        }
        _frame.RateMissing |= found.RateMissing;
        return ref found;
    }

    /// <summary>Would the payment itself be an entry under the key that is asked for?</summary>
    private bool IsEntry(LookupSpec spec, WindowKey key)
    {
        var store = _rulebook.Stores[spec.Store];
        return (store.Kinds >> (int)_frame.Payment.Kind & 1) != 0
            && (store.Filter is null || store.Filter(_frame))
            && (spec.IsStoreKey || store.Key(_frame) == key);
    }

    private bool Compute(WindowSpec window, out long value)
    {
        ref var found = ref Find(window.Lookup);
        var withThis = found.WithThis && !window.BeforeThis;
        if (window.Period.Kind != PeriodKind.EachMonth)
        {
            return InRange(window, found.Place, (StartUs(window.Period), _asOfUs), withThis, window.DistinctIndex, out value);
        }
        value = long.MaxValue;
        var untilUs = _asOfUs;
        for (var month = 0; month < window.Period.Months; month++)
        {
            var fromUs = _calendar.MonthStartUs(_asOfUs, month);
            // The payment at hand counts in the month as of which it is decided.
            InRange(window, found.Place, (fromUs, untilUs), withThis && month == 0, window.DistinctIndex + month, out var one);
            value = Math.Min(value, one);
            untilUs = fromUs - 1;
        }
        return true;
    }

    /// <summary>The first moment that a window sees.</summary>
    private long StartUs(in WindowPeriod period) =>
        period.Kind switch
        {
            PeriodKind.Rolling => _asOfUs - period.Us + 1,
            PeriodKind.Day => _calendar.DayStartUs(_asOfUs),
            PeriodKind.AllTime => long.MinValue + 1,
            _ => _calendar.MonthStartUs(_asOfUs, period.Months - 1),
        };

    /// <summary>The window over the entries of a time, both ends included; false where it is empty and gives nothing by itself.</summary>
    /// <param name="place">Of the key's entries; below 0 where there are none.</param>
    private bool InRange(WindowSpec window, int place, (long FromUs, long UntilUs) time, bool withThis, int distinct, out long value)
    {
        if (place < 0)
        {
            return OfThisAlone(window, withThis, out value);
        }
        var store = _stores[window.Store];
        var entries = store.EntriesAt(place);
        var high = PlainRanges.After(entries, time.UntilUs);
        var low = PlainRanges.After(entries[..high], time.FromUs - 1);
        if (low == high)
        {
            return OfThisAlone(window, withThis, out value);
        }
        var range = entries[low..high];
        var spec = _rulebook.Stores[window.Store];
        var here = withThis && spec.Value is { } valueOf ? valueOf(_frame) : 0;
        switch (window.Aggregate)
        {
            case Aggregate.Count:
                value = range.Length + (withThis ? 1 : 0);
                break;
            case Aggregate.Sum:
                value = Arithmetic.Add(Total(range), here);
                break;
            case Aggregate.Average:
                value = Arithmetic.Add(Total(range), here) / (range.Length + (withThis ? 1 : 0));
                break;
            case Aggregate.Distinct:
                var own = withThis ? spec.Distinct!(_frame) : 0;
                var (count, contains) = store.Distinct(place, low, high, distinct, own);
                value = count + (own != 0 && !contains ? 1 : 0);
                break;
            default:
                value = Extreme(window, range, withThis, here);
                break;
        }
        return true;
    }

    /// <summary>What the window gives when it holds at most the payment itself; false for nothing at all.</summary>
    private bool OfThisAlone(WindowSpec window, bool withThis, out long value)
    {
        var spec = _rulebook.Stores[window.Store];
        value = !withThis
            ? 0
            : window.Aggregate switch
            {
                Aggregate.Count => 1,
                Aggregate.Distinct => spec.Distinct!(_frame) != 0 ? 1 : 0,
                _ => window.ByTime ? _frame.Payment.TimeUs : spec.Value!(_frame),
            };
        return withThis || window.Aggregate is Aggregate.Count or Aggregate.Sum or Aggregate.Distinct;
    }

    private static long Total(ReadOnlySpan<Entry> range) => unchecked(range[^1].Prefix - range[0].Prefix + range[0].Value);

    private long Extreme(WindowSpec window, ReadOnlySpan<Entry> range, bool withThis, long here)
    {
        if (window.ByTime)
        {
            var (first, last) = (range[0].TimeUs, range[^1].TimeUs);
            var isEarliest = window.Aggregate is Aggregate.First or Aggregate.Min;
            return isEarliest ? first
                : withThis ? Math.Max(last, _frame.Payment.TimeUs)
                : last;
        }
        switch (window.Aggregate)
        {
            case Aggregate.First:
                return range[0].Value;
            case Aggregate.Last:
                return withThis ? here : range[^1].Value;
            case Aggregate.Min:
                var min = withThis ? here : long.MaxValue;
                foreach (ref readonly var entry in range)
                {
                    min = Math.Min(min, entry.Value);
                }
                return min;
            default:
                var max = withThis ? here : long.MinValue;
                foreach (ref readonly var entry in range)
                {
                    max = Math.Max(max, entry.Value);
                }
                return max;
        }
    }
}
