namespace Sunqar.Core.Biometrics;

/// <summary>What a ridge does at a minutia (ISO/IEC 19794-2:2005, 7.5.2; the codes are the standard's).</summary>
public enum MinutiaType : byte
{
    /// <summary>Neither, or not told.</summary>
    Other = 0,
    Ending = 1,
    Bifurcation = 2,
}

/// <summary>One place where a ridge ends or forks.</summary>
/// <param name="X">Pixels to the right from the image's left edge, 0 to 16,383.</param>
/// <param name="Y">Pixels down from its upper edge, 0 to 16,383.</param>
/// <param name="Angle">Counterclockwise from the right in 1/256 of a turn, along the ridge that ends or the valley that a fork closes
/// (ISO/IEC 19794-2:2005, 6.4).</param>
/// <param name="Quality">1 to 100; 0 where the maker reports none.</param>
public readonly record struct Minutia(MinutiaType Type, int X, int Y, byte Angle, byte Quality)
{
    /// <summary>Two bytes hold 14 bits of a coordinate.</summary>
    public const int CoordinateMax = (1 << 14) - 1;

    public const int QualityMax = 100;
}
