using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.Matching;

/// <summary>The legs of exchanges that cards and wallets may take part in, kept up with transfers, with what wallets turn out to be and
/// with rates.</summary>
internal sealed class ExchangerLegs(TransferGraph graph, WalletClassification wallets, TengeRates rates)
{
    private const long HourUs = 3_600_000_000;

    private readonly HashSet<(Legs Side, int Account)> _gathered = [];
    private readonly HashSet<int> _cards = [],
        _tokens = [];
    private int _accounts,
        _rows;

    private enum Way
    {
        In,
        Out,
    }

    /// <summary>Whose wallets were a lawful platform's when they moved; null where no register tells.</summary>
    public LawfulWallets? Lawful { get; init; }

    public Legs CardsIn { get; } = new();

    public Legs CardsOut { get; } = new();

    public Legs TokensIn { get; } = new();

    public Legs TokensOut { get; } = new();

    /// <summary>Accounts whose tenge legs the last update changed.</summary>
    public IReadOnlySet<int> ChangedCards => _cards;

    /// <summary>Accounts whose token legs the last update changed.</summary>
    public IReadOnlySet<int> ChangedWallets => _tokens;

    /// <summary>Of how many accounts all legs were gathered; a measure of work.</summary>
    public long Gathered { get; private set; }

    /// <param name="anew">Accounts of which something besides their transfers changed.</param>
    /// <param name="hours">Hours whose rate changed.</param>
    public void Update(IEnumerable<int> anew, IReadOnlySet<long> hours)
    {
        _gathered.Clear();
        _cards.Clear();
        _tokens.Clear();
        foreach (var account in anew.Concat(Revalued(hours)).Where(account => account < _accounts))
        {
            Gather(account);
        }
        if (_rows == 0)
        {
            for (; _accounts < graph.Accounts; _accounts++)
            {
                Gather(_accounts);
            }
            _rows = graph.Table.Count;
        }
        _accounts = graph.Accounts;
        for (; _rows < graph.Table.Count; _rows++)
        {
            Take(_rows);
        }
        CardsIn.Part(_cards);
        CardsOut.Part(_cards);
        TokensIn.Part(_tokens);
        TokensOut.Part(_tokens);
    }

    private List<int> Revalued(IReadOnlySet<long> hours)
    {
        var revalued = new List<int>();
        if (hours.Count == 0)
            return revalued;
        // A leg without a rate is none, so every wallet that could have one is asked.
        foreach (
            var verdict in wallets.Verdicts.Where(v =>
                v.Class != WalletClass.Service && v.Profile.Senders + v.Profile.Receivers >= ExchangerMiner.Limits.PartiesMin
            )
        )
        {
            if (IsIn(hours, graph.In(verdict.Wallet)) || IsIn(hours, graph.Out(verdict.Wallet)))
                revalued.Add(verdict.Wallet);
        }
        return revalued;
    }

    private bool IsIn(IReadOnlySet<long> hours, ReadOnlySpan<int> some)
    {
        foreach (var row in some)
        {
            if (hours.Contains(graph.Table.TimeUs[row] / HourUs))
                return true;
        }
        return false;
    }

    private void Gather(int account)
    {
        Gather(CardsIn, account, Way.In);
        Gather(CardsOut, account, Way.Out);
        Gather(TokensIn, account, Way.In);
        Gather(TokensOut, account, Way.Out);
    }

    private void Gather(Legs side, int account, Way way)
    {
        _gathered.Add((side, account));
        var isChain = side == TokensIn || side == TokensOut;
        var legs = AccountLegs.None;
        if (isChain ? HasParties(account, way) : HasPayers(account, way))
        {
            legs = new AccountLegs(0);
            Gathered++;
            foreach (var row in way == Way.In ? graph.In(account) : graph.Out(account))
            {
                if (
                    (isChain ? WalletProfiler.IsOnChain(graph.Table, row) : CardFlows.IsPersonal(graph.Table, row))
                    && Value(row) is { } value
                )
                {
                    legs.Add(row, graph.Table.TimeUs[row], value);
                }
            }
        }
        if (side.Set(account, legs))
            (isChain ? _tokens : _cards).Add(account);
    }

    private bool HasParties(int wallet, Way way) =>
        wallets.TryGet(wallet, out var verdict)
        && verdict.Class != WalletClass.Service
        && (way == Way.In ? verdict.Profile.Senders : verdict.Profile.Receivers) >= ExchangerMiner.Limits.PartiesMin;

    private bool HasPayers(int card, Way way)
    {
        var table = graph.Table;
        int one = -1,
            two = -1;
        foreach (var row in way == Way.In ? graph.In(card) : graph.Out(card))
        {
            if (!CardFlows.IsPersonal(table, row))
                continue;
            var other = way == Way.In ? table.From[row] : table.To[row];
            if (one < 0 || other == one)
                one = other;
            else if (two < 0 || other == two)
                two = other;
            else
                return true;
        }
        return false;
    }

    /// <summary>Takes in a row that came.</summary>
    private void Take(int row)
    {
        var table = graph.Table;
        if (WalletProfiler.IsOnChain(table, row))
        {
            Take(TokensOut, table.From[row], Way.Out, row);
            Take(TokensIn, table.To[row], Way.In, row);
        }
        else if (CardFlows.IsPersonal(table, row))
        {
            Take(CardsOut, table.From[row], Way.Out, row);
            Take(CardsIn, table.To[row], Way.In, row);
        }
    }

    private void Take(Legs side, int account, Way way, int row)
    {
        if (_gathered.Contains((side, account)))
            return;
        if (!side.Has(account))
        {
            Gather(side, account, way);
        }
        else if (Value(row) is { } value)
        {
            side.Add(account, row, graph.Table.TimeUs[row], value);
            (side == TokensIn || side == TokensOut ? _tokens : _cards).Add(account);
        }
    }

    /// <summary>Natural logarithm of what was moved in tenge; null where that is nothing or not known.</summary>
    internal double? Value(int row)
    {
        var table = graph.Table;
        if (Lawful?.Has(row) == true)
            return null;
        var units = table.AmountMicro[row] / 1e6;
        var tenge =
            WalletProfiler.IsOnChain(table, row) ? units * rates.PerToken(table.TimeUs[row])
            : table.CurrencyOf(row) == Currency.Kzt ? units
            : 0;
        return tenge > 0 ? Math.Log(tenge) : null;
    }
}
