using Sunqar.Core.Biometrics;
using Sunqar.Formats.Pictures;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>The five synthetic prints (SFinGe) that NIST ships with NFIQ 2, in the public domain.</summary>
internal static class NistPrints
{
    public const int Count = 5;

    /// <summary>How many minutiae NIST's mindtct finds on each.</summary>
    public static readonly int[] MinutiaeByMindtct = [72, 82, 78, 117, 63];

    /// <param name="number">From 1.</param>
    public static FingerImage Read(int number)
    {
        var path = Repository.Shared($"standards/fingerprint/SFinGe_Test0{number}.pgm");
        var picture = Assert.IsType<PictureOutcome.Read>(GreyPictureFile.Read(path)).Picture;
        return new FingerImage(picture.Width, picture.Height, picture.Grey, FingerImage.UsualPixelsPerInch);
    }

    public static FingerTemplate Template(FingerImage image) =>
        Assert.IsType<Extraction.Extracted>(FingerExtractor.Extract(image)).Template;

    /// <summary>The image turned about its middle (degrees) and shifted (pixels); what comes in from outside is white.</summary>
    public static FingerImage Moved(FingerImage image, double degrees, double across, double down)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var (from, grey) = (image.Grey.ToArray(), new byte[image.Width * image.Height]);
        for (var i = 0; i < grey.Length; i++)
        {
            double x = i % image.Width - image.Width / 2.0 - across,
                y = i / image.Width - image.Height / 2.0 - down;
            double oldX = image.Width / 2.0 + x * cosine - y * sine,
                oldY = image.Height / 2.0 + x * sine + y * cosine;
            int left = (int)Math.Floor(oldX),
                top = (int)Math.Floor(oldY);
            double At(int column, int row) =>
                column < 0 || row < 0 || column >= image.Width || row >= image.Height ? 255 : from[row * image.Width + column];
            var (right, below) = (oldX - left, oldY - top);
            var upper = At(left, top) * (1 - right) + At(left + 1, top) * right;
            var lower = At(left, top + 1) * (1 - right) + At(left + 1, top + 1) * right;
            grey[i] = (byte)(upper * (1 - below) + lower * below + 0.5);
        }
        return image with { Grey = grey };
    }

    public static FingerImage Cropped(FingerImage image, int left, int top, int width, int height)
    {
        var grey = new byte[width * height];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = image.Grey.Span[(top + i / width) * image.Width + left + i % width];
        return new FingerImage(width, height, grey, image.PixelsPerInch);
    }
}
