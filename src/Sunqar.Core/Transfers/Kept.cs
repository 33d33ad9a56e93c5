namespace Sunqar.Core.Transfers;

/// <summary>
/// Values of a function of the graph, one a key, each kept until something that it read changes: so what follows new transfers gives what working everything out again would give.
/// The function must read transfers through the graph that it is handed, and nothing else that changes. Not thread-safe.
/// </summary>
/// <param name="graph">The transfers, which keep coming.</param>
public sealed class Kept<TKey, TValue>(TransferGraph graph, Func<NotedGraph, TKey, TValue> function)
    where TKey : notnull
{
    private readonly Dictionary<TKey, (TValue Value, NotedGraph Read)> kept = [];
    private readonly Dictionary<int, HashSet<TKey>> readers = [];

    public int Count => kept.Count;

    /// <summary>How many values were worked out so far; a measure of work.</summary>
    public long WorkedOut { get; private set; }

    public TValue Of(TKey key)
    {
        if (kept.TryGetValue(key, out var found)) return found.Value;
        var noted = new NotedGraph(graph);
        var value = function(noted, key);
        WorkedOut++;
        kept[key] = (value, noted);
        foreach (var account in noted.Read.Keys)
        {
            if (!readers.TryGetValue(account, out var keys)) readers[account] = keys = [];
            keys.Add(key);
        }
        return value;
    }

    /// <summary>A transfer of the account came at this time.</summary>
    public void Touch(int account, long timeUs)
    {
        if (!readers.TryGetValue(account, out var keys)) return;
        foreach (var key in keys.Where(key => kept[key].Read.Read[account] is var (fromUs, toUs) && fromUs <= timeUs && timeUs <= toUs).ToList())
        {
            Forget(key);
        }
    }

    /// <summary>Something else about the account changed: its kind, or what it is used for.</summary>
    public void Touch(int account)
    {
        if (!readers.TryGetValue(account, out var keys)) return;
        foreach (var key in keys.ToList())
        {
            Forget(key);
        }
    }

    /// <summary>Drops the value of a key, where there is one.</summary>
    public void Forget(TKey key)
    {
        if (!kept.Remove(key, out var dropped)) return;
        foreach (var account in dropped.Read.Read.Keys)
        {
            if (readers[account] is var keys && keys.Remove(key) && keys.Count == 0) readers.Remove(account);
        }
    }

    /// <summary>Drops the values of keys that nobody asks for any more.</summary>
    public void ForgetAllBut(IReadOnlySet<TKey> keys)
    {
        foreach (var key in kept.Keys.Where(key => !keys.Contains(key)).ToList())
        {
            Forget(key);
        }
    }
}
