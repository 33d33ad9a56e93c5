namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>
/// What is known of the ridges in each block of <see cref="BlockSide"/> pixels: their direction, how alike the directions within are, how
/// strong they are, how far apart, and whether there are any.
/// </summary>
internal sealed class RidgeMap
{
    public const int BlockSide = 8;

    public RidgeMap(int width, int height)
    {
        (Width, Height) = (width, height);
        (Columns, Rows) = ((width + BlockSide - 1) / BlockSide, (height + BlockSide - 1) / BlockSide);
        var count = Columns * Rows;
        (Cosine, Sine, Energy, Coherence) = (new float[count], new float[count], new float[count], new float[count]);
        (Period, Clarity, IsRidge) = (new float[count], new float[count], new bool[count]);
    }

    public int Width { get; }
    public int Height { get; }
    public int Columns { get; }
    public int Rows { get; }

    /// <summary>Cosine and sine of twice the angle of the ridges (x right, y down): directions without a sense can be averaged so. Length
    /// one, or zero where there is no direction.</summary>
    public float[] Cosine { get; }
    public float[] Sine { get; }

    /// <summary>Mean square of the gradient, in grey levels squared.</summary>
    public float[] Energy { get; }

    /// <summary>0 where gradients point anywhere, 1 where all agree.</summary>
    public float[] Coherence { get; }

    /// <summary>Pixels from one ridge to the next.</summary>
    public float[] Period { get; }

    /// <summary>0 to 1: how much of what the block shows is ridges of its direction and period.</summary>
    public float[] Clarity { get; }

    public bool[] IsRidge { get; }

    public int At(int column, int row) => row * Columns + column;

    public bool IsRidgeAt(int x, int y) => x >= 0 && y >= 0 && x < Width && y < Height && IsRidge[At(x / BlockSide, y / BlockSide)];

    /// <summary>The angle of the ridges at a pixel, 0 to π, x right and y down, between the four blocks around it.</summary>
    public float AngleAt(float x, float y)
    {
        var cosine = Between(Cosine, x, y);
        var sine = Between(Sine, x, y);
        var angle = 0.5f * MathF.Atan2(sine, cosine);
        return angle < 0 ? angle + MathF.PI : angle;
    }

    public float Between(float[] values, float x, float y)
    {
        float column = Math.Clamp((x - BlockSide / 2f) / BlockSide, 0, Columns - 1),
            row = Math.Clamp((y - BlockSide / 2f) / BlockSide, 0, Rows - 1);
        int left = (int)column,
            top = (int)row;
        int right = Math.Min(left + 1, Columns - 1),
            bottom = Math.Min(top + 1, Rows - 1);
        float across = column - left,
            down = row - top;
        return (1 - down) * ((1 - across) * values[At(left, top)] + across * values[At(right, top)])
            + down * ((1 - across) * values[At(left, bottom)] + across * values[At(right, bottom)]);
    }

    /// <summary>Averages over blocks with the weights of a Gaussian; blocks outside count as nothing.</summary>
    /// <param name="sigma">In blocks, at most 3.</param>
    public void Smooth(float[] values, float sigma)
    {
        var reach = (int)MathF.Ceiling(2.5f * sigma);
        var weights = new float[reach + 1];
        for (var i = 0; i <= reach; i++)
            weights[i] = MathF.Exp(-i * i / (2 * sigma * sigma));
        var across = new float[values.Length];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
                across[At(column, row)] = Weighted(values, weights, column, Columns, At(0, row), 1);
        }
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
                values[At(column, row)] = Weighted(across, weights, row, Rows, column, Columns);
        }
    }

    private static float Weighted(float[] values, float[] weights, int centre, int count, int from, int step)
    {
        float sum = 0,
            weight = 0;
        var reach = weights.Length - 1;
        for (var i = Math.Max(0, centre - reach); i <= Math.Min(count - 1, centre + reach); i++)
        {
            var w = weights[Math.Abs(i - centre)];
            sum += w * values[from + i * step];
            weight += w;
        }
        return sum / weight;
    }
}
