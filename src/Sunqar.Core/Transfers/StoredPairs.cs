namespace Sunqar.Core.Transfers;

/// <summary>Brief pairs of a table that stands still.</summary>
/// <remarks>Here pairs are numbered by (sender, first transfer, receiver). Columns and two adjacency lists; no object a pair.</remarks>
internal sealed class StoredPairs : BriefPairs
{
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly long[] _firstUs;
    private readonly long[] _lastUs;
    private readonly int[] _rowStart;
    private readonly int[] _rows;
    private readonly int[] _outStart;
    private readonly int[] _outPairs;
    private readonly int[] _inStart;
    private readonly int[] _inPairs;

    private StoredPairs(TransferGraph graph, PublicPlaces places, List<Block> blocks)
        : base(graph)
    {
        Places = places;
        _from = Join(blocks, b => b.From);
        _to = Join(blocks, b => b.To);
        _rows = Join(blocks, b => b.Rows);
        _rowStart = new int[_from.Length + 1];
        _firstUs = new long[_from.Length];
        _lastUs = new long[_from.Length];
        _outPairs = new int[_from.Length];
        _outStart = new int[graph.Accounts + 1];
        _inStart = new int[graph.Accounts + 1];
        _inPairs = new int[_from.Length];
        var lengths = Join(blocks, b => b.Lengths);
        for (var pair = 0; pair < _from.Length; pair++)
        {
            _outPairs[pair] = pair;
            _rowStart[pair + 1] = _rowStart[pair] + lengths[pair];
            _firstUs[pair] = graph.Table.TimeUs[_rows[_rowStart[pair]]];
            _lastUs[pair] = graph.Table.TimeUs[_rows[_rowStart[pair + 1] - 1]];
            _outStart[_from[pair] + 1]++;
            _inStart[_to[pair] + 1]++;
        }
        for (var a = 0; a < graph.Accounts; a++)
        {
            _outStart[a + 1] += _outStart[a];
            _inStart[a + 1] += _inStart[a];
        }
        var byFirst = new int[_from.Length];
        for (var pair = 0; pair < byFirst.Length; pair++)
        {
            byFirst[pair] = pair;
        }
        Array.Sort(Array.ConvertAll(byFirst, p => _rows[_rowStart[p]]), byFirst);
        var next = _inStart.AsSpan(0, graph.Accounts).ToArray();
        foreach (var pair in byFirst)
        {
            _inPairs[next[_to[pair]]++] = pair;
        }
    }

    public override PublicPlaces Places { get; }

    public override int Count => _from.Length;

    public override ReadOnlySpan<int> From => _from;

    public override ReadOnlySpan<int> To => _to;

    public override ReadOnlySpan<long> FirstUs => _firstUs;

    public override ReadOnlySpan<long> LastUs => _lastUs;

    public override ReadOnlySpan<int> Rows(int pair) => _rows.AsSpan(_rowStart[pair], _rowStart[pair + 1] - _rowStart[pair]);

    public override ReadOnlySpan<int> Out(int account) => _outPairs.AsSpan(_outStart[account], _outStart[account + 1] - _outStart[account]);

    public override ReadOnlySpan<int> In(int account) => _inPairs.AsSpan(_inStart[account], _inStart[account + 1] - _inStart[account]);

    public static StoredPairs Gather(TransferGraph graph, long windowUs, int transfersMax)
    {
        const int BlockAccounts = 4096;
        var places = PublicPlaces.Of(graph);
        var blocks = new Block[(graph.Accounts + BlockAccounts - 1) / BlockAccounts];
        Parallel.For(
            0,
            blocks.Length,
            Cores.Options,
            b =>
                blocks[b] = Gather(
                    graph,
                    places,
                    b * BlockAccounts,
                    Math.Min(graph.Accounts, (b + 1) * BlockAccounts),
                    windowUs,
                    transfersMax
                )
        );
        return new StoredPairs(graph, places, [.. blocks]);
    }

    private static Block Gather(TransferGraph graph, PublicPlaces places, int start, int end, long windowUs, int transfersMax)
    {
        var block = new Block();
        var table = graph.Table;
        int[] order = [];
        long[] keys = [];
        var paidBy = new HashSet<int>();
        for (var account = start; account < end; account++)
        {
            if (places.Has(account))
                continue;
            var sent = graph.Out(account);
            if (sent.Length > keys.Length)
                (keys, order) = (new long[sent.Length * 2], new int[sent.Length * 2]);
            for (var i = 0; i < sent.Length; i++)
            {
                keys[i] = ((long)table.To[sent[i]] << 32) | (uint)i;
            }
            Array.Sort(keys, 0, sent.Length);
            paidBy.Clear();
            if (sent.Length > 0)
            {
                foreach (var row in graph.In(account))
                {
                    paidBy.Add(table.From[row]);
                }
            }
            var pairs = 0;
            for (int i = 0, next; i < sent.Length; i = next)
            {
                var receiver = (int)(keys[i] >> 32);
                next = i + 1;
                while (next < sent.Length && keys[next] >> 32 == receiver)
                {
                    next++;
                }
                var span = table.TimeUs[sent[Place(keys[next - 1])]] - table.TimeUs[sent[Place(keys[i])]];
                if (
                    span <= windowUs
                    && next - i <= transfersMax
                    && receiver != account
                    && !places.Has(receiver)
                    && !paidBy.Contains(receiver)
                )
                {
                    order[pairs++] = i;
                }
            }
            // By first transfer: the place of a pair's first key within what the account sent.
            Array.Sort(Array.ConvertAll(order[..pairs], i => Place(keys[i])), order, 0, pairs);
            for (var p = 0; p < pairs; p++)
            {
                block.Take(account, sent, keys, order[p]);
            }
        }
        return block;
    }

    private static int Place(long key) => (int)(key & int.MaxValue);

    private static int[] Join(List<Block> blocks, Func<Block, List<int>> column)
    {
        var joined = new int[blocks.Sum(b => column(b).Count)];
        var at = 0;
        foreach (var block in blocks)
        {
            column(block).CopyTo(joined, at);
            at += column(block).Count;
        }
        return joined;
    }

    /// <summary>The pairs of a block of senders.</summary>
    private sealed class Block
    {
        public List<int> From { get; } = [];
        public List<int> To { get; } = [];
        public List<int> Lengths { get; } = [];
        public List<int> Rows { get; } = [];

        public void Take(int account, ReadOnlySpan<int> sent, long[] keys, int first)
        {
            var receiver = keys[first] >> 32;
            var end = first;
            while (end < sent.Length && keys[end] >> 32 == receiver)
            {
                Rows.Add(sent[Place(keys[end++])]);
            }
            From.Add(account);
            To.Add((int)receiver);
            Lengths.Add(end - first);
        }
    }
}
