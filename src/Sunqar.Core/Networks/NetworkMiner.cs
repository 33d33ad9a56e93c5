using System.Collections.Immutable;
using Sunqar.Core.Chain;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
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
    ServiceLabels Labels,
    RateTable Rates,
    RegistrySnapshot? Registry = null,
    IReadOnlyList<DeviceUse>? Devices = null
);

/// <summary>
/// Mines what is specific to the crypto-to-cash economy: exchangers, cash-out networks and rings, pyramids, illegal miners. Each kind looks
/// again only at what it is told changed; a table that stands still is what comes at once. <see cref="LiveNetworks"/> tells them of
/// transfers that keep coming.
/// </summary>
public sealed class NetworkMiner
{
    private readonly TransferGraph _graph;
    private readonly WalletClassification _wallets;
    private readonly TengeRates _rates;
    private readonly ExchangerMiner _exchangers;
    private readonly CashOutMiner _cashOut;
    private readonly Pyramid _pyramids;
    private readonly PyramidCollectors _collectors;
    private readonly MiningPayouts _farms;
    private readonly FakeIdentity _identities;
    private readonly SortedSet<int> _treasuries = [];
    private int _devices;

    internal NetworkMiner(TransferGraph graph, WalletClassification wallets, TengeRates rates)
    {
        (_graph, _wallets, _rates) = (graph, wallets, rates);
        (_exchangers, _cashOut, _pyramids, _collectors) = (new(graph, wallets, rates), new(graph), new(graph), new(graph));
        (_farms, _identities) = (new(graph), new(graph));
    }

    /// <summary>What was looked at so far; a measure of work.</summary>
    internal long Looks => _exchangers.Looks + _cashOut.Looks + _pyramids.Looks + _collectors.Looks + _farms.Looks + _identities.Looks;

    /// <summary>All sightings, exchangers first; an order that depends on table and context alone.</summary>
    public static IReadOnlyList<Sighting> Mine(TransferGraph graph, MiningContext context)
    {
        var wallets = WalletClassifier.Classify(graph, context.Labels);
        return new NetworkMiner(graph, wallets, new TengeRates(context.Rates, graph)).Mine(
            context,
            new NetworkChanges(
                wallets.Verdicts.Select(v => v.Wallet).ToHashSet(),
                ImmutableHashSet<int>.Empty,
                ImmutableHashSet<long>.Empty
            )
        );
    }

    /// <summary>A transfer came, or an account at one of its ends turned out to be of another kind.</summary>
    internal void Touch(int row)
    {
        _exchangers.Touch(row);
        _cashOut.Touch(row);
        _pyramids.Touch(row);
        _collectors.Touch(row);
        _farms.Touch(row);
        _identities.Touch(row);
    }

    /// <summary>All sightings as they stand now.</summary>
    internal IReadOnlyList<Sighting> Mine(MiningContext context, NetworkChanges changes)
    {
        foreach (var wallet in changes.Wallets)
        {
            if (_wallets.TryGet(wallet, out var verdict) && Pyramid.IsCandidate(verdict))
                _treasuries.Add(wallet);
            else
                _treasuries.Remove(wallet);
        }
        for (; _devices < (context.Devices?.Count ?? 0); _devices++)
        {
            _identities.Add(context.Devices![_devices]);
        }
        List<Sighting> sightings = [.. _exchangers.Mine(changes)];
        var taken = sightings.SelectMany(s => s.Members).Select(m => m.Account).ToHashSet();
        sightings.AddRange(_cashOut.Mine(_rates, taken));
        var verdicts = _treasuries.Select(wallet => _wallets.TryGet(wallet, out var verdict) ? verdict : default);
        sightings.AddRange(_collectors.Extend(_pyramids.Mine(verdicts, taken), _rates));
        sightings.AddRange(_farms.Mine(Licensed(_graph, context.Registry)).Select(s => s.WithTurnover(_graph.Table, Currency.Usdt)));
        taken.UnionWith(sightings.SelectMany(s => s.Members).Select(m => m.Account));
        sightings.AddRange(_identities.Mine(taken).Select(s => s.WithTurnover(_graph.Table, Currency.Kzt)));
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
        return account =>
            registry.PlatformOfWallet(graph.Table.Accounts.Id(account)) is { } code && registry.LicenceAt(code, until) is not null;
    }
}

/// <summary>What changed since the networks were mined last, besides the transfers that came.</summary>
/// <param name="Wallets">Wallets that were measured otherwise than before.</param>
/// <param name="Accounts">Accounts of which something besides their own transfers changed: their class, or the kind of one they deal
/// with.</param>
/// <param name="Hours">Hours (microseconds / 3.6e9) whose rate changed.</param>
internal sealed record NetworkChanges(IReadOnlySet<int> Wallets, IReadOnlySet<int> Accounts, IReadOnlySet<long> Hours);
