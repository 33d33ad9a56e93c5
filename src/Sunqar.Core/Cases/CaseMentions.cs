using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases;

/// <summary>
/// Which cases are about whom, as a fold over the stream of cases: a case is about its network, and so about every card, account and person
/// that is a member of it.
/// </summary>
public sealed class CaseMentions
{
    private readonly Dictionary<string, List<string>> _networksOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CaseOpened>> _casesOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CaseClosed> _closed = new(StringComparer.Ordinal);

    /// <summary>Takes in what a fact says; the order of the facts does not matter.</summary>
    public void Apply(Fact fact)
    {
        switch (fact)
        {
            case NetworkFormed formed:
                foreach (var member in formed.Network.Roles.Keys)
                    Some(_networksOf, member).Add(formed.Network.Id);
                break;
            case CaseOpened { NetworkId: { } network } opened:
                Some(_casesOf, network).Add(opened);
                break;
            case CaseClosed closed:
                _closed.TryAdd(closed.CaseId, closed);
                break;
        }
    }

    /// <summary>What was decided about any of these subjects: one sentence a case, in the order of their ids.</summary>
    public IReadOnlyList<string> Of(IEnumerable<SubjectId> subjects)
    {
        if (_casesOf.Count == 0)
            return [];
        return
        [
            .. subjects
                .Where(subject => !subject.IsNone)
                .Distinct()
                .SelectMany(subject => _networksOf.GetValueOrDefault(subject.ToString(), []))
                .SelectMany(network => _casesOf.GetValueOrDefault(network, []))
                .DistinctBy(opened => opened.CaseId)
                .OrderBy(opened => opened.CaseId, StringComparer.Ordinal)
                .Select(Sentence),
        ];
    }

    private string Sentence(CaseOpened opened)
    {
        var begun = $"{opened.CaseId} ({opened.Kind.Replace('_', ' ')}): opened {LocalTime.Kazakhstan.IsoDay(opened.OpenedUs)}";
        return _closed.TryGetValue(opened.CaseId, out var closed)
            ? $"{begun}, closed {LocalTime.Kazakhstan.IsoDay(closed.ClosedUs)}"
            : begun;
    }

    private static List<T> Some<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        return list;
    }
}
