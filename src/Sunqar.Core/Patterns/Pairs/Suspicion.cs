using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>
/// The probability that a one-off pair is part of laundering: a logistic sum of its <see cref="PairEvidence"/>, then two rounds in which
/// each pair hears what is thought of the pairs it shares an account with. Weights: <see cref="SuspicionWeights"/>.
/// </summary>
public sealed class Suspicion
{
    private const int BlockPairs = 4096;
    private float[] _probability;

    internal Suspicion(float[] probability) => _probability = probability;

    /// <summary>0..1 for each pair.</summary>
    public ReadOnlySpan<float> Of => _probability;

    public static Suspicion Judge(PairEvidence evidence)
    {
        var now = new float[evidence.Pairs.Count];
        var next = new float[now.Length];
        foreach (var weights in SuspicionWeights.Rounds)
        {
            Parallel.For(
                0,
                (now.Length + BlockPairs - 1) / BlockPairs,
                Cores.Options,
                block =>
                {
                    for (var pair = block * BlockPairs; pair < Math.Min(now.Length, (block + 1) * BlockPairs); pair++)
                    {
                        next[pair] = Think(evidence, weights, now, pair);
                    }
                }
            );
            (now, next) = (next, now);
        }
        return new Suspicion(now);
    }

    /// <summary>What a round thinks of a pair after what the round before thought of all.</summary>
    internal static float Think(PairEvidence evidence, SuspicionWeights weights, ReadOnlySpan<float> before, int pair)
    {
        Span<double> heard = stackalloc double[SuspicionWeights.Heard];
        if (weights.Hears)
            Hear(evidence, before, pair, heard);
        else
            heard.Clear();
        return (float)Probability(weights, evidence.Of(pair), heard);
    }

    /// <summary>Puts other columns in the place of these.</summary>
    internal void Adopt(float[] column) => _probability = column;

    /// <summary>
    /// What is thought of the neighbours around the pair's time, as ln(1 + sum of probabilities): pairs that u sends, that u receives, that
    /// v sends, that v receives, and the smaller of both sides' sums.
    /// </summary>
    public static void Hear(PairEvidence evidence, ReadOnlySpan<float> thought, int pair, Span<double> heard)
    {
        var pairs = evidence.Pairs;
        int u = pairs.From[pair],
            v = pairs.To[pair];
        var first = pairs.FirstUs[pair];
        heard[0] = Math.Log(1 + SentSum(evidence, thought, u, first, pair));
        heard[1] = Math.Log(1 + ReceivedSum(evidence, thought, u, first, pair));
        heard[2] = Math.Log(1 + SentSum(evidence, thought, v, first, pair));
        heard[3] = Math.Log(1 + ReceivedSum(evidence, thought, v, first, pair));
        heard[4] = Math.Min(heard[0] + heard[1], heard[2] + heard[3]);
    }

    private static double SentSum(PairEvidence evidence, ReadOnlySpan<float> thought, int account, long timeUs, int but)
    {
        var sent = evidence.OutAround(account, timeUs);
        if (sent.Length > PairEvidence.Limits.PublicPairs)
            return 0;
        var sum = 0.0;
        foreach (var pair in sent)
        {
            if (pair != but)
                sum += thought[pair];
        }
        return sum;
    }

    private static double ReceivedSum(PairEvidence evidence, ReadOnlySpan<float> thought, int account, long timeUs, int but)
    {
        var received = evidence.InAround(account, timeUs);
        if (received.Length > PairEvidence.Limits.PublicPairs)
            return 0;
        var sum = 0.0;
        foreach (var pair in received)
        {
            if (pair != but)
                sum += thought[pair];
        }
        return sum;
    }

    private static double Probability(SuspicionWeights weights, ReadOnlySpan<float> signs, ReadOnlySpan<double> heard)
    {
        var sum = weights.Bias;
        for (var i = 0; i < signs.Length; i++)
        {
            sum += weights.Signs[i] * signs[i];
        }
        for (var i = 0; i < heard.Length; i++)
        {
            sum += weights.Neighbours[i] * heard[i];
        }
        return Logistic.Probability(sum);
    }
}
