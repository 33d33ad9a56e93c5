using Sunqar.Core.Decisions;
using Sunqar.Core.Queue;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Holds;

/// <summary>
/// The payments that are held now: a fold over the stream of payments, read when somebody asks. It keeps the holds alone, and sees what is
/// on disk. For any number of threads.
/// </summary>
public sealed class HoldBook(IJournal journal)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Institution, string Id), HeldPayment> _held = [];
    private IReadOnlyList<HeldPayment> _listed = [];
    private long _next;
    private bool _isListed;

    /// <summary>The holds, in the order in which they end. The same list as long as none began or ended.</summary>
    public IReadOnlyList<HeldPayment> List()
    {
        lock (_gate)
        {
            Advance();
            if (_isListed)
                return _listed;
            _isListed = true;
            return _listed = [.. _held.Values.OrderBy(hold => hold.ExpiresUs).ThenBy(hold => hold.Id, StringComparer.Ordinal)];
        }
    }

    private void Advance()
    {
        var head = journal.Head(Streams.Payments).Next;
        if (head == _next)
            return;
        foreach (var recorded in journal.Read(Streams.Payments, _next, IsWanted))
        {
            _next = recorded.Sequence + 1;
            switch (recorded.Fact)
            {
                case PaymentDecided { Decision.Outcome: Outcome.Hold } decided:
                    Hold(decided, recorded.Sequence);
                    break;
                case PaymentDecided decided:
                    End(decided.Payment.Institution, decided.Payment.Id);
                    break;
                case HoldLapsed lapsed:
                    End(lapsed.Payment.Institution, lapsed.Payment.Id);
                    break;
                case PaymentReversed reversed:
                    End(reversed.Payment.Institution, reversed.Payment.Id);
                    break;
            }
        }
        _next = Math.Max(_next, head);
    }

    /// <summary>A hold, or a payment that a proof of the customer's may have freed.</summary>
    private bool IsWanted(in DecidedPaymentRow row) =>
        row.Outcome == Outcome.Hold
        || (_held.Count > 0 && (row.Sender.Confirmed || row.Sender.Attested || row.Recipient.Attested || row.IsDecidedAgain));

    private void Hold(PaymentDecided decided, long sequence)
    {
        var payment = decided.Payment;
        _isListed = false;
        _held[(payment.Institution, payment.Id)] = new HeldPayment(
            payment.Institution,
            payment.Id,
            payment.Kind,
            payment.Amount,
            payment.TimeUs,
            decided.Decision.ExpiresUs,
            [.. decided.Decision.Reasons.Select(reason => reason.Rule).Distinct()],
            sequence
        );
    }

    private void End(string institution, string id) => _isListed &= !_held.Remove((institution, id));
}
