using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>A walk over all accounts on all cores; what it gathers is in the order of accounts, whatever their number.</summary>
internal static class AccountWalk
{
    /// <summary>Accounts are handed out in blocks of this size: large enough to cost nothing, small enough that hubs do not end up with one
    /// core.</summary>
    private const int BlockAccounts = 1024;

    /// <param name="at">Adds what it finds at an account to the list.</param>
    public static List<T> Gather<T>(int accounts, Action<int, List<T>> at)
    {
        var blocks = new List<T>[(accounts + BlockAccounts - 1) / BlockAccounts];
        Parallel.For(
            0,
            blocks.Length,
            Cores.Options,
            block =>
            {
                var found = new List<T>();
                for (var account = block * BlockAccounts; account < Math.Min(accounts, (block + 1) * BlockAccounts); account++)
                {
                    at(account, found);
                }
                blocks[block] = found;
            }
        );
        return [.. blocks.SelectMany(b => b)];
    }
}
