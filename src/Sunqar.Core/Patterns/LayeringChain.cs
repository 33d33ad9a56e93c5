using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>
/// Value handed on through accounts that are met by nobody else: the second shape of <see cref="PassThrough"/>. Page: docs/patterns/pass_through.md.
/// </summary>
internal static class LayeringChain
{
    private const int PairsMin = 4;

    /// <summary>Log-odds by length. Chance makes chains of three everywhere and of five in no data seen (AMLSim, AMLGentex).</summary>
    private const double Bias = -4.0, PerPair = 0.95;

    public static IEnumerable<Sighting> Mine(MiningGround ground)
    {
        var pairs = ground.OneOff;
        var next = new int[pairs.Count];
        var isFollowed = new bool[pairs.Count];
        const int blockPairs = 4096;
        Parallel.For(0, (next.Length + blockPairs - 1) / blockPairs, Cores.Options, block =>
        {
            for (var pair = block * blockPairs; pair < Math.Min(next.Length, (block + 1) * blockPairs); pair++)
            {
                next[pair] = Next(ground, pair);
            }
        });
        foreach (var pair in next)
        {
            if (pair >= 0) isFollowed[pair] = true;
        }
        for (var head = 0; head < next.Length; head++)
        {
            if (isFollowed[head] || next[head] < 0) continue;
            var chain = new List<int>();
            for (var pair = head; pair >= 0; pair = next[pair])
            {
                chain.Add(pair);
            }
            if (chain.Count >= PairsMin && Span(ground, chain) <= ground.WindowUs) yield return Sight(ground, chain);
        }
    }

    /// <summary>The one pair in which the receiver hands on, where it has no other one-off pair around; −1 otherwise.</summary>
    private static int Next(MiningGround ground, int pair)
    {
        var pairs = ground.OneOff;
        var middle = pairs.To[pair];
        var (start, end) = ground.Evidence.OutAround(middle, pairs.FirstUs[pair]);
        if (end - start != 1 || ground.Evidence.InAround(middle, pairs.FirstUs[pair]).Length != 1) return -1;
        return ground.Evidence.InAround(middle, pairs.FirstUs[start]).Length == 1 ? start : -1;
    }

    private static long Span(MiningGround ground, List<int> chain)
    {
        var pairs = ground.OneOff;
        return chain.Max(p => pairs.LastUs[p]) - chain.Min(p => pairs.FirstUs[p]);
    }

    private static Sighting Sight(MiningGround ground, List<int> chain)
    {
        var pairs = ground.OneOff;
        var members = chain.Select(p => new Member(pairs.From[p], "layerer")).Append(new Member(pairs.To[chain[^1]], "layerer"));
        var score = 1 / (1 + Math.Exp(-(Bias + (PerPair * (chain.Count - 1)))));
        return Sightings.FromPairs(ground, pairs, PatternKinds.PassThrough, chain, score, members, ("because_of", "chain"), ("length", Sightings.Text(chain.Count)));
    }
}
