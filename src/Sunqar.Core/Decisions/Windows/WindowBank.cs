using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// All windows of one engine. An answer is as of the payment's event time t: the entries in (t − period, t], the payment itself included
/// where the window would keep it. An event later than the allowed lateness is answered as of the latest event seen less that lateness.
/// </summary>
internal sealed class WindowBank : IWindowReader
{
    private readonly long _latenessUs;
    private readonly Frame _frame;
    private readonly ByteSlab _slab = new();
    private readonly SubjectTable _subjects = new();
    private readonly StoreSpec[] _specs;
    private readonly WindowStore[] _stores;
    private readonly LookupSpec[] _lookups;
    private readonly WindowSpec[] _windows;
    private readonly int[][] _storesByKind;
    private readonly CalendarBounds _calendar;
    private readonly Coming[] _coming;
    private readonly int[] _counting;
    private readonly Found[] _found;
    private readonly Answer[] _answers;
    private long _round;
    private long _asOfUs;

    public WindowBank(LoadedRulebook rulebook, Frame frame)
    {
        (_latenessUs, _frame) = (rulebook.LatenessUs, frame);
        _specs = [.. rulebook.Stores];
        _stores =
        [
            .. _specs.Select(s => new WindowStore(
                _slab,
                _subjects,
                s.IsWide,
                s.PeriodUs + rulebook.LatenessUs,
                s.Value is not null,
                s.DistinctWindows,
                s.IsOfAllTime
            )),
        ];
        _calendar = new CalendarBounds(rulebook.Zone);
        (_lookups, _windows) = ([.. rulebook.Lookups], [.. rulebook.Windows]);
        _storesByKind =
        [
            .. Enumerable
                .Range(0, 32)
                .Select(k => Enumerable.Range(0, _stores.Length).Where(i => (_specs[i].Kinds >> k & 1) != 0).ToArray()),
        ];
        (_coming, _counting) = (new Coming[_stores.Length], new int[_stores.Length]);
        _found = new Found[_lookups.Length];
        _answers = new Answer[_windows.Length];
    }

    /// <summary>The latest event time folded in: what lapses is counted from here.</summary>
    public long WatermarkUs { get; set; } = long.MinValue / 2;

    public IReadOnlyList<WindowStore> Stores => _stores;

    /// <summary>The ids that keys and entries name by number.</summary>
    public SubjectTable Subjects => _subjects;

    public long Entries => _stores.Sum(s => s.Entries);

    public long Bytes => _slab.Bytes + _subjects.Bytes + _stores.Sum(s => s.Bytes);

    /// <summary>What the payment at hand would be in a store.</summary>
    private struct Coming
    {
        public long Round;
        public WindowKey Key;
        public KeyPlace Place;
        public long Value;
        public ulong Distinct;

        /// <summary>It is of those that the store keeps; and a rate was missing to tell that, or to tell its value.</summary>
        public bool IsKept,
            FilterUnrated,
            ValueUnrated,
            IsLocated;
    }

    private struct Found
    {
        public long Round;
        public uint Handle;
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

    /// <summary>The frame holds another payment: what was found for the last one is forgotten. Whatever it will ask for and change is
    /// asked for now, in steps of what does not depend on another, so that the waits for memory pass together.</summary>
    public void Begin()
    {
        _round++;
        _asOfUs = Math.Max(_frame.Payment.TimeUs, WatermarkUs - _latenessUs);
        var count = 0;
        foreach (var index in _storesByKind[(int)_frame.Payment.Kind])
        {
            ref var coming = ref Of(index);
            if (!coming.IsKept || coming.Key.IsAbsent)
                continue;
            _counting[count++] = index;
            if (!_specs[index].IsWide)
                _subjects.Fetch(coming.Key.A);
            if (coming.Distinct != 0)
                _subjects.Fetch(coming.Distinct);
        }
        var counting = _counting.AsSpan(0, count);
        foreach (var index in counting)
        {
            ref var coming = ref _coming[index];
            if (!_specs[index].IsWide)
                _subjects.FetchSubject(coming.Key.A);
            if (coming.Distinct != 0)
                _subjects.FetchSubject(coming.Distinct);
        }
        foreach (var index in counting)
        {
            ref var coming = ref _coming[index];
            coming.Place = new KeyPlace(_stores[index].MarkOf(coming.Key), -1);
            _stores[index].FetchSlot(coming.Place.Mark);
        }
        foreach (var index in counting)
        {
            ref var coming = ref _coming[index];
            coming.Place = _stores[index].Locate(coming.Key, coming.Place.Mark);
            coming.IsLocated = true;
            _stores[index].FetchPage(coming.Place);
        }
    }

