using System.Runtime.InteropServices;

namespace Sunqar.Core.Networks.Matching;

/// <summary>
/// Legs in bins of one percent of value, each bin by time: all legs of about a value within some minutes are found without looking at the
/// others of those minutes.
/// </summary>
internal sealed class LegIndex
{
    private const double BinWidth = 0.01;

    /// <summary>More than what rounding can shift a bound by.</summary>
    private const double Rounding = 1e-9;

    private readonly Dictionary<int, Bin> _bins = [];

    public void Add(int account, long timeUs, double logValue)
    {
        ref var bin = ref CollectionsMarshal.GetValueRefOrAddDefault(_bins, Number(logValue), out _);
        (bin ??= new Bin()).Add(timeUs, new Leg(account, logValue));
    }

    public void Remove(int account, long timeUs, double logValue) => _bins[Number(logValue)].Remove(timeUs, new Leg(account, logValue));

    /// <summary>Puts in order what was added, so that several threads may ask.</summary>
    public void Settle()
    {
        foreach (var bin in _bins.Values)
        {
            bin.Settle();
        }
    }

    /// <summary>Counts the legs that agree with one of a value to their accounts.</summary>
    /// <param name="isFirst">Whether the value is the first leg's; then the other's less it must lie within the bounds, else it less the
    /// other's.</param>
    /// <param name="fromUs">Times of the other leg, both ends included.</param>
    public void Count(double logValue, bool isFirst, double low, double high, long fromUs, long toUs, Dictionary<int, int> byAccount)
    {
        var (least, most) = isFirst ? (logValue + low, logValue + high) : (logValue - high, logValue - low);
        for (var number = Number(least - Rounding); number <= Number(most + Rounding); number++)
        {
            if (!_bins.TryGetValue(number, out var bin))
                continue;
            var times = bin.From(fromUs, out var legs);
            for (var k = 0; k < times.Length && times[k] <= toUs; k++)
            {
                var difference = isFirst ? legs[k].LogValue - logValue : logValue - legs[k].LogValue;
                if (difference >= low && difference <= high)
                    CollectionsMarshal.GetValueRefOrAddDefault(byAccount, legs[k].Account, out _)++;
            }
        }
    }

    private static int Number(double logValue) => (int)Math.Floor(logValue / BinWidth);

    private readonly record struct Leg(int Account, double LogValue);

    /// <summary>Legs by time; of one moment in any order, for they are only counted.</summary>
    private sealed class Bin
    {
        /// <summary>Fewer that came since are put in their places one by one.</summary>
        private const int FewMax = 16;

        private long[] _timeUs = new long[4];
        private Leg[] _legs = new Leg[4];
        private int _count;
        private int _settled;

        public void Add(long time, Leg leg)
        {
            if (_count == _legs.Length)
            {
                Array.Resize(ref _timeUs, _count * 2);
                Array.Resize(ref _legs, _count * 2);
            }
            (_timeUs[_count], _legs[_count]) = (time, leg);
            if (_settled == _count && (_count == 0 || _timeUs[_count - 1] <= time))
                _settled++;
            _count++;
        }

        public void Remove(long time, Leg leg)
        {
            Settle();
            var place = FirstAt(time);
            while (_timeUs[place] != time || _legs[place] != leg)
            {
                place++;
            }
            Array.Copy(_timeUs, place + 1, _timeUs, place, _count - place - 1);
            Array.Copy(_legs, place + 1, _legs, place, _count - place - 1);
            _settled = --_count;
        }

        /// <summary>The legs at or after a time.</summary>
        public ReadOnlySpan<long> From(long fromUs, out ReadOnlySpan<Leg> theirs)
        {
            Settle();
            var place = FirstAt(fromUs);
            theirs = _legs.AsSpan(place, _count - place);
            return _timeUs.AsSpan(place, _count - place);
        }

        public void Settle()
        {
            if (_settled == _count)
                return;
            if (_count - _settled > FewMax)
            {
                Array.Sort(_timeUs, _legs, 0, _count);
                _settled = _count;
            }
            for (; _settled < _count; _settled++)
            {
                var (time, leg) = (_timeUs[_settled], _legs[_settled]);
                var place = FirstAt(time);
                Array.Copy(_timeUs, place, _timeUs, place + 1, _settled - place);
                Array.Copy(_legs, place, _legs, place + 1, _settled - place);
                (_timeUs[place], _legs[place]) = (time, leg);
            }
        }

        /// <summary>The place of the first settled leg at or after a time.</summary>
        private int FirstAt(long time)
        {
            int low = 0,
                high = _settled;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (_timeUs[middle] < time)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }
}
