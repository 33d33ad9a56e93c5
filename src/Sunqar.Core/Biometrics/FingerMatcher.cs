using System.Numerics;

namespace Sunqar.Core.Biometrics;

/// <summary>What comparing two templates comes to.</summary>
public abstract record FingerComparison
{
    private FingerComparison() { }

    /// <param name="Score">0 to 1: how well the best pairs of minutiae agree with each other.</param>
    public sealed record Compared(double Score) : FingerComparison
    {
        /// <summary>Whether the two are held to be one finger, at <see cref="FingerMatcher.Threshold"/>.</summary>
        public bool IsMatch => Score >= FingerMatcher.Threshold;
    }

    /// <summary>One of the two has too few minutiae, or none of them near enough to others: no answer, and no match.</summary>
    public sealed record NotComparable : FingerComparison;
}

/// <summary>
/// Whether two templates are of one finger: cylinders of minutiae compared bit by bit, the best pairs then weighed by how well each fits
/// the others (Cappelli, Ferrara, Maltoni 2010: LSA-R with the paper's parameters; pairs are taken greedily, and by any turn where the
/// paper allows a quarter). No common origin is assumed, so prints may be shifted, turned, stretched and partial.
/// </summary>
public static class FingerMatcher
{
    /// <summary>Fewer minutiae say nothing of a finger.</summary>
    public const int MinutiaeMin = 8;

    /// <summary>Score from which two prints are held to be one finger's.</summary>
    public const double Threshold = 0.042;

    /// <summary>How often two different fingers reach <see cref="Threshold"/>, as measured on synthetic prints (docs/results.md): it proves
    /// little of real fingers.</summary>
    public const double ClaimedFalseMatchRate = 1e-4;

    /// <summary>The paper's min_ME: cells that both cylinders must have.</summary>
    private const double CommonShareMin = 0.6;

    /// <summary>The paper's min_nP, max_nP, μ_P, τ_P: how many pairs the score is the mean of, by the smaller template's size.</summary>
    private const int PairsMin = 4,
        PairsMax = 12;

    private const double PairsMean = 20,
        PairsSlope = 0.4;

    /// <summary>The paper's n_rel and w_R.</summary>
    private const int Rounds = 5;

    private const float OwnWeight = 0.5f;

    /// <summary>More pairs than these tell nothing new.</summary>
    private const int CandidatesMax = 96;

    private const int Levels = 256;

    private static readonly float[] Roots = [.. Enumerable.Range(0, 64 * MinutiaCylinders.Sections + 1).Select(n => MathF.Sqrt(n))];

    private readonly record struct Pair(short One, short Other, float Similarity);

    public static FingerComparison Compare(MinutiaCylinders one, MinutiaCylinders other)
    {
        if (Math.Min(one.MinutiaCount, other.MinutiaCount) < MinutiaeMin || Math.Min(one.Minutiae.Length, other.Minutiae.Length) < PairsMin)
            return new FingerComparison.NotComparable();
        var smaller = Math.Min(one.Minutiae.Length, other.Minutiae.Length);
        var pairs = Candidates(one, other, Math.Min(smaller, CandidatesMax));
        var wanted = PairsMin + (int)Math.Round((PairsMax - PairsMin) / (1 + Math.Exp(-PairsSlope * (smaller - PairsMean))));
        return new FingerComparison.Compared(Score(one, other, pairs, wanted));
    }

    /// <summary>The most similar pairs, no minutia twice.</summary>
    private static Pair[] Candidates(MinutiaCylinders one, MinutiaCylinders other, int count)
    {
        // Sorted by counting: similarity in 256 steps is finer than what is asked of its order.
        Span<int> levels = stackalloc int[Levels + 1];
        levels.Clear();
        var all = new List<Pair>(one.Minutiae.Length * other.Minutiae.Length / 2);
        for (var i = 0; i < one.Minutiae.Length; i++)
        {
            for (var j = 0; j < other.Minutiae.Length; j++)
            {
                var similarity = Similarity(one, i, other, j);
                if (similarity <= 0)
                    continue;
                all.Add(new Pair((short)i, (short)j, similarity));
                levels[Level(similarity) + 1]++;
            }
        }
        for (var i = 0; i < Levels; i++)
            levels[i + 1] += levels[i];
        var order = new int[all.Count];
        for (var i = 0; i < order.Length; i++)
            order[levels[Level(all[i].Similarity)]++] = i;
        var (taken, takenOther) = (new bool[one.Minutiae.Length], new bool[other.Minutiae.Length]);
        var best = new List<Pair>(count);
        foreach (var i in order)
        {
            var pair = all[i];
            if (taken[pair.One] || takenOther[pair.Other])
                continue;
            taken[pair.One] = takenOther[pair.Other] = true;
            best.Add(pair);
            if (best.Count == count)
                break;
        }
        return [.. best];
    }

    private static int Level(float similarity) => Levels - 1 - Math.Clamp((int)(similarity * Levels), 0, Levels - 1);

    /// <summary>1 where two cylinders hold the same bits in the cells that both have, 0 where none are alike or they cannot be
    /// compared.</summary>
    private static float Similarity(MinutiaCylinders one, int i, MinutiaCylinders other, int j)
    {
        var common = one.Valid[i] & other.Valid[j];
        if (BitOperations.PopCount(common) < CommonShareMin * MinutiaCylinders.DiscCells)
            return 0;
        var a = one.Bits(i);
        var b = other.Bits(j);
        int ours = 0,
            theirs = 0,
            differ = 0;
        for (var section = 0; section < MinutiaCylinders.Sections; section++)
        {
            var (x, y) = (a[section] & common, b[section] & common);
            ours += BitOperations.PopCount(x);
            theirs += BitOperations.PopCount(y);
            differ += BitOperations.PopCount(x ^ y);
        }
        return ours == 0 || theirs == 0 ? 0 : 1 - Roots[differ] / (Roots[ours] + Roots[theirs]);
    }

    /// <summary>Relaxation: each pair's weight moves towards how well it fits the others, and those that gain most are the score.</summary>
    private static double Score(MinutiaCylinders one, MinutiaCylinders other, Pair[] pairs, int wanted)
    {
        var count = pairs.Length;
        // Pairs that are missing count as nothing: a score is a mean over all that are wanted.
        if (count < 2)
            return 0;
        var fit = new float[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var k = i + 1; k < count; k++)
            {
                fit[i * count + k] = fit[k * count + i] = PairFit.Of(
                    one.Minutiae[pairs[i].One],
                    one.Minutiae[pairs[k].One],
                    other.Minutiae[pairs[i].Other],
                    other.Minutiae[pairs[k].Other]
                );
            }
        }
        var (weights, next) = (pairs.Select(pair => pair.Similarity).ToArray(), new float[count]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < count; i++)
                next[i] = OwnWeight * weights[i] + (1 - OwnWeight) * Dot(fit.AsSpan(i * count, count), weights) / (count - 1);
            (weights, next) = (next, weights);
        }
        // The paper's efficiency: what of its similarity a pair has kept.
        var efficiency = new float[count];
        for (var i = 0; i < count; i++)
            efficiency[i] = -weights[i] / pairs[i].Similarity;
        Array.Sort(efficiency, weights);
        var sum = 0.0;
        for (var i = 0; i < Math.Min(wanted, count); i++)
            sum += weights[i];
        return sum / wanted;
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= one.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(one[i..]) * new Vector<float>(other[i..]);
        var total = Vector.Sum(sum);
        for (; i < one.Length; i++)
            total += one[i] * other[i];
        return total;
    }
}
