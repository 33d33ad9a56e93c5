namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>
/// Ridges one pixel wide, in a picture with a border of one pixel that stays empty. Thinning is by Guo and Hall ("Parallel thinning with
/// two-subiteration algorithms", 1989), which keeps what is connected connected and leaves slanting lines whole.
/// </summary>
internal sealed class Skeleton
{
    /// <summary>A ridge of fifteen pixels is thin after eight rounds; what is not by then is no ridge.</summary>
    private const int RoundsMax = 12;

    private static readonly bool[] First = Table(isFirst: true);
    private static readonly bool[] Second = Table(isFirst: false);

    private readonly byte[] _pixels;

    private Skeleton(int width, int height)
    {
        (Width, Height, Stride) = (width, height, width + 2);
        _pixels = new byte[Stride * (height + 2)];
        // Clockwise from above: the bit of each in a neighbourhood.
        Around = [-Stride, -Stride + 1, 1, Stride + 1, Stride, Stride - 1, -1, -Stride - 1];
    }

    public int Width { get; }
    public int Height { get; }
    public int Stride { get; }

    /// <summary>The steps to the eight neighbours, clockwise from the one above.</summary>
    public int[] Around { get; }

    public int Count => _pixels.Length;

    public bool this[int at] => _pixels[at] != 0;

    /// <summary>Thins what is positive in a filtered image, within the blocks of ridges.</summary>
    public static Skeleton Of(Plane filtered, RidgeMap map)
    {
        var skeleton = new Skeleton(filtered.Width, filtered.Height);
        var ridge = new List<int>(filtered.Width * filtered.Height / 2);
        for (var y = 0; y < filtered.Height; y++)
        {
            var from = filtered.At(0, y);
            for (var x = 0; x < filtered.Width; x++)
            {
                if (filtered.Values[from + x] <= 0 || !map.IsRidge[map.At(x / RidgeMap.BlockSide, y / RidgeMap.BlockSide)])
                    continue;
                var at = skeleton.At(x, y);
                skeleton._pixels[at] = 1;
                ridge.Add(at);
            }
        }
        skeleton.Thin(ridge);
        return skeleton;
    }

    public int At(int x, int y) => (y + 1) * Stride + x + 1;

    public (int X, int Y) Place(int at) => (at % Stride - 1, at / Stride - 1);

    public void Erase(int at) => _pixels[at] = 0;

    /// <summary>Draws a line of pixels, each touching the next.</summary>
    public void Join(int from, int to)
    {
        var ((x0, y0), (x1, y1)) = (Place(from), Place(to));
        var steps = Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0));
        for (var i = 0; i <= steps; i++)
        {
            var share = steps == 0 ? 0 : (double)i / steps;
            _pixels[At((int)Math.Round(x0 + share * (x1 - x0)), (int)Math.Round(y0 + share * (y1 - y0)))] = 1;
        }
    }

    /// <summary>Which of the eight neighbours are ridge, a bit each.</summary>
    public int Neighbours(int at)
    {
        var pixels = _pixels;
        return pixels[at - Stride]
            | pixels[at - Stride + 1] << 1
            | pixels[at + 1] << 2
            | pixels[at + Stride + 1] << 3
            | pixels[at + Stride] << 4
            | pixels[at + Stride - 1] << 5
            | pixels[at - 1] << 6
            | pixels[at - Stride - 1] << 7;
    }

    private void Thin(List<int> ridge)
    {
        var gone = new List<int>();
        for (var round = 0; round < RoundsMax; round++)
        {
            var before = ridge.Count;
            foreach (var table in (bool[][])[First, Second])
            {
                gone.Clear();
                var kept = 0;
                for (var i = 0; i < ridge.Count; i++)
                {
                    if (table[Neighbours(ridge[i])])
                        gone.Add(ridge[i]);
                    else
                        ridge[kept++] = ridge[i];
                }
                ridge.RemoveRange(kept, ridge.Count - kept);
                foreach (var at in gone)
                    _pixels[at] = 0;
            }
            if (ridge.Count == before)
                return;
        }
    }

    /// <summary>Which neighbourhoods let their centre go.</summary>
    private static bool[] Table(bool isFirst)
    {
        var table = new bool[256];
        for (var bits = 0; bits < table.Length; bits++)
        {
            int N(int i) => bits >> i & 1;
            int Or(int i, int j) => N(i) | N(j);
            int Leads(int i) => (1 - N(i)) & Or((i + 1) % 8, (i + 2) % 8);
            var pieces = Leads(0) + Leads(2) + Leads(4) + Leads(6);
            var pairs = Math.Min(Or(7, 0) + Or(1, 2) + Or(3, 4) + Or(5, 6), Or(0, 1) + Or(2, 3) + Or(4, 5) + Or(6, 7));
            var side = isFirst ? (Or(4, 5) | (1 - N(7))) & N(6) : (Or(0, 1) | (1 - N(3))) & N(2);
            table[bits] = pieces == 1 && pairs is 2 or 3 && side == 0 && pieces == 1;
        }
        return table;
    }
}
