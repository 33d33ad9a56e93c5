namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>Ends and forks of the mended skeleton as minutiae, with their directions and qualities; those that only the picture's edge or
/// unclear skin makes are left out.</summary>
internal sealed class MinutiaFinder(Skeleton skeleton, RidgeMap map)
{
    /// <summary>How far a line is followed for its direction, in pixels.</summary>
    private const int TraceLength = 12;

    /// <summary>How far from the edge of the ridges a minutia must be, in pixels.</summary>
    private const int EndMargin = 14,
        ForkMargin = 8;

    /// <summary>Nearer than this share of the period two minutiae are one fault.</summary>
    private const float TwinShare = 0.7f;

    private const int QualityMin = 12;

    public List<Minutia> Find()
    {
        var found = new List<(Minutia Minutia, float Period)>();
        foreach (var node in SkeletonGraph.Of(skeleton).Nodes)
        {
            if (node.Branches.Count is not (1 or 3))
                continue;
            var (x, y) = skeleton.Place(node.At);
            var isEnd = node.IsEnd;
            var direction = Snapped(isEnd ? Along(node.Branches[0]) : Valley(node), x, y);
            if (isEnd ? IsAtEdge(x, y, direction) : !IsInside(x, y, ForkMargin))
                continue;
            var quality = Quality(x, y);
            if (quality < QualityMin)
                continue;
            var type = isEnd ? MinutiaType.Ending : MinutiaType.Bifurcation;
            // The image counts down, the standard's angles up.
            var angle = (byte)((int)MathF.Round(-direction * (128 / MathF.PI)) & 0xFF);
            found.Add((new Minutia(type, x, y, angle, (byte)quality), map.Period[map.At(x / RidgeMap.BlockSide, y / RidgeMap.BlockSide)]));
        }
        return WithoutTwins(found);
    }

    /// <summary>Of minutiae that nearly touch, none: ridges do not end and begin again within less than their own width.</summary>
    private static List<Minutia> WithoutTwins(List<(Minutia Minutia, float Period)> found)
    {
        var isTwin = new bool[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            for (var j = i + 1; j < found.Count; j++)
            {
                int across = found[i].Minutia.X - found[j].Minutia.X,
                    down = found[i].Minutia.Y - found[j].Minutia.Y;
                var reach = TwinShare * found[i].Period;
                if (across * across + down * down < reach * reach)
                    isTwin[i] = isTwin[j] = true;
            }
        }
        return [.. found.Where((_, i) => !isTwin[i]).Select(one => one.Minutia)];
    }

    /// <summary>The direction in which a line leaves its node, x right and y down.</summary>
    private float Along(SkeletonBranch branch)
    {
        var (x, y) = skeleton.Place(branch.From.At);
        var far =
            branch.Pixels.Length == 0 ? branch.To?.At ?? branch.From.At : branch.Pixels[Math.Min(branch.Pixels.Length, TraceLength) - 1];
        var (toX, toY) = skeleton.Place(far);
        return MathF.Atan2(toY - y, toX - x);
    }

    /// <summary>Into the valley between the two arms of a fork that are nearest to each other.</summary>
    private float Valley(SkeletonNode fork)
    {
        Span<float> arms = [Along(fork.Branches[0]), Along(fork.Branches[1]), Along(fork.Branches[2])];
        var (best, direction) = (float.MaxValue, 0f);
        for (var i = 0; i < 3; i++)
        {
            var (one, other) = (arms[i], arms[(i + 1) % 3]);
            var turn = SkeletonRepair.Turn(one - other);
            if (turn >= best)
                continue;
            best = turn;
            direction = MathF.Atan2(MathF.Sin(one) + MathF.Sin(other), MathF.Cos(one) + MathF.Cos(other));
        }
        return direction;
    }

    /// <summary>The map's direction, which is steadier, in the sense of the line; the line's own where the two disagree, as in a
    /// core.</summary>
    private float Snapped(float direction, int x, int y)
    {
        var ridge = map.AngleAt(x, y);
        var turn = SkeletonRepair.Turn(direction - ridge);
        var sense = turn > MathF.PI / 2 ? ridge + MathF.PI : ridge;
        return MathF.Min(turn, MathF.PI - turn) < MathF.PI / 5 ? sense : direction;
    }

    /// <summary>True where the ridge does not end: the picture, or the finger in it, does.</summary>
    private bool IsAtEdge(int x, int y, float direction)
    {
        for (var side = -2; side <= 2; side++)
        {
            var (sine, cosine) = MathF.SinCos(direction + MathF.PI + side * MathF.PI / 5);
            if (!map.IsRidgeAt((int)(x + EndMargin * cosine), (int)(y + EndMargin * sine)))
                return true;
        }
        return !IsInside(x, y, ForkMargin);
    }

    private bool IsInside(int x, int y, int margin)
    {
        for (var side = 0; side < 8; side++)
        {
            var (sine, cosine) = MathF.SinCos(side * MathF.PI / 4);
            if (!map.IsRidgeAt((int)(x + margin * cosine), (int)(y + margin * sine)))
                return false;
        }
        return true;
    }

    private int Quality(int x, int y) =>
        (int)(Minutia.QualityMax * MathF.Min(1, map.Between(map.Clarity, x, y)) * MathF.Min(1, map.Between(map.Coherence, x, y) * 1.25f));
}
