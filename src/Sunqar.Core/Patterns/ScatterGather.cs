using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="ScatterGather"/>, section <c>scatter</c> of rulebooks/mining.limits.</summary>
[Limits("scatter")]
internal sealed record ScatterLimits(int MiddlesMin, int ShapeMiddlesMin, double Bias, double PerSurprise, double ChanceMin);

/// <summary>One source, middles, one destination. Page: docs/patterns/scatter_gather.md.</summary>
public sealed class ScatterGather() : Typology(Name, "Scatter-gather", "Scatter-gather")
{
    private static readonly ScatterLimits Limits = MiningTuning.Shipped.Of<ScatterLimits>();

    public const string Name = "scatter_gather";

    private static readonly EvidenceKey MiddlesByChance = new(
        "middles_by_chance",
        "Of them by chance",
        "So many would stand between two such accounts anyway."
    );

    public override string Definition =>
        "An account pays two or more middles once each, and each pays the "
        + "same destination, not before it was paid, about what it was paid (a "
        + "tenth to ten times; all together a quarter to four times); all within the window.";

    public override IReadOnlyList<string> Roles => ["source", "destination", "middle"];

    public override IReadOnlyList<string> Flags => ["pack.v4"];

    public override IReadOnlyList<EvidenceKey> Evidence =>
        [
            EvidenceKeys.Middles,
            MiddlesByChance,
            EvidenceKeys.Surprise,
            EvidenceKeys.BecauseOf,
            EvidenceKeys.SecludedAccounts,
            EvidenceKeys.Conserved,
        ];

    public override IReadOnlyList<Cause> Causes => [Cause.None, Cause.BriefMeetings];

    public override IMiner Begin(MiningGround ground) => Miners.Several(new Miner(), BriefShapes.Of(Name));

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "Relatives who each send on their part of a common purchase, or branches of one firm that pay one creditor.",
            $"{EvidenceKeys.Middles.In(evidence)} accounts stood between the same two; chance would put "
                + $"{MiddlesByChance.In(evidence)} there. Each paid once, "
                + "after it was paid.",
            "Kinship of the middles with both ends, an invoice of the last to the first. A middle that pays before it "
                + "is paid would not have counted."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"One account paid {lead.Says(EvidenceKeys.Middles)} others once "
                + $"each, and each of them paid on to one and the same; chance gives "
                + $"{lead.Says(MiddlesByChance)} of them. It took {EvidenceKeys.Span(lead)}.",
        ];

    /// <summary>What each source scatters, kept until a pair of it, or of whom it paid, is thought of otherwise.</summary>
    private sealed class Miner : IMiner
    {
        private readonly Dictionary<int, List<Sighting>> _found = [];
        private readonly Dictionary<int, HashSet<int>> _sourcesOf = [];

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            _ = step.Ground.Suspicion;
            if (step.IsAnew)
            {
                _found.Clear();
                _sourcesOf.Clear();
                var all = AccountWalk.Gather<(int Source, List<Sighting> Found)>(
                    step.Ground.Graph.Accounts,
                    (source, found) =>
                    {
                        if (At(step.Ground, source) is { Count: > 0 } here)
                            found.Add((source, here));
                    }
                );
                all.ForEach(here => Keep(here.Source, here.Found));
            }
            else
            {
                foreach (var source in Changed(step))
                {
                    Drop(source);
                    if (At(step.Ground, source) is { Count: > 0 } here)
                        Keep(source, here);
                }
            }
            return [.. _found.Values.SelectMany(here => here)];
        }

        private HashSet<int> Changed(MiningStep step)
        {
            var pairs = step.Ground.OneOff;
            var sources = new HashSet<int>();
            foreach (var pair in step.Pairs.Concat(step.Rethought))
            {
                sources.Add(pairs.From[pair]);
                foreach (var fed in pairs.In(pairs.From[pair]))
                {
                    sources.Add(pairs.From[fed]);
                }
            }
            // How many a destination has around tells what chance would give.
            foreach (var pair in step.Pairs)
            {
                if (_sourcesOf.TryGetValue(pairs.To[pair], out var there))
                    sources.UnionWith(there);
            }
            if (step.DensityChanged)
                sources.UnionWith(_found.Keys);
            return sources;
        }

        private void Drop(int source)
        {
            if (!_found.Remove(source, out var before))
                return;
            foreach (var old in before)
            {
                _sourcesOf[Destination(old)].Remove(source);
            }
        }

        private void Keep(int source, List<Sighting> here)
        {
            _found[source] = here;
            foreach (var now in here)
            {
                if (!_sourcesOf.TryGetValue(Destination(now), out var there))
                    _sourcesOf[Destination(now)] = there = [];
                there.Add(source);
            }
        }

        private static List<Sighting> At(MiningGround ground, int source)
        {
            var found = new List<Sighting>();
            ScatterGather.At(ground, source, found);
            return found;
        }

        private static int Destination(Sighting sighting) => sighting.Members[1].Account;
    }

    /// <summary>What one source scatters and a destination gathers.</summary>
    private static void At(MiningGround ground, int source, List<Sighting> found)
    {
        var pairs = ground.OneOff;
        var sent = pairs.Out(source);
        if (sent.Length < Limits.MiddlesMin)
            return;
        List<(int Destination, int First, int Second)>? paths = null;
        foreach (var first in sent)
        {
            var onward = pairs.Out(pairs.To[first]);
            if (onward.Length > PairEvidence.Limits.PublicTimes * PairEvidence.Limits.PublicPairs)
                continue;
            foreach (var second in pairs.Between(onward, pairs.FirstUs[first], pairs.FirstUs[first] + ground.WindowUs))
            {
                if (pairs.To[second] != source)
                    (paths ??= []).Add((pairs.To[second], first, second));
            }
        }
        if (paths is null || paths.Count < Limits.MiddlesMin)
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
            if (next - i < Limits.MiddlesMin)
                continue;
            var handedOn = paths.GetRange(i, next - i);
            handedOn.RemoveAll(p =>
                !Conservation.Step(ground, pairs.Rows(p.First)[0], pairs.Rows(p.Second)[0]).IsWithin(Conservation.Limits.MiddleTimesMax)
            );
            if (handedOn.Count >= Limits.MiddlesMin)
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
            if (run.Count >= Limits.MiddlesMin && flow.IsWithin(Conservation.Limits.WholeTimesMax))
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
        var byShape =
            run.Count >= Limits.ShapeMiddlesMin && run.Count > expected
                ? Logistic.Probability(Limits.Bias + (Limits.PerSurprise * surprise))
                : 0;
        return Sightings.FromPairs(
            ground,
            pairs,
            Name,
            legs,
            Math.Max(byShape, Sightings.Mean(ground.Suspicion, legs)),
            members,
            EvidenceKeys.Middles.Is(run.Count),
            MiddlesByChance.Is(expected),
            EvidenceKeys.Surprise.Is(surprise),
            EvidenceKeys.Conserved.Is(flow.Text)
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
        return Math.Max(Limits.ChanceMin, (double)onward * evidence.InAround(run[0].Destination, at).Length / evidence.Around(at));
    }
}
