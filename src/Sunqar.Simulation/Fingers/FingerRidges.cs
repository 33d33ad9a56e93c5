using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Fingers;

/// <summary>A place where a ridge ends or forks, as the finger has it.</summary>
/// <param name="X">Pixels to the right.</param>
/// <param name="Y">Pixels down.</param>
/// <param name="Turn">Which way the ridge (or, at a fork, the valley) runs from it: 1/256 of a turn, counterclockwise from the
/// right.</param>
public readonly record struct TrueMinutia(double X, double Y, byte Turn);

/// <summary>
/// The ridges of one invented finger: noise, filtered along the flow until only ridges are left. Where a line more begins, the phase of the
/// wave turns once around; so minutiae are read off the wave itself, by no rule that an extractor would use.
/// </summary>
internal sealed class FingerRidges
{
    public const int Width = 480,
        Height = 560;

    private const int Margin = FlowFilters.Reach + FlowFilters.Block;
    private const int Stride = Width + 2 * Margin;
    private const int Rounds = 14;

    private readonly float[] _ridges;

    public FingerRidges(ulong seed, int finger)
    {
        var dice = new Dice(seed, Luck.Finger, finger);
        var flow = new FingerFlow(ref dice, Width, Height);
        var filters = Filters(flow);
        var (values, next) = (new float[Stride * (Height + 2 * Margin)], new float[Stride * (Height + 2 * Margin)]);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)Noise.Spread(ref dice, 1);
        for (var round = 0; round < Rounds; round++)
        {
            Filter(values, next, filters, isOdd: false);
            var gain = round == 0 ? 12f : 3f;
            for (var i = 0; i < next.Length; i++)
                next[i] = Math.Clamp(next[i] * gain, -1, 1);
            (values, next) = (next, values);
        }
        var (even, odd) = (new float[values.Length], new float[values.Length]);
        Filter(values, even, filters, isOdd: false);
        Filter(values, odd, filters, isOdd: true);
        Minutiae = FindMinutiae(even, odd, filters, flow);
        _ridges = values;
    }

    /// <summary>All of them but those within cores and deltas.</summary>
    public IReadOnlyList<TrueMinutia> Minutiae { get; }

    /// <summary>1 on a ridge, -1 in a valley, between them on the slope; -1 outside.</summary>
    public float At(double x, double y)
    {
        if (!(x >= 0 && y >= 0 && x < Width - 1 && y < Height - 1))
            return -1;
        int left = (int)x,
            top = (int)y;
        float across = (float)(x - left),
            down = (float)(y - top);
        var at = Place(left, top);
        var upper = _ridges[at] + across * (_ridges[at + 1] - _ridges[at]);
        var lower = _ridges[at + Stride] + across * (_ridges[at + Stride + 1] - _ridges[at + Stride]);
        return upper + down * (lower - upper);
    }

    private static int Place(int x, int y) => (y + Margin) * Stride + x + Margin;

    private static int[] Filters(FingerFlow flow)
    {
        const int Columns = Width / FlowFilters.Block;
        var filters = new int[Columns * (Height / FlowFilters.Block)];
        for (var i = 0; i < filters.Length; i++)
        {
            double x = (i % Columns + 0.5) * FlowFilters.Block,
                y = (i / Columns + 0.5) * FlowFilters.Block;
            var (sine, cosine) = flow.At(x, y);
            filters[i] = FlowFilters.Choose(sine, cosine, flow.PeriodAt(x, y));
        }
        return filters;
    }

    private static void Filter(float[] values, float[] target, int[] filters, bool isOdd)
    {
        const int Columns = Width / FlowFilters.Block;
        for (var i = 0; i < filters.Length; i++)
        {
            var at = Place(i % Columns * FlowFilters.Block, i / Columns * FlowFilters.Block);
            FlowFilters.Apply(values, target, Stride, at, filters[i], isOdd);
        }
    }

    private static List<TrueMinutia> FindMinutiae(float[] even, float[] odd, int[] filters, FingerFlow flow)
    {
        const int Edge = 12;
        var found = new List<(TrueMinutia Minutia, int Sign)>();
        Span<(float Real, float Imaginary)> corners = stackalloc (float, float)[4];
        for (var y = Edge; y < Height - Edge; y++)
        {
            for (var x = Edge; x < Width - Edge; x++)
            {
                var (sine, cosine) = AngleAt(filters, x, y);
                for (var i = 0; i < 4; i++)
                {
                    // Around the square in the sense from x to y.
                    int toX = x + (i is 1 or 2 ? 1 : 0),
                        toY = y + (i >= 2 ? 1 : 0);
                    var (otherSine, otherCosine) = AngleAt(filters, toX, toY);
                    // Angles are known up to a half turn; where the neighbour's is the other way, its odd wave counts the other way.
                    var sense = sine * otherSine + cosine * otherCosine < 0 ? -1 : 1;
                    var at = Place(toX, toY);
                    // What the odd filter answers is minus the sine of the phase.
                    corners[i] = (even[at], -sense * odd[at]);
                }
                var winding = Winding(corners);
                if (winding == 0 || flow.IsSingular(x, y, 16))
                    continue;
                // More lines lie on the side where the phase grows: along the angle for a positive turn, against it for a negative.
                found.Add((new TrueMinutia(x + 0.5, y + 0.5, Turn(winding * cosine, -winding * sine)), winding));
            }
        }
        return WithoutDipoles(found, flow);
    }

    private static (double Sine, double Cosine) AngleAt(int[] filters, int x, int y) =>
        FlowFilters.Angle(filters[y / FlowFilters.Block * (Width / FlowFilters.Block) + x / FlowFilters.Block]);

    /// <summary>How often four values go around zero, by the crossings of the real axis.</summary>
    private static int Winding(ReadOnlySpan<(float Real, float Imaginary)> corners)
    {
        var winding = 0;
        for (var i = 0; i < corners.Length; i++)
        {
            var (from, to) = (corners[i], corners[(i + 1) % corners.Length]);
            var cross = (double)from.Real * to.Imaginary - (double)to.Real * from.Imaginary;
            if (from.Imaginary <= 0 && to.Imaginary > 0 && cross > 0)
                winding++;
            else if (from.Imaginary > 0 && to.Imaginary <= 0 && cross < 0)
                winding--;
        }
        return winding;
    }

    /// <summary>The nearest of 256 directions to a vector, y up.</summary>
    private static byte Turn(double x, double y)
    {
        var (best, most) = (0, double.MinValue);
        for (var i = 0; i < 256; i++)
        {
            var (sine, cosine) = ExactFunctions.SineCosine(i * Math.PI / 128);
            var along = x * cosine + y * sine;
            if (along > most)
                (most, best) = (along, i);
        }
        return (byte)best;
    }

    /// <summary>A line that begins and ends within one period is a thickening and no minutia.</summary>
    private static List<TrueMinutia> WithoutDipoles(List<(TrueMinutia Minutia, int Sign)> found, FingerFlow flow)
    {
        var isGone = new bool[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            var one = found[i].Minutia;
            for (var j = i + 1; j < found.Count; j++)
            {
                var other = found[j].Minutia;
                double across = one.X - other.X,
                    down = one.Y - other.Y,
                    reach = flow.PeriodAt(one.X, one.Y);
                if (!isGone[i] && !isGone[j] && across * across + down * down < reach * reach)
                    isGone[i] = isGone[j] = true;
            }
        }
        return [.. found.Where((_, i) => !isGone[i]).Select(one => one.Minutia)];
    }
}
