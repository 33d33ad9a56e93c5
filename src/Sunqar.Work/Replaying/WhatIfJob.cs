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
);

/// <summary>
/// Replays history under two rulebooks side by side, each folding what it decided itself, and says what would change. What came before the
/// period fills the windows and is not counted.
/// </summary>
public static class WhatIfJob
{
    private const int ExamplesMax = 5;

    /// <param name="today">The rulebook to compare with.</param>
    /// <param name="fromUs">First event time counted.</param>
    /// <param name="untilUs">First event time no longer counted.</param>
    public static WhatIf Run(IJournal journal, LoadedRulebook today, LoadedRulebook candidate, long fromUs, long untilUs)
    {
        var history = new History(journal);
        var (left, right) = (new DecisionEngine(today, history.Rates), new DecisionEngine(candidate, history.Rates));
        var tally = new Tally(CaseTruth.Of(journal));
        foreach (var recorded in history.Walk())
        {
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

    private sealed class Tally(CaseTruth truth)
    {
        private readonly Dictionary<(Outcome, Outcome), long> _outcomes = [];
        private readonly SortedDictionary<string, RuleTally> _rules = new(StringComparer.Ordinal);
        private readonly HashSet<SubjectId> _touched = [];
        private long _payments;
        private long _changed;

        public void Add(in SealedPayment payment, Decision today, Decision candidate)
        {
            _payments++;
            _outcomes[(today.Outcome, candidate.Outcome)] = _outcomes.GetValueOrDefault((today.Outcome, candidate.Outcome)) + 1;
            var subject = SubjectOf(payment);
            if (today.Outcome != candidate.Outcome)
            {
                _changed++;
                _touched.Add(subject);
            }
            var known = (today.Reasons.Count > 0 || candidate.Reasons.Count > 0) && truth.Knows(payment);
            foreach (var name in today.Reasons.Concat(candidate.Reasons).Select(r => r.Rule).Distinct())
            {
                var (before, after) = (today.Reasons.Any(r => r.Rule == name), candidate.Reasons.Any(r => r.Rule == name));
                var rule = _rules.TryGetValue(name, out var met) ? met : _rules[name] = new RuleTally();
                rule.Add(payment.Id, subject, before, after, known);
            }
        }

        public WhatIf Result(string today, string candidate) =>
            new(
                today,
                candidate,
                _payments,
                _changed,
                _touched.Count,
                truth.Networks,
                [.. _outcomes.OrderBy(o => o.Key).Select(o => (o.Key.Item1, o.Key.Item2, o.Value))],
                [.. _rules.Select(r => r.Value.Result(r.Key))]
            );

        /// <summary>Whom an alert would be about: the person paid, else who pays, else the card or account.</summary>
        private static SubjectId SubjectOf(in SealedPayment payment) =>
            !payment.Recipient.Person.IsNone ? payment.Recipient.Person
            : !payment.Sender.Person.IsNone ? payment.Sender.Person
            : payment.Recipient.IsAbsent ? payment.Sender.Instrument
            : payment.Recipient.Instrument;
    }

    private sealed class RuleTally
    {
        private readonly HashSet<SubjectId> _today = [];
        private readonly HashSet<SubjectId> _candidate = [];
        private readonly List<string> _examples = [];
        private long _spokeToday;
        private long _spokeCandidate;
        private readonly HashSet<SubjectId> _touched = [];
        private long _knownToday;
        private long _knownCandidate;

        public void Add(string payment, SubjectId subject, bool before, bool after, bool known)
        {
            _spokeToday += before ? 1 : 0;
            _spokeCandidate += after ? 1 : 0;
            _knownToday += before && known ? 1 : 0;
            _knownCandidate += after && known ? 1 : 0;
            if (before != after)
            {
                _touched.Add(subject);
            }
            if (before)
            {
                _today.Add(subject);
            }
            if (after)
            {
                _candidate.Add(subject);
            }
            if (before != after && _examples.Count < ExamplesMax)
            {
                _examples.Add(payment);
            }
        }

        public RuleChange Result(string name) =>
            new(
                name,
                _spokeToday,
                _spokeCandidate,
                _candidate.Count(s => !_today.Contains(s)),
                _today.Count(s => !_candidate.Contains(s)),
                _knownToday,
                _knownCandidate,
                _touched.Count,
                _examples
            );
    }
}
