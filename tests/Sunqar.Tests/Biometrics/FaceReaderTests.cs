using Sunqar.Core.Biometrics.Faces;
using Sunqar.Simulation.Faces;
using Sunqar.Work.Faces;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>A face is found where it is drawn, laid upright, described; and a picture that has none, several, or half a one is refused with
/// its reason. How well people are told apart is measured, not tested (docs/results.md).</summary>
public class FaceReaderTests
{
    private static FaceTaking.Taken Taken(FaceImage image) => Assert.IsType<FaceTaking.Taken>(Faces.Reader().Take(image));

    private static FaceFault Refused(FaceImage image) => Assert.IsType<FaceTaking.Refused>(Faces.Reader().Take(image)).Fault;

    [Fact]
    public void Drawn_faces_are_found_and_their_pictures_are_alike()
    {
        for (var face = 0; face < 12; face++)
        {
            var (one, other) = (Taken(Faces.Drawn(face, 1)), Taken(Faces.Drawn(face, 2)));
            Assert.InRange(one.Face.EyeDistance, 40, 80);
            Assert.True(one.Face.LeftEye.X < one.Face.RightEye.X && one.Face.Mouth.Y > one.Face.Nose.Y);
            Assert.InRange(FaceMatcher.Compare(one.Template, other.Template), FaceMatcher.Threshold, 1);
        }
    }

    /// <summary>A turned, moved or smaller view of one picture is laid back: what the second network sees stays nearly the same.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(12, 1)]
    [InlineData(-12, 1)]
    [InlineData(0, 0.6)]
    [InlineData(8, 1.5)]
    public void Turns_and_sizes_of_the_same_picture_match(int degrees, double size)
    {
        var image = Faces.Drawn(3);
        var angle = degrees * Math.PI / 180;
        double c = Math.Cos(angle) / size,
            s = Math.Sin(angle) / size;
        var side = (int)(DrawnFace.Side * size);
        var middle = DrawnFace.Side / 2.0;
        var view = new FaceView(middle - (c - s) * side / 2, middle - (s + c) * side / 2, c, s);
        Assert.InRange(FaceMatcher.Compare(Taken(image).Template, Taken(Faces.Seen(image, view, side)).Template), 0.93, 1);
    }

    [Fact]
    public void What_has_no_face_is_refused()
    {
        var random = new Random(1);
        var noise = new byte[3 * 200 * 150];
        random.NextBytes(noise);
        Assert.Equal(FaceFault.NoFace, Refused(new FaceImage(200, 150, noise)));
        Assert.Equal(FaceFault.NoFace, Refused(new FaceImage(200, 150, new byte[3 * 200 * 150])));
        Assert.Equal(FaceFault.NoFace, Refused(new FaceImage(1, 1, new byte[3])));
        Assert.Equal(FaceFault.NoFace, Refused(new FaceImage(1, 4_000, new byte[3 * 4_000])));
    }

    [Fact]
    public void Two_faces_are_refused_and_one_much_nearer_is_taken()
    {
        var (one, other) = (Faces.Drawn(1), Faces.Drawn(2));
        Assert.Equal(FaceFault.SeveralFaces, Refused(Beside(one, other)));
        // Half as large: somebody behind.
        var small = Faces.Seen(other, new FaceView(0, 0, 2.2, 0), DrawnFace.Side);
        Assert.Equal(Taken(one).Face.EyeDistance, Taken(Beside(one, small)).Face.EyeDistance, 4.0);
    }

    [Fact]
    public void A_face_that_is_too_small_or_unclear_is_refused()
    {
        var image = Faces.Drawn(1);
        // A fifth as large in a wide picture: some eleven pixels between the eyes.
        Assert.Equal(FaceFault.TooSmall, Refused(Faces.Seen(image, new FaceView(-300, -300, 5, 0), 200)));
        var dark = new FaceImage(image.Width, image.Height, image.Rgb.ToArray().Select(value => (byte)(value / 40)).ToArray());
        Assert.Contains(Refused(dark), new[] { FaceFault.Unclear, FaceFault.NoFace });
    }

    [Fact]
    public void Quality_falls_with_light_size_and_sharpness()
    {
        var image = Faces.Drawn(1);
        var whole = Taken(image).Template.Quality;
        var dim = new FaceImage(image.Width, image.Height, image.Rgb.ToArray().Select(value => (byte)(value / 5)).ToArray());
        Assert.True(Taken(dim).Template.Quality < whole);
        var small = Faces.Seen(image, new FaceView(0, 0, 2, 0), DrawnFace.Side / 2);
        Assert.True(Taken(small).Template.Quality < whole);
    }

    [Fact]
    public void Missing_and_altered_weights_are_refused_with_what_helps()
    {
        var folder = Directory.CreateTempSubdirectory("sunqar-models-").FullName;
        try
        {
            var missing = Assert.IsType<FaceModelsOutcome.Refused>(FaceModels.Open(folder));
            Assert.Contains("npm ci", missing.Why, StringComparison.Ordinal);
            Faces.Reader();
            foreach (var file in Directory.GetFiles(FaceModels.DefaultFolder))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            Assert.IsType<FaceModelsOutcome.Opened>(FaceModels.Open(folder)).Reader.Dispose();
            var weights = Path.Combine(folder, "faceres.bin");
            var bytes = File.ReadAllBytes(weights);
            bytes[1_000_000] ^= 1;
            File.WriteAllBytes(weights, bytes);
            var altered = Assert.IsType<FaceModelsOutcome.Refused>(FaceModels.Open(folder));
            Assert.Contains("SHA-256", altered.Why, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FaceImage Beside(FaceImage one, FaceImage other)
    {
        var rgb = new byte[2 * 3 * one.Width * one.Height];
        for (var y = 0; y < one.Height; y++)
        {
            one.Rgb.Span.Slice(3 * one.Width * y, 3 * one.Width).CopyTo(rgb.AsSpan(6 * one.Width * y));
            other.Rgb.Span.Slice(3 * one.Width * y, 3 * one.Width).CopyTo(rgb.AsSpan(6 * one.Width * y + 3 * one.Width));
        }
        return new FaceImage(2 * one.Width, one.Height, rgb);
    }
}
