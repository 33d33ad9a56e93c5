using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>One source, middles, one destination. Page: docs/patterns/scatter_gather.md.</summary>
internal sealed class ScatterGather : IPattern
{
    private const int MiddlesMin = 2;

    /// <summary>From this many middles on the shape speaks for itself, by the log-likelihood ratio of its count against chance.</summary>
    private const int ShapeMiddlesMin = 3;

    private const double Bias = -5,
        PerSurprise = 0.5;

    public string Kind => PatternKinds.ScatterGather;

    public string Definition =>
        "An account pays two or more middles once each, and each pays the same destination, not before it was paid, about what it was paid (a tenth to ten times; all together a quarter to four times); all within the window.";

    public IReadOnlyList<Sighting> Mine(MiningGround ground)
    {
        _ = ground.Suspicion;
        return
        [
            .. AccountWalk.Gather<Sighting>(ground.Graph.Accounts, (source, found) => At(ground, source, found)),
            .. BriefShapes.Of(ground, Kind),
        ];
    }

    /// <summary>What one source scatters and a destination gathers.</summary>
    public static void At(MiningGround ground, int source, List<Sighting> found)
    {
        var pairs = ground.OneOff;
        var sent = pairs.Out(source);
        if (sent.Length < MiddlesMin)
            return;
        List<(int Destination, int First, int Second)>? paths = null;
        foreach (var first in sent)
        {
            var onward = pairs.Out(pairs.To[first]);
            if (onward.Length > 4 * PairEvidence.PublicPairs)
                continue;
            foreach (var second in pairs.Between(onward, pairs.FirstUs[first], pairs.FirstUs[first] + ground.WindowUs))
            {
                if (pairs.To[second] != source)
                    (paths ??= []).Add((pairs.To[second], first, second));
            }
        }
        if (paths is null || paths.Count < MiddlesMin)
            return;
        // By destination, then by first leg, which is by time.
        paths.Sort((a, b) => a.Destination != b.Destination ? a.Destination.CompareTo(b.Destination) : pairs.InTime(a.First, b.First));
        for (int i = 0, next; i < paths.Count; i = next)
        {
            next = i + 1;
            while (next < paths.Count && paths[next].Destination == paths[i].Destination)
            {
                next++;
            }
            if (next - i < MiddlesMin)
                continue;
            var handedOn = paths.GetRange(i, next - i);
            handedOn.RemoveAll(p =>
                !Conservation.Step(ground, pairs.Rows(p.First)[0], pairs.Rows(p.Second)[0]).IsWithin(Conservation.MiddleTimesMax)
            );
            if (handedOn.Count >= MiddlesMin)
                Cut(ground, handedOn, found);
        }
    }

    /// <summary>Cuts the paths of one source and destination into runs that fit the window, from the earliest on.</summary>
    private static void Cut(MiningGround ground, List<(int Destination, int First, int Second)> paths, List<Sighting> found)
    {
        var pairs = ground.OneOff;
        for (var start = 0; start < paths.Count; )
        {
            var begin = pairs.FirstUs[paths[start].First];
            var run = paths
                .Skip(start)
                .TakeWhile(p => pairs.FirstUs[p.First] - begin <= ground.WindowUs)
                .Where(p => pairs.LastUs[p.Second] - begin <= ground.WindowUs)
                .ToList();
            var flow = Conservation.Of(ground, run.Select(p => pairs.Rows(p.First)[0]), run.Select(p => pairs.Rows(p.Second)[0]));
            if (run.Count >= MiddlesMin && flow.IsWithin(Conservation.WholeTimesMax))
                found.Add(Sight(ground, run, flow));
            start += Math.Max(1, paths.Skip(start).TakeWhile(p => pairs.FirstUs[p.First] - begin <= ground.WindowUs).Count());
        }
    }

    private static Sighting Sight(MiningGround ground, List<(int Destination, int First, int Second)> run, Flow flow)
    {
        var pairs = ground.OneOff;
        int[] legs = [.. run.Select(p => p.First), .. run.Select(p => p.Second)];
        var members = new List<Member> { new(pairs.From[run[0].First], "source"), new(run[0].Destination, "destination") };
        members.AddRange(run.Select(p => new Member(pairs.To[p.First], "middle")));
        var expected = Expected(ground, run);
        var surprise = (run.Count * Math.Log(run.Count / expected)) - run.Count + expected;
        var byShape = run.Count >= ShapeMiddlesMin && run.Count > expected ? Logistic.Probability(Bias + (PerSurprise * surprise)) : 0;
        return Sightings.FromPairs(
            ground,
            pairs,
            PatternKinds.ScatterGather,
            legs,
            Math.Max(byShape, Sightings.Mean(ground.Suspicion, legs)),
            members,
            ("middles", Sightings.Text(run.Count)),
            ("middles_by_chance", Sightings.Text(expected)),
            ("surprise", Sightings.Text(surprise)),
            (Conservation.Evidence, flow.Text)
        );
    }

    /// <summary>Middles that chance would give: what the source's receivers pay around that time, times the share of pairs that end at the
    /// destination.</summary>
    private static double Expected(MiningGround ground, List<(int Destination, int First, int Second)> run)
    {
        var pairs = ground.OneOff;
        var evidence = ground.Evidence;
        var at = pairs.FirstUs[run[0].First];
        long onward = 0;
        foreach (var first in evidence.OutAround(pairs.From[run[0].First], at))
        {
            onward += evidence.OutAround(pairs.To[first], at).Length;
        }
        return Math.Max(1e-3, (double)onward * evidence.InAround(run[0].Destination, at).Length / evidence.Around(at));
    }
}
