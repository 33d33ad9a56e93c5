using System.Runtime.CompilerServices;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>
/// All simple temporal cycles: a1→a2→…→ak→a1 over k ≥ 2 different accounts, times strictly increasing, last minus first ≤ window,
/// parallel transfers counted apart. Definition: Kumar and Calders, 2SCENT (VLDB 2018); Blanuša et al. (ACM TOPC 2023).
/// </summary>
/// <remarks>
/// Each cycle has one earliest transfer, so a search from every transfer meets each cycle once. Three cuts keep it short: a search starts
/// only if something comes back to its account in time; it never goes past the last such return; and the first transfer that may follow
/// another is precomputed, so a step is one look-up. Times are replaced by ranks among distinct times: 8 bytes a transfer fit caches.
/// </remarks>
public sealed class TemporalCycles
{
    /// <summary>Accounts are handed out in blocks of this size, whatever the number of cores.</summary>
    private const int BlockAccounts = 512;

    /// <summary>
    /// The whole search of two million transfers is over before the runtime would compile its loops well: these are compiled well at their
    /// first call.
    /// </summary>
    private const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;

    private readonly int _accounts;
    private readonly int[] _start;
    private readonly Step[] _steps;
    private readonly int[] _lastReturn;
    private readonly int[] _rows;

    /// <summary>A transfer in the order (sender, time): where it leads, when, and the receiver's first transfer that may follow.</summary>
    private readonly record struct Step(int To, int Rank, int Next);

    private TemporalCycles(int accounts, int[] start, Step[] steps, int[] lastReturn, int[] rows)
    {
        _accounts = accounts;
        _start = start;
        _steps = steps;
        _lastReturn = lastReturn;
        _rows = rows;
    }

    /// <summary>What is told of each cycle.</summary>
    public interface IVisitor
    {
        /// <summary>A cycle: <paramref name="rows"/> of the table in order of time, valid during the call.</summary>
        void Visit(ReadOnlySpan<int> rows);
    }

    /// <summary>Prepares the search. Only rows that <paramref name="keep"/> holds true for take part; all when it is null.</summary>
    /// <param name="windowUs">Most microseconds from the first to the last transfer of a cycle.</param>
    [MethodImpl(AtOnce)]
    public static TemporalCycles Prepare(TransferGraph graph, long windowUs, bool[]? keep = null)
    {
        var table = graph.Table;
        var (ranks, lastRank) = Ranks(table.TimeUs, windowUs);
        var start = new int[graph.Accounts + 1];
        for (var a = 0; a < graph.Accounts; a++)
        {
            start[a + 1] = start[a] + Kept(graph.Out(a), keep);
        }
        var steps = new Step[start[^1]];
        var rows = new int[steps.Length];
        var lastReturn = new int[steps.Length];
        var place = new int[keep is null ? table.Count : keep.Length];
        Blocks(
            graph.Accounts,
            [MethodImpl(AtOnce)]
            (block) =>
            {
                for (var a = block.Start; a < block.End; a++)
                {
                    var at = start[a];
                    foreach (var row in graph.Out(a))
                    {
                        if (keep is not null && !keep[row])
                            continue;
                        rows[at] = row;
                        place[row] = at++;
                    }
                }
            }
        );
        Blocks(
            graph.Accounts,
            [MethodImpl(AtOnce)]
            (block) =>
            {
                for (var a = block.Start; a < block.End; a++)
                {
                    Link(graph, keep, a, start, ranks, lastRank, rows, place, steps, lastReturn);
                }
            }
        );
        return new TemporalCycles(graph.Accounts, start, steps, lastReturn, rows);
    }

    /// <summary>How many cycles there are of each length: index 2 holds those of two transfers.</summary>
    /// <param name="lengthMax">The longest cycle counted.</param>
    public IReadOnlyList<long> Count(int lengthMax = int.MaxValue)
    {
        var perBlock = new long[BlockCount(_accounts)][];
        Blocks(
            _accounts,
            [MethodImpl(AtOnce)]
            (block) =>
            {
                var search = new Search<Counter>(this, lengthMax, new Counter());
                for (var a = block.Start; a < block.End; a++)
                {
                    search.From(a);
                }
                perBlock[block.Index] = search.Visitor.Counts;
            }
        );
        var total = new long[perBlock.Aggregate(3, (most, counts) => Math.Max(most, counts.Length))];
        foreach (var counts in perBlock)
        {
            for (var length = 0; length < counts.Length; length++)
            {
                total[length] += counts[length];
            }
        }
        return total;
    }

    /// <summary>
    /// Tells a visitor of every cycle up to a length. One visitor a block of accounts, made by <paramref name="visitor"/> from the block's
    /// index; blocks run side by side, so what depends on order is joined by that index.
    /// </summary>
    public void Visit<TVisitor>(int lengthMax, Func<int, TVisitor> visitor)
        where TVisitor : IVisitor =>
        Blocks(
            _accounts,
            [MethodImpl(AtOnce)]
            (block) =>
            {
                var search = new Search<TVisitor>(this, lengthMax, visitor(block.Index));
                for (var a = block.Start; a < block.End; a++)
                {
                    search.From(a);
                }
            }
        );

    /// <summary>How many visitors <see cref="Visit"/> asks for.</summary>
    public int VisitorCount => BlockCount(_accounts);

