using Sunqar.Core.Acts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>Who answers for whom: drawn once, held for a subject, and lapsed where the drawn head becomes unfit.</summary>
public sealed partial class AccessBook
{
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _released = new(StringComparer.Ordinal);

    /// <summary>Requests that the fact applied last made lapse.</summary>
    internal List<Grant> JustUnfit { get; } = [];

    /// <summary>The alarm about a draw that somebody made unfit. While the overseer has not found it proper, nobody else answers for the
    /// request's subjects.</summary>
    internal static string UnfitAlarm(Grant grant) => IdOf("alarm", grant.Asker.Id, grant.Id + " second");

    /// <summary>The request by which it is settled who answers for a subject; null where a new draw is made: none was made lately, nobody
    /// answered it in time, or the overseer let it go.</summary>
    internal Grant? Held(SubjectId subject, long nowUs) =>
        _lastGrant.TryGetValue(subject, out var id)
        && _grants[id] is var grant
        && nowUs < grant.AtUs + AccessLimits.DrawHoldsUs
        && (grant.Unfit is not null || grant.At(nowUs) != GrantStanding.Lapsed)
        && !_released.Contains(UnfitAlarm(grant))
            ? grant
            : null;

    /// <summary>Who answers for a request: the account that was drawn; null where nobody was, or where she is unfit by now.</summary>
    public string? SecondOf(Grant grant) =>
        grant is { Drawn: { } drawn, Unfit: null } && IsFit(drawn, grant.Asker, Officers(grant.CaseId), grant.AtUs) ? drawn : null;

    /// <summary>Whether anybody could answer for a request of this actor in this case.</summary>
    internal bool HasSecondFor(Actor asker, IReadOnlyCollection<string> officers, long nowUs) =>
        ApproverDraw.Draw(0, asker, officers, nowUs, staff.Staff) is not null;

    /// <summary>Whether whoever answers for a subject was made unfit, so that asking would draw another: it is for the overseer then. That
    /// a head does not answer for herself or her own unit is nobody's doing.</summary>
    internal bool IsDrawMoved(Grant held, Actor asker, IReadOnlyCollection<string> officers, long nowUs)
    {
        if (held.Drawn is not { } drawn)
            return false;
        if (held.Unfit is not null || !IsFit(drawn, held.Asker, Officers(held.CaseId), held.AtUs))
            return true;
        if (IsFit(drawn, asker, officers, nowUs))
            return false;
        var isOwn = asker.Id == drawn || staff.Staff.Any(head => head.Account == drawn && head.Unit == asker.Unit);
        return !isOwn || officers.Contains(drawn) || staff.Staff.Any(one => one.Account == asker.Id && one.SinceUs >= held.AtUs);
    }

    /// <summary>The head of the held draw, where she may answer for this one too; else one is drawn.</summary>
    private string? Draw(Grant grant, Grant? held)
    {
        var officers = Officers(grant.CaseId);
        return held?.Drawn is { } before && IsFit(before, grant.Asker, officers, grant.AtUs)
            ? before
            : ApproverDraw.Draw(grant.Seed, grant.Asker, officers, grant.AtUs, staff.Staff);
    }

    private bool IsFit(string head, Actor asker, IReadOnlyCollection<string> officers, long askedUs) =>
        staff.Staff.Any(one => one.Account == head && ApproverDraw.IsEligible(one, asker, officers, askedUs));

    private IReadOnlyCollection<string> Officers(string caseId) => cases.Find(caseId) is { } one ? one.Officers : [];

    private void LapseUnfit(Act act)
    {
        _waiting.RemoveWhere(id => !_grants[id].WaitsForSecond(act.AtUs));
        foreach (var id in _waiting)
        {
            var grant = _grants[id];
            if (grant.Drawn is not { } drawn || IsFit(drawn, grant.Asker, Officers(grant.CaseId), grant.AtUs))
                continue;
            _grants[id] = grant with { Unfit = new UnfitSecond(act.AtUs, act.Actor, act.Command, act.Key) };
            JustUnfit.Add(_grants[id]);
        }
        foreach (var grant in JustUnfit)
            _waiting.Remove(grant.Id);
    }
}
