using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.Matching;

/// <summary>
/// Transfers of wallets that the register lists for an exchange operator, while its licence was in force: what they exchange, they may. One
/// that expired, was suspended or revoked protects nothing that comes later.
/// </summary>
internal sealed class LawfulWallets(TransferGraph graph, RegistrySnapshot registry)
{
    private readonly Dictionary<int, string?> _codes = [];

    /// <summary>Whether either end of a row was lawful at its time.</summary>
    public bool Has(int row)
    {
        // Asked anew: a graph that grows has another table by now.
        var table = graph.Table;
        return Has(table.From[row], table.TimeUs[row]) || Has(table.To[row], table.TimeUs[row]);
    }

    private bool Has(int account, long timeUs)
    {
        if (!_codes.TryGetValue(account, out var code))
        {
            code = registry.PlatformOfWallet(graph.Table.Accounts.Id(account));
            // The wallets of trading platforms are services, and no desk's.
            if (code is not null && !registry.Listings(code).Any(listing => listing.Kind == PlatformListing.Exchanger))
                code = null;
            _codes[account] = code;
        }
        return code is not null && registry.WasLawful(code, timeUs);
    }
}
