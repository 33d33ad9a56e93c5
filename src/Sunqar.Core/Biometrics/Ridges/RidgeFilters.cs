using System.Runtime.Intrinsics;

namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>
/// Even Gabor filters, tuned per block to the direction and period of its ridges (Hong, Wan and Jain 1998): they pass ridges and close the
/// gaps that pores and dry skin leave. The filters of <see cref="Angles"/> directions and some twenty periods are made once.
/// </summary>
internal static class RidgeFilters
{
    /// <summary>Pixels from a filter's centre to its edge.</summary>
    public const int Reach = 11;

    private const int Side = 2 * Reach + 1;
    private const int Angles = 32;
    private const float PeriodStep = 0.5f;
    private const int PeriodCount = (int)((RidgePeriods.Max - RidgePeriods.Min) / PeriodStep) + 1;

    /// <summary>Standard deviation along the ridges and across, in pixels: along closes gaps, across keeps the neighbours' phase
    /// out.</summary>
    private const float SigmaAlong = 4.5f,
        SigmaAcross = 3.6f;

    private static readonly Kernel[] Kernels = Make();

    /// <param name="Rows">For each row of the filter the first and the last column that counts.</param>
    private sealed record Kernel(float[] Weights, (int From, int To)[] Rows);

    /// <summary>The filtered image: positive on ridges, which are dark, and of the scale of grey levels. Zero where no ridges
    /// are.</summary>
    public static Plane Apply(Plane plane, RidgeMap map)
    {
        var output = new Plane(plane.Width, plane.Height);
        for (var row = 0; row < map.Rows; row++)
        {
            for (var column = 0; column < map.Columns; column++)
            {
                var block = map.At(column, row);
                if (!map.IsRidge[block])
                    continue;
                float x = (column + 0.5f) * RidgeMap.BlockSide,
                    y = (row + 0.5f) * RidgeMap.BlockSide;
                var angle = (int)MathF.Round(map.AngleAt(x, y) * (Angles / MathF.PI)) % Angles;
                var period = (int)MathF.Round((map.Period[block] - RidgePeriods.Min) / PeriodStep);
                Block(plane, output, column, row, Kernels[angle * PeriodCount + Math.Clamp(period, 0, PeriodCount - 1)]);
            }
        }
        return output;
    }

    /// <summary>Eight rows of eight pixels, a register each; the border holds what stands outside the image.</summary>
    private static void Block(Plane plane, Plane output, int column, int row, Kernel kernel)
    {
        int x = column * RidgeMap.BlockSide,
            y = row * RidgeMap.BlockSide;
        var stride = plane.Stride;
        ref var source = ref plane.Values[0];
        Vector256<float> a = default,
            b = default,
            c = default,
            d = default,
            e = default,
            f = default,
            g = default,
            h = default;
        for (var i = 0; i < Side; i++)
        {
            var (from, to) = kernel.Rows[i];
            for (var j = from; j <= to; j++)
            {
                var weight = Vector256.Create(kernel.Weights[i * Side + j]);
                var at = (nuint)plane.At(x + j - Reach, y + i - Reach);
                var step = (nuint)stride;
                a = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at), a);
                b = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at + step), b);
                c = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at + 2 * step), c);
                d = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at + 3 * step), d);
                e = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at + 4 * step), e);
                f = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at + 5 * step), f);
                g = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at + 6 * step), g);
                h = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref source, at + 7 * step), h);
            }
        }
        ref var target = ref output.Values[0];
        var to0 = (nuint)output.At(x, y);
        var down = (nuint)stride;
        a.StoreUnsafe(ref target, to0);
        b.StoreUnsafe(ref target, to0 + down);
        c.StoreUnsafe(ref target, to0 + 2 * down);
        d.StoreUnsafe(ref target, to0 + 3 * down);
        e.StoreUnsafe(ref target, to0 + 4 * down);
        f.StoreUnsafe(ref target, to0 + 5 * down);
        g.StoreUnsafe(ref target, to0 + 6 * down);
        h.StoreUnsafe(ref target, to0 + 7 * down);
    }

    private static Kernel[] Make()
    {
        var kernels = new Kernel[Angles * PeriodCount];
        for (var angle = 0; angle < Angles; angle++)
        {
            for (var period = 0; period < PeriodCount; period++)
                kernels[angle * PeriodCount + period] = Make(angle * MathF.PI / Angles, RidgePeriods.Min + period * PeriodStep);
        }
        return kernels;
    }

    private static Kernel Make(float angle, float period)
    {
        var (sine, cosine) = MathF.SinCos(angle);
        var (weights, envelope) = (new float[Side * Side], new float[Side * Side]);
        float sum = 0,
            mass = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            float x = i % Side - Reach,
                y = i / Side - Reach;
            if (x * x + y * y > (Reach + 0.5f) * (Reach + 0.5f))
                continue;
            float along = x * cosine + y * sine,
                across = y * cosine - x * sine;
            envelope[i] = MathF.Exp(-0.5f * (along * along / (SigmaAlong * SigmaAlong) + across * across / (SigmaAcross * SigmaAcross)));
            weights[i] = -envelope[i] * MathF.Cos(2 * MathF.PI * across / period);
            sum += weights[i];
            mass += envelope[i];
        }
        var gain = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            // Even grey gives nothing, and a wave of the filter's own gives its height.
            weights[i] -= sum / mass * envelope[i];
            float x = i % Side - Reach,
                y = i / Side - Reach;
            gain -= weights[i] * MathF.Cos(2 * MathF.PI * (y * cosine - x * sine) / period);
        }
        var rows = new (int From, int To)[Side];
        for (var row = 0; row < Side; row++)
        {
            (rows[row].From, rows[row].To) = (Side, -1);
            for (var column = 0; column < Side; column++)
            {
                if (envelope[row * Side + column] <= 0)
                    continue;
                weights[row * Side + column] /= gain;
                rows[row] = (Math.Min(rows[row].From, column), column);
            }
        }
        return new Kernel(weights, rows);
    }
}
