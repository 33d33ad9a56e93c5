using System.Text;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Formats.Pictures;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Photographs from strangers: what they are comes from their head, and what is wrong with them is said.</summary>
public class ColourPictureFileTests
{
    private const int Width = 45,
        Height = 31;

    public static TheoryData<string> Kinds => ["jpeg", "progressive", "png", "bmp", "ppm"];

    private static Image<Rgb24> Picture()
    {
        var image = new Image<Rgb24>(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                image[x, y] = new Rgb24((byte)(x * 5), (byte)(y * 8), (byte)(255 - x * 5));
        }
        return image;
    }

    private static byte[] Made(string kind, ushort? orientation = null)
    {
        using var image = Picture();
        if (orientation is { } held)
        {
            image.Metadata.ExifProfile = new ExifProfile();
            image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, held);
        }
        IImageEncoder encoder = kind switch
        {
            "png" => new PngEncoder { ColorType = PngColorType.Rgb },
            "bmp" => new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 },
            "ppm" => new PbmEncoder { ColorType = PbmColorType.Rgb, Encoding = PbmEncoding.Binary },
            "gif" => new GifEncoder(),
            _ => new JpegEncoder { Quality = 95, ColorType = JpegColorType.YCbCrRatio444 },
        };
        using var stream = new MemoryStream();
        image.Save(stream, encoder);
        return kind == "progressive" ? Progressive(stream.ToArray()) : stream.ToArray();
    }

    /// <summary>The decoder takes a picture of one full scan as progressive where its head says so, but for the colours' deeper
    /// coefficients: the bytes are of that kind, which is what the tests are about.</summary>
    private static byte[] Progressive(byte[] baseline)
    {
        var at = baseline.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        baseline[at + 1] = 0xC2;
        return baseline;
    }

    private static FaceImage Read(byte[] bytes) => Assert.IsType<ColourPictureOutcome.Read>(ColourPictureFile.Read(bytes, "x")).Picture;

    private static string Refused(byte[] bytes, TimeSpan? limit = null)
    {
        var refused = Assert.IsType<ColourPictureOutcome.Refused>(ColourPictureFile.Read(bytes, "face.jpg", limit)).Why;
        Assert.Equal("face.jpg", refused.File);
        return refused.Reason;
    }

    [Theory]
    [InlineData("jpeg", 12)]
    [InlineData("png", 0)]
    [InlineData("bmp", 0)]
    [InlineData("ppm", 0)]
    public void The_same_picture_in_each_kind_has_the_same_colours(string kind, int tolerance)
    {
        var picture = Read(Made(kind));
        Assert.Equal((Width, Height), (picture.Width, picture.Height));
        for (var i = 0; i < Width * Height; i++)
        {
            int x = i % Width,
                y = i / Width;
            Assert.InRange(picture.Rgb.Span[3 * i], x * 5 - tolerance, x * 5 + tolerance);
            Assert.InRange(picture.Rgb.Span[3 * i + 1], y * 8 - tolerance, y * 8 + tolerance);
            Assert.InRange(picture.Rgb.Span[3 * i + 2], 255 - x * 5 - tolerance, 255 - x * 5 + tolerance);
        }
    }

    [Theory]
    [InlineData(3, Width, Height, 255 - 5 * 0)]
    [InlineData(6, Height, Width, 255 - 5 * 0)]
    [InlineData(8, Height, Width, 255 - 5 * (Width - 1))]
    public void A_picture_that_was_held_otherwise_is_turned_upright(ushort held, int width, int height, int blue)
    {
        var picture = Read(Made("jpeg", held));
        Assert.Equal((width, height), (picture.Width, picture.Height));
        // The pixel at the upper left: right end of the row (3: upside down, 8: turned left), or its beginning (6: turned right).
        var expected = held == 3 ? 255 - 5 * (Width - 1) : blue;
        Assert.InRange((int)picture.Rgb.Span[2], expected - 12, expected + 12);
    }

    [Fact]
    public void Other_kinds_are_refused()
    {
        Assert.Contains("no picture", Refused(Made("gif")), StringComparison.Ordinal);
        Assert.Contains("no picture", Refused([]), StringComparison.Ordinal);
        Assert.Contains("no picture", Refused(Encoding.ASCII.GetBytes("<svg/>")), StringComparison.Ordinal);
        Refused([0xFF, 0xD8, 0xFF]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_that_is_cut_off_is_refused(string kind)
    {
        var whole = Made(kind);
        for (var length = 0; length < whole.Length; length += 3)
            Refused(whole[..length]);
    }

    [Fact]
    public void A_small_file_of_a_large_picture_is_refused_by_its_head()
    {
        var bomb = Made("jpeg");
        var at = bomb.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (bomb[at + 5], bomb[at + 6], bomb[at + 7], bomb[at + 8]) = (0xFF, 0xFF, 0xFF, 0xFF);
        Assert.Contains("too many pixels", Refused(bomb), StringComparison.Ordinal);
        Assert.Contains("16 MiB", Refused(new byte[ColourPictureFile.BytesMax + 1]), StringComparison.Ordinal);
        Assert.Contains("too many pixels", Refused(Encoding.ASCII.GetBytes("P6\n30000 30000\n255\n")), StringComparison.Ordinal);
    }

    /// <summary>Each scan of a progressive picture walks over all pixels: many of them in a small file are work without end.</summary>
    [Fact]
    public void A_picture_of_very_many_scans_is_refused()
    {
        var whole = Made("progressive");
        var scan = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] body = [.. whole[..scan], .. Enumerable.Repeat(whole[scan..^2], 65).SelectMany(one => one), 0xFF, 0xD9];
        Assert.Contains("lacks pixels", Refused(body), StringComparison.Ordinal);
    }

    [Fact]
    public void Decoding_ends_when_its_time_is_over()
    {
        foreach (var kind in Kinds)
            Assert.Contains("too long", Refused(Made(kind.Data), TimeSpan.Zero), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_pictures_are_read_or_refused_and_never_harm(string kind) => Fuzz(kind, seed: 5, times: 1_500);

    [Theory]
    [Trait("Suite", "Whole")]
    [MemberData(nameof(Kinds))]
    public void Many_more_damaged_pictures_are_read_or_refused(string kind) => Fuzz(kind, seed: 6, times: 200_000);

    private static void Fuzz(string kind, int seed, int times)
    {
        var (random, whole) = (new Random(seed), Made(kind));
        var refused = 0;
        for (var i = 0; i < times; i++)
        {
            switch (ColourPictureFile.Read(Damage.Done(whole, random), "x"))
            {
                case ColourPictureOutcome.Read { Picture: var picture }:
                    Assert.Equal(3 * picture.Width * picture.Height, picture.Rgb.Length);
                    Assert.InRange(picture.Width * picture.Height, 1, ColourPictureFile.PixelsMax);
                    break;
                default:
                    refused++;
                    break;
            }
        }
        Assert.InRange(refused, 1, times);
    }
}