    /// <summary>Asks for the subjects of a payment that comes soon: at first for where they are looked up, and, when it is near, for
    /// themselves.</summary>
    public void Expect(in SealedPayment payment, bool isNear)
    {
        var (sender, recipient) = (payment.Sender, payment.Recipient);
        foreach (
            var subject in (ReadOnlySpan<SubjectId>)
                [sender.Person, sender.Card, sender.Account, recipient.Person, recipient.Card, recipient.Account, payment.Device]
        )
        {
            if (subject.IsNone)
                continue;
            if (isNear)
                _subjects.FetchSubject(subject.Value);
            else
                _subjects.Fetch(subject.Value);
        }
    }

    /// <summary>What the payment in the frame would be in a store.</summary>
    private ref Coming Of(int store)
    {
        ref var coming = ref _coming[store];
        if (coming.Round == _round)
            return ref coming;
        var spec = _specs[store];
        var before = _frame.RateMissing;
        _frame.RateMissing = false;
        coming = new Coming { Round = _round, Key = spec.Key(_frame) };
        coming.IsKept = (spec.Kinds >> (int)_frame.Payment.Kind & 1) != 0 && (spec.Filter is null || spec.Filter(_frame));
        coming.FilterUnrated = _frame.RateMissing;
        if (coming.IsKept)
        {
            _frame.RateMissing = false;
            coming.Value = spec.Value?.Invoke(_frame) ?? 0;
            coming.Distinct = spec.Distinct?.Invoke(_frame) ?? 0;
            coming.ValueUnrated = _frame.RateMissing;
        }
        _frame.RateMissing = before;
        return ref coming;
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
            ref var coming = ref Of(index);
            if (Counts(coming, index, blocked))
            {
                var store = _stores[index];
                var place = coming.IsLocated ? coming.Place : store.Locate(coming.Key);
                store.Add(place, coming.Key, _frame.Payment.TimeUs, coming.Value, coming.Distinct, WatermarkUs);
            }
        }
        // Places are no longer good.
        _round++;
    }

    /// <summary>The payment in the frame no longer counts.</summary>
    public void Remove(bool blocked)
    {
        foreach (var index in _storesByKind[(int)_frame.Payment.Kind])
        {
            ref var coming = ref Of(index);
            if (Counts(coming, index, blocked))
                _stores[index].Remove(coming.Key, _frame.Payment.TimeUs, coming.Value, coming.Distinct);
        }
        _round++;
    }

    /// <summary>What cannot be valued is not summed as nothing: it stays out, and the decision said so.</summary>
    private bool Counts(in Coming coming, int store, bool blocked) =>
        coming is { IsKept: true, FilterUnrated: false, ValueUnrated: false, Key.IsAbsent: false }
        && (!blocked || _specs[store].IncludingBlocked);

    private ref Found Find(int lookup)
    {
        ref var found = ref _found[lookup];
        if (found.Round != _round)
        {
            found.Round = _round;
            var spec = _lookups[lookup];
            ref var coming = ref Of(spec.Store);
            var key = spec.IsStoreKey ? coming.Key : spec.Key(_frame);
            var store = _stores[spec.Store];
            found.Handle =
                key.IsAbsent ? 0
                : spec.IsStoreKey && coming.IsLocated ? store.HandleAt(coming.Place)
                : store.Find(key);
            // Would the payment itself be an entry under the key that is asked for?
            found.WithThis = !key.IsAbsent && coming.IsKept && coming.Key == key;
            found.RateMissing = !key.IsAbsent && coming.FilterUnrated;
        }
        _frame.RateMissing |= found.RateMissing;
        return ref found;
    }

