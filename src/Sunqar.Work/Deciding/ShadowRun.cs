using Sunqar.Core.Decisions;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Deciding;

/// <summary>A payment that the candidate would have answered otherwise.</summary>
/// <param name="Rules">Rules of which exactly one of the two rulebooks speaks.</param>
public sealed record ShadowDifference(
    string Institution,
    string PaymentId,
    long Sequence,
    Outcome Live,
    Outcome Candidate,
    IReadOnlyList<string> Rules
);

/// <summary>What a shadow has seen so far.</summary>
/// <param name="Next">The first sequence of the stream that it has not met.</param>
/// <param name="Payments">Decisions compared, since the shadow was started.</param>
/// <param name="Outcomes">Payments by the live outcome and the candidate's; differing rules with one outcome are not a difference.</param>
/// <param name="Differences">The last of them, oldest first.</param>
public sealed record ShadowView(
    string Candidate,
    long Next,
    long Payments,
    long Changed,
    IReadOnlyList<(Outcome Live, Outcome Candidate, long Payments)> Outcomes,
    IReadOnlyList<ShadowDifference> Differences
);

/// <summary>
/// A candidate rulebook decides every payment beside the live one. It reads decisions back from the journal after they were answered and
/// keeps windows of its own, so it can change neither an answer nor what the live engine knows, and costs the desk nothing. Its own
/// decisions fill its windows from its start on; before that, the live ones. One thread advances it, any may look.
/// </summary>
public sealed class ShadowRun
{
    private const int ExamplesMax = 50;

    private readonly IJournal _journal;
    private readonly string _stream;
    private readonly DecisionEngine _engine;
    private readonly long[,] _outcomes = new long[(int)Outcome.Block + 1, (int)Outcome.Block + 1];
    private readonly Queue<ShadowDifference> _differences = [];
    private readonly long _startedAt;
    private long _next;
    private long _payments;
    private long _changed;
    private volatile ShadowView _view;

    /// <param name="engine">An engine under the candidate, with nothing folded in.</param>
    public ShadowRun(IJournal journal, string stream, DecisionEngine engine)
    {
        (_journal, _stream, _engine) = (journal, stream, engine);
        _startedAt = journal.Head(stream).Next;
        _view = View();
    }

    /// <summary>What it has seen so far; the numbers are of one moment.</summary>
    public ShadowView Seen => _view;

    /// <summary>Facts that it has still to meet.</summary>
    public long Behind => _journal.Head(_stream).Next - _view.Next;

    /// <summary>Reads on, at most so many facts.</summary>
    /// <returns>How many there were; fewer than asked for at the journal's end.</returns>
    public int Advance(LookupsPicture lookups, int factsMax, CancellationToken cancel)
    {
        var read = 0;
        _engine.Use(lookups.Rates);
        foreach (var recorded in _journal.Read(_stream, _next))
        {
            cancel.ThrowIfCancellationRequested();
            if (recorded.Sequence < _startedAt)
                _engine.Fold(recorded.Fact);
            else
                Meet(recorded.Fact, recorded.Sequence, lookups.Registry);
            _next = recorded.Sequence + 1;
            if (++read == factsMax)
                break;
        }
        if (read > 0)
            _view = View();
        return read;
    }

    private void Meet(Core.Facts.Fact fact, long sequence, IRegistryView registry)
    {
        switch (fact)
        {
            case PaymentDecided decided:
                var payment = decided.Payment;
                foreach (var lapsed in _engine.LapsesDue(payment.TimeUs))
                    _engine.Apply(lapsed);
                var candidate = _engine.Decide(in payment, registry);
                _engine.Apply(in payment, candidate);
                Compare(decided, candidate, sequence);
                break;
            case PaymentReversed or MeasureTook or MeasureEnded:
                _engine.Fold(fact);
                break;
        }
    }

    private void Compare(PaymentDecided live, Decision candidate, long sequence)
    {
        _payments++;
        _outcomes[(int)live.Decision.Outcome, (int)candidate.Outcome]++;
        if (live.Decision.Outcome == candidate.Outcome)
            return;
        _changed++;
        var (before, after) = (live.Decision.Reasons.Select(r => r.Rule).ToHashSet(), candidate.Reasons.Select(r => r.Rule).ToHashSet());
        var rules = before.Except(after).Concat(after.Except(before)).Order(StringComparer.Ordinal).ToList();
        if (_differences.Count == ExamplesMax)
            _differences.Dequeue();
        _differences.Enqueue(
            new ShadowDifference(live.Payment.Institution, live.Payment.Id, sequence, live.Decision.Outcome, candidate.Outcome, rules)
        );
    }

    private ShadowView View()
    {
        var outcomes = new List<(Outcome, Outcome, long)>();
        for (var live = Outcome.Allow; live <= Outcome.Block; live++)
        {
            for (var candidate = Outcome.Allow; candidate <= Outcome.Block; candidate++)
            {
                if (_outcomes[(int)live, (int)candidate] is > 0 and var payments)
                    outcomes.Add((live, candidate, payments));
            }
        }
        return new ShadowView(_engine.RulebookVersion, _next, _payments, _changed, outcomes, [.. _differences]);
    }
}
