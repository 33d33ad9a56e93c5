using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Objections;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Work.Deciding;

namespace Sunqar.Work.Objections;

/// <summary>
/// Which payments of a person were held or refused: a fold over the stream of payments that keeps nothing but where they stand in it, some
/// 20 bytes for each. For any number of threads.
/// </summary>
public sealed class StopBook(IJournal journal)
{
    /// <summary>The newest stops of one person that are shown.</summary>
    public const int ShownMax = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<SubjectId, List<long>> _byPerson = [];
    private long _next;

    /// <summary>Reads on, at most so many stops.</summary>
    /// <returns>How many there were; fewer than asked for at the journal's end.</returns>
    public int Advance(int stopsMax, CancellationToken cancel)
    {
        lock (_lock)
        {
            var (read, head) = (0, journal.Head(Streams.Payments).Next);
            foreach (var recorded in journal.Read(Streams.Payments, _next, IsStop))
            {
                cancel.ThrowIfCancellationRequested();
                _next = recorded.Sequence + 1;
                if (recorded.Fact is not PaymentDecided decided)
                    continue;
                Note(decided.Payment.Sender.Person, recorded.Sequence);
                if (decided.Payment.Recipient.Person != decided.Payment.Sender.Person)
                    Note(decided.Payment.Recipient.Person, recorded.Sequence);
                if (++read == stopsMax)
                    return read;
            }
            _next = Math.Max(_next, head);
            return read;
        }
    }

    /// <summary>A person's stopped payments as they stand, the newest first.</summary>
    /// <param name="find">Where a payment stands, by institution and id.</param>
    public IReadOnlyList<StoppedPayment> Of(SubjectId person, Func<string, string, PaymentHistory?> find)
    {
        Advance(int.MaxValue, CancellationToken.None);
        List<long> places;
        lock (_lock)
            places = _byPerson.TryGetValue(person, out var some) ? [.. some.TakeLast(ShownMax)] : [];
        return
        [
            .. Enumerable
                .Reverse(places)
                .Select(place => journal.Read(Streams.Payments, place).First().Fact)
                .OfType<PaymentDecided>()
                .Select(decided => (decided.Payment.Institution, decided.Payment.Id))
                .Distinct()
                .Select(key => find(key.Institution, key.Id))
                .OfType<PaymentHistory>()
                .Select(Of)
                .OfType<StoppedPayment>(),
        ];
    }

    /// <summary>How a payment was stopped, whatever became of it; null where it never was.</summary>
    public static StoppedPayment? Of(PaymentHistory history)
    {
        StoppedPayment Stopped(Outcome outcome, IReadOnlyList<Reason> reasons, long expiresUs) =>
            new(history.Payment, outcome, reasons, expiresUs, history.LapsedUs, history.ReversedUs);
        var (first, standing) = (history.First, history.Standing);
        return standing.Outcome is Outcome.Hold or Outcome.Block
                ? Stopped(standing.Outcome, standing.Reasons, history.ReversedUs == 0 ? standing.ExpiresUs : 0)
            : history.LapsedUs != 0 ? Stopped(Outcome.Hold, standing.Reasons, 0)
            : first.Outcome is Outcome.Hold or Outcome.Block ? Stopped(first.Outcome, first.Reasons, 0)
            : null;
    }

    private static bool IsStop(in DecidedPaymentRow row) => row.Outcome is Outcome.Hold or Outcome.Block;

    private void Note(SubjectId person, long sequence)
    {
        if (person.IsNone)
            return;
        if (!_byPerson.TryGetValue(person, out var places))
            _byPerson[person] = places = [];
        places.Add(sequence);
    }
}
