using Sunqar.Core.Facts;
using Sunqar.Core.Networks;
using Sunqar.Core.Payments;
using Sunqar.Core.Providers;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Providers;

/// <summary>Compares what happened with what platforms owe, and puts the duties that are new into the journal.</summary>
internal static class ProviderDuties
{
    private const int DutiesPerFact = 2_000;

    /// <summary>Duties that follow from the transfers and the networks, in the order of their time.</summary>
    public static IReadOnlyList<Duty> Of(TransferTable table, IReadOnlyList<Network> networks, RegistrySnapshot registry)
    {
        var duties = new List<Duty>();
        var owners = Owners(table, registry);
        for (var row = 0; row < table.Count; row++)
        {
            var (kind, from, to) = (table.KindOf(row), table.From[row], table.To[row]);
            if (kind == TransferKind.Chain && owners[from] is { } sender && owners[to] is { } receiver && sender != receiver)
            {
                Add(
                    DutyFinder.OfTransfer(
                        table.Id(row),
                        WalletOf(registry, sender),
                        WalletOf(registry, receiver),
                        table.AmountMicro[row],
                        table.TimeUs[row],
                        registry
                    )
                );
            }
            else if (IsTrade(kind) && table.CurrencyOf(row) == Currency.Kzt && table.AmountMicro[row] >= DutyTerms.ReportKztMicroMin)
            {
                foreach (var end in (ReadOnlySpan<int>)[from, to])
                {
                    Add(DutyFinder.OfOperation(table.Accounts.Id(end), table.Id(row), table.AmountMicro[row], table.TimeUs[row], registry));
                }
            }
        }
        foreach (var network in networks)
        {
            foreach (var platform in network.Platforms)
                Add(DutyFinder.OfSuspicion(CodeOf(registry, platform), network.Id, network.LastUs, registry));
        }
        return [.. duties.OrderBy(duty => duty.AroseUs).ThenBy(duty => duty.Reference, StringComparer.Ordinal)];

        void Add(Duty? duty)
        {
            if (duty is not null)
                duties.Add(duty);
        }
    }

    /// <summary>Appends what the journal does not hold yet.</summary>
    /// <returns>The book with all of it.</returns>
    public static ProviderBook Record(IJournal journal, IReadOnlyList<Duty> duties, IReadOnlyList<FilingsTaken> filings)
    {
        var book = new ProviderBook();
        var known = new HashSet<(string, DutyKind, string)>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var recorded in journal.Read(Streams.Cases))
        {
            book.Apply(recorded.Fact);
            if (recorded.Fact is DutiesArose arose)
                known.UnionWith(arose.Duties.Select(duty => (duty.Platform, duty.Kind, duty.Reference)));
            if (recorded.Fact is FilingsTaken before)
                taken.Add(before.Platform);
        }
        List<Fact> fresh =
        [
            .. duties
                .Where(duty => known.Add((duty.Platform, duty.Kind, duty.Reference)))
                .Chunk(DutiesPerFact)
                .Select(some => new DutiesArose(some)),
        ];
        foreach (var platform in filings.Where(one => !taken.Contains(one.Platform)))
        {
            fresh.AddRange(platform.Filings.Chunk(DutiesPerFact).Select(some => new FilingsTaken(platform.Platform, some)));
        }
        if (fresh.Count > 0)
        {
            using var writer = journal.Open(Streams.Cases);
            writer.AppendAsync([.. fresh]).AsTask().GetAwaiter().GetResult().OrThrow();
        }
        foreach (var fact in fresh)
            book.Apply(fact);
        return book;
    }

    private static bool IsTrade(TransferKind kind) => kind is TransferKind.CryptoBuy or TransferKind.CryptoSell;

    /// <summary>
    /// By account: the platform whose wallet it is. A wallet that never pays anybody but one platform's own wallets is that platform's
    /// deposit address (Victor, FC'20).
    /// </summary>
    private static string?[] Owners(TransferTable table, RegistrySnapshot registry)
    {
        var owners = new string?[table.Accounts.Count];
        for (var account = 0; account < owners.Length; account++)
            owners[account] = registry.PlatformOfWallet(table.Accounts.Id(account));
        var paid = new string?[owners.Length];
        for (var row = 0; row < table.Count; row++)
        {
            var from = table.From[row];
            if (table.KindOf(row) != TransferKind.Chain || owners[from] is not null)
                continue;
            var owner = owners[table.To[row]] ?? "";
            paid[from] = paid[from] is null || paid[from] == owner ? owner : "";
        }
        for (var account = 0; account < owners.Length; account++)
        {
            if (paid[account] is { Length: > 0 } platform)
                owners[account] ??= platform;
        }
        return owners;
    }

    private static string WalletOf(RegistrySnapshot registry, string code) =>
        registry.Listings(code).SelectMany(listing => listing.Wallets).Select(wallet => wallet.Address).First();

    /// <summary>Networks name platforms as people know them.</summary>
    private static string CodeOf(RegistrySnapshot registry, string platform) =>
        registry.Listings(platform).Length > 0
            ? registry.Listings(platform)[0].Code
            : registry.AllListings.FirstOrDefault(listing => listing.Name == platform || listing.Brands.Contains(platform))?.Code
                ?? platform;
}
