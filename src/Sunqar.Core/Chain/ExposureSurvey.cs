using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Chain;

/// <summary>The survey of whole chains.</summary>
/// <param name="BusyTransfers">An unlabelled wallet of more transfers is a service that nobody has labelled: value ends there.</param>
/// <param name="ShareMinMicro">Shares below this are not stated, millionths.</param>
/// <param name="HistoryMinUs">Least time that a chain's transfers span, microseconds.</param>
[Limits("survey")]
public sealed record SurveyLimits(int BusyTransfers, int ShareMinMicro, long HistoryMinUs);

/// <summary>
/// Exposure of every wallet of a chain to high-risk ones, within the hops that decisions ask for. Wallets are not traced one by one:
/// whoever is exposed lies near a high-risk wallet, so the survey walks out from those, and traces whom it meets over the transfers around
/// them (<see cref="ExposureTrace"/>, haircut). All others met nobody. In USDT, the token that the house follows. Value is followed across
/// bridges (<see cref="BridgeCrossings"/>), and who was reached by hopping chains is told.
/// </summary>
public sealed class ExposureSurvey
{
    private readonly TransferGraph _graph;
    private readonly ExposureLimits _exposure;
    private readonly SurveyLimits _limits;
    private readonly TransferTable _table;
    private readonly Attributed?[] _attributed;
    private readonly SortedDictionary<int, int> _hopped;

    /// <param name="chains">Transfers on chains alone.</param>
    public ExposureSurvey(TransferGraph chains, Attribution attribution, ExposureLimits exposure, SurveyLimits limits, BridgeLimits bridges)
    {
        (_exposure, _limits) = (exposure, limits);
        _attributed = attribution.Of(chains.Table.Accounts);
        var crossings = BridgeCrossings.Of(chains, _attributed, bridges);
        _hopped = ChainHops.Of(chains, crossings, bridges);
        _graph = crossings.Count == 0 ? chains : TransferGraph.Build(BridgeCrossings.Followed(chains.Table, crossings));
        _table = _graph.Table;
    }

    /// <summary>Every wallet within reach of a high-risk one with what it is exposed to; the high-risk ones themselves are not among
    /// them.</summary>
    public IEnumerable<(string Address, IReadOnlyList<ExposureShare> Shares)> Exposed()
    {
        int[] seeds =
        [
            .. Enumerable.Range(0, _attributed.Length).Where(a => _attributed[a] is { } said && RiskCategories.IsKnown(said.Category)),
        ];
        var met = Reached(seeds, forward: true, ExposureAsked.HopsMax);
        met.UnionWith(Reached(seeds, forward: false, ExposureAsked.HopsMax));
        met.UnionWith(_hopped.Keys);
        foreach (var wallet in met.Where(wallet => _attributed[wallet] is null).Order())
        {
            if (Of(wallet) is { Count: > 0 } shares)
                yield return (_table.Accounts.Id(wallet), shares);
        }
    }

    /// <summary>What one wallet is exposed to, by category, direction and hop.</summary>
    public IReadOnlyList<ExposureShare> Of(int wallet)
    {
        var (near, traced, attributed) = Near(wallet);
        var found = new ExposureTrace(near, attributed, _exposure).Of(traced, Currency.Usdt, TaintMethod.Haircut);
        return
        [
            .. found
                .Cells.Where(cell => cell.Hop is > 0 and <= ExposureAsked.HopsMax && RiskCategories.IsKnown(cell.Category))
                .Select(cell => new ExposureShare(
                    cell.Category,
                    cell.Direction,
                    cell.Hop,
                    (int)(cell.AmountMicro * 1_000_000 / (cell.Direction == FlowDirection.In ? found.ReceivedMicro : found.SentMicro)),
                    cell.ConfidencePercent
                ))
                .Concat(Hopped(wallet))
                .Where(share => share.ShareMicro >= _limits.ShareMinMicro)
                .OrderBy(share => share.Category, StringComparer.Ordinal)
                .ThenBy(share => share.Direction)
                .ThenBy(share => share.Hop),
        ];
    }

    /// <summary>Matches of bridges' payments are inferred, as clusters are.</summary>
    private IEnumerable<ExposureShare> Hopped(int wallet) =>
        _hopped.TryGetValue(wallet, out var share)
            ? [new ExposureShare(RiskCategories.ChainHopping, FlowDirection.In, 1, share, LabelConfidence.Percent("forensic"))]
            : [];

    /// <summary>The transfers of all wallets that value passes on its way to or from one within the hops: enough to trace it.</summary>
    private (TransferTable Table, int Traced, Attributed?[] Attributed) Near(int wallet)
    {
        // The wallets before the last hop are known with all that came in and went out: the rest of their value is of nobody known.
        var near = Reached([wallet], forward: true, ExposureAsked.HopsMax - 1);
        near.UnionWith(Reached([wallet], forward: false, ExposureAsked.HopsMax - 1));
        near.Add(wallet);
        var rows = new SortedSet<int>(Comparer<int>.Create(_table.InTime));
        foreach (var one in near.Where(one => one == wallet || IsPassed(one)))
        {
            rows.UnionWith(_graph.In(one).ToArray());
            rows.UnionWith(_graph.Out(one).ToArray());
        }
        var builder = new TransferTableBuilder();
        var numbers = new Dictionary<int, int>();
        var known = new List<Attributed?>();
        int Number(int account)
        {
            if (!numbers.TryGetValue(account, out var number))
            {
                numbers[account] = number = builder.Accounts.Intern(System.Text.Encoding.UTF8.GetBytes(_table.Accounts.AsItCame(account)));
                known.Add(_attributed[account]);
            }
            return number;
        }
        var traced = Number(wallet);
        Span<byte> id = stackalloc byte[TransferIds.LengthMax];
        foreach (var row in rows)
        {
            var length = _table.CopyId(row, id);
            builder.Add(
                id[..length],
                _table.TimeUs[row],
                Number(_table.From[row]),
                Number(_table.To[row]),
                _table.AmountMicro[row],
                _table.CurrencyOf(row),
                _table.KindOf(row)
            );
        }
        return (builder.Build(), traced, [.. known]);
    }

    /// <summary>Wallets that value reaches from some within so many transfers, or comes from, through wallets that are no
    /// service's.</summary>
    private HashSet<int> Reached(IReadOnlyList<int> from, bool forward, int hops)
    {
        var met = new HashSet<int>();
        var at = from;
        for (var hop = 1; hop <= hops && at.Count > 0; hop++)
        {
            var next = new List<int>();
            foreach (var wallet in at)
            {
                foreach (var row in forward ? _graph.Out(wallet) : _graph.In(wallet))
                {
                    var other = forward ? _table.To[row] : _table.From[row];
                    if (met.Add(other) && IsPassed(other))
                        next.Add(other);
                }
            }
            at = next;
        }
        return met;
    }

    private bool IsPassed(int wallet) =>
        _attributed[wallet] is null && _graph.Out(wallet).Length + _graph.In(wallet).Length <= _limits.BusyTransfers;
}
