using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>What passes through one card or account, in millionths of a tenge. Spending at merchants is no part of it.</summary>
public readonly record struct CardFlow
{
    public required int Card { get; init; }

    /// <summary>Transfers from other cards and accounts.</summary>
    public required int In { get; init; }
    public required int Out { get; init; }
    public required int Senders { get; init; }
    public required int Receivers { get; init; }
    public required Int128 InMicro { get; init; }
    public required Int128 OutMicro { get; init; }
    public required int Withdrawals { get; init; }
    public required Int128 CashMicro { get; init; }

    /// <summary>What was drawn in cash of transfers that had come in at most <see cref="CashLimits.QuickUs"/> before, last in first
    /// out.</summary>
    public required Int128 QuickCashMicro { get; init; }

    /// <summary>Median by value of how long money stays before it is drawn in cash, last in first out; -1 where none is.</summary>
    public required long DwellUs { get; init; }

    /// <summary>What was drawn in cash soon after it came, over what came in; 0 without inflow.</summary>
    public double QuickOfInflow => InMicro == 0 ? 0 : (double)QuickCashMicro / (double)InMicro;

    /// <summary>The same over all that was drawn; 0 where nothing was.</summary>
    public double QuickOfCash => CashMicro == 0 ? 0 : (double)QuickCashMicro / (double)CashMicro;
}

/// <summary>Measures cards one by one with its own buffers; not to be shared between threads.</summary>
public sealed class CardFlows(TransferGraph graph)
{
    private readonly List<int> _others = [];
    private readonly Stack<(int Row, long Left)> _lots = [];
    private readonly List<(long HeldUs, long Micro)> _held = [];

    /// <summary>Value between people's cards and accounts: neither cash nor shopping, crypto, or chain.</summary>
    public static bool IsPersonal(TransferTable table, int row) =>
        table.KindOf(row) switch
        {
            TransferKind.CardTransfer or TransferKind.AccountTransfer => true,
            TransferKind.CardTopUp => table.Accounts.Kind(table.From[row]) != AccountKind.Terminal,
            _ => false,
        };

    private TransferTable Table => graph.Table;

    /// <summary>The kinds of transfers that <see cref="IsPersonal"/> tells apart.</summary>
    internal static bool MayBePersonal(TransferKind kind) =>
        kind is TransferKind.CardTransfer or TransferKind.AccountTransfer or TransferKind.CardTopUp;

    public CardFlow Of(int card)
    {
        var (incoming, senders, inMicro) = Side(graph.In(card), Table.From);
        var (outgoing, receivers, outMicro) = Side(graph.Out(card), Table.To);
        var withdrawals = 0;
        Int128 cash = 0;
        foreach (var row in graph.Out(card))
        {
            if (Table.KindOf(row) == TransferKind.CashWithdrawal)
            {
                withdrawals++;
                cash += Table.AmountMicro[row];
            }
        }
        var (quick, dwell) = Turn(card, null);
        return new CardFlow
        {
            Card = card,
            In = incoming,
            Out = outgoing,
            Senders = senders,
            Receivers = receivers,
            InMicro = inMicro,
            OutMicro = outMicro,
            Withdrawals = withdrawals,
            CashMicro = cash,
            QuickCashMicro = quick,
            DwellUs = dwell,
        };
    }

    /// <summary>Rows by which transfers came in and were drawn in cash soon after: what a drop card does, and not its owner's own
    /// life.</summary>
    public void QuickRows(int card, ISet<int> rows) => Turn(card, rows);

    private (int Count, int Others, Int128 Micro) Side(ReadOnlySpan<int> rows, ReadOnlySpan<int> other)
    {
        _others.Clear();
        Int128 micro = 0;
        foreach (var row in rows)
        {
            if (IsPersonal(Table, row))
            {
                _others.Add(other[row]);
                micro += Table.AmountMicro[row];
            }
        }
        var count = _others.Count;
        _others.Sort();
        var distinct = 0;
        for (var i = 0; i < _others.Count; i++)
        {
            distinct += i == 0 || _others[i] != _others[i - 1] ? 1 : 0;
        }
        return (count, distinct, micro);
    }

    /// <summary>
    /// Last in, first out: on a card that also takes its owner's wages, what is drawn within the hour is what came within the hour.
    /// </summary>
    private (Int128 Quick, long DwellUs) Turn(int card, ISet<int>? rows)
    {
        _lots.Clear();
        _held.Clear();
        var incoming = graph.In(card);
        var outgoing = graph.Out(card);
        for (int i = 0, o = 0; o < outgoing.Length; )
        {
            if (i < incoming.Length && Table.InTime(incoming[i], outgoing[o]) <= 0)
            {
                var row = incoming[i++];
                if (IsPersonal(Table, row) && Table.AmountMicro[row] > 0)
                    _lots.Push((row, Table.AmountMicro[row]));
                continue;
            }
            var drawn = outgoing[o++];
            var isCash = Table.KindOf(drawn) == TransferKind.CashWithdrawal;
            if (isCash || IsPersonal(Table, drawn))
            {
                Draw(drawn, isCash, rows);
            }
        }
        Int128 quick = 0;
        foreach (var (heldUs, micro) in _held)
        {
            quick += heldUs <= CashOutCards.Limits.QuickUs ? micro : 0;
        }
        return (quick, MedianByValue());
    }

    private void Draw(int drawn, bool isCash, ISet<int>? rows)
    {
        var left = Table.AmountMicro[drawn];
        while (left > 0 && _lots.TryPop(out var lot))
        {
            var part = Math.Min(left, lot.Left);
            left -= part;
            if (lot.Left > part)
            {
                _lots.Push((lot.Row, lot.Left - part));
            }
            if (isCash)
            {
                var held = Table.TimeUs[drawn] - Table.TimeUs[lot.Row];
                _held.Add((held, part));
                if (rows is not null && held <= CashOutCards.Limits.QuickUs)
                {
                    rows.Add(lot.Row);
                    rows.Add(drawn);
                }
            }
        }
    }

    private long MedianByValue()
    {
        _held.Sort();
        Int128 total = 0,
            sum = 0;
        foreach (var (_, micro) in _held)
        {
            total += micro;
        }
        foreach (var (heldUs, micro) in _held)
        {
            sum += micro;
            if (2 * sum >= total)
            {
                return heldUs;
            }
        }
        return -1;
    }
}
