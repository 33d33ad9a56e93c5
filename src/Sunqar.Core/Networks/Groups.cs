namespace Sunqar.Core.Networks;

/// <summary>Disjoint sets of accounts (union-find with path halving); a set's root is its smallest account, so no order of joining
/// shows.</summary>
internal sealed class Groups
{
    private readonly Dictionary<int, int> _parent = [];

    public int Root(int account)
    {
        _parent.TryAdd(account, account);
        while (_parent[account] is var parent && parent != account)
        {
            account = _parent[account] = _parent[parent];
        }
        return account;
    }

    public bool Contains(int account) => _parent.ContainsKey(account);

    public void Join(int a, int b)
    {
        var (rootA, rootB) = (Root(a), Root(b));
        _parent[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
    }

    /// <summary>All sets, by root, each in ascending order.</summary>
    public IEnumerable<List<int>> All() => _parent.Keys.ToList().GroupBy(Root).OrderBy(g => g.Key).Select(g => g.Order().ToList());
}
