using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Decisions;

/// <summary>The measures that decisions of one stream see, as a fold over <see cref="MeasureTook"/> and
/// <see cref="MeasureEnded"/>.</summary>
internal sealed class MeasureTable
{
    private readonly Dictionary<SubjectId, List<MeasureTook>> _bySubject = [];
    private readonly Dictionary<(string Institution, string Id), List<MeasureTook>> _byPayment = [];
    private readonly SortedDictionary<string, MeasureTook> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = [];

    /// <summary>Those that were not ended, by id.</summary>
    public IEnumerable<MeasureTook> All => _byId.Values;

    /// <summary>Ids of those that were ended.</summary>
    public IEnumerable<string> Ended => _ended.Order(StringComparer.Ordinal);

    public bool IsEmpty => _byId.Count == 0;

    public bool HoldsSubjects => _bySubject.Count > 0;

    /// <summary>It was put here, whether or not it still holds.</summary>
    public bool Knows(string measureId) => _byId.ContainsKey(measureId) || _ended.Contains(measureId);

    public bool IsEnded(string measureId) => _ended.Contains(measureId);

    public void Add(MeasureTook took)
    {
        if (Knows(took.MeasureId))
            return;
        _byId[took.MeasureId] = took;
        if (took.Subject.IsNone)
            ListOf(_byPayment, (took.Institution, took.PaymentId)).Add(took);
        else
            ListOf(_bySubject, took.Subject).Add(took);
    }

    public void End(string measureId)
    {
        _ended.Add(measureId);
        if (!_byId.Remove(measureId, out var took))
            return;
        if (took.Subject.IsNone)
            Remove(_byPayment, (took.Institution, took.PaymentId), took);
        else
            Remove(_bySubject, took.Subject, took);
    }

    /// <summary>The strictest measure on a subject for a payment of this time. A freeze stands before whatever comes after it, also what
    /// bears an earlier time.</summary>
    public MeasureStanding On(SubjectId subject, long timeUs)
    {
        var strictest = MeasureStanding.None;
        if (!_bySubject.TryGetValue(subject, out var some))
            return strictest;
        foreach (var took in some)
        {
            if (timeUs < took.UntilUs && took.Standing > strictest)
                strictest = took.Standing;
        }
        return strictest;
    }

    /// <summary>Until when measures keep a held payment: on itself, or on a party's person, account or card; 0 where none does.</summary>
    public long KeptUntil(in SealedPayment payment)
    {
        if (IsEmpty)
            return 0;
        var until = Latest(0, _byPayment.GetValueOrDefault((payment.Institution, payment.Id)));
        foreach (var party in (ReadOnlySpan<SealedParty>)[payment.Sender, payment.Recipient])
        {
            foreach (var subject in (ReadOnlySpan<SubjectId>)[party.Person, party.Account, party.Card])
            {
                if (!subject.IsNone)
                    until = Latest(until, _bySubject.GetValueOrDefault(subject));
            }
        }
        return until;
    }

    private static long Latest(long until, List<MeasureTook>? some)
    {
        foreach (var took in some ?? [])
            until = Math.Max(until, took.UntilUs);
        return until;
    }

    private static List<MeasureTook> ListOf<TKey>(Dictionary<TKey, List<MeasureTook>> map, TKey key)
        where TKey : notnull => map.TryGetValue(key, out var some) ? some : map[key] = [];

    private static void Remove<TKey>(Dictionary<TKey, List<MeasureTook>> map, TKey key, MeasureTook took)
        where TKey : notnull
    {
        if (!map.TryGetValue(key, out var some))
            return;
        some.Remove(took);
        if (some.Count == 0)
            map.Remove(key);
    }
}
