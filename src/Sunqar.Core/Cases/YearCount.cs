using Sunqar.Core.Blocking;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases;

/// <summary>Counts what one local year brought, by kind of case.</summary>
internal sealed class YearCount
{
    private readonly int _year;
    private readonly bool _isKnown;
    private readonly List<CaseState> _closed;
    private readonly List<CaseState> _open;
    private readonly AssetLedger _ledger;
    private readonly RateTable _rates;
    private readonly Dictionary<string, string> _kinds;
    private readonly HashSet<string> _booked;

    /// <param name="isReported">The year that the report is of: there no case is none. Of a year before the journal nothing may be
    /// known.</param>
    public YearCount(int year, bool isReported, IReadOnlyCollection<CaseState> cases, AssetLedger ledger, RateTable rates)
    {
        (_year, _ledger, _rates) = (year, ledger, rates);
        _closed = [.. cases.Where(c => c.IsClosedWithEffect && c.Closed!.Year == year)];
        _isKnown = isReported || _closed.Count > 0;
        _open = [.. cases.Where(c => c is { Closed: null, Opened: { } opened } && LocalTime.Kazakhstan.Year(opened.OpenedUs) == year)];
        _kinds = cases.ToDictionary(c => c.Id, c => c.Kind, StringComparer.Ordinal);
        _booked = [.. ledger.Movements.Select(moved => moved.CaseId)];
    }

    /// <summary>The last moment of the year.</summary>
    public long EndUs => LocalTime.Kazakhstan.YearStartUs(_year + 1) - 1;

    public AnnualFigure? Closed(string kind) => _isKnown ? Count(_closed.Where(c => c.Kind == kind)) : null;

    public AnnualFigure Open(string kind) => Count(_open.Where(c => c.Kind == kind));

    /// <summary>In tenge only cases that were opened in the journal tell it; those of before tell dollars alone.</summary>
    public AnnualFigure? ClosedTurnover(string kind, AnnualUnit unit) =>
        Sum(_closed.Where(c => c.Kind == kind), c => unit == AnnualUnit.Usd ? c.Closed!.TurnoverUsdMicro : c.Opened?.TurnoverKztMicro ?? 0);

    public AnnualFigure? OpenTurnover(string kind, AnnualUnit unit) =>
        Sum(_open.Where(c => c.Kind == kind), c => unit == AnnualUnit.Usd ? c.Opened!.TurnoverUsdMicro : c.Opened!.TurnoverKztMicro);

    /// <summary>Sites restricted in the year: by orders that were approved in it, each domain once, and what closed cases say that have no
    /// orders in the house.</summary>
    /// <param name="orders">All that the house keeps; empty where it keeps none.</param>
    public AnnualFigure? Sites(IReadOnlyCollection<BlockOrder> orders)
    {
        var inYear = orders.Where(order => order.Approver is not null && LocalTime.Kazakhstan.Year(order.ApprovedUs) == _year).ToList();
        if (!_isKnown && inYear.Count == 0)
            return null;
        // A case that was closed with its sites counts them by their orders, in the year in which each was approved.
        var ordered = orders.Where(order => order.Approver is not null).Select(order => order.CaseId).OfType<string>().ToHashSet();
        var told = Sum(_closed.Where(c => !ordered.Contains(c.Id)), c => c.Closed!.Sites) ?? new AnnualFigure(0, []);
        var sites = inYear.SelectMany(order => order.Domains).Distinct(StringComparer.Ordinal).Count();
        var cases = inYear.Select(order => order.CaseId).OfType<string>().Concat(told.Cases).Distinct().Order(StringComparer.Ordinal);
        return new AnnualFigure(told.Value + sites, [.. cases]);
    }

