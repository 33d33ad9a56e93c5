using System.Diagnostics;
using System.Text.Json;
using Sunqar.Core.Biometrics;
using Sunqar.Simulation.Fingers;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench fingerprints [FINGERS] [SEED]</c>: prints of invented fingers, four each, extracted and compared: every pair of prints of one
/// finger, and the first two prints of every finger with those of every other. Error rates with 95 % intervals by bootstrap over fingers;
/// the DET curve as the rate of false non-matches at given rates of false matches; CPU of extraction and of one comparison. One JSON line
/// each. The seed 9001 was tuned on; the default was not.
/// </summary>
internal static class FingerprintsBench
{
    private const int Impressions = 4;
    private const int FirstOfOthers = 2;
    private const int Resamples = 200;

    private static readonly double[] FalseMatchRates = [0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];

    public static int Run(string[] args)
    {
        var fingers = args.Length > 0 ? int.Parse(args[0], null) : 500;
        var seed = args.Length > 1 ? ulong.Parse(args[1], null) : 20_260;
        var prints = new MinutiaCylinders?[fingers][];
        var (extracting, preparing, minutiae, refused) = (0L, 0L, 0L, 0);
        Parallel.For(
            0,
            fingers,
            finger =>
            {
                var drawn = new SyntheticFinger(seed, finger);
                prints[finger] = new MinutiaCylinders?[Impressions];
                for (var i = 0; i < Impressions; i++)
                {
                    var print = drawn.Impression(i + 1);
                    var from = CpuClock.Nanoseconds;
                    var extraction = FingerExtractor.Extract(new FingerImage(print.Width, print.Height, print.Grey, 500));
                    var between = CpuClock.Nanoseconds;
                    Interlocked.Add(ref extracting, between - from);
                    if (extraction is not Extraction.Extracted { Template: var template })
                    {
                        Interlocked.Increment(ref refused);
                        continue;
                    }
                    prints[finger][i] = MinutiaCylinders.Of(template);
                    Interlocked.Add(ref preparing, CpuClock.Nanoseconds - between);
                    Interlocked.Add(ref minutiae, template.Minutiae.Count);
                }
            }
        );
        var count = fingers * Impressions;
        Print(
            new
            {
                bench = "fingerprint_extract",
                seed,
                fingers,
                prints = count,
                refused,
                minutiae_a_print = Math.Round((double)minutiae / (count - refused), 1),
                extract_ms = Math.Round(extracting / 1e6 / count, 2),
                prepare_ms = Math.Round(preparing / 1e6 / count, 3),
            }
        );
        var compared = CpuClock.Nanoseconds;
        var genuine = Genuine(prints);
        var impostors = Impostors(prints);
        compared = CpuClock.Nanoseconds - compared;
        Tell(genuine, impostors, compared, seed);
        return 0;
    }

    /// <summary>For each finger the scores of its own pairs; a print that was refused scores nothing.</summary>
    private static double[][] Genuine(MinutiaCylinders?[][] prints) =>
        [
            .. prints.Select(own =>
                (
                    from i in Enumerable.Range(0, Impressions)
                    from j in Enumerable.Range(i + 1, Impressions - i - 1)
                    select Score(own[i], own[j])
                ).ToArray()
            ),
        ];

    /// <summary>For each finger the scores with every later one.</summary>
    private static List<(int Other, double Score)>[] Impostors(MinutiaCylinders?[][] prints)
    {
        var scores = new List<(int, double)>[prints.Length];
        for (var one = 0; one < prints.Length; one++)
        {
            scores[one] = [];
            for (var other = one + 1; other < prints.Length; other++)
            {
                for (var i = 0; i < FirstOfOthers; i++)
                {
                    for (var j = 0; j < FirstOfOthers; j++)
                        scores[one].Add((other, Score(prints[one][i], prints[other][j])));
                }
            }
        }
        return scores;
    }

    private static double Score(MinutiaCylinders? one, MinutiaCylinders? other) =>
        one is not null && other is not null && FingerMatcher.Compare(one, other) is FingerComparison.Compared compared
            ? compared.Score
            : 0;

    private static void Tell(double[][] genuine, List<(int Other, double Score)>[] impostors, long compared, ulong seed)
    {
        var whole = Enumerable.Repeat(1, genuine.Length).ToArray();
        var curve = new FingerprintErrors(genuine, impostors, whole);
        var random = new Random(7);
        var resampled = Enumerable
            .Range(0, Resamples)
            .Select(_ =>
            {
                var times = new int[genuine.Length];
                for (var i = 0; i < times.Length; i++)
                    times[random.Next(times.Length)]++;
                return new FingerprintErrors(genuine, impostors, times);
            })
            .ToList();
        var comparisons = genuine.Sum(own => own.Length) + impostors.Sum(other => other.Count);
        Print(
            new
            {
                bench = "fingerprint_match",
                seed,
                genuine = genuine.Sum(own => own.Length),
                impostors = impostors.Sum(other => other.Count),
                eer = Percent(curve.EqualErrorRate),
                eer_95 = Interval(resampled, errors => errors.EqualErrorRate),
                threshold = FingerMatcher.Threshold,
                fmr = Rate(curve.FalseMatchRate(FingerMatcher.Threshold)),
                fmr_95 = Interval(resampled, errors => errors.FalseMatchRate(FingerMatcher.Threshold)),
                false_matches = impostors.Sum(other => other.Count(one => one.Score >= FingerMatcher.Threshold)),
                fnmr = Percent(curve.FalseNonMatchRate(FingerMatcher.Threshold)),
                fnmr_95 = Interval(resampled, errors => errors.FalseNonMatchRate(FingerMatcher.Threshold)),
                match_ms = Math.Round(compared / 1e6 / comparisons, 3),
            }
        );
        foreach (var rate in FalseMatchRates)
        {
            var threshold = curve.ThresholdAt(rate);
            Print(
                new
                {
                    bench = "fingerprint_det",
                    fmr = rate,
                    threshold = Math.Round(threshold, 4),
                    fnmr = Percent(curve.FalseNonMatchRate(threshold)),
                    fnmr_95 = Interval(resampled, errors => errors.FalseNonMatchRate(errors.ThresholdAt(rate))),
                }
            );
        }
    }

    private static string Interval(List<FingerprintErrors> resampled, Func<FingerprintErrors, double> rate)
    {
        var sorted = resampled.Select(rate).Order().ToList();
        return $"{Rate(sorted[sorted.Count / 40])} to {Rate(sorted[sorted.Count - 1 - sorted.Count / 40])}";
    }

    private static string Percent(double rate) => (100 * rate).ToString("0.00", null) + " %";

    private static string Rate(double rate) =>
        rate == 0 ? "0"
        : rate < 0.001 ? rate.ToString("0.0e0", null)
        : Percent(rate);

    private static void Print<T>(T line) => Console.WriteLine(JsonSerializer.Serialize(line));
}
