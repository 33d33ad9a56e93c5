namespace Sunqar.Core.Patterns;

/// <summary>
/// Shapes of <see cref="BriefMeetings"/>: each transfer goes to the most particular shape that explains it (a cycle, then scatter and gather, gather and scatter, fans), within days. Page:
/// docs/patterns/brief_meetings.md.
/// </summary>
internal static class BriefShapes
{
    private const long DayUs = 24L * 3_600_000_000;

    private const int SideMin = 2;

    /// <summary>Pairs of the other direction between, as a part of a turn's own.</summary>
    private const int MixedPercentMax = 20;

    /// <summary>Log-odds by the log-likelihood ratio of a count against the account's other brief meetings; of a fan less is believed where its hub has a life besides.</summary>
    private const double FanBias = -2.0, LivingFanBias = -3.2, TurnBias = -3.0, PerSurprise = 0.5;

    /// <summary>Whatever names itself more exactly goes before a fan.</summary>
    private const double FanMax = 0.79;

    private const string Why = "brief meetings";

    /// <summary>Most microseconds of a fan, a cycle, scatter and gather, and either side of a turn: five days.</summary>
    public static long SpanUs(MiningGround ground) => Math.Min(5 * DayUs, ground.WindowUs);

    /// <summary>Those of one kind.</summary>
    public static IEnumerable<Sighting> Of(MiningGround ground, string kind) => ground.Brief.Where(sighting => sighting.Kind == kind);

    public static IReadOnlyList<Sighting> Mine(MiningGround ground, BriefMeetings meetings)
    {
        var found = new List<Sighting>();
        var taken = new HashSet<int>();
        foreach (var cycle in new BriefCycles(ground, meetings).Mine())
        {
            taken.UnionWith(cycle);
            found.Add(Sightings.FromRows(
                ground, PatternKinds.Cycle, cycle, cycle.Length == 2 ? 0.6 : 0.9, cycle.Select(row => new Member(ground.Table.From[row], "layerer")),
                [("because_of", Why), ("order", "in the order of time"), .. Seclusion(ground, cycle)]));
        }
        var accounts = meetings.All.SelectMany(row => (int[])[ground.Table.From[row], ground.Table.To[row]]).Distinct().Where(account => !meetings.IsPublic(account)).Order().ToList();
        ScatterGathers(ground, meetings, accounts, taken, found);
        foreach (var hub in accounts)
        {
            Turns(ground, meetings, hub, taken, found);
        }
        foreach (var hub in accounts)
        {
            Fans(ground, PatternKinds.FanIn, hub, meetings.In(hub), taken, found);
            Fans(ground, PatternKinds.FanOut, hub, meetings.Out(hub), taken, found);
        }
        return found;
    }

    private static void ScatterGathers(MiningGround ground, BriefMeetings meetings, List<int> accounts, HashSet<int> taken, List<Sighting> found)
    {
        var table = ground.Table;
        var candidates = new List<List<(int First, int Second)>>();
        foreach (var source in accounts)
        {
            var paths = new Dictionary<int, List<(int First, int Second)>>();
            foreach (var first in meetings.Out(source))
            {
                if (meetings.IsPublic(table.To[first])) continue;
                foreach (var second in meetings.Out(table.To[first]))
                {
                    if (table.TimeUs[second] <= table.TimeUs[first] || table.TimeUs[second] - table.TimeUs[first] > SpanUs(ground)) continue;
                    if (!paths.TryGetValue(table.To[second], out var there)) paths[table.To[second]] = there = [];
                    there.Add((first, second));
                }
            }
            candidates.AddRange(paths.Values.Where(there => there.Count >= SideMin));
        }
        foreach (var all in candidates.OrderByDescending(c => c.Count).ThenBy(c => table.From[c[0].First]).ThenBy(c => table.To[c[0].Second]))
        {
            var left = new List<(int First, int Second)>();
            var used = new HashSet<int>();
            foreach (var path in all)
            {
                // Once a middle: what goes through it again is another story.
                if (!taken.Contains(path.First) && !taken.Contains(path.Second) && used.Add(table.To[path.First])) left.Add(path);
            }
            foreach (var run in HotRuns.All(left, p => table.TimeUs[p.First], p => table.TimeUs[p.Second], SpanUs(ground), SideMin))
            {
                var middles = run.Select(p => table.To[p.First]).Distinct().ToList();
                if (middles.Count < SideMin) continue;
                int[] rows = [.. run.Select(p => p.First), .. run.Select(p => p.Second)];
                taken.UnionWith(rows);
                var members = middles.Select(a => new Member(a, "middle")).Prepend(new(table.To[run[0].Second], "destination")).Prepend(new(table.From[run[0].First], "source"));
                found.Add(Sightings.FromRows(
                    ground, PatternKinds.ScatterGather, rows, middles.Count == SideMin ? 0.8 : 0.95, members,
                    [("because_of", Why), ("middles", Sightings.Text(middles.Count)), .. Seclusion(ground, rows)]));
            }
        }
    }

