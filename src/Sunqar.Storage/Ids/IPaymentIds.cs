namespace Sunqar.Storage.Ids;

/// <summary>
/// Which facts of a stream speak of a payment: fingerprints of (institution, id) to sequences. It is a fold over the stream, so it can be
/// thrown away and filled again, and it only ever proposes: the journal confirms. <see cref="Add"/> is called by one thread;
/// <see cref="Find"/> by any.
/// </summary>
public interface IPaymentIds : IDisposable
{
    /// <summary>The first sequence that is not folded in.</summary>
    long Next { get; }

    /// <summary>A fact that the journal holds on disk speaks of the payment with this fingerprint.</summary>
    /// <param name="sequence">Not below <see cref="Next"/>, which moves behind it.</param>
    void Add(ulong fingerprint, long sequence);

    /// <summary>The facts before this sequence are folded in, whether or not they spoke of a payment.</summary>
    void Advance(long next);

    /// <summary>Adds the sequences with this fingerprint to the list, in ascending order.</summary>
    void Find(ulong fingerprint, List<long> into);

    /// <summary>Forgets everything: the fold begins again from the first fact.</summary>
    void Clear();
}
