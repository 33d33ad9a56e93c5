namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>
/// The direction of ridges by averaged squared gradients (Kass and Witkin 1987; Bazen and Gerez, "Systematic methods for the computation of
/// the directional fields and singular points of fingerprints", 2002).
/// </summary>
internal static class Orientation
{
    /// <summary>In blocks: some one and a half ridges, which averages out pores and leaves the turn of a loop.</summary>
    private const float Sigma = 1.1f;

    /// <summary>Fills direction, coherence and energy.</summary>
    public static void Measure(Plane plane, RidgeMap map)
    {
        Gradients(plane, map);
        map.Smooth(map.Cosine, Sigma);
        map.Smooth(map.Sine, Sigma);
        map.Smooth(map.Energy, Sigma);
        for (var i = 0; i < map.Energy.Length; i++)
        {
            var length = MathF.Sqrt(map.Cosine[i] * map.Cosine[i] + map.Sine[i] * map.Sine[i]);
            map.Coherence[i] = map.Energy[i] > 1e-3f ? length / map.Energy[i] : 0;
            var scale = length > 1e-6f ? 1 / length : 0;
            (map.Cosine[i], map.Sine[i]) = (map.Cosine[i] * scale, map.Sine[i] * scale);
        }
    }

    /// <summary>A weaker second look: where directions within a block disagree, its neighbours tell.</summary>
    public static void Settle(RidgeMap map, float sigma)
    {
        for (var i = 0; i < map.Cosine.Length; i++)
        {
            var trust = map.IsRidge[i] ? map.Coherence[i] * map.Coherence[i] + 1e-3f : 0;
            map.Cosine[i] *= trust;
            map.Sine[i] *= trust;
        }
        map.Smooth(map.Cosine, sigma);
        map.Smooth(map.Sine, sigma);
        for (var i = 0; i < map.Cosine.Length; i++)
        {
            var length = MathF.Sqrt(map.Cosine[i] * map.Cosine[i] + map.Sine[i] * map.Sine[i]);
            var scale = length > 1e-12f ? 1 / length : 0;
            (map.Cosine[i], map.Sine[i]) = (map.Cosine[i] * scale, map.Sine[i] * scale);
        }
    }

    /// <summary>Sums per block of the squared gradient: twice its angle turned by a half turn, since ridges run across gradients.</summary>
    private static void Gradients(Plane plane, RidgeMap map)
    {
        var values = plane.Values;
        var stride = plane.Stride;
        for (var y = 0; y < plane.Height; y++)
        {
            for (var column = 0; column < map.Columns; column++)
            {
                float cosine = 0,
                    sine = 0,
                    energy = 0;
                var from = column * RidgeMap.BlockSide;
                var to = Math.Min(from + RidgeMap.BlockSide, plane.Width);
                for (var at = plane.At(from, y); at < plane.At(to, y); at++)
                {
                    // Sobel's operator, over 8.
                    float diagonal = values[at + stride + 1] - values[at - stride - 1],
                        other = values[at - stride + 1] - values[at + stride - 1];
                    var across = (diagonal + other + 2 * (values[at + 1] - values[at - 1])) * 0.125f;
                    var down = (diagonal - other + 2 * (values[at + stride] - values[at - stride])) * 0.125f;
                    cosine += down * down - across * across;
                    sine -= 2 * across * down;
                    energy += across * across + down * down;
                }
                var block = map.At(column, y / RidgeMap.BlockSide);
                // An unfinished block counts like a whole one.
                var share = 1f / ((to - from) * Math.Min(RidgeMap.BlockSide, plane.Height - y / RidgeMap.BlockSide * RidgeMap.BlockSide));
                map.Cosine[block] += cosine * share;
                map.Sine[block] += sine * share;
                map.Energy[block] += energy * share;
            }
        }
    }
}