    /// <summary>Where gathering turns into scattering, the largest turn first.</summary>
    private static void Turns(MiningGround ground, BriefMeetings meetings, int hub, HashSet<int> taken, List<Sighting> found)
    {
        var table = ground.Table;
        List<int> Left(IEnumerable<int> rows) => [.. rows.Where(row => !taken.Contains(row))];
        for (List<int> ins = Left(meetings.In(hub)), outs = Left(meetings.Out(hub)); ins.Count >= SideMin && outs.Count >= SideMin; (ins, outs) = (Left(ins), Left(outs)))
        {
            int[] best = [];
            foreach (var turn in outs)
            {
                var turned = Around(ground, ins, outs, table.TimeUs[turn]);
                if (turned.Length > best.Length) best = turned;
            }
            if (best.Length == 0) return;
            taken.UnionWith(best);
            var surprise = Surprise(ground, hub, best.Length, meetings.In(hub).Count + meetings.Out(hub).Count, 2 * SpanUs(ground));
            var members = best.Select(row => table.To[row] == hub ? new Member(table.From[row], "source") : new Member(table.To[row], "destination")).Prepend(new(hub, "hub"));
            found.Add(Sightings.FromRows(
                ground, PatternKinds.GatherScatter, best, Logistic(TurnBias + (PerSurprise * surprise)), members,
                [("because_of", Why), ("surprise", Sightings.Text(surprise)), .. Seclusion(ground, best)]));
        }
    }

    /// <summary>What came in before a time and what went out from it, each side within its days; nothing where the directions mix too much.</summary>
    private static int[] Around(MiningGround ground, List<int> ins, List<int> outs, long at)
    {
        var table = ground.Table;
        var spanUs = SpanUs(ground);
        var last = ins.FindLastIndex(row => table.TimeUs[row] < at);
        if (last < 0 || at - table.TimeUs[ins[last]] > spanUs) return [];
        // Once a counterparty and side, next to the turn.
        List<int> before = [.. ins.Where(row => table.TimeUs[row] < at && table.TimeUs[ins[last]] - table.TimeUs[row] <= spanUs).Reverse().DistinctBy(row => table.From[row]).Reverse()];
        List<int> after = [.. outs.Where(row => table.TimeUs[row] >= at && table.TimeUs[row] - at <= spanUs).DistinctBy(row => table.To[row])];
        after.RemoveAll(row => table.TimeUs[row] - table.TimeUs[before[0]] > Math.Min(2 * spanUs, ground.WindowUs));
        if (before.Count < SideMin || after.Count < SideMin || Math.Max(before.Count, after.Count) > Fan.PairsMax) return [];
        long from = table.TimeUs[before[0]], to = table.TimeUs[after[^1]];
        var mixed = ins.Count(row => table.TimeUs[row] >= at && table.TimeUs[row] <= to) + outs.Count(row => table.TimeUs[row] < at && table.TimeUs[row] >= from);
        return mixed * 100 <= (before.Count + after.Count) * MixedPercentMax ? [.. before, .. after] : [];
    }

    private static void Fans(MiningGround ground, string kind, int hub, IReadOnlyList<int> all, HashSet<int> taken, List<Sighting> found)
    {
        var table = ground.Table;
        var gathers = kind == PatternKinds.FanIn;
        var left = all.Where(row => !taken.Contains(row)).ToList();
        foreach (var sudden in HotRuns.All(left, row => table.TimeUs[row], row => table.TimeUs[row], SpanUs(ground), Fan.PairsMin))
        {
            // Once a counterparty: one that pays again does so in another story.
            var run = sudden.DistinctBy(row => gathers ? table.From[row] : table.To[row]).ToList();
            var others = run.Select(row => gathers ? table.From[row] : table.To[row]).ToList();
            if (others.Count < Fan.PairsMin || others.Count > Fan.PairsMax) continue;
            var surprise = Surprise(ground, hub, run.Count, all.Count, SpanUs(ground));
            var members = others.Select(a => new Member(a, gathers ? "source" : "destination")).Prepend(new(hub, gathers ? "destination" : "source"));
            found.Add(Sightings.FromRows(
                ground, kind, run, Math.Min(FanMax, Logistic((BriefMeetings.IsSecluded(ground, hub) ? FanBias : LivingFanBias) + (PerSurprise * surprise))), members,
                [("because_of", Why), ("counterparties", Sightings.Text(others.Count)), ("surprise", Sightings.Text(surprise)), .. Seclusion(ground, run)]));
        }
    }

    /// <summary>
    /// How far a count stands out against the account's other brief meetings (a Poisson process): a trader in large sums has them all the time. Those of a secluded account are its whole life, and one more
    /// scheme in it is no habit.
    /// </summary>
    private static double Surprise(MiningGround ground, int hub, int count, int all, long spanUs)
    {
        var periods = Math.Max(1, ((double)ground.ObservedUs / spanUs) - 1);
        var usual = (1 + (BriefMeetings.IsSecluded(ground, hub) ? 0 : all - count)) / periods;
        return count <= usual ? 0 : (count * Math.Log(count / usual)) - count + usual;
    }

    private static double Logistic(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>How many of the accounts have no life besides.</summary>
    private static (string, string)[] Seclusion(MiningGround ground, IEnumerable<int> rows)
    {
        var accounts = rows.SelectMany(row => (int[])[ground.Table.From[row], ground.Table.To[row]]).Distinct().ToList();
        return [("accounts_without_other_life", Sightings.Text(accounts.Count(a => BriefMeetings.IsSecluded(ground, a))))];
    }
}