    private static int BlockCount(int accounts) => (accounts + BlockAccounts - 1) / BlockAccounts;

    private static void Blocks(int accounts, Action<(int Index, int Start, int End)> work) =>
        Parallel.For(
            0,
            BlockCount(accounts),
            Cores.Options,
            b => work((b, b * BlockAccounts, Math.Min(accounts, (b + 1) * BlockAccounts)))
        );

    [MethodImpl(AtOnce)]
    private static int Kept(ReadOnlySpan<int> rows, bool[]? keep)
    {
        if (keep is null)
            return rows.Length;
        var kept = 0;
        foreach (var row in rows)
        {
            kept += keep[row] ? 1 : 0;
        }
        return kept;
    }

    /// <summary>The rank of each row's time among distinct times, and for each rank the last one within the window.</summary>
    [MethodImpl(AtOnce)]
    private static (int[] Ranks, int[] LastRank) Ranks(ReadOnlySpan<long> timeUs, long windowUs)
    {
        var ranks = new int[timeUs.Length];
        var times = new List<long>();
        for (var row = 0; row < timeUs.Length; row++)
        {
            if (row == 0 || timeUs[row] != timeUs[row - 1])
                times.Add(timeUs[row]);
            ranks[row] = times.Count - 1;
        }
        var lastRank = new int[times.Count];
        for (int first = 0, last = 0; first < lastRank.Length; first++)
        {
            // The difference of two times may pass 63 bits; as unsigned it is exact.
            while (last + 1 < lastRank.Length && unchecked((ulong)(times[last + 1] - times[first])) <= (ulong)windowUs)
            {
                last++;
            }
            lastRank[first] = last;
        }
        return (ranks, lastRank);
    }

    /// <summary>
    /// For what account <paramref name="a"/> sent: the last return in time (−1: none). For what it received: the first transfer it sent
    /// later. Both lists are ordered by time, so both are one walk side by side.
    /// </summary>
    [MethodImpl(AtOnce)]
    private static void Link(
        TransferGraph graph,
        bool[]? keep,
        int a,
        int[] start,
        int[] ranks,
        int[] lastRank,
        int[] rows,
        int[] place,
        Step[] steps,
        int[] lastReturn
    )
    {
        var incoming = graph.In(a);
        int end = start[a + 1],
            next = start[a];
        foreach (var row in incoming)
        {
            if (keep is not null && !keep[row])
                continue;
            while (next < end && ranks[rows[next]] <= ranks[row])
            {
                next++;
            }
            steps[place[row]] = new Step(a, ranks[row], next);
        }
        var back = 0;
        for (var at = start[a]; at < end; at++)
        {
            var rank = ranks[rows[at]];
            while (back < incoming.Length && ranks[incoming[back]] <= lastRank[rank])
            {
                back++;
            }
            var last = back - 1;
            while (last >= 0 && keep is not null && !keep[incoming[last]])
            {
                last--;
            }
            lastReturn[at] = last >= 0 && ranks[incoming[last]] > rank ? ranks[incoming[last]] : -1;
        }
    }

    /// <summary>One search at a time, depth first; its marks are its own, so searches run side by side.</summary>
    private sealed class Search<TVisitor>(TemporalCycles cycles, int lengthMax, TVisitor visitor)
        where TVisitor : IVisitor
    {
        private readonly int[] _start = cycles._start;
        private readonly Step[] _steps = cycles._steps;
        private readonly int[] _rows = cycles._rows;
        private int[] _path = new int[64];
        private int[] _onPath = new int[64];

        public TVisitor Visitor => visitor;

        [MethodImpl(AtOnce)]
        public void From(int account)
        {
            _onPath[0] = account;
            for (var at = _start[account]; at < _start[account + 1]; at++)
            {
                var limit = cycles._lastReturn[at];
                if (limit < 0 || _steps[at].To == account)
                    continue;
                _path[0] = _rows[at];
                Extend(account, _steps[at].To, _steps[at].Next, limit, 1);
            }
        }

        [MethodImpl(AtOnce)]
        private void Extend(int root, int account, int from, int limit, int length)
        {
            if (length >= lengthMax)
                return;
            if (length + 1 >= _path.Length)
            {
                Array.Resize(ref _path, _path.Length * 2);
                Array.Resize(ref _onPath, _onPath.Length * 2);
            }
            _onPath[length] = account;
            var end = _start[account + 1];
            for (var at = from; at < end; at++)
            {
                ref readonly var step = ref _steps[at];
                if (step.Rank > limit)
                    return;
                _path[length] = _rows[at];
                if (step.To == root)
                    visitor.Visit(_path.AsSpan(0, length + 1));
                else if (step.Rank < limit && step.Next < _start[step.To + 1] && _steps[step.Next].Rank <= limit && !Met(step.To, length))
                    Extend(root, step.To, step.Next, limit, length + 1);
            }
        }

        [MethodImpl(AtOnce)]
        private bool Met(int account, int length) => _onPath.AsSpan(1, length).Contains(account);
    }

    private sealed class Counter : IVisitor
    {
        public long[] Counts { get; private set; } = new long[16];

        public void Visit(ReadOnlySpan<int> rows)
        {
            if (rows.Length >= Counts.Length)
            {
                var wider = new long[rows.Length * 2];
                Counts.CopyTo(wider, 0);
                Counts = wider;
            }
            Counts[rows.Length]++;
        }
    }
}
