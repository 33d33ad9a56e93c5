using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="Stack"/>, section <c>stack</c> of rulebooks/mining.limits.</summary>
[Limits("stack")]
internal sealed record StackLimits(int PairsMin, int CircularPercentMax);

/// <summary>Layers: senders, middles, receivers. Page: docs/patterns/stack.md.</summary>
public sealed class Stack() : Typology(Name, "Stack", "Stacks")
{
    private static readonly StackLimits Limits = MiningTuning.Shipped.Of<StackLimits>();

    public const string Name = "stack";

    public override string Definition =>
        "Layers of accounts pay the next layer, each pair once, within the "
        + "window: two or more middles that share a payer or a payee, each paid "
        + "before it pays, a tenth to ten times what it was paid (all together a quarter to four times), and few pairs "
        + "among them on a circle.";

    public override IReadOnlyList<string> Roles => ["source", "middle", "destination"];

    public override IReadOnlyList<string> Flags => ["pack.v6"];

    public override IReadOnlyList<EvidenceKey> Evidence => [EvidenceKeys.Middles, EvidenceKeys.Conserved];

    public override IMiner Begin(MiningGround ground) => Miners.AtHotPairs(Layered);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A supply chain: wholesalers paid by shops and paying makers in one season.",
            $"{EvidenceKeys.Middles.In(evidence)} in the middle dealt once with each side and kept nothing to speak of (handed on: "
                + $"{EvidenceKeys.Conserved.ShareIn(evidence)}); a trader keeps a margin and orders again.",
            "Goods, invoices or customs papers behind the payments; a margin that stays; the same pairs in other months."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"Accounts paid on in layers, each pair once; {lead.Says(EvidenceKeys.Middles)} stood in the middle and were paid before they "
                + $"paid. It took {EvidenceKeys.Span(lead)}.",
        ];

    private static List<Sighting> Layered(MiningGround ground)
    {
        var hot = ground.Hot;
        var pairs = ground.OneOff;
        var taken = new HashSet<int>();
        var found = new List<Sighting>();
        foreach (var middle in hot.Senders)
        {
            var ins = hot.In(middle);
            if (ins.Count == 0)
                continue;
            var group = new HashSet<int>(Layers(hot, middle));
            // Partners share a payer or a payee of this middle; theirs are not followed further, so a finding stays a neighbourhood's core.
            var partners = group
                .SelectMany(p => pairs.To[p] == middle ? hot.Out(pairs.From[p]) : hot.In(pairs.To[p]))
                .Select(p => group.Contains(p) ? -1 : Partner(p))
                .Where(a => a >= 0 && a != middle)
                .Distinct()
                .ToList();
            group.UnionWith(partners.SelectMany(a => Layers(hot, a)));
            group.ExceptWith(taken);
            var run = HotRuns.Longest(pairs, [.. group], ground.WindowUs);
            var flow = HandedOn(ground, run);
            if (
                run.Count < Limits.PairsMin
                || !flow.IsWithin(Conservation.Limits.WholeTimesMax)
                || !Layered(pairs, run, out var senders, out var receivers)
            )
            {
                continue;
            }
            // What leads round is no stack by its other middles either.
            taken.UnionWith(run);
            if (LeadsRound(hot, run))
                continue;
            var members = run.SelectMany(p => (int[])[pairs.From[p], pairs.To[p]])
                .Distinct()
                .Select(a => new Member(
                    a,
                    !receivers.Contains(a) ? "source"
                        : senders.Contains(a) ? "middle"
                        : "destination"
                ));
            found.Add(
                Sightings.FromPairs(
                    ground,
                    pairs,
                    Name,
                    run,
                    Sightings.Mean(ground.Suspicion, run),
                    members,
                    EvidenceKeys.Middles.Is(senders.Intersect(receivers).Count()),
                    EvidenceKeys.Conserved.Is(flow.Text)
                )
            );

            int Partner(int pair) =>
                hot.In(pairs.From[pair]).Count > 0 && group.Any(g => pairs.To[g] == pairs.To[pair]) ? pairs.From[pair]
                : hot.Out(pairs.To[pair]).Count > 0 ? pairs.To[pair]
                : -1;
        }
        return found;
    }

    /// <summary>What a middle was paid, and what it paid afterwards.</summary>
    private static IEnumerable<int> Layers(HotPairs hot, int middle)
    {
        var pairs = hot.Pairs;
        var outs = hot.Out(middle).Where(o => hot.In(middle).Any(i => pairs.FirstUs[i] <= pairs.FirstUs[o] && hot.Near(i, o))).ToList();
        return hot.In(middle).Where(i => outs.Exists(o => pairs.FirstUs[i] <= pairs.FirstUs[o] && hot.Near(i, o))).Concat(outs);
    }

    /// <summary>Takes out the pairs of middles that do not hand on what they got, until all do.</summary>
    /// <returns>What all that are left got and handed on.</returns>
    private static Flow HandedOn(MiningGround ground, List<int> run)
    {
        var pairs = ground.OneOff;
        while (true)
        {
            var whole = new Flow(ground);
            var beyond = new HashSet<int>();
            HashSet<int> middles = [.. run.Select(p => pairs.To[p]).Intersect(run.Select(p => pairs.From[p]))];
            foreach (var middle in middles)
            {
                List<int> ins = [.. run.Where(p => pairs.To[p] == middle).Select(p => pairs.Rows(p)[0])],
                    outs = [.. run.Where(p => pairs.From[p] == middle).Select(p => pairs.Rows(p)[0])];
                if (!Conservation.Of(ground, ins, outs).IsWithin(Conservation.Limits.MiddleTimesMax))
                    beyond.Add(middle);
                whole.Add(ins, outs);
            }
            // Nor does a pair belong that touches no middle, because the window or a middle taken out has cut it off.
            var isCut = run.RemoveAll(p =>
                beyond.Contains(pairs.From[p])
                || beyond.Contains(pairs.To[p])
                || (!middles.Contains(pairs.From[p]) && !middles.Contains(pairs.To[p]))
            );
            if (isCut == 0)
                return whole;
        }
    }

    /// <summary>
    /// Whether too many of the hot pairs among a run's accounts, in it or not, lie on circles or between them: layers lead one way, while
    /// in a crowd of acquaintances (a dormitory, a market) who lends to whom leads round.
    /// </summary>
    private static bool LeadsRound(HotPairs hot, List<int> run)
    {
        var pairs = hot.Pairs;
        HashSet<int> members = [.. run.Select(p => pairs.From[p]), .. run.Select(p => pairs.To[p])];
        var all = members.SelectMany(a => hot.Out(a)).Where(p => members.Contains(pairs.To[p])).ToList();
        var left = all;
        while (true)
        {
            HashSet<int> senders = [.. left.Select(p => pairs.From[p])],
                receivers = [.. left.Select(p => pairs.To[p])];
            var inner = left.Where(p => receivers.Contains(pairs.From[p]) && senders.Contains(pairs.To[p])).ToList();
            if (inner.Count == left.Count)
                return left.Count * 100 > all.Count * Limits.CircularPercentMax;
            left = inner;
        }
    }

    private static bool Layered(Transfers.BriefPairs pairs, List<int> run, out HashSet<int> senders, out HashSet<int> receivers)
    {
        senders = [.. run.Select(p => pairs.From[p])];
        receivers = [.. run.Select(p => pairs.To[p])];
        var middles = senders.Intersect(receivers).Count();
        return middles >= 2 && (senders.Count - middles >= 2 || receivers.Count - middles >= 2);
    }
}
