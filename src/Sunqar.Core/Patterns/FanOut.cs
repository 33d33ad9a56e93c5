using Sunqar.Core.Patterns.Pairs;

namespace Sunqar.Core.Patterns;

/// <summary>One pays many. Page: docs/patterns/fan_out.md.</summary>
internal sealed class FanOut : IPattern
{
    public string Kind => PatternKinds.FanOut;

    public string Definition =>
        "One account pays two or more accounts within the window: once each in pairs that are suspect, suddenly more than its habit explains, or again and again for days to accounts it never paid before or after (a relay).";

    public IReadOnlyList<Sighting> Mine(MiningGround ground)
    {
        _ = ground.Suspicion;
        return
        [
            .. AccountWalk.Gather<Sighting>(
                ground.Graph.Accounts,
                (account, found) =>
                {
                    At(ground, account, found);
                    Relay.At(ground, account, found);
                }
            ),
            .. BriefShapes.Of(ground, Kind),
        ];
    }

    /// <summary>The fans out of one account.</summary>
    public static void At(MiningGround ground, int account, List<Sighting> found)
    {
        var all = ground.OneOff.Out(account);
        Fan.Hot(ground, PatternKinds.FanOut, account, all, found);
        Fan.Sudden(ground, PatternKinds.FanOut, account, all, found);
    }
}
