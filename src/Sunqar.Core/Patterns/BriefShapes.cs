using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="BriefShapes"/>, section <c>brief_shape</c> of rulebooks/mining.limits.</summary>
[Limits("brief_shape")]
internal sealed record BriefShapeLimits(
    long SpanUs,
    int SideMin,
    int MixedPercentMax,
    double FanBias,
    double LivingFanBias,
    double TurnBias,
    double PerSurprise,
    double FanScoreMax,
    double CycleOfTwoScore,
    double CycleScore,
    double ScatterOfTwoScore,
    double ScatterScore
);

/// <summary>
/// Shapes of <see cref="BriefMeetings"/> within days: cycles, then of what is left the largest shape first (scatter and gather, gather and
/// scatter, fans), so that each transfer is told by the one that explains most. Page: docs/patterns/brief_meetings.md.
/// </summary>
internal sealed class BriefShapes(MiningGround ground, BriefMeetings meetings)
{
    private static readonly BriefShapeLimits Limits = MiningTuning.Shipped.Of<BriefShapeLimits>();

    private readonly HashSet<int> _taken = [];
    private readonly Dictionary<Place, List<(int First, int Second)>> _paths = [];

    private enum Shape
    {
        ScatterGather,
        Turn,
        FanIn,
        FanOut,
    }

    /// <summary>Where a shape may stand: its hub, or its source and destination.</summary>
    private readonly record struct Place(Shape Shape, int Account, int Other) : IComparable<Place>
    {
        public int CompareTo(Place other) => (Shape, Account, Other).CompareTo((other.Shape, other.Account, other.Other));
    }

    /// <summary>Most microseconds of a fan, a cycle, scatter and gather, and either side of a turn: five days.</summary>
    public static long SpanUs(MiningGround ground) => Math.Min(Limits.SpanUs, ground.WindowUs);

    /// <summary>Those of one kind.</summary>
    public static IMiner Of(string kind) => Miners.Anew(ground => ground.Brief.Where(sighting => sighting.Kind == kind));

    public static IReadOnlyList<Sighting> Mine(MiningGround ground, BriefMeetings meetings) => new BriefShapes(ground, meetings).Mine();

    private List<Sighting> Mine()
    {
        var found = new List<Sighting>();
        foreach (var cycle in new BriefCycles(ground, meetings).Mine())
        {
            _taken.UnionWith(cycle);
            found.Add(
                Sight(
                    Cycle.Name,
                    cycle,
                    cycle.Length == 2 ? Limits.CycleOfTwoScore : Limits.CycleScore,
                    cycle.Select(row => new Member(ground.Table.From[row], "layerer")),
                    EvidenceKeys.Order.Is(Cause.InOrderOfTime.Text()),
                    EvidenceKeys.Conserved.Is(Conservation.OfCycle(ground, cycle)!.Value.Text)
                )
            );
        }
        var queue = new PriorityQueue<(Place Place, int Size), (int, Place)>();
        void Put(Place place)
        {
            var size = Best(place).Length;
            if (size > 0)
                queue.Enqueue((place, size), (-size, place));
        }
        foreach (var place in Places())
        {
            Put(place);
        }
        while (queue.TryDequeue(out var next, out _))
        {
            // What is left may be less than when it was put there.
            var rows = Best(next.Place);
            if (rows.Length == next.Size)
            {
                var sighting = Sight(next.Place, rows);
                if (sighting.Score < PairEvidence.Limits.Hot)
                    continue;
                _taken.UnionWith(rows);
                found.Add(sighting);
            }
            Put(next.Place);
        }
        return found;
    }

    private IEnumerable<Place> Places()
    {
        var table = ground.Table;
        foreach (
            var account in meetings
                .All.SelectMany(row => (int[])[table.From[row], table.To[row]])
                .Distinct()
                .Where(account => !meetings.IsPublic(account))
        )
        {
            foreach (var first in meetings.Out(account))
            {
                if (meetings.IsPublic(table.To[first]))
                    continue;
                foreach (var second in meetings.Out(table.To[first]))
                {
                    if (table.To[second] == account || Math.Abs(table.TimeUs[second] - table.TimeUs[first]) > SpanUs(ground))
                        continue;
                    var place = new Place(Shape.ScatterGather, account, table.To[second]);
                    if (!_paths.TryGetValue(place, out var there))
                        _paths[place] = there = [];
                    there.Add((first, second));
                }
            }
            yield return new(Shape.Turn, account, 0);
            yield return new(Shape.FanIn, account, 0);
            yield return new(Shape.FanOut, account, 0);
        }
        foreach (var (place, there) in _paths)
        {
            // Those where the middle is paid before it pays come first; the rest is by time already.
            _paths[place] =
            [
                .. there
                    .Where(path => Conservation.Step(ground, path.First, path.Second).IsWithin(Conservation.Limits.MiddleTimesMax))
                    .OrderByDescending(IsPaidFirst),
            ];
            if (_paths[place].Count >= Limits.SideMin)
                yield return place;
        }
    }

