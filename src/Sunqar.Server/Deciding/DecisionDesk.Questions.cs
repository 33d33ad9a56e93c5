using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;

namespace Sunqar.Server.Deciding;

/// <summary>What the desk's thread does with each question. Answers are put into the tickets and stay there until the group is on
/// disk.</summary>
public sealed partial class DecisionDesk
{
    private SentPayment[] _run = new SentPayment[SlicePayments];

    private void Process(List<DeskTicket> tickets)
    {
        var count = Gather(tickets);
        if (count > 0)
        {
            try
            {
                _sealer.Seal(_run.AsSpan(0, count), _open.Sealed);
            }
            catch (IOException error)
            {
                // A new subject's key found no room: nothing was decided.
                _options.Warn(error.Message);
                Refuse(tickets, error.Message);
                return;
            }
            finally
            {
                Array.Clear(_run, 0, count);
            }
            foreach (var introduction in _open.Sealed.Introductions)
                _open.AddIntroduction(introduction);
        }
        var at = 0;
        foreach (var ticket in tickets)
        {
            switch (ticket.Question)
            {
                case DeskQuestion.Decide:
                    for (var i = 0; i < ticket.Count; i++)
                        ticket.Answer(i, Decide(in _open.Sealed.Payments[at++]));
                    break;
                case DeskQuestion.Confirm:
                    ticket.Answer(0, Confirm(ticket));
                    break;
                case DeskQuestion.Reverse:
                    ticket.Answer(0, Reverse(ticket));
                    break;
                case DeskQuestion.Measure:
                    ticket.Answer(0, Measure(ticket.Measure!));
                    break;
            }
            _open.Tickets.Add(ticket);
        }
    }

    private int Gather(List<DeskTicket> tickets)
    {
        var count = 0;
        foreach (var ticket in tickets)
        {
            if (_run.Length < count + ticket.Count)
                Array.Resize(ref _run, count + ticket.Count);
            ticket.Payments.CopyTo(_run.AsSpan(count));
            count += ticket.Count;
        }
        return count;
    }

    private void Refuse(List<DeskTicket> tickets, string reason)
    {
        foreach (var ticket in tickets)
        {
            ticket.AnswerAll(DeskAnswer.Unavailable(reason));
            Counts.Fail(ticket.Weight);
        }
        AnswerRun.GiveOut(tickets);
    }

    private DeskAnswer Decide(in SealedPayment payment)
    {
        var fingerprint = _sealer.Fingerprint(payment.Institution, payment.Id);
        if (FindFirst(fingerprint, payment.Institution, payment.Id, out var first, out var content, out var sequence))
        {
            return content == payment.ContentHash
                ? new DeskAnswer(DeskStatus.Duplicate, first, sequence, null)
                : DeskAnswer.Conflict(sequence);
        }
        var decision = _engine.Decide(in payment, _lookups.Registry);
        _engine.Apply(in payment, decision);
        sequence = _open.NextSequence;
        _open.AddDecided(fingerprint, in payment, decision);
        return new DeskAnswer(DeskStatus.Decided, decision, sequence, null);
    }

    /// <summary>The decision that a payment got when it was first sent, wherever it stands: on its way to disk, just decided, or
    /// stored.</summary>
    private bool FindFirst(ulong fingerprint, string institution, string id, out Decision? decision, out UInt128 content, out long sequence)
    {
        if (_flight is not null && _flight.TryFind(fingerprint, institution, id, out decision, out content, out sequence))
            return true;
        if (_open.TryFind(fingerprint, institution, id, out decision, out content, out sequence))
            return true;
        if (_archive.Find(fingerprint, institution, id) is not { } history)
            return false;
        (decision, content, sequence) = (history.First, history.Payment.ContentHash, history.FirstSequence);
        return true;
    }

    private PaymentHistory? HistoryOf(ulong fingerprint, string institution, string id)
    {
        var history = _archive.Find(fingerprint, institution, id);
        _flight?.Apply(ref history, fingerprint, institution, id);
        _open.Apply(ref history, fingerprint, institution, id);
        return history;
    }

