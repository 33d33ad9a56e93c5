using System.Runtime.Intrinsics;

namespace Sunqar.Simulation.Fingers;

/// <summary>
/// The filters that ridges grow by (Cappelli, "Synthetic fingerprint generation", in Handbook of Fingerprint Recognition): a wave across
/// the flow within a bell, even and odd. Multiplied and added in one fixed order, so every machine computes the same.
/// </summary>
internal static class FlowFilters
{
    public const int Reach = 9;
    public const int Block = 8;

    private const int Side = 2 * Reach + 1;
    private const int Angles = 48;
    private const double PeriodMin = 6.4,
        PeriodStep = 0.4;
    private const int Periods = 18;

    private static readonly float[][] Even = Make(isOdd: false);
    private static readonly float[][] Odd = Make(isOdd: true);

    /// <summary>Which filter stands for a direction (sine and cosine of twice the angle) and a period.</summary>
    public static int Choose(double sine, double cosine, double period)
    {
        // The angle whose double is nearest: by halving, without an arc tangent.
        var best = 0;
        var most = -2.0;
        for (var i = 0; i < Angles; i++)
        {
            var (s, c) = Doubled[i];
            var alike = s * sine + c * cosine;
            if (alike > most)
                (most, best) = (alike, i);
        }
        return best * Periods + Math.Clamp((int)((period - PeriodMin) / PeriodStep + 0.5), 0, Periods - 1);
    }

    /// <summary>Sine and cosine of a filter's own angle, which is that of the ridges that it passes.</summary>
    public static (double Sine, double Cosine) Angle(int filter) => ExactFunctions.SineCosine(filter / Periods * Math.PI / Angles);

    private static readonly (double Sine, double Cosine)[] Doubled =
    [
        .. Enumerable.Range(0, Angles).Select(i => ExactFunctions.SineCosine(2 * i * Math.PI / Angles)),
    ];

    /// <summary>Filters one block.</summary>
    /// <param name="source">Rows of <paramref name="stride"/> values with a margin of <see cref="Reach"/> around what is asked for.</param>
    public static void Apply(float[] source, float[] target, int stride, int at, int filter, bool isOdd)
    {
        var weights = (isOdd ? Odd : Even)[filter];
        ref var from = ref source[0];
        for (var row = 0; row < Block; row += 4)
        {
            Vector256<float> a = default,
                b = default,
                c = default,
                d = default;
            var start = at + row * stride;
            for (var i = 0; i < Side; i++)
            {
                for (var j = 0; j < Side; j++)
                {
                    var weight = Vector256.Create(weights[i * Side + j]);
                    var place = (nuint)(start + (i - Reach) * stride + j - Reach);
                    var step = (nuint)stride;
                    a += weight * Vector256.LoadUnsafe(ref from, place);
                    b += weight * Vector256.LoadUnsafe(ref from, place + step);
                    c += weight * Vector256.LoadUnsafe(ref from, place + 2 * step);
                    d += weight * Vector256.LoadUnsafe(ref from, place + 3 * step);
                }
            }
            a.CopyTo(target, start);
            b.CopyTo(target, start + stride);
            c.CopyTo(target, start + 2 * stride);
            d.CopyTo(target, start + 3 * stride);
        }
    }

    private static float[][] Make(bool isOdd)
    {
        var filters = new float[Angles * Periods][];
        for (var filter = 0; filter < filters.Length; filter++)
            filters[filter] = Make(Angle(filter), PeriodMin + filter % Periods * PeriodStep, isOdd);
        return filters;
    }

    private static float[] Make((double Sine, double Cosine) angle, double period, bool isOdd)
    {
        var (weights, bell) = (new double[Side * Side], new double[Side * Side]);
        // As wide as one and a half waves: narrower would let several frequencies through, wider would smooth minutiae away.
        var sigma = 0.38 * period;
        double sum = 0,
            mass = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            double x = i % Side - Reach,
                y = i / Side - Reach;
            var across = y * angle.Cosine - x * angle.Sine;
            bell[i] = ExactFunctions.Exponential(-(x * x + y * y) / (2 * sigma * sigma));
            var (sine, cosine) = ExactFunctions.SineCosine(2 * Math.PI * across / period);
            weights[i] = bell[i] * (isOdd ? sine : cosine);
            sum += weights[i];
            mass += bell[i];
        }
        return [.. weights.Select((weight, i) => (float)((weight - sum / mass * bell[i]) / mass * 2))];
    }
}
