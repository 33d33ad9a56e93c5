using Sunqar.Core.Chain;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// What <see cref="NetworkMiner"/> mines, over transfers that keep coming: after each <see cref="Update"/> the sightings are those that
/// mining from scratch gives for all transfers so far, at the cost of what the new ones touch (docs/decisions/0015). Other labels begin
/// anew. Not thread-safe.
/// </summary>
public sealed class LiveNetworks
{
    private readonly LiveTransfers _transfers;
    private readonly HashSet<int> _kindChanged = [];
    private ServiceLabels? _labels;
    private TengeRates? _rates;
    private LiveWallets? _wallets;
    private NetworkMiner? _miner;
    private int _rows,
        _accounts;

    public LiveNetworks(LiveTransfers transfers)
    {
        _transfers = transfers;
        transfers.KindChanged += account => _kindChanged.Add(account);
    }

    /// <summary>What holds since the last <see cref="Update"/>, in the order of
    /// <see cref="NetworkMiner.Mine(TransferGraph, MiningContext)"/>.</summary>
    public IReadOnlyList<Sighting> Sightings { get; private set; } = [];

    /// <summary>What was looked at so far; a measure of work.</summary>
    public long Looks => (_wallets?.Measured ?? 0) + (_miner?.Looks ?? 0);

    /// <summary>Brings the sightings up with the transfers and with what is told besides them.</summary>
    /// <param name="context">Its labels are an object of their own for as long as they say the same.</param>
    public void Update(MiningContext context)
    {
        if (_wallets is null || _rates is null || _miner is null || !ReferenceEquals(_labels, context.Labels))
        {
            _labels = context.Labels;
            _rates = new TengeRates(context.Rates, _transfers);
            _wallets = new LiveWallets(_transfers, context.Labels);
            _miner = new NetworkMiner(_transfers, _wallets.Classes, _rates);
            (_rows, _accounts) = (0, 0);
        }
        var count = _transfers.Table.Count;
        var hours = _rates.Update(context.Rates, _transfers);
        var measured = _wallets.Update(Enumerable.Range(_rows, count - _rows));
        var changed = new HashSet<int>(_wallets.Reclassified);
        // Whoever met an account that is new met it in a row that is new.
        foreach (var account in _kindChanged.Where(account => account < _accounts))
        {
            Around(account, changed, _miner);
        }
        for (; _rows < count; _rows++)
        {
            _miner.Touch(_rows);
        }
        _accounts = _transfers.Accounts;
        _kindChanged.Clear();
        Sightings = _miner.Mine(context, new NetworkChanges(measured, changed, hours));
    }

    /// <summary>An account turned out to be of another kind: whoever met it may look different.</summary>
    private void Around(int account, HashSet<int> changed, NetworkMiner told)
    {
        var table = _transfers.Table;
        foreach (var row in _transfers.Out(account))
        {
            changed.Add(table.To[row]);
            told.Touch(row);
        }
        foreach (var row in _transfers.In(account))
        {
            changed.Add(table.From[row]);
            told.Touch(row);
        }
    }
}
