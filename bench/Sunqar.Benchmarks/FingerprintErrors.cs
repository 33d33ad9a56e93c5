namespace Sunqar.Benchmarks;

/// <summary>Error rates of comparisons, each finger counted as often as a resample drew it (a pair as often as both of its fingers
/// together).</summary>
internal sealed class FingerprintErrors
{
    /// <summary>Scores from the highest down, with how much each weighs; sums up to and with it.</summary>
    private readonly (double Score, double Sum)[] _impostors;
    private readonly (double Score, double Sum)[] _genuine;

    public FingerprintErrors(double[][] genuine, List<(int Other, double Score)>[] impostors, int[] times)
    {
        _genuine = Summed(genuine.SelectMany((own, finger) => own.Select(score => (score, (double)times[finger]))));
        _impostors = Summed(
            impostors.SelectMany((others, finger) => others.Select(pair => (pair.Score, (double)times[finger] * times[pair.Other])))
        );
    }

    /// <summary>Where both rates meet.</summary>
    public double EqualErrorRate
    {
        get
        {
            var rate = 1.0;
            foreach (var (score, _) in _impostors)
            {
                var (falsely, missed) = (FalseMatchRate(score), FalseNonMatchRate(score));
                rate = Math.Min(rate, Math.Max(falsely, missed));
                if (falsely > missed)
                    break;
            }
            return rate;
        }
    }

    public double FalseMatchRate(double threshold) => Reaching(_impostors, threshold) / _impostors[^1].Sum;

    public double FalseNonMatchRate(double threshold) => 1 - Reaching(_genuine, threshold) / _genuine[^1].Sum;

    /// <summary>The lowest threshold at which no more than a share of impostors match.</summary>
    public double ThresholdAt(double falseMatchRate)
    {
        var allowed = falseMatchRate * _impostors[^1].Sum;
        foreach (var (score, sum) in _impostors)
        {
            if (sum > allowed)
                return Math.BitIncrement(score);
        }
        return 0;
    }

    private static double Reaching((double Score, double Sum)[] sorted, double threshold)
    {
        int low = 0,
            high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle].Score >= threshold)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? 0 : sorted[low - 1].Sum;
    }

    private static (double Score, double Sum)[] Summed(IEnumerable<(double Score, double Weight)> scores)
    {
        var sorted = scores.Where(one => one.Weight > 0).OrderByDescending(one => one.Score).ToArray();
        var sum = 0.0;
        return [.. sorted.Select(one => (one.Score, sum += one.Weight))];
    }
}
