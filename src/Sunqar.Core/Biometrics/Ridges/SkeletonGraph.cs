using System.Numerics;

namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>An end or a fork of the skeleton.</summary>
/// <param name="At">Its pixel; of a fork of several pixels the first.</param>
internal sealed record SkeletonNode(int At)
{
    public List<SkeletonBranch> Branches { get; } = [];

    public bool IsEnd => Branches.Count == 1;
}

/// <summary>A line of the skeleton from one node.</summary>
/// <param name="To">Where it arrives; null where it runs back into itself.</param>
/// <param name="Pixels">From the first beside the node to the last before the other.</param>
internal sealed record SkeletonBranch(SkeletonNode From, SkeletonNode? To, int[] Pixels)
{
    public int Length => Pixels.Length + 1;
}

/// <summary>Ends and forks of a skeleton, and the lines between them. Rings without a node are not in it.</summary>
internal sealed class SkeletonGraph
{
    private const int None = -1;

    private readonly Skeleton _skeleton;
    private readonly int[] _nodeOf;
    private readonly List<SkeletonNode> _nodes = [];

    private SkeletonGraph(Skeleton skeleton)
    {
        _skeleton = skeleton;
        _nodeOf = new int[skeleton.Count];
        Array.Fill(_nodeOf, None);
    }

    public IReadOnlyList<SkeletonNode> Nodes => _nodes;

    public static SkeletonGraph Of(Skeleton skeleton)
    {
        var graph = new SkeletonGraph(skeleton);
        var members = graph.FindNodes();
        for (var node = 0; node < members.Count; node++)
        {
            foreach (var (first, beside) in graph.Exits(members[node], node))
                graph.Trace(node, first, beside);
        }
        return graph;
    }

    /// <summary>Pixels that are ends (one neighbour, or two that touch) or forks; forks that touch are one.</summary>
    private List<List<int>> FindNodes()
    {
        var members = new List<List<int>>();
        var waiting = new Stack<int>();
        for (var y = 0; y < _skeleton.Height; y++)
        {
            for (var at = _skeleton.At(0, y); at < _skeleton.At(_skeleton.Width, y); at++)
            {
                if (!_skeleton[at] || _nodeOf[at] != None)
                    continue;
                var pieces = Pieces(_skeleton.Neighbours(at));
                if (pieces is 0 or 2)
                    continue;
                var some = new List<int>();
                _nodeOf[at] = members.Count;
                waiting.Push(at);
                while (waiting.TryPop(out var one))
                {
                    some.Add(one);
                    if (pieces < 3)
                        continue;
                    foreach (var step in _skeleton.Around)
                    {
                        var next = one + step;
                        if (!_skeleton[next] || _nodeOf[next] != None || Pieces(_skeleton.Neighbours(next)) < 3)
                            continue;
                        _nodeOf[next] = members.Count;
                        waiting.Push(next);
                    }
                }
                members.Add(some);
                _nodes.Add(new SkeletonNode(some[0]));
            }
        }
        return members;
    }

    /// <summary>How many separate lines leave a pixel: steps from empty to ridge around it.</summary>
    private static int Pieces(int neighbours) => BitOperations.PopCount((uint)(neighbours & ~(neighbours << 1 | neighbours >> 7) & 0xFF));

    /// <summary>The first pixel of each line that leaves a node, and the node's pixel beside it.</summary>
    private List<(int First, int Beside)> Exits(List<int> members, int node)
    {
        var exits = new List<(int First, int Beside)>();
        foreach (var member in members)
        {
            foreach (var run in Runs(member))
            {
                if (run.Any(pixel => _nodeOf[pixel] == node))
                    continue;
                var first = Nearest(run);
                // Two pixels of a fork may see the same line.
                if (!exits.Any(exit => exit.First == first || (exit.Beside != member && Touch(exit.First, first))))
                    exits.Add((first, member));
            }
        }
        return exits;
    }

    private bool Touch(int one, int other) => Array.IndexOf(_skeleton.Around, other - one) >= 0;

    /// <summary>The neighbours of a pixel, those that follow each other around it together: each is a line that leaves.</summary>
    private List<List<int>> Runs(int at)
    {
        var neighbours = _skeleton.Neighbours(at);
        var runs = new List<List<int>>();
        // From a gap on, so that no run is cut in two.
        var gap = BitOperations.TrailingZeroCount(~neighbours & 0xFF);
        if (gap == 32)
            return runs;
        for (var i = gap; i < gap + 8; i++)
        {
            if ((neighbours >> i % 8 & 1) == 0)
                continue;
            if ((neighbours >> (i + 7) % 8 & 1) == 0)
                runs.Add([]);
            runs[^1].Add(at + _skeleton.Around[i % 8]);
        }
        return runs;
    }

    /// <summary>Of a run the pixel that its line goes through: a node, else one beside (not across), else the first.</summary>
    private int Nearest(List<int> run)
    {
        foreach (var pixel in run)
        {
            if (_nodeOf[pixel] != None)
                return pixel;
        }
        return run.Count == 1 ? run[0] : run[1];
    }

    private void Trace(int node, int first, int beside)
    {
        var pixels = new List<int>();
        var (before, at) = (beside, first);
        SkeletonNode? to = null;
        while (pixels.Count < _skeleton.Count / 4)
        {
            if (_nodeOf[at] != None)
            {
                to = _nodes[_nodeOf[at]];
                break;
            }
            pixels.Add(at);
            var next = Runs(at).Find(run => !run.Contains(before));
            if (next is null)
                break;
            (before, at) = (at, Nearest(next));
        }
        _nodes[node].Branches.Add(new SkeletonBranch(_nodes[node], to, [.. pixels]));
    }
}
