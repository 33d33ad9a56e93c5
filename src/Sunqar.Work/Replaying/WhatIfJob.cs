using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Replaying;

/// <summary>What one rule says under two rulebooks.</summary>
/// <param name="AlertsGained">Subjects of whom only the candidate's rule speaks.</param>
/// <param name="AlertsLost">Subjects of whom only today's rule speaks.</param>
/// <param name="KnownToday">Of the payments that today's rule speaks of, those of networks with a closed case (<see cref="CaseTruth"/>);
/// over all of them, its precision.</param>
/// <param name="CustomersTouched">Subjects of whose payments exactly one of the two speaks.</param>
/// <param name="Examples">Ids of payments of which exactly one of the two speaks, the first few.</param>
public sealed record RuleChange(
    string Rule,
    long SpokeToday,
    long SpokeCandidate,
    int AlertsGained,
    int AlertsLost,
    long KnownToday,
    long KnownCandidate,
    int CustomersTouched,
    IReadOnlyList<string> Examples
);

/// <summary>A payment that the candidate would have answered otherwise.</summary>
/// <param name="Rules">Rules of which exactly one of the two rulebooks speaks.</param>
/// <param name="IsKnown">It belongs to a network with a closed case.</param>
/// <param name="IsInnocent">A case about it was closed without grounds.</param>
public sealed record WhatIfPayment(
    string Institution,
    string Id,
    long TimeUs,
    PaymentKind Kind,
    Money Amount,
    Outcome Today,
    Outcome Candidate,
    IReadOnlyList<string> Rules,
    bool IsKnown,
    bool IsInnocent
);

/// <summary>Payments that are alike in something, and how many of them the candidate would answer otherwise.</summary>
/// <param name="By">What they are alike in: kind, institution, city or amount.</param>
/// <param name="Stricter">Those that the candidate would answer more strictly.</param>
/// <param name="Customers">Persons (or, unnamed, instruments) who would be answered otherwise.</param>
/// <param name="Known">Of those answered otherwise, those of networks with a closed case.</param>
/// <param name="Innocent">Of those answered otherwise, those about which a case was closed without grounds.</param>
public sealed record WhatIfGroup(
    string By,
    string Name,
    long Payments,
    long Stricter,
    long Milder,
    int Customers,
    long Known,
    long Innocent
);

/// <param name="NetworksClosed">What precision is measured against; 0 where nothing is known, and nothing can be said.</param>
/// <param name="Outcomes">Payments by outcome under today's rulebook and the candidate.</param>
/// <param name="CustomersTouched">Persons (or, unnamed, instruments) who would be answered otherwise.</param>
public sealed record WhatIf(
    string Today,
    string Candidate,
    long Payments,
    long DecisionsChanged,
    int CustomersTouched,
    int NetworksClosed,
    IReadOnlyList<(Outcome Today, Outcome Candidate, long Payments)> Outcomes,
    IReadOnlyList<RuleChange> Rules
)
{
    /// <summary>Networks whose case was closed without grounds: what innocence is measured against.</summary>
    public int NetworksInnocent { get; init; }

    /// <summary>Payments that would be answered otherwise, the first <see cref="WhatIfJob.PaymentsMax"/> in the order of history.</summary>
    public IReadOnlyList<WhatIfPayment> Changed { get; init; } = [];

    /// <summary>Groups in which something changes, those that are hit most first within each likeness.</summary>
    public IReadOnlyList<WhatIfGroup> Groups { get; init; } = [];
}

/// <summary>
/// Replays history under two rulebooks side by side, each folding what it decided itself, and says what would change. What came before the
/// period fills the windows and is not counted.
/// </summary>
public static class WhatIfJob
{
    /// <summary>Payments that are told one by one.</summary>
    public const int PaymentsMax = 500;

    private const long FactsPerReport = 4_096;

    /// <param name="today">The rulebook to compare with.</param>
    /// <param name="fromUs">First event time counted.</param>
    /// <param name="untilUs">First event time no longer counted.</param>
    /// <param name="report">Told how many facts were walked.</param>
    public static WhatIf Run(
        IJournal journal,
        LoadedRulebook today,
        LoadedRulebook candidate,
        long fromUs,
        long untilUs,
        Action<long>? report = null,
        CancellationToken cancel = default
    )
    {
        var history = new History(journal);
        var (left, right) = (new DecisionEngine(today, history.Rates), new DecisionEngine(candidate, history.Rates));
        var tally = new WhatIfTally(CaseTruth.Of(journal));
        foreach (var recorded in history.Walk())
        {
            if (recorded.Sequence % FactsPerReport == 0)
            {
                cancel.ThrowIfCancellationRequested();
                report?.Invoke(recorded.Sequence);
            }
            switch (recorded.Fact)
            {
                case PaymentDecided decided:
                    var a = Decide(left, decided.Payment, history);
                    var b = Decide(right, decided.Payment, history);
                    if (decided.Payment.TimeUs >= fromUs && decided.Payment.TimeUs < untilUs)
                    {
                        tally.Add(decided.Payment, a, b);
                    }
                    break;
                case PaymentReversed or MeasureTook or MeasureEnded:
                    left.Fold(recorded.Fact);
                    right.Fold(recorded.Fact);
                    break;
            }
        }
        return tally.Result(today.Version, candidate.Version);
    }

    private static Decision Decide(DecisionEngine engine, in SealedPayment payment, History history)
    {
        foreach (var lapsed in engine.LapsesDue(payment.TimeUs))
        {
            engine.Apply(lapsed);
        }
        var decision = engine.Decide(in payment, history.Registry);
        engine.Apply(in payment, decision);
        return decision;
    }
}
