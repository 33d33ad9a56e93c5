using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases;

/// <summary>A case as it stands. Either fact may be missing: one not closed yet, or one from before the journal.</summary>
public sealed record CaseState(string Id, string Kind, string Title, CaseOpened? Opened, CaseClosed? Closed)
{
    public bool IsClosed => Closed is not null;
}

/// <summary>What the cases of one kind brought in one year. Amounts are millionths of a unit.</summary>
public sealed record YearLine(
    string Kind, int Opened, int Closed, Int128 TurnoverUsdMicro, Int128 SeizedUsdtMicro, Int128 FrozenUsdtMicro, Int128 RecoveredUsdtMicro, int Sites, Int128 CashKztMicro);

/// <summary>A line of a year with the same line of the year before.</summary>
public sealed record YearPair(string Kind, YearLine Year, YearLine LastYear);

/// <summary>The cases as a fold over facts. Facts about one case may come in any order until it is reopened; a second fact of a kind about the same case changes nothing.</summary>
public sealed class CaseFold
{
    private readonly SortedDictionary<string, CaseState> _cases = new(StringComparer.Ordinal);

    /// <summary>Every case, by id.</summary>
    public IReadOnlyCollection<CaseState> Cases => _cases.Values;

    /// <summary>Takes in what a fact says of cases; false for a fact that says nothing of them, or nothing new.</summary>
    public bool Apply(Fact fact)
    {
        switch (fact)
        {
            case CaseOpened opened:
                var before = _cases.GetValueOrDefault(opened.CaseId);
                _cases[opened.CaseId] = before is null
                    ? new CaseState(opened.CaseId, opened.Kind, opened.Title, opened, null)
                    : before with { Opened = before.Opened ?? opened };
                return before?.Opened is null;
            case CaseClosed closed:
                var known = _cases.GetValueOrDefault(closed.CaseId);
                _cases[closed.CaseId] = known is null
                    ? new CaseState(closed.CaseId, closed.Kind, closed.Title, null, closed)
                    : known with { Closed = known.Closed ?? closed };
                return known?.Closed is null;
            case CaseMoved { From: CaseStatus.Closed } reopened when _cases.GetValueOrDefault(reopened.CaseId) is { Closed: not null } closed:
                _cases[reopened.CaseId] = closed with { Closed = null };
                return true;
            default:
                return false;
        }
    }

    /// <summary>A year beside the one before, a line for each kind that occurs in either, by kind.</summary>
    public IReadOnlyList<YearPair> Year(int year) =>
    [
        .. _cases.Values.Where(c => Years(c).Any(y => y == year || y == year - 1)).Select(c => c.Kind).Distinct().Order(StringComparer.Ordinal)
            .Select(kind => new YearPair(kind, Line(kind, year), Line(kind, year - 1))),
    ];

    private static IEnumerable<int> Years(CaseState c)
    {
        if (c.Opened is not null) yield return LocalYear.Of(c.Opened.OpenedUs);
        if (c.Closed is not null) yield return c.Closed.Year;
    }

    private YearLine Line(string kind, int year)
    {
        var line = new YearLine(kind, 0, 0, 0, 0, 0, 0, 0, 0);
        foreach (var c in _cases.Values.Where(c => c.Kind == kind))
        {
            if (c.Opened is not null && LocalYear.Of(c.Opened.OpenedUs) == year)
            {
                line = line with { Opened = line.Opened + 1 };
                if (c.Closed is null)
                {
                    // An open case counts with the turnover that it was opened for.
                    line = line with { TurnoverUsdMicro = line.TurnoverUsdMicro + c.Opened.TurnoverUsdMicro };
                }
            }
            if (c.Closed is { } closed && closed.Year == year)
            {
                line = line with
                {
                    Closed = line.Closed + 1,
                    TurnoverUsdMicro = line.TurnoverUsdMicro + closed.TurnoverUsdMicro,
                    SeizedUsdtMicro = line.SeizedUsdtMicro + closed.SeizedUsdtMicro,
                    FrozenUsdtMicro = line.FrozenUsdtMicro + closed.FrozenUsdtMicro,
                    RecoveredUsdtMicro = line.RecoveredUsdtMicro + closed.RecoveredUsdtMicro,
                    Sites = line.Sites + closed.Sites,
                    CashKztMicro = line.CashKztMicro + closed.CashKztMicro,
                };
            }
        }
        return line;
    }
}
