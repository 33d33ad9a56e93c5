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
/// them (<see cref="ExposureTrace"/>, haircut). All others met nobody. In USDT, the token that the house follows.
/// </summary>
/// <param name="graph">Transfers on chains alone.</param>
public sealed class ExposureSurvey(TransferGraph graph, Attribution attribution, ExposureLimits exposure, SurveyLimits limits)
{
    private readonly TransferTable _table = graph.Table;
    private readonly Attributed?[] _attributed = attribution.Of(graph.Table.Accounts);

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
        var found = new ExposureTrace(near, attributed, exposure).Of(traced, Currency.Usdt, TaintMethod.Haircut);
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
                .Where(share => share.ShareMicro >= limits.ShareMinMicro)
                .OrderBy(share => share.Category, StringComparer.Ordinal)
                .ThenBy(share => share.Direction)
                .ThenBy(share => share.Hop),
        ];
    }

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
            rows.UnionWith(graph.In(one).ToArray());
            rows.UnionWith(graph.Out(one).ToArray());
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
                foreach (var row in forward ? graph.Out(wallet) : graph.In(wallet))
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
        _attributed[wallet] is null && graph.Out(wallet).Length + graph.In(wallet).Length <= limits.BusyTransfers;
}
