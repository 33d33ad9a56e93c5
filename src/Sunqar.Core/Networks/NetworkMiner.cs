using Sunqar.Core.Chain;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>What the miner is told besides the transfers.</summary>
/// <param name="Labels">Known services by wallet.</param>
/// <param name="Rates">Tenge rates of the period.</param>
public sealed record MiningContext(ServiceLabels Labels, RateTable Rates);

/// <summary>Mines what is specific to the crypto-to-cash economy: exchangers, cash-out networks, pyramids, illegal miners.</summary>
public static class NetworkMiner
{
    /// <summary>All sightings, exchangers first; an order that depends on table and context alone.</summary>
    public static IReadOnlyList<Sighting> Mine(TransferGraph graph, MiningContext context)
    {
        var wallets = WalletClassifier.Classify(graph, context.Labels);
        var sightings = new List<Sighting>();
        sightings.AddRange(new ExchangerMiner(graph, wallets, new TengeRates(context.Rates, graph.Table)).Mine());
        var taken = sightings.SelectMany(s => s.Members).Select(m => m.Account).ToHashSet();
        sightings.AddRange(new CashOutMiner(graph).Mine(taken));
        return sightings;
    }
}
