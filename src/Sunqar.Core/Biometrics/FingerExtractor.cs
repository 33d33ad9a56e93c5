using Sunqar.Core.Biometrics.Ridges;

namespace Sunqar.Core.Biometrics;

/// <summary>Why an image gives no template.</summary>
public enum ExtractionFault
{
    /// <summary>Sides or resolution outside the limits of <see cref="FingerImage"/>, or fewer grey values than pixels.</summary>
    ImageLimits,

    /// <summary>Nothing in it looks like ridges: blank, noise, or no finger.</summary>
    NoRidges,

    /// <summary>Ridges on less than <see cref="FingerExtractor.AreaMin"/>.</summary>
    TooSmall,

    /// <summary>Fewer minutiae than <see cref="FingerMatcher.MinutiaeMin"/>: nothing could be compared.</summary>
    TooFewMinutiae,
}

/// <summary>What extraction comes to.</summary>
public abstract record Extraction
{
    private Extraction() { }

    /// <param name="Template">At <see cref="FingerImage.UsualPixelsPerInch"/>, with at least
    /// <see cref="FingerMatcher.MinutiaeMin"/> minutiae.</param>
    public sealed record Extracted(FingerTemplate Template) : Extraction;

    /// <summary>Nothing that could be compared.</summary>
    public sealed record Refused(ExtractionFault Fault) : Extraction;
}

/// <summary>
/// Minutiae out of a picture of one finger: where there are ridges, their direction and period, filters along them, lines one pixel wide,
/// their ends and forks. Work is bounded by the image's limits; nothing is random.
/// </summary>
public static class FingerExtractor
{
    /// <summary>Square pixels at 500 an inch: some 0.6 cm².</summary>
    public const int AreaMin = 24_000;

    /// <summary>197 pixels a centimetre are 500 an inch.</summary>
    private const int PixelsPerCm = 197;

    /// <summary>How clear the ridges must be on the whole.</summary>
    private const float ClarityMin = 0.18f;

    /// <summary>The template, in pixels at 500 an inch whatever the image's resolution; a resolution that is not true gives minutiae at
    /// wrong distances.</summary>
    public static Extraction Extract(FingerImage image, FingerPosition position = FingerPosition.Unknown)
    {
        if (!IsWithinLimits(image))
            return new Extraction.Refused(ExtractionFault.ImageLimits);
        var usual = image.AtUsualResolution();
        if (Math.Min(usual.Width, usual.Height) < FingerImage.SideMin)
            return new Extraction.Refused(ExtractionFault.TooSmall);
        var plane = Plane.Of(usual);
        var map = new RidgeMap(usual.Width, usual.Height);
        Orientation.Measure(plane, map);
        if (Segmentation.Mark(map) == 0)
            return new Extraction.Refused(ExtractionFault.NoRidges);
        Orientation.Settle(map, 1);
        if (!RidgePeriods.Measure(plane, map))
            return new Extraction.Refused(ExtractionFault.NoRidges);
        var filtered = RidgeFilters.Apply(plane, map);
        RidgeClarity.Measure(plane, filtered, map);
        var (area, clarity) = Measure(map);
        if (clarity < ClarityMin)
            return new Extraction.Refused(ExtractionFault.NoRidges);
        if (area < AreaMin)
            return new Extraction.Refused(ExtractionFault.TooSmall);
        filtered.RepeatEdge();
        var skeleton = Skeleton.Of(filtered, map);
        new SkeletonRepair(skeleton, map).Run();
        var minutiae = new MinutiaFinder(skeleton, map).Find();
        if (minutiae.Count < FingerMatcher.MinutiaeMin)
            return new Extraction.Refused(ExtractionFault.TooFewMinutiae);
        var best = minutiae
            .OrderByDescending(minutia => minutia.Quality)
            .Take(FingerTemplate.MinutiaeMax)
            .OrderBy(minutia => (minutia.Y, minutia.X));
        return new Extraction.Extracted(
            new FingerTemplate(
                usual.Width,
                usual.Height,
                PixelsPerCm,
                PixelsPerCm,
                position,
                0,
                Quality(area, clarity, minutiae),
                [.. best]
            )
        );
    }

    private static bool IsWithinLimits(FingerImage image) =>
        image.Width is >= FingerImage.SideMin and <= FingerImage.SideMax
        && image.Height is >= FingerImage.SideMin and <= FingerImage.SideMax
        && image.PixelsPerInch is >= FingerImage.PixelsPerInchMin and <= FingerImage.PixelsPerInchMax
        && image.Grey.Length == image.Width * image.Height;

    /// <summary>Square pixels of ridges, and how clear they are in the mean.</summary>
    private static (int Area, float Clarity) Measure(RidgeMap map)
    {
        var (blocks, clarity) = (0, 0f);
        for (var i = 0; i < map.IsRidge.Length; i++)
        {
            if (!map.IsRidge[i])
                continue;
            blocks++;
            clarity += map.Clarity[i];
        }
        return (blocks * RidgeMap.BlockSide * RidgeMap.BlockSide, clarity / Math.Max(1, blocks));
    }

    /// <summary>
    /// 0 to 100: how well the print may be compared, by our own measure (it is not NFIQ 2 and agrees with no other's scale): the clearness
    /// of its ridges, less where it shows little skin or few good minutiae.
    /// </summary>
    private static byte Quality(int area, float clarity, List<Minutia> minutiae)
    {
        const float FullArea = 90_000;
        const float FullMinutiae = 30;
        var good = minutiae.Count(minutia => minutia.Quality >= 40);
        return (byte)(Minutia.QualityMax * clarity * MathF.Min(1, area / FullArea) * MathF.Min(1, good / FullMinutiae));
    }
}
