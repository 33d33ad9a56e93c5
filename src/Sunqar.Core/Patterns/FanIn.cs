namespace Sunqar.Core.Patterns;

/// <summary>Many pay one. Page: docs/patterns/fan_in.md.</summary>
internal sealed class FanIn : IPattern
{
    public string Kind => PatternKinds.FanIn;

    public string Definition => "Two or more accounts pay one account once each within the window, in pairs that are suspect, or so many at once that the account's habit does not explain them; or many people pay a card that empties into crypto.";

    public IReadOnlyList<Sighting> Mine(MiningGround ground)
    {
        var hot = ground.Hot;
        var found = new List<Sighting>();
        foreach (var account in hot.Receivers)
        {
            foreach (var run in HotRuns.All(ground.OneOff, [.. hot.In(account)], ground.WindowUs, Fan.PairsMin))
            {
                if (run.Count <= Fan.PairsMax) found.Add(Fan.Sight(ground, Kind, account, run, Sightings.Mean(ground.Suspicion, run), "suspicion of its pairs"));
            }
        }
        found.AddRange(Fan.Sudden(ground, Kind, account => ground.OneOff.In(account).ToArray()));
        found.AddRange(CryptoTill.Mine(ground));
        return found;
    }
}
