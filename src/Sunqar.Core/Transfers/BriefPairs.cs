namespace Sunqar.Core.Transfers;

/// <summary>
/// The brief pairs of a graph: ordered pairs (sender, receiver) whose every transfer lies within a window. Lasting relations (salary, rent,
/// the corner shop) drop out, and what is left is where laundering is: in AMLGentex pairs that moved value once and never back hold nine
/// tenths of it and a seventh of the rest. Pairs that also moved value back, ever, and self-transfers are left out, and so are
/// pairs with public places and wallets (<see cref="PublicPlaces"/>).
/// </summary>
/// <remarks>
/// A pair has a number; what numbers mean is the maker's. Their order says nothing: pairs are ordered by their first transfer's time, then
/// its row (<see cref="InTime"/>), so that a table that stands still and one that grows give the same answers.
/// </remarks>
public abstract class BriefPairs(TransferGraph graph)
{
    public TransferGraph Graph { get; } = graph;

    /// <summary>Accounts with whom pairs are not looked at.</summary>
    public abstract PublicPlaces Places { get; }

    /// <summary>One past the largest number.</summary>
    public abstract int Count { get; }

    public abstract ReadOnlySpan<int> From { get; }

    public abstract ReadOnlySpan<int> To { get; }

    /// <summary>Time of the pair's first transfer, microseconds since the epoch.</summary>
    public abstract ReadOnlySpan<long> FirstUs { get; }

    /// <summary>Time of the pair's last transfer, microseconds since the epoch.</summary>
    public abstract ReadOnlySpan<long> LastUs { get; }

    /// <summary>The pair's rows, by time.</summary>
    public abstract ReadOnlySpan<int> Rows(int pair);

    /// <summary>Pairs that the account sends in, in the order of their first transfers.</summary>
    public abstract ReadOnlySpan<int> Out(int account);

    /// <summary>Pairs that the account receives in, in the order of their first transfers.</summary>
    public abstract ReadOnlySpan<int> In(int account);

    /// <summary>Those of <paramref name="list"/> (ordered by first transfer) that begin from one time to another, both included.</summary>
    public ReadOnlySpan<int> Between(ReadOnlySpan<int> list, long fromUs, long toUs)
    {
        int start = Before(list, fromUs),
            end = start;
        // Lists are short and windows hold most of them: a walk beats a second search.
        if (list.Length - start <= 16)
        {
            while (end < list.Length && FirstUs[list[end]] <= toUs)
            {
                end++;
            }
        }
        else
        {
            end = Before(list, toUs + 1);
        }
        return list[start..Math.Max(start, end)];
    }

    /// <summary>The order of first transfers: by time, those of one moment by row.</summary>
    public int InTime(int a, int b)
    {
        var byTime = FirstUs[a].CompareTo(FirstUs[b]);
        return byTime != 0 ? byTime : Rows(a)[0].CompareTo(Rows(b)[0]);
    }

    /// <param name="windowUs">Most microseconds between a pair's first and last transfer.</param>
    /// <param name="transfersMax">Most transfers of a pair; 1 leaves the one-off pairs.</param>
    public static BriefPairs Build(TransferGraph graph, long windowUs, int transfersMax = int.MaxValue) =>
        StoredPairs.Gather(graph, windowUs, transfersMax);

    private int Before(ReadOnlySpan<int> list, long timeUs)
    {
        var first = FirstUs;
        int low = 0,
            high = list.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (first[list[middle]] < timeUs)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
