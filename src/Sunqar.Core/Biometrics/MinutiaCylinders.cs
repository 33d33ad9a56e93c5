using System.Numerics;

namespace Sunqar.Core.Biometrics;

/// <summary>
/// A template made ready for comparison: for each minutia a cylinder of bits that says which places around it, turned into its own
/// direction, hold minutiae of which relative direction (Cappelli, Ferrara, Maltoni: "Minutia Cylinder-Code", IEEE TPAMI 32 (12), 2010; the
/// form of eight by eight by six cells as bits). Positions are in pixels at 500 an inch.
/// </summary>
public sealed class MinutiaCylinders
{
    /// <summary>Cells each way across, and sections of relative direction.</summary>
    internal const int Cells = 8,
        Sections = 6;

    /// <summary>The paper's R, σ_s, σ_d, μ_Ψ, ω.</summary>
    private const double Radius = 70,
        SigmaPlace = 28.0 / 3,
        SigmaDirection = 2 * Math.PI / 9,
        ContributionMin = 0.01,
        HullMargin = 50;

    /// <summary>The paper's min_VC and min_M: cells that must be near the print, minutiae that must be near the cylinder.</summary>
    private const double ValidShareMin = 0.75;

    private const int NeighboursMin = 2;

    private const double CellSide = 2 * Radius / Cells;

    private static readonly ulong Disc = MakeDisc();

    /// <summary>Contribution of a direction to each section, by 1/256 of a turn.</summary>
    private static readonly float[] Directions = MakeDirections();

    internal static readonly int DiscCells = BitOperations.PopCount(Disc);

    private readonly ulong[] _bits;

    private MinutiaCylinders(int minutiaCount, Placed[] minutiae, ulong[] valid, ulong[] bits)
    {
        (MinutiaCount, Minutiae, Valid, _bits) = (minutiaCount, minutiae, valid, bits);
    }

    /// <summary>Of a template's minutia: pixels at 500 an inch, x right and y down; direction in 1/256 of a turn,
    /// counterclockwise.</summary>
    internal readonly record struct Placed(float X, float Y, byte Angle);

    /// <summary>Minutiae of the template; some may stand too far from others to have a cylinder.</summary>
    internal int MinutiaCount { get; }

    /// <summary>The minutiae that have a cylinder.</summary>
    internal Placed[] Minutiae { get; }

    /// <summary>For each cylinder the cells that lie within reach of the print.</summary>
    internal ulong[] Valid { get; }

    /// <summary>The bits of one cylinder, a word for each section.</summary>
    internal ReadOnlySpan<ulong> Bits(int cylinder) => _bits.AsSpan(cylinder * Sections, Sections);

    public static MinutiaCylinders Of(FingerTemplate template)
    {
        const double CmAnInch = 2.54;
        var across = FingerImage.UsualPixelsPerInch / (template.XPixelsPerCm * CmAnInch);
        var down = FingerImage.UsualPixelsPerInch / (template.YPixelsPerCm * CmAnInch);
        var all = template
            .Minutiae.Select(minutia => new Placed((float)(minutia.X * across), (float)(minutia.Y * down), minutia.Angle))
            .Distinct()
            .ToArray();
        var (kept, valid, bits) = (new List<Placed>(all.Length), new List<ulong>(all.Length), new List<ulong>(all.Length * Sections));
        if (all.Length == 0)
            return new MinutiaCylinders(0, [], [], []);
        var hull = new ConvexHull(all.Select(minutia => ((double)minutia.X, (double)minutia.Y)));
        Span<ulong> cylinder = stackalloc ulong[Sections];
        for (var i = 0; i < all.Length; i++)
        {
            if (Fill(all, i, hull, cylinder) is not { } cells)
                continue;
            kept.Add(all[i]);
            valid.Add(cells);
            bits.AddRange(cylinder);
        }
        return new MinutiaCylinders(all.Length, [.. kept], [.. valid], [.. bits]);
    }

