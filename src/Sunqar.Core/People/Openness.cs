using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>A simulated folder is open to anyone on its machine no more, and never again.</summary>
/// <param name="Reason">What came that is somebody's, in one sentence; no personal data.</param>
public sealed record OpennessEnded(string Reason) : Fact;

/// <summary>Ends it, once. By the house.</summary>
public sealed record EndOpenness(string Key, string Reason) : Command(Key, null, "")
{
    public override string Name => "access.end-openness";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role == Role.System
            ? Done("ended", new OpennessEnded(Reason))
            : Refused(RefusalKind.Forbidden, "The house ends it by itself.");
}
