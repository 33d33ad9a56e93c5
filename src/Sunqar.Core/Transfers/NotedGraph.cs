namespace Sunqar.Core.Transfers;

/// <summary>A graph that notes whose transfers are read through it, and of which time: what is worked out from them holds until one of
/// these changes.</summary>
public sealed class NotedGraph(TransferGraph graph) : TransferGraph
{
    private readonly Dictionary<int, (long FromUs, long ToUs)> _read = [];

    public override TransferTable Table => graph.Table;

    public override int Accounts => graph.Accounts;

    /// <summary>The accounts read and the least span of time that holds all of what was read of each, both ends included.</summary>
    public IReadOnlyDictionary<int, (long FromUs, long ToUs)> Read => _read;

    public override ReadOnlySpan<int> Out(int account)
    {
        Note(account, long.MinValue, long.MaxValue);
        return graph.Out(account);
    }

    public override ReadOnlySpan<int> In(int account)
    {
        Note(account, long.MinValue, long.MaxValue);
        return graph.In(account);
    }

    public override ReadOnlySpan<int> Out(int account, long fromUs, long toUs)
    {
        Note(account, fromUs, toUs);
        return graph.Out(account, fromUs, toUs);
    }

    public override ReadOnlySpan<int> In(int account, long fromUs, long toUs)
    {
        Note(account, fromUs, toUs);
        return graph.In(account, fromUs, toUs);
    }

    /// <summary>Notes that what the account is used for was looked up: no transfer changes it, only <see
    /// cref="Kept{TKey,TValue}.Touch(int)"/>
    /// tells.</summary>
    public void NoteUse(int account) => Note(account, long.MaxValue, long.MaxValue);

    private void Note(int account, long fromUs, long toUs) =>
        _read[account] = _read.TryGetValue(account, out var before)
            ? (Math.Min(before.FromUs, fromUs), Math.Max(before.ToUs, toUs))
            : (fromUs, toUs);
}
