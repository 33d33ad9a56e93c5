using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>Many pay one hub, then the hub pays many. Page: docs/patterns/gather_scatter.md.</summary>
internal sealed class GatherScatter : IPattern
{
    private const int SidesMin = 2;
    private const int BlockAccounts = 1024;

    /// <summary>Log-odds of a turn by its surprise against the hub's habit.</summary>
    private const double Bias = -6, PerSurprise = 0.33;

    /// <summary>Pairs of the other direction between, as a part of the turn's own: an account in use has a life besides.</summary>
    private const int MixedPercentMax = 20;

    /// <summary>Spans in days at which a turn is looked for: habit is known better in short windows, schemes take up to a month.</summary>
    private static readonly int[] SpansDays = [4, 10, 30];

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
        (List<int> In, List<int> Out, double Usual, double Surprise)? best = null;
        foreach (var days in SpansDays)
        {
            var spanUs = Math.Min(ground.WindowUs, days * 24L * 3_600_000_000);
            if (Turn(ground, incoming, start, end, spanUs) is { } turn && (best is null || turn.Surprise > best.Value.Surprise)) best = turn;
        }
        if (best is not { } turned) return;
        var score = 1 / (1 + Math.Exp(-(Bias + (PerSurprise * turned.Surprise))));
        found.Add(Sight(
            ground, hub, turned.In, turned.Out, score, "habit", ("usual_pairs", Sightings.Text(turned.Usual)), ("surprise", Sightings.Text(turned.Surprise))));
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
    /// The time at which gathering turns into scattering, with most pairs on the smaller side and little of the other direction between; how many
    /// one-off pairs the hub has in a usual span, and the log-likelihood ratio of what it has against that (a Poisson process).
    /// </summary>
    private static (List<int> In, List<int> Out, double Usual, double Surprise)? Turn(
        MiningGround ground, ReadOnlySpan<int> incoming, int start, int end, long spanUs)
    {
        var pairs = ground.OneOff;
        (List<int> In, List<int> Out) best = ([], []);
        for (var turn = start; turn < end; turn++)
        {
            if (turn > start && pairs.FirstUs[turn - 1] == pairs.FirstUs[turn]) continue;
            var (ins, outs) = Around(pairs, incoming, turn, start, end, spanUs / 2);
            if (Math.Min(ins.Count, outs.Count) < SidesMin || Math.Max(ins.Count, outs.Count) > Fan.PairsMax) continue;
            if (Math.Min(ins.Count, outs.Count) > Math.Min(best.In.Count, best.Out.Count)) best = (ins, outs);
        }
        var count = best.In.Count + best.Out.Count;
        if (count == 0) return null;
        var table = ground.Table;
        var spans = Math.Max(1, ((double)(table.TimeUs[^1] - table.TimeUs[0]) / spanUs) - 1);
        var usual = (1 + end - start + incoming.Length - count) / spans;
        return count > usual ? (best.In, best.Out, usual, (count * Math.Log(count / usual)) - count + usual) : null;
    }

    /// <summary>What came in the half span before a pair goes out, and what goes out in the half span from it; empty where the directions mix too much.</summary>
    private static (List<int> In, List<int> Out) Around(BriefPairs pairs, ReadOnlySpan<int> incoming, int turn, int start, int end, long halfUs)
    {
        var at = pairs.FirstUs[turn];
        var outs = new List<int>();
        for (var pair = turn; pair < end && pairs.FirstUs[pair] - at <= halfUs; pair++)
        {
            outs.Add(pair);
        }
        var ins = new List<int>();
        var mixed = 0;
        foreach (var pair in incoming)
        {
            var wait = at - pairs.FirstUs[pair];
            if (wait > 0 && wait <= halfUs) ins.Add(pair);
            else if (wait <= 0 && pairs.FirstUs[pair] <= pairs.FirstUs[outs[^1]]) mixed++;
        }
        for (var pair = turn - 1; ins.Count > 0 && pair >= start && pairs.FirstUs[pair] >= pairs.FirstUs[ins[0]]; pair--)
        {
            mixed++;
        }
        return mixed * 100 <= (ins.Count + outs.Count) * MixedPercentMax ? (ins, outs) : ([], []);
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
