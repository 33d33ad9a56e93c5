using Sunqar.Core.Patterns.Pairs;

namespace Sunqar.Core.Patterns;

/// <summary>Many pay one. Page: docs/patterns/fan_in.md.</summary>
internal sealed class FanIn : IPattern
{
    public string Kind => PatternKinds.FanIn;

    public string Definition =>
        "Two or more accounts pay one account once each within the window, in pairs that are suspect, or so many at once that the account's habit does not explain them; or many people pay a card that empties into crypto.";

    public IReadOnlyList<Sighting> Mine(MiningGround ground)
    {
        _ = ground.Suspicion;
        return
        [
            .. AccountWalk.Gather<Sighting>(ground.Graph.Accounts, (account, found) => At(ground, account, found)),
            .. CryptoTill.Mine(ground),
            .. BriefShapes.Of(ground, Kind),
        ];
    }

    /// <summary>The fans into one account.</summary>
    public static void At(MiningGround ground, int account, List<Sighting> found)
    {
        var all = ground.OneOff.In(account);
        Fan.Hot(ground, PatternKinds.FanIn, account, all, found);
        Fan.Sudden(ground, PatternKinds.FanIn, account, all, found);
    }
}
