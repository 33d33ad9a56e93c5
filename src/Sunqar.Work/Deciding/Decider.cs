using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Ids;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Deciding;

/// <summary>
/// Decides one question after another into groups that one append puts on disk. It has neither thread nor clock: whoever drives it says
/// what time it is, hands a full group to the journal, and tells when it landed. Not thread-safe.
/// </summary>
internal sealed class Decider(PaymentSealer sealer, IPaymentIds ids, PaymentArchive archive)
{
    private readonly Stack<DeskGroup> _free = new([new DeskGroup(), new DeskGroup(), new DeskGroup()]);

    /// <summary>The windows and holds that questions are decided on.</summary>
    public DecisionEngine Engine { get; private set; } = null!;

    /// <summary>The register that the next questions are decided under.</summary>
    public IRegistryView Registry { get; set; } = null!;

    /// <summary>What the next questions go into.</summary>
    public DeskGroup Open { get; private set; } = null!;

    /// <summary>The group that is on its way to disk; null where none is.</summary>
    public DeskGroup? Flight { get; private set; }

    /// <summary>Begins with an engine that holds all facts before <paramref name="next"/>.</summary>
    public void Begin(DecisionEngine engine, long next)
    {
        Engine = engine;
        Open = _free.Pop();
        Open.Begin(next);
    }

    /// <summary>From the next question on another engine decides, which holds the same facts.</summary>
    public void Change(DecisionEngine engine) => Engine = engine;

    /// <summary>Closes the open group and opens the next behind it.</summary>
    /// <returns>The closed group, which is in <see cref="Flight"/> where it holds facts; the caller appends it then.</returns>
    public DeskGroup Close()
    {
        var group = Open;
        Open = _free.Pop();
        Open.Begin(group.NextSequence);
        if (group.Batch.Count > 0)
            Flight = group;
        return group;
    }

    /// <summary>A group that was in flight is on disk: its payments are found there from now on.</summary>
    public void Land(DeskGroup group)
    {
        if (Flight == group)
            Flight = null;
        foreach (var fact in group.Facts)
            ids.Add(fact.Fingerprint, fact.Sequence);
        ids.Advance(group.NextSequence);
        sealer.Confirm(group.Sealed);
    }

    /// <summary>Nothing of the group in flight is on disk, or nobody knows: it and what was decided on top of it are let go.</summary>
    public IReadOnlyList<DeskGroup> Fail()
    {
        DeskGroup[] failed = [Flight!, Open];
        Flight = null;
        foreach (var group in failed)
            sealer.Withdraw(group.Introductions);
        return failed;
    }

    /// <summary>A group whose questions are answered may be used again.</summary>
    public void Free(DeskGroup group) => _free.Push(group);

    /// <summary>The subjects that a run of payments introduces stand ahead of it; call it once after each sealing into
    /// <see cref="Open"/>.</summary>
    public void Introduce()
    {
        foreach (var introduction in Open.Sealed.Introductions)
            Open.AddIntroduction(introduction);
    }

    /// <summary>Holds whose time is over become facts.</summary>
    /// <returns>How many; <paramref name="countMax"/> where more may be due.</returns>
    public int Lapse(long nowUs, int countMax = int.MaxValue)
    {
        var due = Engine.LapsesDue(nowUs, countMax);
        foreach (var lapsed in due)
        {
            Engine.Apply(lapsed);
            Open.Add(sealer.Fingerprint(lapsed.Payment.Institution, lapsed.Payment.Id), lapsed.Payment, lapsed);
        }
        return due.Count;
    }