    private bool Compute(WindowSpec window, out long value)
    {
        ref var found = ref Find(window.Lookup);
        var withThis = found.WithThis && !window.BeforeThis;
        if (window.Period.Kind != PeriodKind.EachMonth)
        {
            return InRange(window, found.Handle, (StartUs(window.Period), _asOfUs), withThis, window.DistinctIndex, out value);
        }
        value = long.MaxValue;
        var untilUs = _asOfUs;
        for (var month = 0; month < window.Period.Months; month++)
        {
            var fromUs = _calendar.MonthStartUs(_asOfUs, month);
            // The payment at hand counts in the month as of which it is decided.
            InRange(window, found.Handle, (fromUs, untilUs), withThis && month == 0, window.DistinctIndex + month, out var one);
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
    /// <param name="handle">Of the key's entries; 0 where there are none.</param>
    private bool InRange(WindowSpec window, uint handle, (long FromUs, long UntilUs) time, bool withThis, int distinct, out long value)
    {
        if (handle == 0)
        {
            return OfThisAlone(window, withThis, out value);
        }
        var store = _stores[window.Store];
        var (low, high) = (store.After(handle, time.FromUs - 1), store.After(handle, time.UntilUs));
        if (low >= high)
        {
            return OfThisAlone(window, withThis, out value);
        }
        var own = withThis ? Own(window.Store, isValued: true) : default;
        var here = own.Value;
        var count = high - low + (withThis ? 1 : 0);
        switch (window.Aggregate)
        {
            case Aggregate.Count:
                value = count;
                break;
            case Aggregate.Sum:
                value = Arithmetic.Add(store.Sum(handle, low, high), here);
                break;
            case Aggregate.Average:
                value = Arithmetic.Add(store.Sum(handle, low, high), here) / count;
                break;
            case Aggregate.Distinct:
                var (different, contains) = store.Distinct(handle, low, high, distinct, own.Distinct);
                value = different + (own.Distinct != 0 && !contains ? 1 : 0);
                break;
            default:
                value = Extreme(window, store, handle, (low, high), withThis, here);
                break;
        }
        return true;
    }

    /// <summary>What the window gives when it holds at most the payment itself; false for nothing at all.</summary>
    private bool OfThisAlone(WindowSpec window, bool withThis, out long value)
    {
        value = !withThis
            ? 0
            : window.Aggregate switch
            {
                Aggregate.Count => 1,
                Aggregate.Distinct => Own(window.Store, isValued: false).Distinct != 0 ? 1 : 0,
                _ => window.ByTime ? _frame.Payment.TimeUs : Own(window.Store, isValued: true).Value,
            };
        return withThis || window.Aggregate is Aggregate.Count or Aggregate.Sum or Aggregate.Distinct;
    }

    /// <summary>What the payment at hand adds to a window over a store that keeps it.</summary>
    private (long Value, ulong Distinct) Own(int store, bool isValued)
    {
        ref var coming = ref Of(store);
        _frame.RateMissing |= isValued && coming.ValueUnrated;
        return (coming.Value, coming.Distinct);
    }

    private long Extreme(WindowSpec window, WindowStore store, uint handle, (int Low, int High) range, bool withThis, long here)
    {
        if (window.ByTime)
        {
            var isEarliest = window.Aggregate is Aggregate.First or Aggregate.Min;
            var end = store.At(handle, isEarliest ? range.Low : range.High - 1).TimeUs;
            return !isEarliest && withThis ? Math.Max(end, _frame.Payment.TimeUs) : end;
        }
        switch (window.Aggregate)
        {
            case Aggregate.First:
                return store.At(handle, range.Low).Value;
            case Aggregate.Last:
                return withThis ? here : store.At(handle, range.High - 1).Value;
            case Aggregate.Min:
                var (min, _) = store.Extremes(handle, range.Low, range.High);
                return withThis ? Math.Min(min, here) : min;
            default:
                var (_, max) = store.Extremes(handle, range.Low, range.High);
                return withThis ? Math.Max(max, here) : max;
        }
    }
}
