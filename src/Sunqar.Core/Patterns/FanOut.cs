using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>One pays many. Page: docs/patterns/fan_out.md.</summary>
internal sealed class FanOut : IPattern
{
    /// <summary>A relay: at least this many transfers a pair, at most 36 hours apart on average, to at least this many receivers side by side.</summary>
    private const int RelayTransfersMin = 4, RelayReceiversMin = 2;

    private const long RelayGapUs = 36L * 3_600_000_000;

    public string Kind => PatternKinds.FanOut;

    public string Definition =>
        "One account pays two or more accounts within the window: once each in pairs that are suspect, suddenly more than its habit explains, or again and again for days to accounts it never paid before or after (a relay).";

    public IReadOnlyList<Sighting> Mine(MiningGround ground)
    {
        var hot = ground.Hot;
        var found = new List<Sighting>();
        foreach (var account in hot.Senders)
        {
            foreach (var run in HotRuns.All(ground.OneOff, [.. hot.Out(account)], ground.WindowUs, Fan.PairsMin))
            {
                if (run.Count <= Fan.PairsMax) found.Add(Fan.Sight(ground, Kind, account, run, Sightings.Mean(ground.Suspicion, run), "suspicion of its pairs"));
            }
        }
        found.AddRange(Fan.Sudden(ground, Kind, account => Range(ground.OneOff.Out(account))));
        Relays(ground, found);
        return found;
    }

    private void Relays(MiningGround ground, List<Sighting> found)
    {
        var pairs = ground.Brief;
        for (var account = 0; account < ground.Graph.Accounts; account++)
        {
            var (start, end) = pairs.Out(account);
            if (end - start < RelayReceiversMin) continue;
            var relays = new List<int>();
            for (var pair = start; pair < end; pair++)
            {
                var transfers = pairs.Rows(pair).Length;
                if (transfers >= RelayTransfersMin && pairs.LastUs[pair] - pairs.FirstUs[pair] <= (transfers - 1) * RelayGapUs) relays.Add(pair);
            }
            foreach (var run in HotRuns.All(pairs, relays, ground.WindowUs, RelayReceiversMin))
            {
                var members = new List<Member> { new(account, "source") };
                members.AddRange(run.Select(p => new Member(pairs.To[p], "destination")));
                var transfers = run.Sum(p => pairs.Rows(p).Length);
                found.Add(Sightings.FromPairs(
                    ground, pairs, Kind, run, run.Count == RelayReceiversMin ? 0.75 : 0.9, members,
                    ("because_of", "relay"), ("receivers", Sightings.Text(run.Count)), ("transfers_a_pair", Sightings.Text((double)transfers / run.Count))));
            }
        }
    }

    private static int[] Range((int Start, int End) range) => [.. Enumerable.Range(range.Start, range.End - range.Start)];
}
