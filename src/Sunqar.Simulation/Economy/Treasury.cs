using Sunqar.Simulation.Chain;
using Sunqar.Simulation.Economy;

namespace Sunqar.Simulation.Economy;

/// <summary>
/// What the exchanges do with deposits: in runs every few hours, deposit addresses that hold enough are swept to the hot wallet; the cold
/// wallet fills the hot one when it runs dry and takes what is too much. A fold over the days, in order.
/// </summary>
internal sealed class Treasury(World world)
{
    private const long Usdt = 1_000_000;
    private const long HotMost = 3_000_000 * Usdt;
    private const long HotLeast = 400_000 * Usdt;
    private readonly Dictionary<int, long> _lying = [];
    private readonly SortedSet<int>[] _touched = [.. world.Exchanges.All.Select(_ => new SortedSet<int>())];
    private readonly long[] _hot = [.. world.Exchanges.All.Select(_ => 1_200_000 * Usdt)];
    private readonly Dictionary<int, int> _exchangeOfHot = world
        .Exchanges.All.Select((exchange, i) => (exchange.Hot, i))
        .ToDictionary(pair => pair.Hot, pair => pair.i);

    /// <summary>Deposit addresses opened by name: whose exchange they belong to.</summary>
    public Dictionary<int, int> ExchangeOfOpenedDeposit { get; } = [];

    /// <summary>Reads one day's transfers in time order and adds the sweeps and balancing transfers of the day.</summary>
    public void Settle(ReadOnlySpan<ChainRow> day, Calendar calendar, List<ChainRow> sweeps)
    {
        var arrived = new List<ChainRow>[world.Exchanges.All.Count];
        for (var e = 0; e < arrived.Length; e++)
        {
            arrived[e] = [];
        }
        foreach (ref readonly var row in day)
        {
            if (row.Token != 0)
            {
                continue;
            }
            if (_exchangeOfHot.TryGetValue(row.From, out var payer))
            {
                _hot[payer] -= row.Units;
            }
            if (_exchangeOfHot.TryGetValue(row.To, out var receiver))
            {
                _hot[receiver] += row.Units;
            }
            else if (ExchangeOf(row.To) is var exchange and >= 0)
            {
                arrived[exchange].Add(row);
            }
        }
        for (var e = 0; e < arrived.Length; e++)
        {
            Run(e, arrived[e], calendar, sweeps);
            Balance(e, calendar, sweeps);
        }
    }

    private void Run(int e, List<ChainRow> arrived, Calendar calendar, List<ChainRow> sweeps)
    {
        var exchange = world.Exchanges.All[e];
        var lastRun = calendar.At(23, 3_300 + e);
        var runAt = calendar.At(exchange.SweepHours, e * 60);
        foreach (var row in arrived)
        {
            while (row.TimeUs >= runAt && runAt < lastRun)
            {
                Sweep(e, runAt, calendar, sweeps);
                runAt = Math.Min(runAt + (exchange.SweepHours * 3_600_000_000L), lastRun);
            }
            if (row.TimeUs >= lastRun && runAt == lastRun)
            {
                Sweep(e, lastRun, calendar, sweeps);
                runAt = long.MaxValue;
            }
            _lying[row.To] = _lying.GetValueOrDefault(row.To) + row.Units;
            _touched[e].Add(row.To);
        }
        if (runAt != long.MaxValue)
        {
            Sweep(e, lastRun, calendar, sweeps);
        }
    }

    private void Sweep(int e, long runAt, Calendar calendar, List<ChainRow> sweeps)
    {
        var exchange = world.Exchanges.All[e];
        var place = 0;
        foreach (var deposit in _touched[e])
        {
            var units = _lying[deposit];
            if (units < exchange.SweepFromMicro)
            {
                continue;
            }
            _lying.Remove(deposit);
            // Some forty transfers fit into a block; a run that would pass midnight ends in the day's last block.
            var time = Math.Min(ChainClock.Block(runAt + (place++ / 40 * 3_000_000L)), calendar.EndUs - 3_000_000);
            sweeps.Add(
                new ChainRow
                {
                    From = deposit,
                    To = exchange.Hot,
                    Units = units,
                    TimeUs = time,
                }
            );
            _hot[e] += units;
        }
        _touched[e].Clear();
    }

    private void Balance(int e, Calendar calendar, List<ChainRow> sweeps)
    {
        var exchange = world.Exchanges.All[e];
        var time = ChainClock.Block(calendar.At(23, 3_500 + e));
        var middle = (HotMost + HotLeast) / 2;
        if (_hot[e] < HotLeast)
        {
            var units = (middle - _hot[e]) / (1_000 * Usdt) * 1_000 * Usdt;
            sweeps.Add(
                new ChainRow
                {
                    From = exchange.Cold,
                    To = exchange.Hot,
                    Units = units,
                    TimeUs = time,
                }
            );
            _hot[e] += units;
        }
        else if (_hot[e] > HotMost)
        {
            var units = (_hot[e] - middle) / (1_000 * Usdt) * 1_000 * Usdt;
            sweeps.Add(
                new ChainRow
                {
                    From = exchange.Hot,
                    To = exchange.Cold,
                    Units = units,
                    TimeUs = time,
                }
            );
            _hot[e] -= units;
        }
    }

    private int ExchangeOf(int wallet)
    {
        var wallets = world.Wallets;
        return wallets.IsPlatformDeposit(wallet) ? world.Exchanges.PlatformOf(wallet - wallets.PlatformDepositFrom)
            : wallets.IsForeignDeposit(wallet) ? world.Exchanges.ForeignOf(wallet - wallets.ForeignDepositFrom)
            : ExchangeOfOpenedDeposit.GetValueOrDefault(wallet, -1);
    }
}
