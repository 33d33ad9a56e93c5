using Sunqar.Storage.Ids;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Deciding;

/// <summary>What the journal holds of a payment, found by its fingerprint. Sees what is on disk and nothing else; for any number of threads.</summary>
internal sealed class PaymentArchive(IJournal journal, string stream, IPaymentIds ids, PaymentSealer sealer)
{
    [ThreadStatic]
    private static List<long>? _found;

    /// <summary>The payment's history; null where the institution never sent it.</summary>
    public PaymentHistory? Find(string institution, string id) => Find(sealer.Fingerprint(institution, id), institution, id);

    /// <inheritdoc cref="Find(string, string)"/>
    public PaymentHistory? Find(ulong fingerprint, string institution, string id)
    {
        var found = _found ??= [];
        found.Clear();
        ids.Find(fingerprint, found);
        PaymentHistory? history = null;
        foreach (var sequence in found)
        {
            // A fingerprint only proposes; the fact itself tells whose it is.
            if (journal.Read(stream, sequence).FirstOrDefault() is { Fact: { } fact }
                && PaymentHistory.PaymentOf(fact) is { } payment && payment.Id == id && payment.Institution == institution)
            {
                PaymentHistory.Apply(ref history, fact, sequence);
            }
        }
        return history;
    }
}