    /// <summary>The rows of the largest shape at a place that nothing else explains; none where there is none.</summary>
    private int[] Best(Place place) =>
        place.Shape switch
        {
            Shape.ScatterGather => Through(_paths[place]),
            Shape.Turn => Turn(Left(meetings.In(place.Account)), Left(meetings.Out(place.Account))),
            Shape.FanIn => Run(Left(meetings.In(place.Account)), row => ground.Table.From[row]),
            _ => Run(Left(meetings.Out(place.Account)), row => ground.Table.To[row]),
        };

    private List<int> Left(IReadOnlyList<int> rows) => [.. rows.Where(row => !_taken.Contains(row))];

    private int[] Through(List<(int First, int Second)> all)
    {
        var table = ground.Table;
        var left = new List<(int First, int Second)>();
        var used = new HashSet<int>();
        foreach (var path in all)
        {
            // Once a middle: what goes through it again is another story.
            if (!_taken.Contains(path.First) && !_taken.Contains(path.Second) && used.Add(table.To[path.First]))
                left.Add(path);
        }
        left.Sort((a, b) => table.InTime(Earlier(a), Earlier(b)));
        var run = HotRuns
            .All(
                left,
                p => table.TimeUs[Earlier(p)],
                p => Math.Max(table.TimeUs[p.First], table.TimeUs[p.Second]),
                SpanUs(ground),
                Limits.SideMin
            )
            .FirstOrDefault([]);
        if (!Conservation.Of(ground, run.Select(p => p.First), run.Select(p => p.Second)).IsWithin(Conservation.Limits.WholeTimesMax))
            return [];
        // A middle may lend what it is paid later, but of two neither.
        return run.Count == Limits.SideMin && !run.TrueForAll(IsPaidFirst)
            ? []
            : [.. run.Select(p => p.First), .. run.Select(p => p.Second)];
    }

    private bool IsPaidFirst((int First, int Second) path) => ground.Table.TimeUs[path.First] < ground.Table.TimeUs[path.Second];

    private int Earlier((int First, int Second) path) => ground.Table.InTime(path.First, path.Second) < 0 ? path.First : path.Second;

    /// <summary>The largest time at which gathering turns into scattering.</summary>
    private int[] Turn(List<int> ins, List<int> outs)
    {
        int[] best = [];
        if (ins.Count < Limits.SideMin || outs.Count < Limits.SideMin)
            return best;
        foreach (var turn in outs)
        {
            var turned = Around(ins, outs, ground.Table.TimeUs[turn]);
            if (turned.Length > best.Length)
                best = turned;
        }
        return best;
    }

    /// <summary>What came in before a time and what went out from it, each side within its days; nothing where the directions mix too
    /// much.</summary>
    private int[] Around(List<int> ins, List<int> outs, long at)
    {
        var table = ground.Table;
        var spanUs = SpanUs(ground);
        var last = ins.FindLastIndex(row => table.TimeUs[row] < at);
        if (last < 0 || at - table.TimeUs[ins[last]] > spanUs)
            return [];
        // Once a counterparty and side, next to the turn.
        List<int> before =
        [
            .. ins.Where(row => table.TimeUs[row] < at && table.TimeUs[ins[last]] - table.TimeUs[row] <= spanUs)
                .Reverse()
                .DistinctBy(row => table.From[row])
                .Reverse(),
        ];
        List<int> after =
        [
            .. outs.Where(row => table.TimeUs[row] >= at && table.TimeUs[row] - at <= spanUs).DistinctBy(row => table.To[row]),
        ];
        after.RemoveAll(row => table.TimeUs[row] - table.TimeUs[before[0]] > Math.Min(2 * spanUs, ground.WindowUs));
        if (
            before.Count < Limits.SideMin
            || after.Count < Limits.SideMin
            || Math.Max(before.Count, after.Count) > Fan.Limits.PairsMax
            || !Conservation.Of(ground, before, after).IsWithin(Conservation.Limits.WholeTimesMax)
        )
        {
            return [];
        }
        long from = table.TimeUs[before[0]],
            to = table.TimeUs[after[^1]];
        var mixed =
            ins.Count(row => table.TimeUs[row] >= at && table.TimeUs[row] <= to)
            + outs.Count(row => table.TimeUs[row] < at && table.TimeUs[row] >= from);
        return mixed * 100 <= (before.Count + after.Count) * Limits.MixedPercentMax ? [.. before, .. after] : [];
    }

