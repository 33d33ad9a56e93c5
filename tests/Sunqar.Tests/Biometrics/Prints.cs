using Sunqar.Core.Biometrics;
using Sunqar.Simulation.Fingers;

namespace Sunqar.Tests.Biometrics;

/// <summary>Drawn prints as extraction takes them.</summary>
internal static class Prints
{
    /// <summary>Pixels within which two programs speak of the same minutia: a ridge and a half.</summary>
    public const double Near = 12;

    public static FingerImage Image(SyntheticPrint print) => new(print.Width, print.Height, print.Grey, FingerImage.UsualPixelsPerInch);

    /// <summary>The template of a print that must give one.</summary>
    public static FingerTemplate Template(SyntheticPrint print) =>
        FingerExtractor.Extract(Image(print)) is Extraction.Extracted extracted
            ? extracted.Template
            : throw new InvalidOperationException("a drawn print gives no template");

    public static double Distance(Minutia one, TrueMinutia other) =>
        Math.Sqrt((one.X - other.X) * (one.X - other.X) + (one.Y - other.Y) * (one.Y - other.Y));
}
