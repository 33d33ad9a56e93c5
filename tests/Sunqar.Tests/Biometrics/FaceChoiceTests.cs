using Sunqar.Core.Biometrics.Faces;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Which face of a picture is meant; and views of a picture, held against plain geometry.</summary>
public class FaceChoiceTests
{
    private static readonly FaceImage Image = new(400, 300, new byte[3 * 400 * 300]);

    private static FoundFace Face(double x = 200, double y = 150, double width = 100, double nose = 0.5, double eyes = 0.42)
    {
        FacePoint left = new(x - eyes * width / 2, y),
            right = new(x + eyes * width / 2, y);
        return new FoundFace(
            0.9,
            x - width / 2,
            y - width / 2,
            width,
            width,
            left,
            right,
            new FacePoint(left.X + nose * eyes * width, y + 0.25 * width),
            new FacePoint(x, y + 0.42 * width)
        );
    }

    private static FaceFault? Fault(params FoundFace[] faces) => (FaceChoice.Of(Image, faces) as FaceChoice.Refused)?.Fault;

    [Fact]
    public void Each_reason_is_told()
    {
        Assert.Null(Fault(Face()));
        Assert.Equal(FaceFault.NoFace, Fault());
        Assert.Equal(FaceFault.SeveralFaces, Fault(Face(x: 100), Face(x: 300, width: 70)));
        Assert.Null(Fault(Face(x: 300, width: 50), Face(x: 100)));
        Assert.Equal(FaceFault.TooSmall, Fault(Face(width: 30)));
        Assert.Equal(FaceFault.TurnedAway, Fault(Face(nose: 1)));
        Assert.Equal(FaceFault.TurnedAway, Fault(Face(nose: -0.2)));
        Assert.Equal(FaceFault.TurnedAway, Fault(Face(eyes: 0.2)));
        Assert.Equal(FaceFault.TurnedAway, Fault(Face(eyes: 0)));
        Assert.Equal(FaceFault.CutOff, Fault(Face(x: 10)));
        Assert.Equal(FaceFault.CutOff, Fault(Face(y: 290)));
    }

    [Fact]
    public void A_view_brings_points_to_where_they_are_wanted()
    {
        var random = new Random(2);
        for (var round = 0; round < 200; round++)
        {
            var view = new FaceView(
                random.NextDouble() * 90,
                random.NextDouble() * 90,
                random.NextDouble() - 0.5,
                random.NextDouble() + 0.1
            );
            FacePoint[] wanted =
            [
                .. Enumerable.Range(0, 4).Select(_ => new FacePoint(random.NextDouble() * 224, random.NextDouble() * 224)),
            ];
            var found = FaceView.Aligned(wanted, [.. wanted.Select(point => view.Place(point.X, point.Y))]);
            Assert.Equal(view.X, found.X, 6);
            Assert.Equal(view.Y, found.Y, 6);
            Assert.Equal(view.C, found.C, 6);
            Assert.Equal(view.S, found.S, 6);
        }
    }

    [Fact]
    public void A_picture_seen_pixel_for_pixel_is_itself_and_black_around()
    {
        var random = new Random(3);
        var rgb = new byte[3 * 8 * 8];
        random.NextBytes(rgb);
        var image = new FaceImage(8, 8, rgb);
        var seen = new FaceView(0, 0, 1, 0).Sample(image, 8);
        for (var i = 0; i < rgb.Length; i++)
            Assert.Equal(rgb[i], seen[i % 3 * 64 + i / 3], 3);
        Assert.All(new FaceView(20, 0, 1, 0).Sample(image, 8), value => Assert.Equal(0, value));
        // Four times as coarse: the mean of sixteen pixels.
        var coarse = new FaceView(0, 0, 4, 0).Sample(image, 2);
        var mean = Enumerable.Range(0, 16).Average(i => rgb[3 * (i / 4 * 8 + i % 4)]);
        Assert.Equal(mean, coarse[0], 0.01);
    }

    [Fact]
    public void Numbers_that_are_none_make_no_face()
    {
        var view = FaceView.Whole(Image, FaceFinder.Side);
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var scores = Enumerable.Repeat(value, FaceFinder.CountOf(0)).ToArray();
            var boxes = Enumerable.Repeat(value, FaceFinder.CountOf(0) * FaceFinder.NumbersOfBox).ToArray();
            Assert.IsType<FaceChoice.Refused>(FaceChoice.Of(Image, FaceFinder.Read(view, (scores, boxes))));
        }
    }
}
