namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>Which blocks show the finger: where gradients are strong for this image and agree in direction; one piece, without
/// holes.</summary>
internal static class Segmentation
{
    /// <summary>Of the image's strong blocks' energy.</summary>
    private const float EnergyShareMin = 0.12f;

    /// <summary>Grey levels squared; beneath it a picture shows the noise of its sensor.</summary>
    private const float EnergyMin = 9;

    private const float CoherenceMin = 0.22f;

    /// <summary>Marks the blocks and tells how many there are.</summary>
    public static int Mark(RidgeMap map)
    {
        var strong = Strong(map.Energy);
        var threshold = MathF.Max(EnergyMin, strong * EnergyShareMin);
        for (var i = 0; i < map.IsRidge.Length; i++)
            map.IsRidge[i] = map.Energy[i] > threshold && map.Coherence[i] > CoherenceMin;
        Majority(map);
        Majority(map);
        KeepLargest(map);
        FillHoles(map);
        return map.IsRidge.Count(isRidge => isRidge);
    }

    private static float Strong(float[] energy)
    {
        var sorted = (float[])energy.Clone();
        Array.Sort(sorted);
        return sorted[sorted.Length * 9 / 10];
    }

    /// <summary>A block is what five of the nine around it are.</summary>
    private static void Majority(RidgeMap map)
    {
        var before = (bool[])map.IsRidge.Clone();
        for (var row = 0; row < map.Rows; row++)
        {
            for (var column = 0; column < map.Columns; column++)
            {
                int yes = 0,
                    all = 0;
                for (var r = Math.Max(0, row - 1); r <= Math.Min(map.Rows - 1, row + 1); r++)
                {
                    for (var c = Math.Max(0, column - 1); c <= Math.Min(map.Columns - 1, column + 1); c++)
                    {
                        yes += before[map.At(c, r)] ? 1 : 0;
                        all++;
                    }
                }
                map.IsRidge[map.At(column, row)] = 2 * yes > all;
            }
        }
    }

    private static void FillHoles(RidgeMap map)
    {
        // A hole touches no edge of the image.
        var pieces = Pieces(map, of: false, out var of);
        for (var i = 0; i < map.IsRidge.Length; i++)
        {
            if (of[i] >= 0 && !pieces[of[i]].TouchesEdge)
                map.IsRidge[i] = true;
        }
    }

    private static void KeepLargest(RidgeMap map)
    {
        var pieces = Pieces(map, of: true, out var piece);
        if (pieces.Count == 0)
            return;
        var largest = 0;
        for (var i = 1; i < pieces.Count; i++)
            largest = pieces[i].Blocks > pieces[largest].Blocks ? i : largest;
        for (var i = 0; i < map.IsRidge.Length; i++)
            map.IsRidge[i] = piece[i] == largest;
    }

    /// <summary>Blocks that hang together by their sides.</summary>
    private static List<(int Blocks, bool TouchesEdge)> Pieces(RidgeMap map, bool of, out int[] piece)
    {
        piece = new int[map.IsRidge.Length];
        Array.Fill(piece, -1);
        var pieces = new List<(int Blocks, bool TouchesEdge)>();
        var waiting = new Stack<int>();
        for (var start = 0; start < piece.Length; start++)
        {
            if (map.IsRidge[start] != of || piece[start] >= 0)
                continue;
            var (blocks, touches) = (0, false);
            piece[start] = pieces.Count;
            waiting.Push(start);
            while (waiting.TryPop(out var at))
            {
                blocks++;
                int column = at % map.Columns,
                    row = at / map.Columns;
                touches |= column == 0 || row == 0 || column == map.Columns - 1 || row == map.Rows - 1;
                foreach (var (c, r) in ((int, int)[])[(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)])
                {
                    if (c < 0 || r < 0 || c >= map.Columns || r >= map.Rows)
                        continue;
                    var next = map.At(c, r);
                    if (map.IsRidge[next] != of || piece[next] >= 0)
                        continue;
                    piece[next] = pieces.Count;
                    waiting.Push(next);
                }
            }
            pieces.Add((blocks, touches));
        }
        return pieces;
    }
}
