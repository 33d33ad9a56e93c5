namespace Sunqar.Core.Patterns;

/// <summary>What fans in either direction share.</summary>
internal static class Fan
{
    public const int PairsMin = 2;

    /// <summary>More counterparties than this at once are an occasion open to many (a wedding, a collection, a till): other typologies look into those.</summary>
    public const int PairsMax = 60;

    /// <summary>Fewest pairs of a sudden fan, and the days it takes at most.</summary>
    private const int SuddenPairsMin = 4;

    private const long SuddenUs = 5L * 24 * 3_600_000_000;

    /// <summary>Log-odds of a sudden fan by its surprise; set on AMLworld's patterns within simulated traffic (docs/results.md).</summary>
    private const double SuddenBias = -4.5, PerSurprise = 0.28;

    public static Sighting Sight(
        MiningGround ground, string kind, int hub, List<int> run, double score, string why, params ReadOnlySpan<(string, string)> more)
    {
        var pairs = ground.OneOff;
        var gathers = kind == PatternKinds.FanIn;
        var members = new List<Member> { new(hub, gathers ? "destination" : "source") };
        members.AddRange(run.Select(p => gathers ? new Member(pairs.From[p], "source") : new Member(pairs.To[p], "destination")));
        return Sightings.FromPairs(ground, pairs, kind, run, score, members, [("counterparties", Sightings.Text(run.Count)), ("because_of", why), .. more]);
    }

    /// <summary>
    /// Fans that stand out against the account's own habit: the longest run of one-off pairs within five days, by the log-likelihood ratio of its count against the
    /// account's usual rate (a Poisson process).
    /// </summary>
    public static IEnumerable<Sighting> Sudden(MiningGround ground, string kind, Func<int, int[]> pairsOf)
    {
        var pairs = ground.OneOff;
        var table = ground.Table;
        if (table.Count == 0) yield break;
        var periods = ((double)(table.TimeUs[^1] - table.TimeUs[0]) / SuddenUs) - 1;
        for (var account = 0; account < ground.Graph.Accounts; account++)
        {
            var all = pairsOf(account);
            if (all.Length < SuddenPairsMin) continue;
            var run = HotRuns.Longest(pairs, [.. all], Math.Min(SuddenUs, ground.WindowUs));
            if (run.Count < SuddenPairsMin || run.Count > PairsMax) continue;
            var usual = (1 + all.Length - run.Count) / Math.Max(1, periods);
            var surprise = (run.Count * Math.Log(run.Count / usual)) - run.Count + usual;
            if (run.Count <= usual) continue;
            var score = 1 / (1 + Math.Exp(-(SuddenBias + (PerSurprise * surprise))));
            yield return Sight(ground, kind, account, run, score, "habit", ("usual_in_five_days", Sightings.Text(usual)), ("surprise", Sightings.Text(surprise)));
        }
    }
}
