namespace Sunqar.Core.Transfers;

/// <summary>
/// Values of a function of the graph, one a key, each kept until something that it read changes: so what follows new transfers gives what
/// working everything out again would give. The function must read transfers through the graph that it is handed, and nothing else that
/// changes. Not thread-safe.
/// </summary>
/// <param name="graph">The transfers, which keep coming.</param>
public sealed class Kept<TKey, TValue>(TransferGraph graph, Func<NotedGraph, TKey, TValue> function)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _kept = [];
    private readonly Dictionary<int, HashSet<TKey>> _readers = [];
    private int _round,
        _asked;

    private sealed class Entry(TValue value, NotedGraph read)
    {
        public readonly TValue Value = value;
        public readonly NotedGraph Read = read;
        public int Round = -1;
    }

    public int Count => _kept.Count;

    /// <summary>How many values were worked out so far; a measure of work.</summary>
    public long WorkedOut { get; private set; }

    public TValue Of(TKey key)
    {
        if (!_kept.TryGetValue(key, out var entry))
            entry = WorkOut(key);
        if (entry.Round != _round)
            (entry.Round, _asked) = (_round, _asked + 1);
        return entry.Value;
    }

    private Entry WorkOut(TKey key)
    {
        var noted = new NotedGraph(graph);
        var entry = new Entry(function(noted, key), noted);
        WorkedOut++;
        _kept[key] = entry;
        foreach (var account in noted.Read.Keys)
        {
            if (!_readers.TryGetValue(account, out var keys))
                _readers[account] = keys = [];
            keys.Add(key);
        }
        return entry;
    }

    /// <summary>A transfer of the account came at this time.</summary>
    public void Touch(int account, long timeUs)
    {
        if (!_readers.TryGetValue(account, out var keys))
            return;
        foreach (
            var key in keys.Where(key => _kept[key].Read.Read[account] is var (fromUs, toUs) && fromUs <= timeUs && timeUs <= toUs).ToList()
        )
        {
            Forget(key);
        }
    }

    /// <summary>Something else about the account changed: its kind, or what it is used for.</summary>
    public void Touch(int account)
    {
        if (!_readers.TryGetValue(account, out var keys))
            return;
        foreach (var key in keys.ToList())
        {
            Forget(key);
        }
    }

    /// <summary>Drops the value of a key, where there is one.</summary>
    public void Forget(TKey key)
    {
        if (!_kept.Remove(key, out var dropped))
            return;
        if (dropped.Round == _round)
            _asked--;
        foreach (var account in dropped.Read.Read.Keys)
        {
            if (_readers[account] is var keys && keys.Remove(key) && keys.Count == 0)
                _readers.Remove(account);
        }
    }

    /// <summary>Drops the values of keys that nobody asks for any more.</summary>
    public void ForgetAllBut(IReadOnlySet<TKey> keys)
    {
        foreach (var key in _kept.Keys.Where(key => !keys.Contains(key)).ToList())
        {
            Forget(key);
        }
    }

    /// <summary>Drops the values that nobody asked for since this was called last.</summary>
    public void ForgetUnasked()
    {
        if (_asked < Count)
        {
            foreach (var (key, _) in _kept.Where(entry => entry.Value.Round != _round).ToList())
            {
                Forget(key);
            }
        }
        (_round, _asked) = (_round + 1, 0);
    }
}
