using System.Collections.Immutable;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Registry;

/// <summary>An address gave another the energy that it had staked for: what running a contract costs on TRON, and so each transfer of USDT.
/// Whoever holds many wallets stakes once and lends to all of them.</summary>
/// <param name="TimeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record EnergyDelegation(string Payer, string Receiver, long TimeUs);

/// <summary>A source says who paid whose energy. Told again it adds nothing.</summary>
public sealed record EnergyDelegated(string Source, IReadOnlyList<EnergyDelegation> Delegations) : Fact;

/// <summary>On which days whose energy was paid by whom. Immutable; a later one shares with it all that did not change.</summary>
public sealed class EnergyPayers
{
    private const long DayUs = 86_400_000_000;

    private readonly ImmutableDictionary<string, ImmutableDictionary<string, ImmutableHashSet<int>>> _byPayer;

    private EnergyPayers(ImmutableDictionary<string, ImmutableDictionary<string, ImmutableHashSet<int>>> byPayer) => _byPayer = byPayer;

    public static EnergyPayers Nobody { get; } =
        new(ImmutableDictionary.Create<string, ImmutableDictionary<string, ImmutableHashSet<int>>>(WalletComparer.Instance));

    public bool IsEmpty => _byPayer.IsEmpty;

    /// <summary>Payers in the order of their addresses, with the wallets that each paid for and the number of days, in no order.</summary>
    public IEnumerable<(string Payer, IEnumerable<(string Wallet, int Days)> Wallets)> All =>
        _byPayer
            .OrderBy(payer => payer.Key, StringComparer.Ordinal)
            .Select(payer => (payer.Key, payer.Value.Select(wallet => (wallet.Key, wallet.Value.Count))));

    internal EnergyPayers With(IEnumerable<EnergyDelegation> delegations)
    {
        var byPayer = _byPayer.ToBuilder();
        foreach (var payer in delegations.GroupBy(one => one.Payer, WalletComparer.Instance))
        {
            var wallets = byPayer
                .GetValueOrDefault(payer.Key, ImmutableDictionary.Create<string, ImmutableHashSet<int>>(WalletComparer.Instance))
                .ToBuilder();
            foreach (var one in payer)
                wallets[one.Receiver] = wallets.GetValueOrDefault(one.Receiver, []).Add((int)(one.TimeUs / DayUs));
            byPayer[payer.Key] = wallets.ToImmutable();
        }
        return new EnergyPayers(byPayer.ToImmutable());
    }
}
