using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Objections;

/// <summary>How an objection was answered, and when; microseconds since 1970-01-01T00:00:00Z.</summary>
/// <param name="By">Account of whoever answered.</param>
public sealed record ObjectionAnswer(ObjectionOutcome Outcome, string Reason, string By, long AtUs);

/// <summary>An objection as it stands.</summary>
/// <param name="AtUs">When it was made, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Answer">Null while nobody answered.</param>
public sealed record Objection(DecisionObjected Made, long AtUs, ObjectionAnswer? Answer)
{
    public string Id => Made.ObjectionId;

    /// <summary>Whether it was not answered in time; an answer that came late leaves it so.</summary>
    public bool IsLate(long nowUs) => (Answer?.AtUs ?? nowUs) >= Made.DueUs;
}

/// <summary>Objections to decisions, as a fold over acts.</summary>
public sealed class ObjectionBook : IActFold
{
    private readonly Dictionary<string, Objection> _objections = new(StringComparer.Ordinal);
    private readonly Dictionary<SubjectId, List<string>> _bySubject = [];

    /// <summary>Every objection, in no order.</summary>
    public IReadOnlyCollection<Objection> All => _objections.Values;

    public Objection? Find(string id) => _objections.GetValueOrDefault(id);

    /// <summary>A person's objections, the oldest first.</summary>
    public IEnumerable<Objection> Of(SubjectId subject) =>
        _bySubject.TryGetValue(subject, out var ids) ? ids.Select(id => _objections[id]) : [];

    /// <summary>The objections to a decision on one payment: each party may have made one.</summary>
    public IEnumerable<Objection> To(string institution, string paymentId) =>
        _objections.Values.Where(one => one.Made.Institution == institution && one.Made.PaymentId == paymentId);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case DecisionObjected made when _objections.TryAdd(made.ObjectionId, new Objection(made, act.AtUs, null)):
                if (!_bySubject.TryGetValue(made.Subject, out var ids))
                    _bySubject[made.Subject] = ids = [];
                ids.Add(made.ObjectionId);
                break;
            case ObjectionAnswered answered when Find(answered.ObjectionId) is { Answer: null } one:
                _objections[one.Id] = one with { Answer = new ObjectionAnswer(answered.Outcome, answered.Reason, act.Author, act.AtUs) };
                break;
        }
    }
}
