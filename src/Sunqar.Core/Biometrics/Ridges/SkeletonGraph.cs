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
            foreach (var first in graph.Exits(members[node], node))
                graph.Trace(node, first);
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
    private static int Pieces(int neighbours) =>
        BitOperations.PopCount((uint)(neighbours & ~(neighbours << 1 | neighbours >> 7) & 0xFF));

    /// <summary>The first pixel of each line that leaves a node: of pixels that touch each other the one beside, not the one
    /// across.</summary>
    private List<int> Exits(List<int> members, int node)
    {
        var exits = new List<int>();
        foreach (var member in members)
        {
            // Beside first (even bits), then across.
            foreach (var i in (int[])[0, 2, 4, 6, 1, 3, 5, 7])
            {
                var next = member + _skeleton.Around[i];
                if (!_skeleton[next] || _nodeOf[next] == node || exits.Contains(next) || exits.Any(exit => Touch(exit, next)))
                    continue;
                exits.Add(next);
            }
        }
        return exits;
    }

    private bool Touch(int one, int other) => Array.IndexOf(_skeleton.Around, other - one) >= 0;

    private void Trace(int node, int first)
    {
        var pixels = new List<int>();
        int before = _nodes[node].At,
            at = first;
        SkeletonNode? to = null;
        while (true)
        {
            if (_nodeOf[at] != None)
            {
                to = _nodes[_nodeOf[at]];
                break;
            }
            pixels.Add(at);
            var next = Next(at, before, pixels, node);
            if (next == None)
                break;
            (before, at) = (at, next);
        }
        _nodes[node].Branches.Add(new SkeletonBranch(_nodes[node], to, [.. pixels]));
    }

    /// <summary>The pixel after, which is not where the line came from; a node before anything else.</summary>
    private int Next(int at, int before, List<int> pixels, int from)
    {
        var best = None;
        foreach (var i in (int[])[0, 2, 4, 6, 1, 3, 5, 7])
        {
            var next = at + _skeleton.Around[i];
            if (!_skeleton[next] || next == before || (pixels.Count > 1 && next == pixels[^2]))
                continue;
            if (_nodeOf[next] != None)
            {
                // Right after its own node a line does not turn back into it.
                if (_nodeOf[next] == from && pixels.Count < 3)
                    continue;
                return next;
            }
            if (best == None && !(pixels.Count > 1 && Touch(next, pixels[^2])))
                best = next;
        }
        return pixels.Count > _skeleton.Count / 4 ? None : best;
    }
}
