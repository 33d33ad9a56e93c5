using System.Runtime.InteropServices;

namespace Sunqar.Core.Networks;

/// <summary>
/// Legs in bins of one percent of value, each bin by time: all legs of about a value within some minutes are found without looking at the others of
/// those minutes.
/// </summary>
internal sealed class LegIndex
{
    private const double BinWidth = 0.01;

    private readonly LegColumns _legs;
    private readonly int _firstBin;
    private readonly int[] _start;
    private readonly int[] _order;
    private readonly long[] _timeUs;

    public LegIndex(LegColumns legs)
    {
        _legs = legs;
        var values = legs.LogValue;
        var (least, most) = (int.MaxValue, int.MinValue);
        for (var leg = 0; leg < legs.Count; leg++)
        {
            least = Math.Min(least, Bin(values[leg]));
            most = Math.Max(most, Bin(values[leg]));
        }
        _firstBin = legs.Count == 0 ? 0 : least;
        _start = new int[legs.Count == 0 ? 1 : most - least + 2];
        for (var leg = 0; leg < legs.Count; leg++)
        {
            _start[Bin(values[leg]) - _firstBin + 1]++;
        }
        for (var b = 1; b < _start.Length; b++)
        {
            _start[b] += _start[b - 1];
        }
        _order = new int[legs.Count];
        _timeUs = new long[legs.Count];
        var next = (int[])_start.Clone();
        for (var leg = 0; leg < legs.Count; leg++)
        {
            var place = next[Bin(values[leg]) - _firstBin]++;
            _order[place] = leg;
            _timeUs[place] = legs.TimeUs[leg];
        }
    }

    /// <summary>Counts the legs whose value and time lie within the bounds, both ends included, to their accounts.</summary>
    public void Count(double logLow, double logHigh, long fromUs, long toUs, Dictionary<int, int> byAccount)
    {
        var values = _legs.LogValue;
        var lowBin = Math.Max(Bin(logLow) - _firstBin, 0);
        var highBin = Math.Min(Bin(logHigh) - _firstBin, _start.Length - 2);
        for (var bin = lowBin; bin <= highBin; bin++)
        {
            var times = _timeUs.AsSpan(_start[bin], _start[bin + 1] - _start[bin]);
            for (var k = LowerBound(times, fromUs); k < times.Length && times[k] <= toUs; k++)
            {
                var leg = _order[_start[bin] + k];
                if (values[leg] >= logLow && values[leg] <= logHigh)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(byAccount, _legs.Account(leg), out _)++;
                }
            }
        }
    }

    private static int Bin(double logValue) => (int)Math.Floor(logValue / BinWidth);

    private static int LowerBound(ReadOnlySpan<long> times, long fromUs)
    {
        int low = 0, high = times.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (times[middle] < fromUs) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
