using Sunqar.Core.Acts;
using Sunqar.Core.Publishing;
using Sunqar.Core.Rulebook;
using Sunqar.Work.Deciding;
using Sunqar.Work.Replaying;

namespace Sunqar.Server.Pages.State;

/// <summary>A try of other rules on history.</summary>
/// <param name="Walked">Of <paramref name="Facts"/>, how many were walked.</param>
/// <param name="Fault">Why it came to nothing: "cancelled", or an error; null where it did not.</param>
/// <param name="Result">Null before it is done.</param>
public sealed record RuleTryView(
    string Id,
    string By,
    string Today,
    string Candidate,
    DateOnly FromDay,
    DateOnly ToDay,
    long Facts,
    long Walked,
    string? Fault,
    WhatIf? Result
)
{
    public bool IsRunning => Result is null && Fault is null;
}

/// <summary>A proposal of other rules that waits for a second person.</summary>
public sealed record WaitingRulebook(Proposal Proposal, RulebookOrdered Wished);

/// <summary>All that the page of the rules shows.</summary>
/// <param name="History">Rulebooks that were in force, the newest first.</param>
/// <param name="Behind">Facts that the shadow has still to meet.</param>
public sealed record RulesView(
    LoadedRulebook Rulebook,
    OrderedRulebook Current,
    bool IsShipped,
    WaitingRulebook? Waiting,
    IReadOnlyList<OrderedRulebook> History,
    ShadowView? Shadow,
    long Behind,
    IReadOnlyList<RuleTryView> Tries,
    Actor By
);

/// <summary>One rule in one version of the rulebook.</summary>
/// <param name="Rule">Null where the version's text is none that this program can read.</param>
/// <param name="Tests">How the tests beside it end; none where the version is not in force.</param>
/// <param name="History">Versions in which the rule was changed, the newest first.</param>
/// <param name="DecidesSince">Microseconds since 1970-01-01T00:00:00Z; 0 for the shipped one.</param>
public sealed record RuleSheet(
    string Version,
    bool IsInForce,
    RuleBlock Block,
    Rule? Rule,
    IReadOnlyList<(string Name, string? Failure)> Tests,
    IReadOnlyList<OrderedRulebook> History,
    bool MayEdit
);

/// <summary>How one rulebook differs from another.</summary>
/// <param name="Ordered">Null for one that only waits.</param>
public sealed record RulebookComparison(
    string Older,
    string Newer,
    IReadOnlyList<RuleDiff> Rules,
    OrderedRulebook? Ordered,
    Proposal? Proposal
);
