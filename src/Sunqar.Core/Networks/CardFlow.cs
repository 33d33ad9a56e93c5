using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

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
    /// <summary>Median by value of how long money stays, first in first out, over transfers and withdrawals; -1 where nothing passed through.</summary>
    public required long DwellUs { get; init; }

    /// <summary>What went on, by transfer or in cash, over what came in; 0 without inflow.</summary>
    public double PassThrough => InMicro == 0 ? 0 : (double)(OutMicro + CashMicro) / (double)InMicro;

    /// <summary>What was drawn in cash over what came in; 0 without inflow.</summary>
    public double CashShare => InMicro == 0 ? 0 : (double)CashMicro / (double)InMicro;
}

/// <summary>Measures cards one by one with its own buffers; not to be shared between threads.</summary>
public sealed class CardFlows(TransferGraph graph)
{
    private readonly TransferTable _table = graph.Table;
    private readonly List<int> _others = [];
    private readonly HoldingTime _holding = new();

    /// <summary>Value between people's cards and accounts: neither cash nor shopping, crypto, or chain.</summary>
    public static bool IsPersonal(TransferTable table, int row) => table.KindOf(row) switch
    {
        TransferKind.CardTransfer or TransferKind.AccountTransfer => true,
        TransferKind.CardTopUp => table.Accounts.Kind(table.From[row]) != AccountKind.Terminal,
        _ => false,
    };

    public CardFlow Of(int card)
    {
        var (incoming, senders, inMicro) = Side(graph.In(card), _table.From);
        var (outgoing, receivers, outMicro) = Side(graph.Out(card), _table.To);
        var withdrawals = 0;
        Int128 cash = 0;
        foreach (var row in graph.Out(card))
        {
            if (_table.KindOf(row) == TransferKind.CashWithdrawal)
            {
                withdrawals++;
                cash += _table.AmountMicro[row];
            }
        }
        return new CardFlow
        {
            Card = card, In = incoming, Out = outgoing, Senders = senders, Receivers = receivers, InMicro = inMicro, OutMicro = outMicro,
            Withdrawals = withdrawals, CashMicro = cash, DwellUs = Dwell(card),
        };
    }

    private (int Count, int Others, Int128 Micro) Side(ReadOnlySpan<int> rows, ReadOnlySpan<int> other)
    {
        _others.Clear();
        Int128 micro = 0;
        foreach (var row in rows)
        {
            if (IsPersonal(_table, row))
            {
                _others.Add(other[row]);
                micro += _table.AmountMicro[row];
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

    private long Dwell(int card)
    {
        _holding.Clear();
        var incoming = graph.In(card);
        var outgoing = graph.Out(card);
        for (int i = 0, o = 0; o < outgoing.Length;)
        {
            if (i < incoming.Length && incoming[i] <= outgoing[o])
            {
                var row = incoming[i++];
                if (IsPersonal(_table, row)) _holding.In(_table.TimeUs[row], _table.AmountMicro[row]);
            }
            else
            {
                var row = outgoing[o++];
                if (IsPersonal(_table, row) || _table.KindOf(row) == TransferKind.CashWithdrawal) _holding.Out(_table.TimeUs[row], _table.AmountMicro[row]);
            }
        }
        return _holding.MedianUs();
    }
}
