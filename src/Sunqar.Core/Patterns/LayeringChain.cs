using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="LayeringChain"/>, section <c>chain</c> of rulebooks/mining.limits.</summary>
[Limits("chain")]
internal sealed record ChainLimits(int PairsMin, double Bias, double PerPair, double Closes);

/// <summary>
/// Value handed on through accounts that are met by nobody else: the second shape of <see cref="PassThrough"/>. Page:
/// docs/patterns/pass_through.md.
/// </summary>
internal static class LayeringChain
{
    private static readonly ChainLimits Limits = MiningTuning.Shipped.Of<ChainLimits>();

    /// <summary>Chains that end elsewhere than they began.</summary>
    public static IEnumerable<Sighting> Open(MiningGround ground) =>
        Chains(ground).Where(chain => Closing(ground, chain) < 0).Select(chain => Sight(ground, chain));

    /// <summary>Chains whose last account also pays the first, in a pair that lasts: what was handed on comes back.</summary>
    public static IEnumerable<Sighting> Closed(MiningGround ground)
    {
        foreach (var chain in Chains(ground))
        {
            if (
                Closing(ground, chain) is >= 0 and var row
                && Conservation.OfCycle(ground, [.. chain.Select(p => ground.OneOff.Rows(p)[0]), row]) is { } flow
            )
            {
                yield return SightClosed(ground, chain, row, flow);
            }
        }
    }

    /// <summary>From each pair the one that hands on, where there is one (<see cref="Next"/>).</summary>
    public static Dictionary<int, int> Links(MiningGround ground)
    {
        var next = new int[ground.OneOff.Count];
        const int BlockPairs = 4096;
        Parallel.For(
            0,
            (next.Length + BlockPairs - 1) / BlockPairs,
            Cores.Options,
            block =>
            {
                for (var pair = block * BlockPairs; pair < Math.Min(next.Length, (block + 1) * BlockPairs); pair++)
                {
                    next[pair] = Next(ground, pair);
                }
            }
        );
        var links = new Dictionary<int, int>();
        for (var pair = 0; pair < next.Length; pair++)
        {
            if (next[pair] >= 0)
                links[pair] = next[pair];
        }
        return links;
    }

    private static IEnumerable<List<int>> Chains(MiningGround ground)
    {
        var links = ground.Links;
        var followed = links.Values.ToHashSet();
        foreach (var head in links.Keys)
        {
            if (followed.Contains(head))
                continue;
            var chain = new List<int> { head };
            while (links.TryGetValue(chain[^1], out var pair))
            {
                chain.Add(pair);
            }
            if (chain.Count >= Limits.PairsMin && Span(ground, chain) <= ground.WindowUs && IsSimple(ground, chain))
                yield return chain;
        }
    }

    /// <summary>Whether no account is met twice: what comes back in one-off pairs alone is a cycle already.</summary>
    private static bool IsSimple(MiningGround ground, List<int> chain)
    {
        var met = new HashSet<int> { ground.OneOff.From[chain[0]] };
        return chain.TrueForAll(pair => met.Add(ground.OneOff.To[pair]));
    }

    /// <summary>The row by which the last account pays the first that keeps the whole shortest, within the window; −1 where there is
    /// none.</summary>
    private static int Closing(MiningGround ground, List<int> chain)
    {
        var table = ground.Table;
        int first = ground.OneOff.From[chain[0]],
            best = -1;
        long earliest = chain.Min(p => ground.OneOff.FirstUs[p]),
            latest = chain.Max(p => ground.OneOff.LastUs[p]),
            bestSpan = ground.WindowUs;
        foreach (var row in ground.Graph.Out(ground.OneOff.To[chain[^1]]))
        {
            if (table.To[row] != first)
                continue;
            var span = Math.Max(latest, table.TimeUs[row]) - Math.Min(earliest, table.TimeUs[row]);
            if (span <= bestSpan)
                (best, bestSpan) = (row, span - 1);
        }
        return best;
    }

    /// <summary>The one pair in which the receiver hands on, where it has no other one-off pair around; −1 otherwise.</summary>
    public static int Next(MiningGround ground, int pair)
    {
        var pairs = ground.OneOff;
        var middle = pairs.To[pair];
        var onward = ground.Evidence.OutAround(middle, pairs.FirstUs[pair]);
        if (onward.Length != 1 || ground.Evidence.InAround(middle, pairs.FirstUs[pair]).Length != 1)
            return -1;
        return ground.Evidence.InAround(middle, pairs.FirstUs[onward[0]]).Length == 1 ? onward[0] : -1;
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
        var score = Logistic.Probability(Limits.Bias + (Limits.PerPair * (chain.Count - 1)));
        return Sightings.FromPairs(
            ground,
            pairs,
            PassThrough.Name,
            chain,
            score,
            members,
            Cause.Chain.Told(),
            EvidenceKeys.Length.Is(chain.Count)
        );
    }

    private static Sighting SightClosed(MiningGround ground, List<int> chain, int closing, Flow flow)
    {
        var pairs = ground.OneOff;
        var members = chain.Select(p => new Member(pairs.From[p], "layerer")).Append(new Member(pairs.To[chain[^1]], "layerer"));
        var score = Logistic.Probability(Limits.Bias + Limits.Closes + (Limits.PerPair * (chain.Count - 1)));
        return Sightings.FromRows(
            ground,
            Cycle.Name,
            chain.Select(p => pairs.Rows(p)[0]).Append(closing),
            score,
            members,
            Cause.Chain.Told(),
            EvidenceKeys.Order.Is(Cause.AnyOrder.Text()),
            Cycle.LastingPairs.Is(1),
            EvidenceKeys.Length.Is(chain.Count + 1),
            EvidenceKeys.Conserved.Is(flow.Text)
        );
    }
}
