using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns.Wallets;
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
/// <param name="Devices">Which cards were worked from which devices; null where only bare transfers are known. Grows at its end.</param>
public sealed record MiningContext(
    ServiceLabels Labels, RateTable Rates, RegistrySnapshot? Registry = null, IReadOnlyList<DeviceUse>? Devices = null);

/// <summary>
/// Mines what is specific to the crypto-to-cash economy: exchangers, cash-out networks and rings, pyramids, illegal miners. Each kind looks again only at what it is told changed;
/// a table that stands still is what comes at once. <see cref="LiveNetworks"/> tells them of transfers that keep coming.
/// </summary>
public sealed class NetworkMiner
{
    private readonly TransferGraph graph;
    private readonly WalletClassification wallets;
    private readonly TengeRates rates;
    private readonly ExchangerMiner exchangers;
    private readonly CashOutMiner cashOut;
    private readonly Pyramid pyramids;
    private readonly PyramidCollectors collectors;
    private readonly MiningPayouts farms;
    private readonly FakeIdentity identities;
    private readonly SortedSet<int> treasuries = [];
    private int devices;

    internal NetworkMiner(TransferGraph graph, WalletClassification wallets, TengeRates rates)
    {
        (this.graph, this.wallets, this.rates) = (graph, wallets, rates);
        (exchangers, cashOut, pyramids, collectors) = (new(graph, wallets, rates), new(graph), new(graph), new(graph));
        (farms, identities) = (new(graph), new(graph));
    }

    /// <summary>What was looked at so far; a measure of work.</summary>
    internal long Looks => exchangers.Looks + cashOut.Looks + pyramids.Looks + collectors.Looks + farms.Looks + identities.Looks;

    /// <summary>All sightings, exchangers first; an order that depends on table and context alone.</summary>
    public static IReadOnlyList<Sighting> Mine(TransferGraph graph, MiningContext context)
    {
        var wallets = WalletClassifier.Classify(graph, context.Labels);
        return new NetworkMiner(graph, wallets, new TengeRates(context.Rates, graph)).Mine(
            context, new NetworkChanges(wallets.Verdicts.Select(v => v.Wallet).ToHashSet(), ImmutableHashSet<int>.Empty, ImmutableHashSet<long>.Empty));
    }

    /// <summary>A transfer came, or an account at one of its ends turned out to be of another kind.</summary>
    internal void Touch(int row)
    {
        exchangers.Touch(row);
        cashOut.Touch(row);
        pyramids.Touch(row);
        collectors.Touch(row);
        farms.Touch(row);
        identities.Touch(row);
    }

    /// <summary>All sightings as they stand now.</summary>
    internal IReadOnlyList<Sighting> Mine(MiningContext context, NetworkChanges changes)
    {
        foreach (var wallet in changes.Wallets)
        {
            if (wallets.TryGet(wallet, out var verdict) && Pyramid.IsCandidate(verdict)) treasuries.Add(wallet);
            else treasuries.Remove(wallet);
        }
        for (; devices < (context.Devices?.Count ?? 0); devices++)
        {
            identities.Add(context.Devices![devices]);
        }
        List<Sighting> sightings = [.. exchangers.Mine(changes)];
        var taken = sightings.SelectMany(s => s.Members).Select(m => m.Account).ToHashSet();
        sightings.AddRange(cashOut.Mine(rates, taken));
        var verdicts = treasuries.Select(wallet => wallets.TryGet(wallet, out var verdict) ? verdict : default);
        sightings.AddRange(collectors.Extend(pyramids.Mine(verdicts, taken), rates));
        sightings.AddRange(farms.Mine(Licensed(graph, context.Registry)).Select(s => s.WithTurnover(graph.Table, Currency.Usdt)));
        taken.UnionWith(sightings.SelectMany(s => s.Members).Select(m => m.Account));
        sightings.AddRange(identities.Mine(taken).Select(s => s.WithTurnover(graph.Table, Currency.Kzt)));
        return sightings;
    }

    /// <summary>Wallets that the register lists under a licence that was in force when the transfers ended.</summary>
    private static Func<int, bool>? Licensed(TransferGraph graph, RegistrySnapshot? registry)
    {
        if (registry is null || graph.Table.Count == 0)
        {
            return null;
        }
        var until = graph.Table.LastUs;
        return account => registry.PlatformOfWallet(graph.Table.Accounts.Id(account)) is { } code && registry.LicenceAt(code, until) is not null;
    }
}

/// <summary>What changed since the networks were mined last, besides the transfers that came.</summary>
/// <param name="Wallets">Wallets that were measured otherwise than before.</param>
/// <param name="Accounts">Accounts of which something besides their own transfers changed: their class, or the kind of one they deal with.</param>
/// <param name="Hours">Hours (microseconds / 3.6e9) whose rate changed.</param>
internal sealed record NetworkChanges(IReadOnlySet<int> Wallets, IReadOnlySet<int> Accounts, IReadOnlySet<long> Hours);
