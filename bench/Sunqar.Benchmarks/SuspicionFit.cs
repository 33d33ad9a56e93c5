using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench suspicion FILE...</c>: fits the weights of <see cref="SuspicionWeights"/> to labelled files (AMLSim, AMLGentex, truth of their
/// own) together and prints them, with the F1 that two-fold fitting (by planted pattern, and by sender for the rest) gives on each file:
/// what the same recipe is worth on patterns it was not fitted to.
/// </summary>
internal static class SuspicionFit
{
    private const double Ridge = 0.5;
    private const int Rounds = 3;

    /// <summary>AMLSim's fans last most of a year and its random walks have no shape: they would teach artefacts.</summary>
    private static readonly HashSet<string> NotLearned = ["amlsim:fan_in", "amlsim:fan_out", "amlsim:random"];

    public static int Run(string[] files)
    {
        if (files.Length == 0)
        {
            Console.Error.WriteLine("sunqar bench suspicion: name one or more labelled transfers files.");
            return 2;
        }
        var samples = files.Select(file => new Labelled(file)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var sample in samples)
            {
                sample.Hear(round > 0);
            }
            var weights = Fit(samples, fold: -1);
            for (var fold = 0; fold < 2; fold++)
            {
                var half = Fit(samples, fold);
                foreach (var sample in samples)
                {
                    sample.Judge(half, fold);
                }
            }
            foreach (var sample in samples)
            {
                sample.Adopt();
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{{\"round\":{round},\"file\":\"{Path.GetFileName(sample.File)}\",\"two_fold_f1_of_pairs\":{sample.F1():F3}}}"
                    )
                );
            }
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"round\":{round},\"bias\":{weights[0]:F2},\"signs\":[{Texts(weights[1..(1 + PairEvidence.Signs)])}],\"neighbours\":[{Texts(weights[(1 + PairEvidence.Signs)..])}]}}"
                )
            );
        }
        return 0;
    }

    private static string Texts(double[] weights) => string.Join(", ", weights.Select(w => w.ToString("F2", CultureInfo.InvariantCulture)));

    /// <summary>Logistic regression by Newton's method on everything outside a fold.</summary>
    private static double[] Fit(List<Labelled> samples, int fold)
    {
        var rows = samples.SelectMany(s => s.Learned(fold)).ToList();
        var n = 1 + PairEvidence.Signs + SuspicionWeights.Heard;
        var weights = new double[n];
        for (var pass = 0; pass < 15; pass++)
        {
            var gradient = new double[n];
            var hessian = new double[n, n];
            foreach (var (x, y) in rows)
            {
                var p = Probability(weights, x);
                for (var a = 0; a < n; a++)
                {
                    gradient[a] += (p - y) * x[a];
                    for (var b = 0; b < n; b++)
                    {
                        hessian[a, b] += p * (1 - p) * x[a] * x[b];
                    }
                }
            }
            for (var a = 0; a < n; a++)
            {
                gradient[a] += Ridge * weights[a];
                hessian[a, a] += Ridge;
            }
            var step = Solve(hessian, gradient);
            for (var a = 0; a < n; a++)
            {
                weights[a] -= Math.Clamp(step[a], -4, 4);
            }
        }
        return weights;
    }

    private static double Probability(double[] weights, double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * x[i];
        }
        return Logistic.Probability(Math.Clamp(sum, -30, 30));
    }

    /// <summary>Gauss–Jordan without pivoting: the ridge keeps the diagonal away from zero.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
            {
                if (b == a)
                    continue;
                var factor = matrix[b, a] / matrix[a, a];
                for (var c = a; c < n; c++)
                {
                    matrix[b, c] -= factor * matrix[a, c];
                }
                right[b] -= factor * right[a];
            }
        }
        return [.. right.Select((value, a) => value / matrix[a, a])];
    }

    /// <summary>One labelled file: its one-off pairs, what is observed on them, and which are laundering.</summary>
    private sealed class Labelled
    {
        private readonly PairEvidence _evidence;
        private readonly int[] _label;
        private readonly int[] _fold;
        private readonly bool[] _learned;
        private readonly float[] _thought;
        private readonly float[] _next;
        private readonly double[][] _features;

        public Labelled(string file)
        {
            File = file;
            var builder = new TransferTableBuilder();
            if (TransferFile.Read(file, null, builder) is not TransferFileOutcome.Completed read)
                throw new InvalidOperationException($"{file} is no transfers file.");
            var table = builder.Build();
            var truth = new Dictionary<string, TruthRow>();
            using (var stream = System.IO.File.OpenRead(file))
            {
                if (TruthFile.Read(stream, file, row => truth[row.TransferId] = row) is not TransferFileOutcome.Completed)
                    throw new InvalidOperationException($"{file} has no labels.");
            }
            _evidence = new MiningGround(TransferGraph.Build(table), 720L * 3_600_000_000).Evidence;
            var pairs = _evidence.Pairs;
            _label = new int[pairs.Count];
            _fold = new int[pairs.Count];
            _learned = new bool[pairs.Count];
            _thought = new float[pairs.Count];
            _next = new float[pairs.Count];
            _features = new double[pairs.Count][];
            for (var pair = 0; pair < pairs.Count; pair++)
            {
                var planted = truth.GetValueOrDefault(table.Id(pairs.Rows(pair)[0]));
                _label[pair] = planted is null ? 0 : 1;
                _fold[pair] = (planted is null ? pairs.From[pair] : planted.PatternId.Sum(c => c)) % 2;
                _learned[pair] = planted is null || !NotLearned.Contains($"{read.Format}:{planted.Kind}");
            }
        }

        public string File { get; }

        public void Hear(bool others)
        {
            Span<double> heard = stackalloc double[SuspicionWeights.Heard];
            for (var pair = 0; pair < _features.Length; pair++)
            {
                heard.Clear();
                if (others)
                    Suspicion.Hear(_evidence, _thought, pair, heard);
                _features[pair] = [1, .. _evidence.Of(pair).ToArray().Select(sign => (double)sign), .. heard];
            }
        }

        public IEnumerable<(double[] X, int Y)> Learned(int but)
        {
            for (var pair = 0; pair < _features.Length; pair++)
            {
                if (_learned[pair] && _fold[pair] != but)
                    yield return (_features[pair], _label[pair]);
            }
        }

        public void Judge(double[] weights, int part)
        {
            for (var pair = 0; pair < _features.Length; pair++)
            {
                if (_fold[pair] == part)
                    _next[pair] = (float)Probability(weights, _features[pair]);
            }
        }

        public void Adopt() => _next.CopyTo(_thought, 0);

        public double F1()
        {
            int right = 0,
                claimed = 0;
            for (var pair = 0; pair < _label.Length; pair++)
            {
                if (_thought[pair] < 0.5)
                    continue;
                claimed++;
                right += _label[pair];
            }
            return 2.0 * right / Math.Max(1, claimed + _label.Sum());
        }
    }
}