    /// <summary>Decides a payment that was sealed into <see cref="Open"/>; a repeat is told from the first.</summary>
    /// <param name="nowUs">What time it is, microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="isHistory">It may be of any time before; it counts in the windows of its own day alone.</param>
    public DeskAnswer Decide(in SealedPayment payment, long nowUs, bool isHistory = false)
    {
        var fingerprint = sealer.Fingerprint(payment.Institution, payment.Id);
        if (FindFirst(fingerprint, payment.Institution, payment.Id, out var first, out var content, out var sequence))
        {
            return content == payment.ContentHash
                ? new DeskAnswer(DeskStatus.Duplicate, first, sequence, null)
                : DeskAnswer.Conflict(sequence);
        }
        // Rates, rules and windows are those of a payment's own day: whoever chose the day would choose them.
        if (!isHistory && payment.TimeUs < nowUs - Engine.Rulebook.LatenessUs)
            return DeskAnswer.TooLate(Engine.Rulebook.LatenessUs);
        return HasEnded(ProofMeans.Device, in payment) && payment.Sender.Confirmed
            ? Take(fingerprint, payment with { Sender = payment.Sender with { WordEnded = true } }, nowUs)
            : Take(fingerprint, in payment, nowUs);
    }

    private DeskAnswer Take(ulong fingerprint, in SealedPayment payment, long nowUs)
    {
        var decision = Engine.Take(in payment, Registry, nowUs);
        var sequence = Open.NextSequence;
        Open.AddDecided(fingerprint, in payment, decision);
        return new DeskAnswer(DeskStatus.Decided, decision, sequence, null);
    }

    /// <summary>The institution's mere word on a payment counts no more.</summary>
    private bool HasEnded(ProofMeans means, in SealedPayment payment) => payment.TimeUs >= Registry.WordEndsUs(payment.Institution, means);

    /// <summary>The decision that a payment got when it was first sent, wherever it stands: on its way to disk, just decided, or
    /// stored.</summary>
    private bool FindFirst(ulong fingerprint, string institution, string id, out Decision? decision, out UInt128 content, out long sequence)
    {
        if (Flight is not null && Flight.TryFind(fingerprint, institution, id, out decision, out content, out sequence))
            return true;
        if (Open.TryFind(fingerprint, institution, id, out decision, out content, out sequence))
            return true;
        if (archive.Find(fingerprint, institution, id) is not { } history)
            return false;
        (decision, content, sequence) = (history.First, history.Payment.ContentHash, history.FirstSequence);
        return true;
    }

    private PaymentHistory? HistoryOf(ulong fingerprint, string institution, string id)
    {
        var history = archive.Find(fingerprint, institution, id);
        Flight?.Apply(ref history, fingerprint, institution, id);
        Open.Apply(ref history, fingerprint, institution, id);
        return history;
    }

    /// <summary>The customer agreed: a payment that waits for it is decided again.</summary>
    /// <param name="device">The enrolled device that signed; it is the payment's where the payment names none, so that rules which count by
    /// device count it.</param>
    /// <param name="proof">What a signature shows besides.</param>
    public DeskAnswer Confirm(
        string institution,
        string id,
        Confirmation confirmation,
        long nowUs,
        SubjectId device = default,
        KeyProof proof = default
    )
    {
        var fingerprint = sealer.Fingerprint(institution, id);
        if (HistoryOf(fingerprint, institution, id) is not { } history)
            return DeskAnswer.Unknown;
        var payment = history.Payment;
        if (history.ReversedUs != 0)
            return new DeskAnswer(DeskStatus.NothingToDo, null, history.Sequence, "The payment was undone.");
        // Cash that comes in is brought by the recipient; everything else the sender has to agree to.
        var isSender = confirmation is Confirmation.Sender or Confirmation.SignedSender;
        var isSigned = confirmation is Confirmation.SignedSender or Confirmation.SignedBiometrics;
        if (!isSigned && HasEnded(isSender ? ProofMeans.Device : ProofMeans.Biometrics, in payment))
            return DeskAnswer.WordEnded(history.Sequence);
        var isRecipients = !isSender && payment.Kind.Row().IsBroughtByRecipient;
        var party = isRecipients ? payment.Recipient : payment.Sender;
        if (
            isSigned
                ? isSender
                    ? party.ConfirmedByKey
                    : party.AttestedByKey
                : isSender
                    ? party.Confirmed
                    : party.Attested
        )
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
        party = isSender
            ? party with
            {
                Confirmed = true,
                ConfirmedByKey = isSigned,
                WordEnded = false,
                Proof = party.Proof.With(proof),
            }
            : party with
            {
                Attested = true,
                AttestedByKey = isSigned,
                Proof = party.Proof.With(proof),
            };
        if (payment.Device.IsNone)
            payment = payment with { Device = device };
        payment = isRecipients ? payment with { Recipient = party } : payment with { Sender = party };
        var decision = Engine.Take(in payment, Registry, nowUs);
        return Note(fingerprint, in payment, new PaymentDecided(payment, decision), decision);
    }

