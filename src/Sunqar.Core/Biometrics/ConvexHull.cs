namespace Sunqar.Core.Biometrics;

/// <summary>The smallest outline around minutiae (Andrew's monotone chain).</summary>
internal sealed class ConvexHull
{
    private readonly (double X, double Y)[] _corners;

    /// <param name="points">At least one.</param>
    public ConvexHull(IEnumerable<(double X, double Y)> points)
    {
        var sorted = points.Distinct().Order().ToArray();
        _corners = sorted.Length < 3 ? sorted : [.. Half(sorted), .. Half(sorted.Reverse())];
    }

    /// <summary>Whether a point is within, or nearer to the outline than a distance.</summary>
    public bool IsNear(double x, double y, double distance)
    {
        var isInside = _corners.Length > 2;
        for (var i = 0; i < _corners.Length; i++)
        {
            var (from, to) = (_corners[i], _corners[(i + 1) % _corners.Length]);
            double across = to.X - from.X,
                down = to.Y - from.Y;
            isInside &= across * (y - from.Y) - down * (x - from.X) >= 0;
            var length = across * across + down * down;
            var share = length == 0 ? 0 : Math.Clamp(((x - from.X) * across + (y - from.Y) * down) / length, 0, 1);
            double offX = x - from.X - share * across,
                offY = y - from.Y - share * down;
            if (offX * offX + offY * offY <= distance * distance)
                return true;
        }
        return isInside;
    }

    /// <summary>One chain, without its last point, which the other begins with.</summary>
    private static List<(double X, double Y)> Half(IEnumerable<(double X, double Y)> sorted)
    {
        var chain = new List<(double X, double Y)>();
        foreach (var point in sorted)
        {
            while (chain.Count > 1 && Cross(chain[^2], chain[^1], point) <= 0)
                chain.RemoveAt(chain.Count - 1);
            chain.Add(point);
        }
        chain.RemoveAt(chain.Count - 1);
        return chain;
    }

    private static double Cross((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
