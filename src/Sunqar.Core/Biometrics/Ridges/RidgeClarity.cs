namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>How much of what a block shows is ridges: the strength of the filtered image over that of the picture.</summary>
internal static class RidgeClarity
{
    /// <summary>A clean print's ridges are nearly squares, whose first wave holds eight tenths of their strength.</summary>
    private const float CleanShare = 0.8f;

    public static void Measure(Plane plane, Plane filtered, RidgeMap map)
    {
        var count = map.Clarity.Length;
        var (ours, mean, square) = (new float[count], new float[count], new float[count]);
        for (var y = 0; y < plane.Height; y++)
        {
            for (var x = 0; x < plane.Width; x++)
            {
                var block = map.At(x / RidgeMap.BlockSide, y / RidgeMap.BlockSide);
                var at = plane.At(x, y);
                var (value, ridge) = (plane.Values[at], filtered.Values[at]);
                ours[block] += ridge * ridge;
                mean[block] += value;
                square[block] += value * value;
            }
        }
        for (var i = 0; i < count; i++)
        {
            // Unfinished blocks at the right and below count by the pixels that they have.
            int column = i % map.Columns,
                row = i / map.Columns;
            float pixels =
                Math.Min(RidgeMap.BlockSide, map.Width - column * RidgeMap.BlockSide)
                * Math.Min(RidgeMap.BlockSide, map.Height - row * RidgeMap.BlockSide);
            (ours[i], mean[i], square[i]) = (ours[i] / pixels, mean[i] / pixels, square[i] / pixels);
        }
        map.Smooth(ours, 1);
        map.Smooth(mean, 1);
        map.Smooth(square, 1);
        for (var i = 0; i < count; i++)
        {
            var variance = MathF.Max(1, square[i] - mean[i] * mean[i]);
            map.Clarity[i] = map.IsRidge[i] ? MathF.Min(1, ours[i] / (CleanShare * variance)) : 0;
        }
    }
}
