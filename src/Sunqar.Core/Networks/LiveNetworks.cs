using Sunqar.Core.Chain;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// What <see cref="NetworkMiner"/> mines, over transfers that keep coming: after each <see cref="Update"/> the sightings are those that mining from scratch gives for all transfers so far, at the cost of what
/// the new ones touch (docs/decisions/0015). Other labels begin anew. Not thread-safe.
/// </summary>
public sealed class LiveNetworks
{
    private readonly LiveTransfers transfers;
    private readonly HashSet<int> kindChanged = [];
    private ServiceLabels? labels;
    private TengeRates? rates;
    private LiveWallets? wallets;
    private NetworkMiner? miner;
    private int rows, accounts;

    public LiveNetworks(LiveTransfers transfers)
    {
        this.transfers = transfers;
        transfers.KindChanged += account => kindChanged.Add(account);
    }

    /// <summary>What holds since the last <see cref="Update"/>, in the order of <see cref="NetworkMiner.Mine(TransferGraph, MiningContext)"/>.</summary>
    public IReadOnlyList<Sighting> Sightings { get; private set; } = [];

    /// <summary>What was looked at so far; a measure of work.</summary>
    public long Looks => (wallets?.Measured ?? 0) + (miner?.Looks ?? 0);

    /// <summary>Brings the sightings up with the transfers and with what is told besides them.</summary>
    /// <param name="context">Its labels are an object of their own for as long as they say the same.</param>
    public void Update(MiningContext context)
    {
        if (wallets is null || rates is null || miner is null || !ReferenceEquals(labels, context.Labels))
        {
            labels = context.Labels;
            rates = new TengeRates(context.Rates, transfers);
            wallets = new LiveWallets(transfers, context.Labels);
            miner = new NetworkMiner(transfers, wallets.Classes, rates);
            (rows, accounts) = (0, 0);
        }
        var count = transfers.Table.Count;
        var hours = rates.Update(context.Rates, transfers);
        var measured = wallets.Update(Enumerable.Range(rows, count - rows));
        var changed = new HashSet<int>(wallets.Reclassified);
        // Whoever met an account that is new met it in a row that is new.
        foreach (var account in kindChanged.Where(account => account < accounts))
        {
            Around(account, changed, miner);
        }
        for (; rows < count; rows++)
        {
            miner.Touch(rows);
        }
        accounts = transfers.Accounts;
        kindChanged.Clear();
        Sightings = miner.Mine(context, new NetworkChanges(measured, changed, hours));
    }

    /// <summary>An account turned out to be of another kind: whoever met it may look different.</summary>
    private void Around(int account, HashSet<int> changed, NetworkMiner told)
    {
        var table = transfers.Table;
        foreach (var row in transfers.Out(account))
        {
            changed.Add(table.To[row]);
            told.Touch(row);
        }
        foreach (var row in transfers.In(account))
        {
            changed.Add(table.From[row]);
            told.Touch(row);
        }
    }
}
