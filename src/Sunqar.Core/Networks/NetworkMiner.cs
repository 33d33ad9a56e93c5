using System.Collections.Immutable;
using Sunqar.Core.Chain;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>What the miner is told besides the transfers; all of it may be empty, and then it makes do.</summary>
/// <param name="Labels">Known services by wallet. Without them hot wallets are told by the deposit addresses that empty into them.</param>
/// <param name="Rates">Tenge rates of the period. Without them they are estimated from purchases on platforms.</param>
/// <param name="Registry">Who is licensed; null where there is no register.</param>
/// <param name="Devices">Which cards were worked from which devices; null where only bare transfers are known.</param>
public sealed record MiningContext(
    ServiceLabels Labels, RateTable Rates, RegistrySnapshot? Registry = null, IReadOnlyCollection<DeviceUse>? Devices = null);

/// <summary>Mines what is specific to the crypto-to-cash economy: exchangers, cash-out networks and rings, pyramids, illegal miners.</summary>
public static class NetworkMiner
{
    /// <summary>All sightings, exchangers first; an order that depends on table and context alone.</summary>
    public static IReadOnlyList<Sighting> Mine(TransferGraph graph, MiningContext context)
    {
        var wallets = WalletClassifier.Classify(graph, context.Labels);
        var table = graph.Table;
        var sightings = new List<Sighting>();
        var rates = new TengeRates(context.Rates, graph);
        sightings.AddRange(new ExchangerMiner(graph, wallets, rates).Mine(wallets.Verdicts.Select(v => v.Wallet), ImmutableHashSet<int>.Empty, ImmutableHashSet<long>.Empty));
        var taken = sightings.SelectMany(s => s.Members).Select(m => m.Account).ToHashSet();
        sightings.AddRange(new CashOutMiner(graph).Mine(rates, taken).Select(s => s.WithTurnover(table, Currency.Kzt)));
        var pyramids = new Pyramid(graph).Mine(wallets.Verdicts, taken).Select(s => s.WithTurnover(table, Currency.Usdt)).ToList();
        sightings.AddRange(new PyramidCollectors(graph).Extend(pyramids, rates));
        sightings.AddRange(new MiningPayouts(graph).Mine(Licensed(graph, context.Registry)).Select(s => s.WithTurnover(table, Currency.Usdt)));
        taken.UnionWith(sightings.SelectMany(s => s.Members).Select(m => m.Account));
        var identities = new FakeIdentity(graph);
        foreach (var use in context.Devices ?? []) identities.Add(use);
        sightings.AddRange(identities.Mine(taken).Select(s => s.WithTurnover(table, Currency.Kzt)));
        return sightings;
    }

    /// <summary>Wallets that the register lists under a licence that was in force when the transfers ended.</summary>
    private static Func<int, bool>? Licensed(TransferGraph graph, RegistrySnapshot? registry)
    {
        if (registry is null || graph.Table.Count == 0)
        {
            return null;
        }
        var until = graph.Table.TimeUs[^1];
        return account => registry.PlatformOfWallet(graph.Table.Accounts.Id(account)) is { } code && registry.LicenceAt(code, until) is not null;
    }
}