    /// <summary>The payment did not happen after all: it no longer counts anywhere.</summary>
    public DeskAnswer Reverse(string institution, string id, long nowUs)
    {
        var fingerprint = sealer.Fingerprint(institution, id);
        if (HistoryOf(fingerprint, institution, id) is not { } history)
            return DeskAnswer.Unknown;
        if (history.ReversedUs != 0)
            return new DeskAnswer(DeskStatus.Duplicate, history.Standing, history.Sequence, null);
        var fact = new PaymentReversed(history.Payment, history.Standing, nowUs);
        Engine.Apply(fact);
        return Note(fingerprint, history.Payment, fact, history.Standing);
    }

    /// <summary>A hold ends before its time, unless a measure keeps it: a person found it wrong.</summary>
    public DeskAnswer Release(string institution, string id, long nowUs)
    {
        var fingerprint = sealer.Fingerprint(institution, id);
        if (HistoryOf(fingerprint, institution, id) is not { } history)
            return DeskAnswer.Unknown;
        if (FaultOfHold(history) is { } fault)
            return fault;
        if (Engine.KeptUntil(history.Payment) > nowUs)
            return new DeskAnswer(DeskStatus.NothingToDo, null, history.Sequence, "A measure keeps the hold; it ends with the measure.");
        var lapsed = new HoldLapsed(history.Payment, nowUs);
        Engine.Apply(lapsed);
        return Note(fingerprint, history.Payment, lapsed, history.Standing with { Outcome = Outcome.Allow, ExpiresUs = 0 });
    }

    /// <param name="fact">A <see cref="MeasureTook"/> or <see cref="MeasureEnded"/>.</param>
    public DeskAnswer Measure(Fact fact)
    {
        var (isKnown, isEnded) = Engine.Measure(fact is MeasureTook took ? took.MeasureId : ((MeasureEnded)fact).MeasureId);
        if (fact is MeasureTook ? isKnown : isEnded)
            return new DeskAnswer(DeskStatus.Noted, null, -1, null);
        if (fact is MeasureTook { Subject.IsNone: true } one && FaultOfHold(one) is { } fault)
            return fault;
        Engine.Fold(fact);
        var sequence = Open.NextSequence;
        Open.Add(fact);
        return new DeskAnswer(DeskStatus.Noted, null, sequence, null);
    }

    /// <summary>Why there is nothing to suspend: only a payment that is held can be kept.</summary>
    private DeskAnswer? FaultOfHold(MeasureTook measure)
    {
        if (
            HistoryOf(sealer.Fingerprint(measure.Institution, measure.PaymentId), measure.Institution, measure.PaymentId) is not { } history
        )
        {
            return DeskAnswer.Unknown;
        }
        return FaultOfHold(history);
    }

    /// <summary>Why a payment is not held; null where it is.</summary>
    private static DeskAnswer? FaultOfHold(PaymentHistory history)
    {
        var reason =
            history.ReversedUs != 0 ? "The payment was undone."
            : history.LapsedUs != 0 ? "The hold lapsed before the suspension came: the payment went on."
            : history.Standing.Outcome != Outcome.Hold ? $"The payment is not held: {RuleOutcomes.Name(history.Standing.Outcome)}."
            : null;
        return reason is null ? null : new DeskAnswer(DeskStatus.NothingToDo, null, history.Sequence, reason);
    }

    private DeskAnswer Note(ulong fingerprint, in SealedPayment payment, Fact fact, Decision decision)
    {
        var sequence = Open.NextSequence;
        Open.Add(fingerprint, in payment, fact);
        return new DeskAnswer(DeskStatus.Decided, decision, sequence, null);
    }
}
