namespace Sunqar.Core.Biometrics;

/// <summary>Which finger it is (ISO/IEC 19794-2:2005, table 2; the codes are the standard's).</summary>
public enum FingerPosition : byte
{
    Unknown = 0,
    RightThumb = 1,
    RightIndex = 2,
    RightMiddle = 3,
    RightRing = 4,
    RightLittle = 5,
    LeftThumb = 6,
    LeftIndex = 7,
    LeftMiddle = 8,
    LeftRing = 9,
    LeftLittle = 10,
}

/// <summary>
/// The minutiae of one impression of one finger, and what they were taken from. It names nobody, and is personal data all the same: it
/// stays with whoever compares it.
/// </summary>
/// <param name="Width">Pixels of the image, 1 to 65,535.</param>
/// <param name="Height">Pixels of the image, 1 to 65,535.</param>
/// <param name="XPixelsPerCm">Resolution across; 197 is 500 pixels an inch.</param>
/// <param name="YPixelsPerCm">Resolution down.</param>
/// <param name="ImpressionType">Code of ISO/IEC 19794-2:2005, table 3: 0 is a live plain print.</param>
/// <param name="Quality">0 to 100 by the maker's own measure; 101 to 255 say that there is none.</param>
/// <param name="Minutiae">At most 255, all within the image.</param>
public sealed record FingerTemplate(
    int Width,
    int Height,
    int XPixelsPerCm,
    int YPixelsPerCm,
    FingerPosition Position,
    byte ImpressionType,
    byte Quality,
    IReadOnlyList<Minutia> Minutiae
)
{
    /// <summary>Both editions count minutiae in one byte.</summary>
    public const int MinutiaeMax = 255;

    /// <summary>Resolutions that a template may state: 99 pixels per cm is 251 an inch, 630 is 1,600. ISO/IEC 19794-2:2005, 7.3.7 asks for
    /// at least 99.</summary>
    public const int PixelsPerCmMin = 99,
        PixelsPerCmMax = 630;
}
