using Sunqar.Core.Biometrics.Faces;
using Sunqar.Simulation.Faces;
using Sunqar.Work.Faces;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>What tests of faces share: the networks, opened once, and faces that nobody has.</summary>
internal static class Faces
{
    private static readonly Lazy<FaceModelsOutcome> Models = new(() => FaceModels.Open());

    /// <summary>The networks; the test is skipped where the build could not fetch their weights.</summary>
    public static FaceReader Reader()
    {
        var opened = Models.Value as FaceModelsOutcome.Opened;
        Assert.SkipWhen(opened is null, "the weights of the networks of faces are missing (npm ci in models/)");
        return opened!.Reader;
    }

    public static FaceImage Drawn(int face, int picture = 1, ulong seed = 1) =>
        new(DrawnFace.Side, DrawnFace.Side, DrawnFace.Of(seed, face, picture));

    /// <summary>A picture as a file (PPM).</summary>
    public static byte[] File(FaceImage image) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"P6\n{image.Width} {image.Height}\n255\n"), .. image.Rgb.Span];

    /// <summary>A square of a picture as another picture.</summary>
    public static FaceImage Seen(FaceImage image, FaceView view, int side)
    {
        var pixels = view.Sample(image, side);
        var rgb = new byte[pixels.Length];
        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)Math.Clamp(pixels[i % 3 * side * side + i / 3] + 0.5f, 0, 255);
        return new FaceImage(side, side, rgb);
    }
}
