using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases;

/// <summary>A case as it stands. Either fact may be missing: one not closed yet, or one from before the journal.</summary>
/// <param name="Result">How it ended, where people closed it; <see cref="CaseResult.None"/> for one that is open or from before the
/// journal.</param>
public sealed record CaseState(
    string Id,
    string Kind,
    string Title,
    CaseOpened? Opened,
    CaseClosed? Closed,
    CaseResult Result = CaseResult.None
)
{
    public bool IsClosed => Closed is not null;

    /// <summary>It ended with something done, so that it counts in the year's report: not without grounds, not by exemption, not within
    /// another case.</summary>
    public bool IsClosedWithEffect => IsClosed && Result is (CaseResult.None or CaseResult.MeasuresTaken or CaseResult.HandedOver);
}

/// <summary>The cases as a fold over facts. Facts about one case may come in any order until it is reopened; a second fact of a kind about
/// the same case changes nothing.</summary>
public sealed class CaseFold : IActFold, IFactFold
{
    private readonly SortedDictionary<string, CaseState> _cases = new(StringComparer.Ordinal);

    /// <summary>Every case, by id.</summary>
    public IReadOnlyCollection<CaseState> Cases => _cases.Values;

    void IActFold.Apply(Act act, Fact what) => Apply(what);

    void IFactFold.Apply(Fact fact) => Apply(fact);

    /// <summary>Takes in what a fact says of cases; false for a fact that says nothing of them, or nothing new.</summary>
    public bool Apply(Fact fact)
    {
        switch (fact)
        {
            case CaseOpened opened:
                var before = _cases.GetValueOrDefault(opened.CaseId);
                _cases[opened.CaseId] = before is null
                    ? new CaseState(opened.CaseId, opened.Kind, opened.Title, opened, null)
                    : before with
                    {
                        Opened = before.Opened ?? opened,
                    };
                return before?.Opened is null;
            case CaseClosed closed:
                var known = _cases.GetValueOrDefault(closed.CaseId);
                _cases[closed.CaseId] = known is null
                    ? new CaseState(closed.CaseId, closed.Kind, closed.Title, null, closed)
                    : known with
                    {
                        Closed = known.Closed ?? closed,
                    };
                return known?.Closed is null;
            case CaseMoved { From: CaseStatus.Closed } reopened
                when _cases.GetValueOrDefault(reopened.CaseId) is { Closed: not null } closed:
                _cases[reopened.CaseId] = closed with { Closed = null, Result = CaseResult.None };
                return true;
            case CaseMoved { To: CaseStatus.Closed } ended
                when _cases.GetValueOrDefault(ended.CaseId) is { } one && one.Result != ended.Result:
                _cases[ended.CaseId] = one with { Result = ended.Result };
                return true;
            default:
                return false;
        }
    }
}