    /// <summary>The valid cells of a minutia's cylinder, and its bits; null where it can have none.</summary>
    private static ulong? Fill(Placed[] all, int centre, ConvexHull hull, Span<ulong> bits)
    {
        var minutia = all[centre];
        bits.Clear();
        Span<int> near = stackalloc int[all.Length];
        var count = 0;
        const double Reach = Radius + 3 * SigmaPlace;
        for (var i = 0; i < all.Length; i++)
        {
            double across = all[i].X - minutia.X,
                down = all[i].Y - minutia.Y;
            if (i != centre && across * across + down * down <= Reach * Reach)
                near[count++] = i;
        }
        if (count < NeighboursMin)
            return null;
        near = near[..count];
        var (sine, cosine) = Math.SinCos(minutia.Angle * (Math.PI / 128));
        var valid = 0UL;
        for (var cell = 0; cell < Cells * Cells; cell++)
        {
            if ((Disc >> cell & 1) == 0)
                continue;
            // Along the minutia's direction and to its left; the image counts down.
            double along = (cell % Cells - (Cells - 1) / 2.0) * CellSide,
                left = (cell / Cells - (Cells - 1) / 2.0) * CellSide;
            double x = minutia.X + along * cosine - left * sine,
                y = minutia.Y - along * sine - left * cosine;
            if (!hull.IsNear(x, y, HullMargin))
                continue;
            valid |= 1UL << cell;
            FillCell(all, near, minutia.Angle, x, y, cell, bits);
        }
        return BitOperations.PopCount(valid) >= ValidShareMin * DiscCells ? valid : null;
    }

    private static void FillCell(Placed[] all, ReadOnlySpan<int> near, byte angle, double x, double y, int cell, Span<ulong> bits)
    {
        Span<float> sums = stackalloc float[Sections];
        sums.Clear();
        foreach (var i in near)
        {
            double across = all[i].X - x,
                down = all[i].Y - y;
            var distance = across * across + down * down;
            if (distance > 9 * SigmaPlace * SigmaPlace)
                continue;
            var place = (float)(Math.Exp(-distance / (2 * SigmaPlace * SigmaPlace)) / (SigmaPlace * Math.Sqrt(2 * Math.PI)));
            var direction = unchecked((byte)(angle - all[i].Angle)) * Sections;
            for (var section = 0; section < Sections; section++)
                sums[section] += place * Directions[direction + section];
        }
        for (var section = 0; section < Sections; section++)
        {
            if (sums[section] >= ContributionMin)
                bits[section] |= 1UL << cell;
        }
    }

    private static ulong MakeDisc()
    {
        var disc = 0UL;
        for (var cell = 0; cell < Cells * Cells; cell++)
        {
            double across = (cell % Cells - (Cells - 1) / 2.0) * CellSide,
                down = (cell / Cells - (Cells - 1) / 2.0) * CellSide;
            if (across * across + down * down <= Radius * Radius)
                disc |= 1UL << cell;
        }
        return disc;
    }

    /// <summary>The area beneath a normal curve around the direction, within each section.</summary>
    private static float[] MakeDirections()
    {
        const double Width = 2 * Math.PI / Sections;
        const int Steps = 32;
        var table = new float[256 * Sections];
        for (var i = 0; i < table.Length; i++)
        {
            var direction = i / Sections * (Math.PI / 128);
            var centre = -Math.PI + (i % Sections + 0.5) * Width;
            var sum = 0.0;
            for (var step = 0; step < Steps; step++)
            {
                var off = Math.IEEERemainder(centre - Width / 2 + (step + 0.5) * Width / Steps - direction, 2 * Math.PI);
                sum += Math.Exp(-off * off / (2 * SigmaDirection * SigmaDirection));
            }
            table[i] = (float)(sum * Width / Steps / (SigmaDirection * Math.Sqrt(2 * Math.PI)));
        }
        return table;
    }
}
