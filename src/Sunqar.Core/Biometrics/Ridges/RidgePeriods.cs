namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>
/// How far apart ridges are: the strongest wave in the grey values across them (the x-signature of Hong, Wan and Jain, "Fingerprint image
/// enhancement", 1998, read by its spectrum in place of its peaks).
/// </summary>
internal static class RidgePeriods
{
    /// <summary>At 500 pixels an inch: from a child's finger to a large man's thumb.</summary>
    public const float Min = 5,
        Max = 15;

    private const int Across = 40,
        Along = 16,
        Waves = 21;

    /// <summary>What of a signature's strength its best wave must have for the block to count as measured.</summary>
    private const float ShareMin = 0.25f;

    private static readonly float[] Periods =
    [
        .. Enumerable.Range(0, Waves).Select(i => 1 / (1 / Max + i * (1 / Min - 1 / Max) / (Waves - 1))),
    ];

    private static readonly float[] Window =
    [
        .. Enumerable.Range(0, Across).Select(i => 0.5f - 0.5f * MathF.Cos(2 * MathF.PI * (i + 0.5f) / Across)),
    ];

    private static readonly (float Cosine, float Sine)[][] Tables =
    [
        .. Periods.Select(period =>
            Enumerable.Range(0, Across).Select(i => (MathF.Cos(2 * MathF.PI * i / period), MathF.Sin(2 * MathF.PI * i / period))).ToArray()
        ),
    ];

    /// <summary>Fills the periods of all blocks, measured or taken from those around; false where no block could be measured.</summary>
    public static bool Measure(Plane plane, RidgeMap map)
    {
        var (weights, signature) = (new float[map.Period.Length], new float[Across]);
        var measured = 0;
        for (var row = 0; row < map.Rows; row++)
        {
            for (var column = 0; column < map.Columns; column++)
            {
                var block = map.At(column, row);
                map.Period[block] = 0;
                // Every second block each way: signatures overlap more than that.
                if (!map.IsRidge[block] || ((column | row) & 1) != 0)
                    continue;
                Project(plane, map, column, row, signature);
                var (period, share) = Strongest(signature);
                if (share < ShareMin)
                    continue;
                weights[block] = share * share;
                map.Period[block] = period * weights[block];
                measured++;
            }
        }
        if (measured == 0)
            return false;
        Spread(map, weights);
        return true;
    }

    /// <summary>The mean grey along the ridges, for each step across them.</summary>
    private static void Project(Plane plane, RidgeMap map, int column, int row, float[] signature)
    {
        float x = column * RidgeMap.BlockSide + RidgeMap.BlockSide / 2f,
            y = row * RidgeMap.BlockSide + RidgeMap.BlockSide / 2f;
        var (sine, cosine) = MathF.SinCos(map.AngleAt(x, y));
        var total = 0f;
        for (var i = 0; i < Across; i++)
        {
            var sum = 0f;
            var away = i - Across / 2f + 0.5f;
            for (var j = 0; j < Along; j++)
            {
                var on = j - Along / 2f + 0.5f;
                int atX = (int)MathF.Round(x - away * sine + on * cosine),
                    atY = (int)MathF.Round(y + away * cosine + on * sine);
                // A window that leaves the image by more than the border sees its edge.
                sum += plane.Values[
                    plane.At(
                        Math.Clamp(atX, -Plane.Border, plane.Width + Plane.Border - 1),
                        Math.Clamp(atY, -Plane.Border, plane.Height + Plane.Border - 1)
                    )
                ];
            }
            signature[i] = sum;
            total += sum;
        }
        for (var i = 0; i < Across; i++)
            signature[i] = (signature[i] - total / Across) * Window[i];
    }

    private static (float Period, float Share) Strongest(float[] signature)
    {
        Span<float> power = stackalloc float[Waves];
        float energy = 0;
        foreach (var value in signature)
            energy += value * value;
        var best = 0;
        for (var wave = 0; wave < Waves; wave++)
        {
            float real = 0,
                imaginary = 0;
            var table = Tables[wave];
            for (var i = 0; i < Across; i++)
            {
                real += signature[i] * table[i].Cosine;
                imaginary += signature[i] * table[i].Sine;
            }
            power[wave] = real * real + imaginary * imaginary;
            best = power[wave] > power[best] ? wave : best;
        }
        // A peak at either end is the flank of something else. A pure wave under the window has a share of one.
        if (best is 0 or Waves - 1 || energy < 1e-3f)
            return (0, 0);
        float before = power[best - 1],
            after = power[best + 1];
        var shift = 0.5f * (before - after) / (before - 2 * power[best] + after - 1e-6f);
        var step = (1 / Min - 1 / Max) / (Waves - 1);
        return (1 / (1 / Periods[best] + shift * step), power[best] * 3 / (energy * Across));
    }

    /// <summary>Smooths what was measured and lets it flow to the blocks that were not.</summary>
    private static void Spread(RidgeMap map, float[] weights)
    {
        float total = 0,
            weight = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            total += map.Period[i];
            weight += weights[i];
        }
        var mean = total / weight;
        map.Smooth(map.Period, 2.5f);
        map.Smooth(weights, 2.5f);
        // Far from every measured block the mean of all takes over.
        const float Trust = 0.01f;
        for (var i = 0; i < weights.Length; i++)
            map.Period[i] = (map.Period[i] + Trust * mean) / (weights[i] + Trust);
    }
}