    /// <summary>Sites that somebody asked in the year to restrict, and that nobody has decided on: domains of orders that wait.</summary>
    public AnnualFigure OpenSites(IReadOnlyCollection<BlockOrder> orders)
    {
        var cases = Open(CaseKinds.SiteBlock);
        var waiting = orders.Where(order =>
            order is { Approver: null, RejectedFor: null }
            && LocalTime.Kazakhstan.Year(order.RequestedUs) == _year
            && !(order.CaseId is { } id && cases.Cases.Contains(id))
        );
        return cases with { Value = cases.Value + waiting.SelectMany(order => order.Domains).Distinct(StringComparer.Ordinal).Count() };
    }

    public AnnualFigure? Cash() => Sum(_closed.Where(c => c.Kind == CaseKinds.AtmVolume), c => c.Closed!.CashKztMicro);

    /// <summary>USDT that came to a standing in the year; what was frozen counts only as far as it was not moved on within it.</summary>
    /// <param name="kind">Of the cases; null for all.</param>
    public AnnualFigure? Usdt(AssetStanding standing, string? kind)
    {
        var sums = new SortedDictionary<string, Int128>(StringComparer.Ordinal);
        foreach (var c in _closed.Where(c => !_booked.Contains(c.Id) && (kind is null || c.Kind == kind)))
        {
            var closed = c.Closed!;
            Add(
                sums,
                c.Id,
                standing switch
                {
                    AssetStanding.Seized => closed.SeizedUsdtMicro,
                    AssetStanding.Frozen => closed.FrozenUsdtMicro,
                    AssetStanding.Returned => closed.RecoveredUsdtMicro,
                    _ => 0,
                }
            );
        }
        foreach (var asset in Booked(kind).Where(moved => moved.Unit == "USDT").GroupBy(moved => (moved.CaseId, moved.Asset)))
        {
            var came = asset.Where(moved => moved.To == standing).Aggregate((Int128)0, (sum, moved) => sum + moved.QuantityMicro);
            var left = asset.Where(moved => moved.From == standing).Aggregate((Int128)0, (sum, moved) => sum + moved.QuantityMicro);
            Add(sums, asset.Key.CaseId, standing == AssetStanding.Frozen ? Int128.Max(0, came - left) : came);
        }
        return sums.Count == 0 ? null : new AnnualFigure(sums.Values.Aggregate((Int128)0, (sum, value) => sum + value), [.. sums.Keys]);
    }

    /// <summary>Everything that the ledger shows as seized in the year, each at the rate of its day. Null where nothing is booked, and
    /// where a rate is missing.</summary>
    public AnnualFigure? SeizedUsd()
    {
        var seized = Booked(null).Where(moved => moved.To == AssetStanding.Seized).ToList();
        Int128 sum = 0;
        foreach (var moved in seized)
        {
            if (AssetValue.Of(moved, _rates).UsdMicro is not { } value)
                return null;
            sum += value;
        }
        return seized.Count == 0
            ? null
            : new AnnualFigure(sum, [.. seized.Select(moved => moved.CaseId).Distinct().Order(StringComparer.Ordinal)]);
    }

    private IEnumerable<AssetMoved> Booked(string? kind) =>
        _ledger.Movements.Where(moved =>
            LocalTime.Kazakhstan.Year(moved.AtUs) == _year && (kind is null || _kinds.GetValueOrDefault(moved.CaseId) == kind)
        );

    private static void Add(SortedDictionary<string, Int128> sums, string caseId, Int128 value)
    {
        if (value > 0)
            sums[caseId] = sums.GetValueOrDefault(caseId) + value;
    }

    private static AnnualFigure Count(IEnumerable<CaseState> cases)
    {
        string[] ids = [.. cases.Select(c => c.Id).Order(StringComparer.Ordinal)];
        return new AnnualFigure(ids.Length, ids);
    }

    private static AnnualFigure? Sum(IEnumerable<CaseState> cases, Func<CaseState, Int128> of)
    {
        Int128 sum = 0;
        var ids = new List<string>();
        foreach (var c in cases)
        {
            if (of(c) is var value && value > 0)
            {
                sum += value;
                ids.Add(c.Id);
            }
        }
        ids.Sort(StringComparer.Ordinal);
        return ids.Count == 0 ? null : new AnnualFigure(sum, ids);
    }
}
