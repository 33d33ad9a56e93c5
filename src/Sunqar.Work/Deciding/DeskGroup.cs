using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Deciding;

/// <summary>
/// Questions that are answered by one append: decided, and on disk together or not at all. Until then nobody outside may see their answers,
/// but a repeat within the group, or behind it, must find them.
/// </summary>
internal sealed class DeskGroup
{
    /// <summary>Facts of one group: bounds the wait of the first behind the last, and what must be read of the journal to find one of them
    /// again.</summary>
    public const int FactsMax = 2_048;

    private readonly Dictionary<ulong, int> _first = [];
    private readonly List<PendingFact> _facts = [];
    private readonly List<Fact> _introductions = [];
    private long _firstSequence;

    public List<DeskTicket> Tickets { get; } = [];

    public FactBatch Batch { get; } = new();

    /// <summary>Where the group's runs of payments are sealed; its mark is the last one's.</summary>
    public SealedBatch Sealed { get; } = new();

    public bool IsEmpty => Tickets.Count == 0 && Batch.Count == 0;

    public bool IsFull => Batch.Count >= FactsMax || Batch.IsFull;

    /// <summary>The sequence that the next fact added will have.</summary>
    public long NextSequence => _firstSequence + Batch.Count;

    /// <summary>Begins anew behind all facts before <paramref name="firstSequence"/>.</summary>
    public void Begin(long firstSequence)
    {
        Tickets.Clear();
        Batch.Clear();
        _first.Clear();
        _facts.Clear();
        _introductions.Clear();
        _firstSequence = firstSequence;
    }

    /// <summary>Subjects that the group's payments introduce.</summary>
    public IReadOnlyList<Fact> Introductions => _introductions;

    public void AddIntroduction(Fact introduction)
    {
        _introductions.Add(introduction);
        Batch.Add(introduction);
    }

    /// <summary>A fact about no payment, which holds for all behind it.</summary>
    public void Mark(Fact fact) => Batch.Add(fact);

    public void AddDecided(ulong fingerprint, in SealedPayment payment, Decision decision)
    {
        Note(fingerprint, in payment, decision, null);
        Batch.Add(in payment, decision);
    }

    public void Add(ulong fingerprint, in SealedPayment payment, Fact fact)
    {
        Note(fingerprint, in payment, null, fact);
        Batch.Add(fact);
    }

    /// <summary>A fact about no single payment.</summary>
    public void Add(Fact fact) => Batch.Add(fact);

    /// <summary>The first decision about a payment in this group.</summary>
    public bool TryFind(ulong fingerprint, string institution, string id, out Decision? decision, out UInt128 content, out long sequence)
    {
        if (
            _first.TryGetValue(fingerprint, out var at)
            && _facts[at] is { } fact
            && fact.IsOf(institution, id)
            && fact.Decision is not null
        )
        {
            (decision, content, sequence) = (fact.Decision, fact.Payment.ContentHash, fact.Sequence);
            return true;
        }
        (decision, content, sequence) = (null, default, -1);
        return false;
    }

    /// <summary>Folds what the group holds of a payment into its history.</summary>
    public void Apply(ref PaymentHistory? history, ulong fingerprint, string institution, string id)
    {
        if (!_first.ContainsKey(fingerprint))
            return;
        foreach (var fact in _facts)
        {
            if (fact.IsOf(institution, id))
            {
                PaymentHistory.Apply(ref history, fact.Fact ?? new PaymentDecided(fact.Payment, fact.Decision!), fact.Sequence);
            }
        }
    }

    /// <summary>Every payment's fact with its fingerprint and sequence, in order.</summary>
    public IReadOnlyList<PendingFact> Facts => _facts;

    private void Note(ulong fingerprint, in SealedPayment payment, Decision? decision, Fact? fact)
    {
        _first.TryAdd(fingerprint, _facts.Count);
        _facts.Add(new PendingFact(fingerprint, NextSequence, payment, decision, fact));
    }

    /// <param name="Decision">Of a decided payment, whose fact need not be an object; else null.</param>
    internal readonly record struct PendingFact(ulong Fingerprint, long Sequence, SealedPayment Payment, Decision? Decision, Fact? Fact)
    {
        public bool IsOf(string institution, string id) => Payment.Id == id && Payment.Institution == institution;
    }
}
