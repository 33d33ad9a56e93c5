using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;

namespace Sunqar.Work.Replaying;

/// <summary>Counts what two rulebooks say of one payment after another.</summary>
internal sealed class WhatIfTally(CaseTruth truth)
{
    private readonly Dictionary<(Outcome, Outcome), long> _outcomes = [];
    private readonly SortedDictionary<string, RuleTally> _rules = new(StringComparer.Ordinal);
    private readonly HashSet<SubjectId> _touched = [];
    private readonly Dictionary<(string By, string Name), GroupTally> _groups = [];
    private readonly List<WhatIfPayment> _changes = [];
    private long _payments;
    private long _changed;

    public void Add(in SealedPayment payment, Decision today, Decision candidate)
    {
        _payments++;
        _outcomes[(today.Outcome, candidate.Outcome)] = _outcomes.GetValueOrDefault((today.Outcome, candidate.Outcome)) + 1;
        var subject = SubjectOf(payment);
        var known = (today.Reasons.Count > 0 || candidate.Reasons.Count > 0) && truth.Knows(payment);
        var isInnocent = today.Outcome != candidate.Outcome && !known && truth.IsInnocent(payment);
        if (today.Outcome != candidate.Outcome)
        {
            _changed++;
            _touched.Add(subject);
            if (_changes.Count < WhatIfJob.PaymentsMax)
                _changes.Add(Told(payment, today, candidate, known, isInnocent));
        }
        foreach (var group in GroupsOf(payment))
        {
            var one = _groups.TryGetValue(group, out var seen) ? seen : _groups[group] = new GroupTally();
            one.Add(subject, today.Outcome, candidate.Outcome, known, isInnocent);
        }
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
        )
        {
            NetworksInnocent = truth.InnocentNetworks,
            Changed = _changes,
            Groups =
            [
                .. _groups
                    .Select(group => group.Value.Result(group.Key.By, group.Key.Name))
                    .Where(group => group.Stricter + group.Milder > 0)
                    .OrderBy(group => group.By, StringComparer.Ordinal)
                    .ThenByDescending(group => group.Stricter + group.Milder)
                    .ThenBy(group => group.Name, StringComparer.Ordinal),
            ],
        };

    private static WhatIfPayment Told(in SealedPayment payment, Decision today, Decision candidate, bool isKnown, bool isInnocent)
    {
        var (before, after) = (today.Reasons.Select(r => r.Rule).ToHashSet(), candidate.Reasons.Select(r => r.Rule).ToHashSet());
        before.SymmetricExceptWith(after);
        return new WhatIfPayment(
            payment.Institution,
            payment.Id,
            payment.TimeUs,
            payment.Kind,
            payment.Amount,
            today.Outcome,
            candidate.Outcome,
            [.. before.Order(StringComparer.Ordinal)],
            isKnown,
            isInnocent
        );
    }

    private static IEnumerable<(string By, string Name)> GroupsOf(SealedPayment payment)
    {
        yield return ("kind", payment.Kind.Name());
        yield return ("institution", payment.Institution);
        if (payment.City is { } city)
            yield return ("city", city);
        yield return ("amount", Band(payment.Amount));
    }

    /// <summary>The power of ten that an amount is below, in its own currency.</summary>
    private static string Band(Money amount)
    {
        var below = 1_000L;
        while (below <= amount.MinorUnits / 100 && below < 1_000_000_000_000)
            below *= 10;
        return string.Create(CultureInfo.InvariantCulture, $"{amount.Currency.Code()} below {below:N0}");
    }

    /// <summary>Whom an alert would be about: the person paid, else who pays, else the card or account.</summary>
    private static SubjectId SubjectOf(in SealedPayment payment) =>
        !payment.Recipient.Person.IsNone ? payment.Recipient.Person
        : !payment.Sender.Person.IsNone ? payment.Sender.Person
        : payment.Recipient.IsAbsent ? payment.Sender.Instrument
        : payment.Recipient.Instrument;

    private sealed class RuleTally
    {
        private const int ExamplesMax = 5;

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

    private sealed class GroupTally
    {
        private readonly HashSet<SubjectId> _touched = [];
        private (long Payments, long Stricter, long Milder, long Known, long Innocent) _count;

        public void Add(SubjectId subject, Outcome today, Outcome candidate, bool isKnown, bool isInnocent)
        {
            _count.Payments++;
            if (today == candidate)
                return;
            _touched.Add(subject);
            _count.Stricter += candidate > today ? 1 : 0;
            _count.Milder += candidate < today ? 1 : 0;
            _count.Known += isKnown ? 1 : 0;
            _count.Innocent += isInnocent ? 1 : 0;
        }

        public WhatIfGroup Result(string by, string name) =>
            new(by, name, _count.Payments, _count.Stricter, _count.Milder, _touched.Count, _count.Known, _count.Innocent);
    }
}
