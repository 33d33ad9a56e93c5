using Sunqar.Core.Payments;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>The transfers of a network summed between its roles and what stands outside.</summary>
internal sealed class NetworkFlow
{
    public const string People = "people";
    public const string Cash = "cash terminals";
    public const string Services = "platforms";
    public const string Wallets = "wallets";

    private readonly HashSet<int> _people = [];
    private readonly HashSet<int> _terminals = [];

    public NetworkFlow(TransferTable table, int[] rows, IReadOnlyDictionary<int, string> roles)
    {
        var sums = new SortedDictionary<(string From, string To, Currency Currency), (int Count, Int128 Micro)>(
            Comparer<(string From, string To, Currency Currency)>.Create((a, b) =>
                string.CompareOrdinal(a.From, b.From) is not 0 and var from ? from
                : string.CompareOrdinal(a.To, b.To) is not 0 and var to ? to
                : a.Currency.CompareTo(b.Currency)));
        foreach (var row in rows)
        {
            var key = (Side(table, table.From[row], roles), Side(table, table.To[row], roles), table.CurrencyOf(row));
            var (count, micro) = sums.GetValueOrDefault(key);
            sums[key] = (count + 1, micro + table.AmountMicro[row]);
            LastUs = table.TimeUs[row];
        }
        Parts = [.. sums.Select(s => new FlowPart(s.Key.From, s.Key.To, s.Value.Count, s.Value.Micro, s.Key.Currency))];
    }

    public IReadOnlyList<FlowPart> Parts { get; }

    public long LastUs { get; }

    /// <summary>Cards, accounts and wallets outside.</summary>
    public int Outsiders => _people.Count;

    public int Terminals => _terminals.Count;

    /// <summary>Transfers and sums from one side to another in one currency.</summary>
    public (int Transfers, Int128 Micro) Of(Func<FlowPart, bool> which)
    {
        var transfers = 0;
        Int128 micro = 0;
        foreach (var part in Parts.Where(which))
        {
            transfers += part.Transfers;
            micro += part.AmountMicro;
        }
        return (transfers, micro);
    }

    /// <summary>The plural of a role, as flow parts name it.</summary>
    public static string Plural(string role) => role is "treasury" ? "treasury" : role.Replace('_', ' ') + "s";

    private string Side(TransferTable table, int account, IReadOnlyDictionary<int, string> roles)
    {
        if (roles.TryGetValue(account, out var role))
        {
            return Plural(role);
        }
        switch (table.Accounts.Kind(account))
        {
            case AccountKind.Terminal:
                _terminals.Add(account);
                return Cash;
            case AccountKind.Platform:
                return Services;
            case AccountKind.Wallet:
                _people.Add(account);
                return Wallets;
            default:
                _people.Add(account);
                return People;
        }
    }
}
