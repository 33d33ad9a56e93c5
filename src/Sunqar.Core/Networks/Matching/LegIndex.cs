using System.Runtime.InteropServices;

namespace Sunqar.Core.Networks.Matching;

/// <summary>
/// Legs in bins of one percent of value, each bin by time: all legs of about a value within some minutes are found without looking at the others of
/// those minutes.
/// </summary>
internal sealed class LegIndex
{
    private const double BinWidth = 0.01;

    /// <summary>More than what rounding can shift a bound by.</summary>
    private const double Rounding = 1e-9;

    private readonly Dictionary<int, Bin> bins = [];

    public void Add(int account, long timeUs, double logValue)
    {
        ref var bin = ref CollectionsMarshal.GetValueRefOrAddDefault(bins, Number(logValue), out _);
        (bin ??= new Bin()).Add(timeUs, new Leg(account, logValue));
    }

    public void Remove(int account, long timeUs, double logValue) => bins[Number(logValue)].Remove(timeUs, new Leg(account, logValue));

    /// <summary>Puts in order what was added, so that several threads may ask.</summary>
    public void Settle()
    {
        foreach (var bin in bins.Values)
        {
            bin.Settle();
        }
    }

    /// <summary>Counts the legs that agree with one of a value to their accounts.</summary>
    /// <param name="isFirst">Whether the value is the first leg's; then the other's less it must lie within the bounds, else it less the other's.</param>
    /// <param name="fromUs">Times of the other leg, both ends included.</param>
    public void Count(double logValue, bool isFirst, double low, double high, long fromUs, long toUs, Dictionary<int, int> byAccount)
    {
        var (least, most) = isFirst ? (logValue + low, logValue + high) : (logValue - high, logValue - low);
        for (var number = Number(least - Rounding); number <= Number(most + Rounding); number++)
        {
            if (!bins.TryGetValue(number, out var bin)) continue;
            var times = bin.From(fromUs, out var legs);
            for (var k = 0; k < times.Length && times[k] <= toUs; k++)
            {
                var difference = isFirst ? legs[k].LogValue - logValue : logValue - legs[k].LogValue;
                if (difference >= low && difference <= high) CollectionsMarshal.GetValueRefOrAddDefault(byAccount, legs[k].Account, out _)++;
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

        private long[] timeUs = new long[4];
        private Leg[] legs = new Leg[4];
        private int count;
        private int settled;

        public void Add(long time, Leg leg)
        {
            if (count == legs.Length)
            {
                Array.Resize(ref timeUs, count * 2);
                Array.Resize(ref legs, count * 2);
            }
            (timeUs[count], legs[count]) = (time, leg);
            if (settled == count && (count == 0 || timeUs[count - 1] <= time)) settled++;
            count++;
        }

        public void Remove(long time, Leg leg)
        {
            Settle();
            var place = FirstAt(time);
            while (timeUs[place] != time || legs[place] != leg)
            {
                place++;
            }
            Array.Copy(timeUs, place + 1, timeUs, place, count - place - 1);
            Array.Copy(legs, place + 1, legs, place, count - place - 1);
            settled = --count;
        }

        /// <summary>The legs at or after a time.</summary>
        public ReadOnlySpan<long> From(long fromUs, out ReadOnlySpan<Leg> theirs)
        {
            Settle();
            var place = FirstAt(fromUs);
            theirs = legs.AsSpan(place, count - place);
            return timeUs.AsSpan(place, count - place);
        }

        public void Settle()
        {
            if (settled == count) return;
            if (count - settled > FewMax)
            {
                Array.Sort(timeUs, legs, 0, count);
                settled = count;
            }
            for (; settled < count; settled++)
            {
                var (time, leg) = (timeUs[settled], legs[settled]);
                var place = FirstAt(time);
                Array.Copy(timeUs, place, timeUs, place + 1, settled - place);
                Array.Copy(legs, place, legs, place + 1, settled - place);
                (timeUs[place], legs[place]) = (time, leg);
            }
        }

        /// <summary>The place of the first settled leg at or after a time.</summary>
        private int FirstAt(long time)
        {
            int low = 0, high = settled;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (timeUs[middle] < time) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }
}