    /// <summary>The most meetings within days, once a counterparty: one that pays again does so in another story.</summary>
    private int[] Run(List<int> left, Func<int, int> counterparty)
    {
        if (left.Count < Fan.Limits.PairsMin)
            return [];
        var run = HotRuns
            .All(left, row => ground.Table.TimeUs[row], row => ground.Table.TimeUs[row], SpanUs(ground), Fan.Limits.PairsMin)
            .FirstOrDefault([])
            .DistinctBy(counterparty)
            .ToArray();
        return run.Length >= Fan.Limits.PairsMin && run.Length <= Fan.Limits.PairsMax ? run : [];
    }

    private Sighting Sight(Place place, int[] rows)
    {
        var table = ground.Table;
        var hub = place.Account;
        IReadOnlyList<int> ins = meetings.In(hub),
            outs = meetings.Out(hub);
        IEnumerable<Member> Others(string source, string destination) =>
            rows.Select(row => table.To[row] == hub ? new Member(table.From[row], source) : new Member(table.To[row], destination));
        switch (place.Shape)
        {
            case Shape.ScatterGather:
                var middles = rows.Length / 2;
                return Sight(
                    ScatterGather.Name,
                    rows,
                    middles == Limits.SideMin ? Limits.ScatterOfTwoScore : Limits.ScatterScore,
                    [
                        new(hub, "source"),
                        new(place.Other, "destination"),
                        .. rows.Take(middles).Select(row => new Member(table.To[row], "middle")),
                    ],
                    EvidenceKeys.Middles.Is(middles),
                    EvidenceKeys.Conserved.Is(Conservation.Of(ground, rows[..middles], rows[middles..]).Text)
                );
            case Shape.Turn:
                var turned = Surprise(hub, rows.Length, ins.Count + outs.Count, 2 * SpanUs(ground));
                return Sight(
                    GatherScatter.Name,
                    rows,
                    Logistic.Probability(Limits.TurnBias + (Limits.PerSurprise * turned)),
                    [new(hub, "hub"), .. Others("source", "destination")],
                    EvidenceKeys.Surprise.Is(turned),
                    EvidenceKeys.Conserved.Is(
                        Conservation.Of(ground, rows.Where(row => table.To[row] == hub), rows.Where(row => table.From[row] == hub)).Text
                    )
                );
            default:
                var gathers = place.Shape == Shape.FanIn;
                var sudden = Surprise(hub, rows.Length, gathers ? ins.Count : outs.Count, SpanUs(ground));
                var bias = BriefMeetings.IsSecluded(ground, hub) ? Limits.FanBias : Limits.LivingFanBias;
                return Sight(
                    gathers ? FanIn.Name : FanOut.Name,
                    rows,
                    Math.Min(Limits.FanScoreMax, Logistic.Probability(bias + (Limits.PerSurprise * sudden))),
                    [new(hub, gathers ? "destination" : "source"), .. Others("source", "destination")],
                    EvidenceKeys.Counterparties.Is(rows.Length),
                    EvidenceKeys.Surprise.Is(sudden)
                );
        }
    }

    private Sighting Sight(string kind, int[] rows, double score, IEnumerable<Member> members, params ReadOnlySpan<Observed> observed)
    {
        var accounts = rows.SelectMany(row => (int[])[ground.Table.From[row], ground.Table.To[row]]).Distinct();
        return Sightings.FromRows(
            ground,
            kind,
            rows,
            score,
            members,
            [
                Cause.BriefMeetings.Told(),
                EvidenceKeys.SecludedAccounts.Is(accounts.Count(a => BriefMeetings.IsSecluded(ground, a))),
                .. observed,
            ]
        );
    }

    /// <summary>
    /// How far a count stands out against the account's other brief meetings (a Poisson process): a trader in large sums has them all the
    /// time. Those of a secluded account are its whole life, and one more scheme in it is no habit.
    /// </summary>
    private double Surprise(int hub, int count, int all, long spanUs)
    {
        var periods = Math.Max(1, ((double)ground.ObservedUs / spanUs) - 1);
        var usual = (1 + (BriefMeetings.IsSecluded(ground, hub) ? 0 : all - count)) / periods;
        return count <= usual ? 0 : (count * Math.Log(count / usual)) - count + usual;
    }
}
