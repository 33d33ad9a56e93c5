using Sunqar.Core.Facts;
using Sunqar.Storage.Ids;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Deciding;

/// <summary>
/// What the journal holds of a payment, found by its fingerprint. Sees what is on disk and nothing else. One thread an archive; any number
/// of archives.
/// </summary>
internal sealed class PaymentArchive(IJournal journal, string stream, IPaymentIds ids, PaymentSealer sealer) : IDisposable
{
    /// <summary>So many facts are read over rather than sought anew.</summary>
    private const int FactsAhead = 64;

    private readonly List<long> _found = [];
    private IEnumerator<RecordedFact>? _reading;
    private long _next;

    /// <summary>The payment's history; null where the institution never sent it.</summary>
    public PaymentHistory? Find(string institution, string id) => Find(sealer.Fingerprint(institution, id), institution, id);

    /// <inheritdoc cref="Find(string, string)"/>
    public PaymentHistory? Find(ulong fingerprint, string institution, string id)
    {
        _found.Clear();
        ids.Find(fingerprint, _found);
        PaymentHistory? history = null;
        foreach (var sequence in _found)
        {
            // A fingerprint only proposes; the fact itself tells whose it is.
            if (
                Read(sequence) is { } fact
                && PaymentHistory.PaymentOf(fact) is { } payment
                && payment.Id == id
                && payment.Institution == institution
            )
            {
                PaymentHistory.Apply(ref history, fact, sequence);
            }
        }
        return history;
    }

    /// <summary>Reads one fact. Repeats mostly come in the order in which they were sent first, so the reader stays where it is.</summary>
    private Fact? Read(long sequence)
    {
        if (_reading is null || sequence < _next || sequence > _next + FactsAhead)
            Seek(sequence);
        for (var sought = false; ; sought = true)
        {
            while (_reading!.MoveNext())
            {
                _next = _reading.Current.Sequence + 1;
                if (_next > sequence)
                    return _next == sequence + 1 ? _reading.Current.Fact : null;
            }
            // The reader sees the journal as it was when it began; the fact may have come since.
            if (sought)
                return null;
            Seek(sequence);
        }
    }

    private void Seek(long sequence)
    {
        _reading?.Dispose();
        _reading = journal.Read(stream, sequence).GetEnumerator();
        _next = sequence;
    }

    public void Dispose() => _reading?.Dispose();
}
