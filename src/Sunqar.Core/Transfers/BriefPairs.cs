namespace Sunqar.Core.Transfers;

/// <summary>
/// The brief pairs of a graph: ordered pairs (sender, receiver) whose every transfer lies within a window. Lasting relations (salary, rent,
/// the corner shop) drop out, and what is left is where laundering is: in AMLGentex pairs that moved value once and never back hold nine tenths of it
/// and a seventh of the rest. Pairs that also moved value back, ever, and self-transfers are left out, and so are
/// pairs with a shop, a platform or a terminal (everyone meets those) and with a wallet (on a chain a new address for every payment is good custom, so
/// one-off pairs say nothing there).
/// </summary>
/// <remarks>Pairs are numbered by (sender, first transfer, receiver). Columns and two adjacency lists; no object a pair.</remarks>
public sealed class BriefPairs
{
    private readonly int[] from;
    private readonly int[] to;
    private readonly long[] firstUs;
    private readonly long[] lastUs;
    private readonly int[] rowStart;
    private readonly int[] rows;
    private readonly int[] outStart;
    private readonly int[] inStart;
    private readonly int[] inPairs;

    private BriefPairs(TransferGraph graph, List<Block> blocks)
    {
        Graph = graph;
        from = Join(blocks, b => b.From);
        to = Join(blocks, b => b.To);
        rows = Join(blocks, b => b.Rows);
        rowStart = new int[from.Length + 1];
        firstUs = new long[from.Length];
        lastUs = new long[from.Length];
        outStart = new int[graph.Accounts + 1];
        inStart = new int[graph.Accounts + 1];
        inPairs = new int[from.Length];
        var lengths = Join(blocks, b => b.Lengths);
        for (var pair = 0; pair < from.Length; pair++)
        {
            rowStart[pair + 1] = rowStart[pair] + lengths[pair];
            firstUs[pair] = graph.Table.TimeUs[rows[rowStart[pair]]];
            lastUs[pair] = graph.Table.TimeUs[rows[rowStart[pair + 1] - 1]];
            outStart[from[pair] + 1]++;
            inStart[to[pair] + 1]++;
        }
        for (var a = 0; a < graph.Accounts; a++)
        {
            outStart[a + 1] += outStart[a];
            inStart[a + 1] += inStart[a];
        }
        var byFirst = new int[from.Length];
        for (var pair = 0; pair < byFirst.Length; pair++)
        {
            byFirst[pair] = pair;
        }
        Array.Sort(Array.ConvertAll(byFirst, p => rows[rowStart[p]]), byFirst);
        var next = inStart.AsSpan(0, graph.Accounts).ToArray();
        foreach (var pair in byFirst)
        {
            inPairs[next[to[pair]]++] = pair;
        }
    }

    public TransferGraph Graph { get; }

    public int Count => from.Length;

    public ReadOnlySpan<int> From => from;

    public ReadOnlySpan<int> To => to;

    /// <summary>Time of the pair's first transfer, microseconds since the epoch.</summary>
    public ReadOnlySpan<long> FirstUs => firstUs;

    /// <summary>Time of the pair's last transfer, microseconds since the epoch.</summary>
    public ReadOnlySpan<long> LastUs => lastUs;

    /// <summary>The pair's rows, by time.</summary>
    public ReadOnlySpan<int> Rows(int pair) => rows.AsSpan(rowStart[pair], rowStart[pair + 1] - rowStart[pair]);

    /// <summary>The first and one past the last pair that the account sends in; pairs are numbered so, by first transfer.</summary>
    public (int Start, int End) Out(int account) => (outStart[account], outStart[account + 1]);

    /// <summary>Pairs that the account receives in, by first transfer.</summary>
    public ReadOnlySpan<int> In(int account) => inPairs.AsSpan(inStart[account], inStart[account + 1] - inStart[account]);

    /// <param name="windowUs">Most microseconds between a pair's first and last transfer.</param>
    /// <param name="transfersMax">Most transfers of a pair; 1 leaves the one-off pairs.</param>
    public static BriefPairs Build(TransferGraph graph, long windowUs, int transfersMax = int.MaxValue)
    {
        const int blockAccounts = 4096;
        var leftOut = LeftOut(graph.Table.Accounts);
        var blocks = new Block[(graph.Accounts + blockAccounts - 1) / blockAccounts];
        Parallel.For(0, blocks.Length, Cores.Options, b =>
            blocks[b] = Gather(graph, leftOut, b * blockAccounts, Math.Min(graph.Accounts, (b + 1) * blockAccounts), windowUs, transfersMax));
        return new BriefPairs(graph, [.. blocks]);
    }

    private static bool[] LeftOut(AccountTable accounts)
    {
        var leftOut = new bool[accounts.Count];
        for (var a = 0; a < leftOut.Length; a++)
        {
            leftOut[a] = accounts.Kind(a) is AccountKind.Merchant or AccountKind.Platform or AccountKind.Terminal or AccountKind.Wallet;
        }
        return leftOut;
    }

    private static Block Gather(TransferGraph graph, bool[] leftOut, int start, int end, long windowUs, int transfersMax)
    {
        var block = new Block();
        var table = graph.Table;
        int[] order = [];
        long[] keys = [];
        var paidBy = new HashSet<int>();
        for (var account = start; account < end; account++)
        {
            if (leftOut[account]) continue;
            var sent = graph.Out(account);
            if (sent.Length > keys.Length) (keys, order) = (new long[sent.Length * 2], new int[sent.Length * 2]);
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
                if (span <= windowUs && next - i <= transfersMax && receiver != account && !leftOut[receiver] && !paidBy.Contains(receiver)) order[pairs++] = i;
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
