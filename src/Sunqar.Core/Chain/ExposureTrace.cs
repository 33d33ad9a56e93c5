using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Chain;

/// <summary>
/// Measures exposure over a table of transfers. Two passes over the rows: the first tells which wallets can matter (value can reach the
/// traced one from them, or them from it, in order of time and through unlabelled wallets alone); the second moves portions between these.
/// The rest of the chain costs one look a row.
/// </summary>
public sealed class ExposureTrace
{
    /// <summary>How many rows before its turn a transfer's wallets are brought near, and their portions: a wait for memory is some twenty
    /// transfers long.</summary>
    private const int WalletsAhead = 24,
        PortionsAhead = 8;

    /// <summary>No row is in time for a labelled wallet: value stops there.</summary>
    private const int Labelled = int.MinValue;

    private readonly TransferTable _table;
    private readonly Attributed?[] _attributed;
    private readonly int[] _category;
    private readonly List<string> _categories = [Exposure.Itself];
    private readonly TaintTags _tags;
    private readonly long _dustMicro;
    private readonly AmountsAre _amounts;
    private readonly int[]? _order;

    /// <param name="table">Transfers; those of one currency are traced at a time.</param>
    /// <param name="limits">Hops from 1 to 1000.</param>
    /// <param name="amounts">What amounts are: units of a token are conserved, values at the time are not.</param>
    public ExposureTrace(TransferTable table, Attribution attribution, ExposureLimits limits, AmountsAre amounts = AmountsAre.Units)
        : this(table, attribution.Of(table.Accounts), limits, amounts) { }

