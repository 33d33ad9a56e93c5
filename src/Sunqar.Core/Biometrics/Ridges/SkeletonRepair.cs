namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>
/// Takes out of a skeleton what no ridge does: spurs, islands, bridges across a valley, holes within a ridge, gaps within a line. Lengths
/// are shares of the ridges' period where they stand.
/// </summary>
internal sealed class SkeletonRepair(Skeleton skeleton, RidgeMap map)
{
    private const float SpurShare = 1.0f,
        IslandShare = 2.0f,
        BridgeShare = 1.3f,
        HoleShare = 2.2f,
        GapShare = 1.6f;

    /// <summary>Of a half turn: how far two ends may look past each other and still be one line.</summary>
    private const float GapAngle = 0.6f;

    public void Run()
    {
        Prune(SkeletonGraph.Of(skeleton));
        JoinGaps(SkeletonGraph.Of(skeleton));
        OpenForks(SkeletonGraph.Of(skeleton));
        Prune(SkeletonGraph.Of(skeleton));
    }

    private float PeriodAt(int at)
    {
        var (x, y) = skeleton.Place(at);
        return map.Period[map.At(x / RidgeMap.BlockSide, y / RidgeMap.BlockSide)];
    }

    /// <summary>Spurs and islands.</summary>
    private void Prune(SkeletonGraph graph)
    {
        foreach (var node in graph.Nodes.Where(node => node.IsEnd))
        {
            var branch = node.Branches[0];
            var share = branch.To is { IsEnd: true } or null ? IslandShare : SpurShare;
            if (branch.Length > share * PeriodAt(node.At))
                continue;
            skeleton.Erase(node.At);
            foreach (var pixel in branch.Pixels)
                skeleton.Erase(pixel);
            if (branch.To is { IsEnd: true } other)
                skeleton.Erase(other.At);
        }
    }

    /// <summary>Two ends that face each other along the ridges, nearer than another line, were one.</summary>
    private void JoinGaps(SkeletonGraph graph)
    {
        var ends = graph
            .Nodes.Where(node => node.IsEnd)
            .Select(node => (node.At, Place: skeleton.Place(node.At), Ahead: Ahead(node), IsJoined: false))
            .ToArray();
        var pairs = new List<(float Cost, int One, int Other)>();
        for (var i = 0; i < ends.Length; i++)
        {
            var reach = GapShare * PeriodAt(ends[i].At);
            for (var j = i + 1; j < ends.Length; j++)
            {
                float across = ends[j].Place.X - ends[i].Place.X,
                    down = ends[j].Place.Y - ends[i].Place.Y;
                var distance = MathF.Sqrt(across * across + down * down);
                if (distance > reach || distance < 1)
                    continue;
                var line = MathF.Atan2(down, across);
                var off = MathF.Max(Turn(line - ends[i].Ahead), Turn(line + MathF.PI - ends[j].Ahead));
                if (off < GapAngle || distance < 3)
                    pairs.Add((distance * (1 + off), i, j));
            }
        }
        pairs.Sort();
        foreach (var (_, i, j) in pairs)
        {
            if (ends[i].IsJoined || ends[j].IsJoined)
                continue;
            ends[i].IsJoined = ends[j].IsJoined = true;
            skeleton.Join(ends[i].At, ends[j].At);
        }
    }

    /// <summary>Where a line would go on from its end.</summary>
    private float Ahead(SkeletonNode end)
    {
        var pixels = end.Branches[0].Pixels;
        var (x, y) = skeleton.Place(end.At);
        var (backX, backY) = pixels.Length == 0 ? (x, y) : skeleton.Place(pixels[Math.Min(pixels.Length - 1, 9)]);
        return MathF.Atan2(y - backY, x - backX);
    }

    /// <summary>The size of an angle, at most a half turn.</summary>
    public static float Turn(float angle) => MathF.Abs(MathF.IEEERemainder(angle, 2 * MathF.PI));

    /// <summary>Bridges (short lines between forks, across the ridges) and holes (two short lines between the same forks).</summary>
    private void OpenForks(SkeletonGraph graph)
    {
        foreach (var node in graph.Nodes.Where(node => node.Branches.Count > 2))
        {
            foreach (var branch in node.Branches)
            {
                if (branch.To is not { Branches.Count: > 2 } other || other.At <= node.At)
                    continue;
                var period = PeriodAt(node.At);
                var isBridge = branch.Length <= BridgeShare * period && IsAcross(node.At, other.At);
                var isHole =
                    branch.Length <= HoleShare * period
                    && node.Branches.Any(twin => twin != branch && twin.To == other && twin.Length <= branch.Length);
                if (!isBridge && !isHole)
                    continue;
                foreach (var pixel in branch.Pixels)
                    skeleton.Erase(pixel);
            }
        }
    }

    private bool IsAcross(int from, int to)
    {
        var ((x0, y0), (x1, y1)) = (skeleton.Place(from), skeleton.Place(to));
        var ridge = map.AngleAt((x0 + x1) / 2f, (y0 + y1) / 2f);
        var turn = Turn(MathF.Atan2(y1 - y0, x1 - x0) - ridge);
        return MathF.Min(turn, MathF.PI - turn) > 0.6f;
    }
}
