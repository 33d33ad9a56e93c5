using Sunqar.Core.Biometrics;
using Sunqar.Simulation.Fingers;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Extraction finds the minutiae that a drawn finger has, and nothing where there is no finger.</summary>
public class FingerExtractorTests
{
    private const ulong Seed = 41;

    [Fact]
    public void The_true_minutiae_are_found_with_their_directions()
    {
        int truly = 0,
            found = 0,
            told = 0,
            directed = 0;
        for (var finger = 0; finger < 8; finger++)
        {
            var drawn = new SyntheticFinger(Seed, finger);
            foreach (var impression in (int[])[0, 1])
            {
                var print = drawn.Impression(impression);
                var template = Prints.Template(print);
                truly += print.Minutiae.Count;
                told += template.Minutiae.Count;
                foreach (var minutia in print.Minutiae)
                {
                    var nearest = template.Minutiae.MinBy(one => Prints.Distance(one, minutia));
                    if (Prints.Distance(nearest, minutia) > Prints.Near)
                        continue;
                    found++;
                    directed += Math.Abs((int)unchecked((sbyte)(nearest.Angle - minutia.Turn))) <= 24 ? 1 : 0;
                }
            }
        }
        Assert.InRange(found, 0.85 * truly, truly);
        Assert.InRange(told, 0.85 * truly, 1.25 * truly);
        Assert.InRange(directed, 0.95 * found, found);
    }

    [Fact]
    public void A_scan_of_twice_the_resolution_gives_the_same_finger()
    {
        for (var finger = 0; finger < 3; finger++)
        {
            var print = new SyntheticFinger(Seed, finger).Impression(0);
            var large = new byte[4 * print.Grey.Length];
            for (var i = 0; i < large.Length; i++)
                large[i] = print.Grey[i / (2 * print.Width) / 2 * print.Width + i % (2 * print.Width) / 2];
            var template = Extracted(new FingerImage(2 * print.Width, 2 * print.Height, large, 1_000));
            Assert.Equal((print.Width, print.Height), (template.Width, template.Height));
            Assert.True(Templates.Score(template, Prints.Template(print)) > 2 * FingerMatcher.Threshold);
        }
    }

    [Fact]
    public void The_same_image_gives_the_same_template()
    {
        var print = new SyntheticFinger(Seed, 1).Impression(2);
        Assert.Equal(Prints.Template(print).Minutiae, Prints.Template(print).Minutiae);
    }

    [Fact]
    public void A_whole_and_clean_print_is_of_better_quality_than_a_small_or_a_noisy_one()
    {
        var print = new SyntheticFinger(Seed, 2).Impression(0);
        var whole = Prints.Template(print).Quality;
        var random = new Random(1);
        var noisy = print.Grey.Select(grey => (byte)Math.Clamp(grey + random.Next(-140, 141), 0, 255)).ToArray();
        Assert.True(Extracted(Image(noisy, print)).Quality < whole);
        var small = (byte[])print.Grey.Clone();
        Array.Fill(small, (byte)255, small.Length / 2, small.Length - small.Length / 2);
        Assert.True(Extracted(Image(small, print)).Quality < whole);
    }

    public static TheoryData<string, ExtractionFault> Empty =>
        new()
        {
            { "white", ExtractionFault.NoRidges },
            { "black", ExtractionFault.NoRidges },
            { "noise", ExtractionFault.NoRidges },
            { "slope", ExtractionFault.NoRidges },
            { "stripes", ExtractionFault.TooFewMinutiae },
            { "fine stripes", ExtractionFault.NoRidges },
        };

    [Theory]
    [MemberData(nameof(Empty))]
    public void What_is_no_finger_is_refused(string what, ExtractionFault fault)
    {
        const int Side = 400;
        var random = new Random(2);
        var grey = new byte[Side * Side];
        for (var i = 0; i < grey.Length; i++)
        {
            var (x, y) = (i % Side, i / Side);
            grey[i] = what switch
            {
                "white" => 255,
                "black" => 0,
                "noise" => (byte)random.Next(256),
                "slope" => (byte)(x * 255 / Side),
                "stripes" => (byte)(128 + 100 * Math.Sin((x + 0.3 * y) * 2 * Math.PI / 9)),
                _ => (byte)(x % 3 * 100),
            };
        }
        Assert.Equal(new Extraction.Refused(fault), FingerExtractor.Extract(new FingerImage(Side, Side, grey, 500)));
    }

    [Theory]
    [InlineData(63, 400, 500)]
    [InlineData(400, 2_049, 500)]
    [InlineData(400, 400, 299)]
    [InlineData(400, 400, 1_201)]
    [InlineData(-1, -1, 500)]
    [InlineData(100_000, 100_000, 500)]
    public void An_image_beyond_its_limits_is_refused_before_anything_is_read(int width, int height, int resolution) =>
        Assert.Equal(
            new Extraction.Refused(ExtractionFault.ImageLimits),
            FingerExtractor.Extract(new FingerImage(width, height, new byte[400 * 400], resolution))
        );

    [Fact]
    public void Any_image_gives_a_template_or_a_refusal()
    {
        var random = new Random(3);
        var print = new SyntheticFinger(Seed, 3).Impression(1);
        for (var i = 0; i < 60; i++)
        {
            int width = random.Next(64, 300),
                height = random.Next(64, 300);
            var grey = new byte[width * height];
            // Pieces of prints, of noise and of one grey, in squares.
            for (var at = 0; at < grey.Length; at++)
            {
                var (x, y) = (at % width, at / width);
                grey[at] = ((x / 40 * 7 + y / 40 * 13 + i) % 4) switch
                {
                    0 => (byte)random.Next(256),
                    1 => (byte)(i * 4),
                    _ => print.Grey[Math.Min(y + 60, print.Height - 1) * print.Width + Math.Min(x + 30, print.Width - 1)],
                };
            }
            var extraction = FingerExtractor.Extract(new FingerImage(width, height, grey, 350 + i * 10));
            if (extraction is Extraction.Extracted { Template: var template })
                Assert.All(template.Minutiae, one => Assert.True(one.X < template.Width && one.Y < template.Height));
        }
    }

    private static FingerImage Image(byte[] grey, SyntheticPrint print) => new(print.Width, print.Height, grey, 500);

    private static FingerTemplate Extracted(FingerImage image) =>
        Assert.IsType<Extraction.Extracted>(FingerExtractor.Extract(image)).Template;
}