    /// <param name="attributed">Who is said to stand behind each account of the table; null where nobody says it.</param>
    internal ExposureTrace(TransferTable table, Attributed?[] attributed, ExposureLimits limits, AmountsAre amounts = AmountsAre.Units)
    {
        _amounts = amounts;
        _order = TransactionOrder.Of(table);
        ArgumentOutOfRangeException.ThrowIfNegative(limits.DustMicro);
        _dustMicro = limits.DustMicro;
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.HopsMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.HopsMax, 1_000);
        (_table, _tags) = (table, new TaintTags(limits.HopsMax));
        _attributed = attributed;
        _category = new int[_attributed.Length];
        for (var account = 0; account < _category.Length; account++)
        {
            _category[account] = _attributed[account] is { } said ? CategoryNumber(said.Category) : -1;
        }
    }

    /// <summary>Exposure of one wallet in one currency; whether the wallet itself is labelled does not matter.</summary>
    /// <exception cref="OverflowException">A wallet would hold more than 9.2e12 units: the file is not of one token.</exception>
    public Exposure Of(int wallet, Currency currency, TaintMethod method)
    {
        Side received = null!,
            sent = null!;
        // The directions share nothing, so one core or two give the same.
        Parallel.Invoke(() => received = In(wallet, currency, method), () => sent = Out(wallet, currency, method));
        return new Exposure(received.TotalMicro, sent.TotalMicro, [.. received.Cells(), .. sent.Cells()]);
    }

    private Side In(int traced, Currency currency, TaintMethod method)
    {
        var from = _table.From;
        var to = _table.To;
        var amounts = _table.AmountMicro;
        var last = LastRows(traced, currency);
        var side = new Side(this, FlowDirection.In);
        var ledger = Ledger(method, side.Trails);
        var portions = new PortionList();
        for (var place = 0; place < from.Length; place++)
        {
            if (place + WalletsAhead < from.Length && (place < last[to[place + WalletsAhead]] || place < last[from[place + WalletsAhead]]))
            {
                ledger.Approach(from[place + WalletsAhead]);
                ledger.Approach(to[place + WalletsAhead]);
                ledger.ApproachPortions(from[place + PortionsAhead]);
                ledger.ApproachPortions(to[place + PortionsAhead]);
            }
            var row = Row(place);
            var (u, v) = (from[row], to[row]);
            if (place < last[v] && IsTraced(row, currency))
            {
                portions.Clear();
                if (u == traced || last[u] == Labelled)
                {
                    portions.Add(new Portion(_tags.Of(u == traced ? 0 : _category[u], 0), Trails.None, amounts[row]));
                }
                else
                {
                    ledger.Send(u, amounts[row], portions);
                }
                if (v == traced)
                {
                    side.TotalMicro += amounts[row];
                    foreach (ref readonly var portion in portions.Items)
                    {
                        side.Meet(_tags.Further(portion.Tag), portion, row);
                    }
                }
                else
                {
                    ledger.Receive(v, row, portions.Items);
                }
            }
            else if (place <= last[u] && u != traced && IsTraced(row, currency))
            {
                portions.Clear();
                ledger.Send(u, amounts[row], portions);
            }
        }
        return side;
    }

    /// <summary>
    /// By wallet the last place by which value can leave it and still reach the traced wallet in order of time, through unlabelled wallets;
    /// -1 for none. What happens in a wallet later is not looked at. Every place is in time for the traced wallet, none for a labelled one.
    /// </summary>
    private int[] LastRows(int traced, Currency currency)
    {
        var from = _table.From;
        var to = _table.To;
        var last = Array.ConvertAll(_category, category => category < 0 ? -1 : Labelled);
        last[traced] = int.MaxValue;
        for (var place = from.Length - 1; place >= 0; place--)
        {
            var row = Row(place);
            if (place < last[to[row]] && last[from[row]] == -1 && IsTraced(row, currency))
            {
                last[from[row]] = place;
            }
        }
        return last;
    }

    private Side Out(int traced, Currency currency, TaintMethod method)
    {
        var from = _table.From;
        var to = _table.To;
        var amounts = _table.AmountMicro;
        var standing = Reached(traced, currency);
        var side = new Side(this, FlowDirection.Out);
        var ledger = Ledger(method, side.Trails);
        var portions = new PortionList();
        for (var place = 0; place < from.Length; place++)
        {
            if (place + WalletsAhead < from.Length)
            {
                if (standing[from[place + WalletsAhead]] == Standing.Reached)
                    ledger.Approach(from[place + WalletsAhead]);
                if (standing[to[place + WalletsAhead]] == Standing.Reached)
                    ledger.Approach(to[place + WalletsAhead]);
                if (standing[from[place + PortionsAhead]] == Standing.Reached)
                    ledger.ApproachPortions(from[place + PortionsAhead]);
                if (standing[to[place + PortionsAhead]] == Standing.Reached)
                    ledger.ApproachPortions(to[place + PortionsAhead]);
            }
            var row = Row(place);
            var (u, v) = (from[row], to[row]);
            var (sender, receiver) = (standing[u], standing[v]);
            if ((sender < Standing.Reached && receiver < Standing.Reached) || !IsTraced(row, currency))
            {
                continue;
            }
            portions.Clear();
            if (u == traced)
            {
                side.TotalMicro += amounts[row];
                portions.Add(new Portion(_tags.Of(0, 0), Trails.None, amounts[row]));
            }
            else if (sender == Standing.Reached)
            {
                ledger.Send(u, amounts[row], portions);
            }
            else
            {
                portions.Add(new Portion(TaintTags.Unknown, Trails.None, amounts[row]));
            }
            if (v == traced || receiver == Standing.Labelled)
            {
                foreach (ref readonly var portion in portions.Items)
                {
                    if (portion.Tag != TaintTags.Unknown)
                    {
                        side.Meet(_tags.Of(v == traced ? 0 : _category[v], _tags.Hop(_tags.Further(portion.Tag))), portion, row);
                    }
                }
            }
            else if (receiver == Standing.Reached)
            {
                ledger.Receive(v, row, portions.Items);
            }
        }
        for (var wallet = 0; wallet < standing.Length; wallet++)
        {
            if (standing[wallet] == Standing.Reached)
                side.MeetUnlabelled(ledger.Known(wallet));
        }
        return side;
    }

    /// <summary>Which wallets value of the traced one can reach through unlabelled wallets.</summary>
    private Standing[] Reached(int traced, Currency currency)
    {
        var from = _table.From;
        var to = _table.To;
        var standing = Array.ConvertAll(_category, category => category < 0 ? Standing.Unseen : Standing.Labelled);
        standing[traced] = Standing.Traced;
        for (var place = 0; place < from.Length; place++)
        {
            var row = Row(place);
            if (standing[from[row]] >= Standing.Reached && standing[to[row]] == Standing.Unseen && IsTraced(row, currency))
            {
                standing[to[row]] = Standing.Reached;
            }
        }
        return standing;
    }

    /// <summary>The row that moves value in this place.</summary>
    private int Row(int place) => _order is null ? place : _order[place];

    /// <summary>Platforms' own reports of deposits and withdrawals are left out: the chain tells the same movement once more.</summary>
    private bool IsTraced(int row, Currency currency) =>
        _table.CurrencyOf(row) == currency && _table.KindOf(row) is TransferKind.Chain or TransferKind.Unknown && _table.Moves(row);

    private ITaintLedger Ledger(TaintMethod method, Trails trails) =>
        _amounts == AmountsAre.Values ? new ValueLedger(Units(method, trails)) : Units(method, trails);

    private ITaintLedger Units(TaintMethod method, Trails trails) =>
        method switch
        {
            TaintMethod.Haircut => new HaircutLedger(_category.Length, _tags, trails, _dustMicro),
            TaintMethod.Fifo => new FifoLedger(_category.Length, _tags, trails),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such method."),
        };

    private int CategoryNumber(string category)
    {
        var number = _categories.IndexOf(category);
        if (number < 0)
        {
            number = _categories.Count;
            _categories.Add(category);
        }
        return number;
    }

    private enum Standing : byte
    {
        Unseen,
        Labelled,
        Reached,
        Traced,
    }

    /// <summary>What one direction has met so far.</summary>
    private sealed class Side(ExposureTrace trace, FlowDirection direction)
    {
        private const int ExamplesMax = 3,
            StepsShownMax = 12;
        private readonly Met?[] _met = new Met?[trace._tags.Of(trace._categories.Count, 0)];

        public Trails Trails { get; } = new();

        public Int128 TotalMicro { get; set; }

        public void MeetUnlabelled(long micro) => Meet(TaintTags.Unknown, new Portion(TaintTags.Unknown, Trails.None, micro), -1);

        public void Meet(int tag, Portion portion, int row)
        {
            var met = _met[tag] ??= new Met();
            met.Micro += portion.Micro;
            var largest = met.Largest;
            if (tag != TaintTags.Unknown && (largest.Count < ExamplesMax || largest[^1].Micro < portion.Micro))
            {
                // Few stand here; equals keep the order of their transfers.
                var place = largest.FindIndex(l => l.Micro < portion.Micro);
                largest.Insert(place < 0 ? largest.Count : place, (portion.Micro, row, portion.Trail));
                if (largest.Count > ExamplesMax)
                    largest.RemoveAt(ExamplesMax);
            }
        }

        public IEnumerable<ExposureCell> Cells() =>
            _met.Index()
                .Where(met => met.Item?.Micro > 0)
                .Select(met => Cell(met.Index, met.Item!))
                .OrderByDescending(cell => cell.AmountMicro)
                .ThenBy(cell => cell.Hop)
                .ThenBy(cell => cell.Category, StringComparer.Ordinal);

        private ExposureCell Cell(int tag, Met met)
        {
            var isUnknown = tag == TaintTags.Unknown;
            ExposurePath[] paths = [.. met.Largest.Select(Path)];
            var shown = paths.Sum(path => (double)path.AmountMicro);
            var confidence = paths.Sum(path => (path.Labelled?.ConfidencePercent ?? 0) * (path.AmountMicro / shown));
            return new ExposureCell(
                isUnknown ? Exposure.Unlabelled : trace._categories[trace._tags.Category(tag)],
                direction,
                isUnknown ? 0 : trace._tags.Hop(tag),
                met.Micro,
                100.0 * (double)met.Micro / (double)TotalMicro,
                (int)Math.Round(confidence),
                paths
            );
        }

        private ExposurePath Path((long Micro, int Row, int Before) end)
        {
            List<int> rows = [.. Trails.Rows(end.Before, StepsShownMax - 1), end.Row];
            List<int> wallets = [trace._table.From[rows[0]], .. rows.Select(row => trace._table.To[row])];
            return new ExposurePath(end.Micro, trace._attributed[direction == FlowDirection.In ? wallets[0] : wallets[^1]], wallets, rows);
        }
    }

    private sealed class Met
    {
        public Int128 Micro { get; set; }

        /// <summary>The largest single arrivals: how much, its transfer, and the way before it.</summary>
        public List<(long Micro, int Row, int Before)> Largest { get; } = [];
    }
}