    private DeskAnswer Confirm(DeskTicket ticket)
    {
        var fingerprint = _sealer.Fingerprint(ticket.Institution, ticket.Id);
        if (HistoryOf(fingerprint, ticket.Institution, ticket.Id) is not { } history)
            return DeskAnswer.Unknown;
        var payment = history.Payment;
        if (history.ReversedUs != 0)
            return new DeskAnswer(DeskStatus.NothingToDo, null, history.Sequence, "The payment was undone.");
        // Cash that comes in is brought by the recipient; everything else the sender has to agree to.
        var isRecipients = ticket.Confirmation == Confirmation.Biometrics && payment.Kind.Row().IsBroughtByRecipient;
        var party = isRecipients ? payment.Recipient : payment.Sender;
        if (ticket.Confirmation == Confirmation.Sender ? party.Confirmed : party.Attested)
        {
            return new DeskAnswer(DeskStatus.Duplicate, history.Standing, history.Sequence, null);
        }
        if (history.Standing.Outcome is Outcome.Allow or Outcome.Block)
        {
            var reason =
                history.Standing.Outcome == Outcome.Allow
                    ? "The payment is allowed already."
                    : "The payment is blocked; a confirmation does not change that.";
            return new DeskAnswer(DeskStatus.NothingToDo, null, history.Sequence, reason);
        }
        party = ticket.Confirmation == Confirmation.Sender ? party with { Confirmed = true } : party with { Attested = true };
        payment = isRecipients ? payment with { Recipient = party } : payment with { Sender = party };
        var decision = _engine.Decide(in payment, _lookups.Registry);
        _engine.Apply(in payment, decision);
        return Note(fingerprint, in payment, new PaymentDecided(payment, decision), decision);
    }

    private DeskAnswer Reverse(DeskTicket ticket)
    {
        var fingerprint = _sealer.Fingerprint(ticket.Institution, ticket.Id);
        if (HistoryOf(fingerprint, ticket.Institution, ticket.Id) is not { } history)
            return DeskAnswer.Unknown;
        if (history.ReversedUs != 0)
            return new DeskAnswer(DeskStatus.Duplicate, history.Standing, history.Sequence, null);
        var fact = new PaymentReversed(history.Payment, history.Standing, Clock.NowUs());
        _engine.Apply(fact);
        return Note(fingerprint, history.Payment, fact, history.Standing);
    }

    private DeskAnswer Measure(Core.Facts.Fact fact)
    {
        var (isKnown, isEnded) = _engine.Measure(fact is MeasureTook took ? took.MeasureId : ((MeasureEnded)fact).MeasureId);
        if (fact is MeasureTook ? isKnown : isEnded)
            return new DeskAnswer(DeskStatus.Noted, null, -1, null);
        if (fact is MeasureTook { Subject.IsNone: true } one && FaultOfHold(one) is { } fault)
            return fault;
        _engine.Fold(fact);
        var sequence = _open.NextSequence;
        _open.Add(fact);
        return new DeskAnswer(DeskStatus.Noted, null, sequence, null);
    }

    /// <summary>Why there is nothing to suspend: only a payment that is held can be kept.</summary>
    private DeskAnswer? FaultOfHold(MeasureTook measure)
    {
        if (
            HistoryOf(_sealer.Fingerprint(measure.Institution, measure.PaymentId), measure.Institution, measure.PaymentId)
            is not { } history
        )
            return DeskAnswer.Unknown;
        var reason =
            history.ReversedUs != 0 ? "The payment was undone."
            : history.LapsedUs != 0 ? "The hold lapsed before the suspension came: the payment went on."
            : history.Standing.Outcome != Outcome.Hold
                ? $"The payment is not held: {Core.Rulebook.RuleOutcomes.Name(history.Standing.Outcome)}."
            : null;
        return reason is null ? null : new DeskAnswer(DeskStatus.NothingToDo, null, history.Sequence, reason);
    }

    private DeskAnswer Note(ulong fingerprint, in SealedPayment payment, Core.Facts.Fact fact, Decision decision)
    {
        var sequence = _open.NextSequence;
        _open.Add(fingerprint, in payment, fact);
        return new DeskAnswer(DeskStatus.Decided, decision, sequence, null);
    }

    /// <summary>Holds whose time is over become facts; so many a round that the group is not held up.</summary>
    private void LapseDue()
    {
        if (_trouble is not null || _lapsesAskedAt != 0 && _options.Time.GetElapsedTime(_lapsesAskedAt) < _options.LapseInterval)
            return;
        var due = _engine.LapsesDue(Clock.NowUs(), SlicePayments);
        foreach (var lapsed in due)
        {
            _engine.Apply(lapsed);
            _open.Add(_sealer.Fingerprint(lapsed.Payment.Institution, lapsed.Payment.Id), lapsed.Payment, lapsed);
            Counts.Lapse();
        }
        // More may be due: then the next round asks again at once.
        _lapsesAskedAt = due.Count == SlicePayments ? 0 : _options.Time.GetTimestamp();
    }
}
