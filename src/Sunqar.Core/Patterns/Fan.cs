using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of fans, section <c>fan</c> of rulebooks/mining.limits.</summary>
[Limits("fan")]
internal sealed record FanLimits(
    int PairsMin,
    int PairsMax,
    int SuddenPairsMin,
    long SuddenUs,
    int HabitSpansMin,
    double SuddenBias,
    double PerSurprise
);

/// <summary>What fans in either direction share.</summary>
internal static class Fan
{
    internal static readonly FanLimits Limits = MiningTuning.Shipped.Of<FanLimits>();

    /// <summary>What an account that fans in or out is usual to have in five days, where that gave it away.</summary>
    public static string Habit(Sighting fan) =>
        fan.Evidence.TryGetValue(EvidenceKeys.UsualInFiveDays.Name, out var usual)
            ? $" In five days {usual} is usual for that account."
            : "";

    public static Sighting Sight(
        MiningGround ground,
        string kind,
        int hub,
        List<int> run,
        double score,
        Cause cause,
        params ReadOnlySpan<Observed> more
    )
    {
        var pairs = ground.OneOff;
        var gathers = kind == FanIn.Name;
        var members = new List<Member> { new(hub, gathers ? "destination" : "source") };
        members.AddRange(run.Select(p => gathers ? new Member(pairs.From[p], "source") : new Member(pairs.To[p], "destination")));
        return Sightings.FromPairs(
            ground,
            pairs,
            kind,
            run,
            score,
            members,
            [EvidenceKeys.Counterparties.Is(run.Count), cause.Told(), .. more]
        );
    }

    /// <summary>The runs of suspect pairs among those of one account and direction.</summary>
    public static void Hot(MiningGround ground, string kind, int account, ReadOnlySpan<int> all, List<Sighting> found)
    {
        if (all.Length < Limits.PairsMin)
            return;
        List<int>? hot = null;
        foreach (var pair in all)
        {
            if (ground.Suspicion.Of[pair] >= PairEvidence.Limits.Hot)
                (hot ??= []).Add(pair);
        }
        if (hot is null)
            return;
        foreach (var run in HotRuns.All(ground.OneOff, hot, ground.WindowUs, Limits.PairsMin))
        {
            if (run.Count <= Limits.PairsMax)
                found.Add(Sight(ground, kind, account, run, Sightings.Mean(ground.Suspicion, run), Cause.PairSuspicion));
        }
    }

    /// <summary>
    /// A fan that stands out against the account's own habit: the longest run of one-off pairs within five days, by the log-likelihood
    /// ratio of its count against the account's usual rate (a Poisson process).
    /// </summary>
    public static void Sudden(MiningGround ground, string kind, int account, ReadOnlySpan<int> all, List<Sighting> found)
    {
        if (all.Length < Limits.SuddenPairsMin || ground.ObservedUs < Limits.HabitSpansMin * Limits.SuddenUs)
            return;
        var periods = ((double)ground.ObservedUs / Limits.SuddenUs) - 1;
        var run = HotRuns.Longest(ground.OneOff, [.. all], Math.Min(Limits.SuddenUs, ground.WindowUs));
        if (run.Count < Limits.SuddenPairsMin || run.Count > Limits.PairsMax)
            return;
        var usual = (1 + all.Length - run.Count) / Math.Max(1, periods);
        var surprise = (run.Count * Math.Log(run.Count / usual)) - run.Count + usual;
        if (run.Count <= usual)
            return;
        var score = Logistic.Probability(Limits.SuddenBias + (Limits.PerSurprise * surprise));
        found.Add(
            Sight(
                ground,
                kind,
                account,
                run,
                score,
                Cause.Habit,
                EvidenceKeys.UsualInFiveDays.Is(usual),
                EvidenceKeys.Surprise.Is(surprise)
            )
        );
    }
}
