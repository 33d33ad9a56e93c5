using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>What moved from one group of a network to another.</summary>
/// <param name="From">A role in the plural (droppers, desks), or who stands outside: people, cash terminals, platforms, wallets.</param>
/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
public sealed record FlowPart(string From, string To, int Transfers, Int128 AmountMicro, Currency Currency);

/// <summary>The transfers of a network summed between its roles and what stands outside, each movement once.</summary>
public sealed class NetworkFlow
{
    public const string People = "people";
    public const string Cash = "cash terminals";
    public const string Services = "platforms";
    public const string Wallets = "wallets";

    private readonly HashSet<int> _people = [];
    private readonly HashSet<int> _terminals = [];

    internal NetworkFlow(TransferTable table, int[] rows, IReadOnlyDictionary<int, string> roles)
    {
        var sums = new SortedDictionary<(string From, string To, Currency Currency), (int Count, Int128 Micro)>(
            Comparer<(string From, string To, Currency Currency)>.Create(
                (a, b) =>
                    string.CompareOrdinal(a.From, b.From) is not 0 and var from ? from
                    : string.CompareOrdinal(a.To, b.To) is not 0 and var to ? to
                    : a.Currency.CompareTo(b.Currency)
            )
        );
        var twice = ToldTwice.Among(table, rows);
        foreach (var row in rows)
        {
            LastUs = table.TimeUs[row];
            if (twice.ContainsKey(row))
                continue;
            var key = (Side(table, table.From[row], roles), Side(table, table.To[row], roles), table.CurrencyOf(row));
            var (count, micro) = sums.GetValueOrDefault(key);
            sums[key] = (count + 1, micro + table.AmountMicro[row]);
        }
        Parts = [.. sums.Select(s => new FlowPart(s.Key.From, s.Key.To, s.Value.Count, s.Value.Micro, s.Key.Currency))];
    }

    public IReadOnlyList<FlowPart> Parts { get; }

    /// <summary>How many movements there were, each counted once.</summary>
    public int Movements => Parts.Sum(part => part.Transfers);

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
