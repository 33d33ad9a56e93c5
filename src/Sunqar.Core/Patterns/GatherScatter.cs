using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>Many pay one hub, then the hub pays many. Page: docs/patterns/gather_scatter.md.</summary>
internal sealed class GatherScatter : IPattern
{
    private const int SidesMin = 2;
    private const int BlockAccounts = 1024;

    /// <summary>
    /// Log-odds: bias, per e-fold of the smaller side, and per one-off pair that the hub has in a usual window. Habit needs history: nothing is known
    /// quiet before several windows were seen.
    /// </summary>
    private const double Bias = -1.0, PerSide = 1.7, PerUsual = -4.0;

    public string Kind => PatternKinds.GatherScatter;

    public string Definition =>
        "A hub is paid by two or more accounts once each and afterwards pays two or more others once each, within the window, gathering before scattering, and unlike its habit.";

    public IReadOnlyList<Sighting> Mine(MiningGround ground)
    {
        var accounts = ground.Graph.Accounts;
        var blocks = new List<Sighting>[(accounts + BlockAccounts - 1) / BlockAccounts];
        _ = ground.Suspicion;
        Parallel.For(0, blocks.Length, Cores.Options, block =>
        {
            var found = new List<Sighting>();
            for (var a = block * BlockAccounts; a < Math.Min(accounts, (block + 1) * BlockAccounts); a++)
            {
                At(ground, a, found);
            }
            blocks[block] = found;
        });
        return [.. blocks.SelectMany(b => b)];
    }

    private void At(MiningGround ground, int hub, List<Sighting> found)
    {
        var pairs = ground.OneOff;
        var (start, end) = pairs.Out(hub);
        var incoming = pairs.In(hub);
        if (end - start < SidesMin || incoming.Length < SidesMin || end - start + incoming.Length > 4 * PairEvidence.PublicPairs) return;
        var hot = Hot(ground, incoming, start, end);
        if (hot.In.Count >= SidesMin && hot.Out.Count >= SidesMin)
        {
            int[] both = [.. hot.In, .. hot.Out];
            found.Add(Sight(ground, hub, hot.In, hot.Out, Sightings.Mean(ground.Suspicion, both), "suspicion of its pairs"));
        }
        if (Turn(ground, incoming, start, end) is var (ins, outs, usual))
        {
            var score = 1 / (1 + Math.Exp(-(Bias + (PerSide * Math.Log(Math.Min(ins.Count, outs.Count))) + (PerUsual * usual))));
            found.Add(Sight(ground, hub, ins, outs, score, "habit", ("usual_pairs_a_window", Sightings.Text(usual))));
        }
    }

    /// <summary>The hot pairs of the window that holds most of them.</summary>
    private static (List<int> In, List<int> Out) Hot(MiningGround ground, ReadOnlySpan<int> incoming, int start, int end)
    {
        var pairs = ground.OneOff;
        var all = new List<int>();
        foreach (var pair in incoming)
        {
            if (ground.Suspicion.Of[pair] >= Sightings.Hot) all.Add(pair);
        }
        for (var pair = start; pair < end; pair++)
        {
            if (ground.Suspicion.Of[pair] >= Sightings.Hot) all.Add(pair);
        }
        var hub = end > start ? pairs.From[start] : -1;
        var best = HotRuns.Longest(pairs, all, ground.WindowUs);
        return (best.FindAll(p => pairs.To[p] == hub), best.FindAll(p => pairs.From[p] == hub));
    }

    /// <summary>
    /// The time at which gathering turns into scattering, with most pairs on the smaller side and nothing of the other direction between; and how many
    /// one-off pairs the hub has in a usual window otherwise.
    /// </summary>
    private static (List<int> In, List<int> Out, double Usual)? Turn(MiningGround ground, ReadOnlySpan<int> incoming, int start, int end)
    {
        var pairs = ground.OneOff;
        (List<int> In, List<int> Out) best = ([], []);
        for (var turn = start; turn < end; turn++)
        {
            var at = pairs.FirstUs[turn];
            if (turn > start && pairs.FirstUs[turn - 1] == at) continue;
            var outs = new List<int>();
            for (var pair = turn; pair < end && pairs.FirstUs[pair] - at <= ground.WindowUs / 2; pair++)
            {
                outs.Add(pair);
            }
            var ins = new List<int>();
            var late = false;
            foreach (var pair in incoming)
            {
                var wait = at - pairs.FirstUs[pair];
                if (wait > 0 && wait <= ground.WindowUs / 2) ins.Add(pair);
                else if (wait <= 0 && pairs.FirstUs[pair] <= pairs.FirstUs[outs[^1]]) late = true;
            }
            var early = ins.Count > 0 && turn > start && pairs.FirstUs[turn - 1] >= pairs.FirstUs[ins[0]];
            if (late || early || Math.Min(ins.Count, outs.Count) < SidesMin) continue;
            if (Math.Min(ins.Count, outs.Count) > Math.Min(best.In.Count, best.Out.Count)) best = (ins, outs);
        }
        if (best.In.Count == 0) return null;
        var elsewhere = end - start + incoming.Length - best.In.Count - best.Out.Count;
        var table = ground.Table;
        var windows = ((double)(table.TimeUs[^1] - table.TimeUs[0]) / ground.WindowUs) - 1;
        return (best.In, best.Out, windows <= 0 ? 1 + elsewhere : (1 + elsewhere) / windows);
    }

    private Sighting Sight(
        MiningGround ground, int hub, List<int> ins, List<int> outs, double score, string why, params ReadOnlySpan<(string, string)> more)
    {
        var pairs = ground.OneOff;
        var members = new List<Member> { new(hub, "hub") };
        members.AddRange(ins.Select(p => new Member(pairs.From[p], "source")));
        members.AddRange(outs.Select(p => new Member(pairs.To[p], "destination")));
        return Sightings.FromPairs(
            ground, pairs, Kind, ins.Concat(outs), score, members,
            [("sources", Sightings.Text(ins.Count)), ("destinations", Sightings.Text(outs.Count)), ("because_of", why), .. more]);
    }
}
