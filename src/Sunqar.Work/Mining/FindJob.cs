using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Mining;

/// <summary>Finds in the data folder: loads the transfers back from the journal and mines them.</summary>
public static class FindJob
{
    /// <summary>What is told: what is more likely right than wrong.</summary>
    internal static double ClaimedMin { get; } = MiningTuning.Shipped.Of<ClaimLimits>().RecordedMin;

    /// <summary>All payments, token transfers and imported transfers of the journal as one table.</summary>
    /// <param name="keep">Whether snapshots of it are written for the next time; only who owns the folder may.</param>
    public static (TransferTable Table, JournalTransfers Fold) Load(IJournal journal, bool keep = false)
    {
        var builder = new TransferTableBuilder();
        var fold = new TransferSnapshots(journal).Load(builder, keep);
        LoadRest(journal, fold);
        return (builder.Build(), fold);
    }

    /// <summary>What came other than by payments: transfers followed on chains or imported. What the chain and files, or several files,
    /// tell is counted once (<see cref="ToldOnce"/>).</summary>
    internal static void LoadRest(IJournal journal, JournalTransfers fold)
    {
        var chain = new ChainGate(journal.Read<ChainRolledBack>(Streams.Chain));
        var told = journal.Head(Streams.Imports).Next > 0 ? new ToldOnce() : null;
        foreach (var recorded in journal.Read(Streams.Chain))
        {
            if (recorded.Fact is ChainSeen seen)
                Add(chain.Pass(seen), told, fold);
        }
        told?.EndFile();
        // The facts of one file bear the place of its completion.
        long file = -1;
        foreach (var recorded in new ImportGate().Pass(journal.Read(Streams.Imports)))
        {
            if (recorded.Sequence != file)
                told?.EndFile();
            file = recorded.Sequence;
            if (recorded.Fact is ChainSeen seen)
                Add(seen.Transfers, told, fold);
            if (recorded.Fact is TransfersImported imported)
            {
                foreach (var transfer in imported.Transfers.Where(transfer => told!.IsNew(JournalTransfers.Content(transfer))))
                    fold.Add(transfer);
            }
        }
    }

    private static void Add(IEnumerable<TokenTransfer> transfers, ToldOnce? told, JournalTransfers fold)
    {
        foreach (var transfer in transfers.Where(IsGenuine))
        {
            if (told?.IsNew(JournalTransfers.Content(transfer)) != false)
                fold.Add(transfer);
        }
    }

    /// <summary>The labels that say which wallets are a service's, from tag packs and the register's own wallets of platforms.</summary>
    public static ServiceLabels Services(RegistrySnapshot registry, IEnumerable<WalletLabel> labels)
    {
        var services = new ServiceLabels();
        foreach (var listing in registry.AllListings.Where(listing => listing.Kind == "platform"))
        {
            foreach (var wallet in listing.Wallets)
            {
                services.Add(wallet.Address, listing.Name, listing.Code.ToLowerInvariant(), "exchange");
            }
        }
        foreach (var label in labels)
        {
            services.Add(label.Address, label.Label, label.Actor.Length > 0 ? label.Actor : null, label.Category);
        }
        return services;
    }

    /// <summary>Mines every typology; sightings come in an order that depends on the transfers alone.</summary>
    internal static Mined Mine(Typologies typologies, TransferGraph graph, JournalTransfers fold, Lookups lookups, int windowHours)
    {
        var registry = lookups.Registry.Snapshot;
        var services = Services(registry, lookups.Labels);
        var sightings = FileFindings.Sightings(
            typologies,
            ScoreWeights.Shipped,
            graph,
            new MiningContext(services, lookups.Rates, registry, fold.DeviceUses),
            windowHours,
            ClaimedMin
        );
        return new Mined(typologies, graph, fold, lookups, services, sightings);
    }

    /// <summary>Tokens that only share the symbol of USDT are worth nothing and are left out of the graph.</summary>
    private static bool IsGenuine(TokenTransfer transfer) => UsdtContracts.IsGenuine(transfer.Token);
}
