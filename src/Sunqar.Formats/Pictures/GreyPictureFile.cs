using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace Sunqar.Formats.Pictures;

/// <summary>A picture in shades of grey.</summary>
/// <param name="Grey">Row by row from the upper left, 0 black to 255 white.</param>
/// <param name="PixelsPerInch">As the file states it, rounded; null where it states none.</param>
public sealed record GreyPicture(int Width, int Height, ReadOnlyMemory<byte> Grey, int? PixelsPerInch);

/// <summary>What reading a picture comes to.</summary>
public abstract record PictureOutcome
{
    private PictureOutcome() { }

    public sealed record Read(GreyPicture Picture) : PictureOutcome;

    public sealed record Refused(BadInput Why) : PictureOutcome;
}

/// <summary>
/// Reads PNG, BMP and PGM pictures. Bytes from strangers: size and kind are told from the head before anything is decoded, no other decoder
/// is registered, and what decoding may allocate is capped.
/// </summary>
public static class GreyPictureFile
{
    /// <summary>A file of <see cref="PixelsMax"/> in sixteen bits of four channels is 32 MiB.</summary>
    public const int BytesMax = 32 << 20;

    /// <summary>As many pixels as a finger at 1,200 an inch needs.</summary>
    public const int PixelsMax = 4 << 20;

    private const string Expected = "a PNG, BMP or PGM picture of at most 4,194,304 pixels";

    private static readonly Configuration Decoders = Restricted();

    /// <summary>A file's picture; never throws for what the file holds.</summary>
    public static PictureOutcome Read(string path) =>
        PictureBytes.Of(path, BytesMax, out var why) is { } bytes ? Read(bytes, path) : new PictureOutcome.Refused(why!);

    /// <param name="name">What the picture is called in a refusal.</param>
    public static PictureOutcome Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length > BytesMax)
            return Refused(name, "the file is longer than 32 MiB");
        try
        {
            var info = Image.Identify(Decoders, bytes.ToArray(), out _);
            if (info is null)
                return Refused(name, "this is no picture of a kind that is read");
            if (info.Width <= 0 || info.Height <= 0 || (long)info.Width * info.Height > PixelsMax)
                return Refused(name, "the picture has no or too many pixels");
            if (!PictureBody.IsWhole(bytes))
                return Refused(name, "the picture lacks pixels, or is packed or interlaced as no scanner does it");
            using var image = Image.Load<L8>(Decoders, bytes);
            var grey = new byte[image.Width * image.Height];
            image.CopyPixelDataTo(grey);
            return new PictureOutcome.Read(new GreyPicture(image.Width, image.Height, grey, PixelsPerInch(image.Metadata)));
        }
        // The library reads what it can and throws what it likes for the rest: whatever the bytes made it do, they are no picture.
        catch (Exception why) when (why is not OutOfMemoryException)
        {
            return Refused(name, "the picture is damaged");
        }
    }

    private static PictureOutcome.Refused Refused(string name, string reason) => new(new BadInput(name, 0, 0, null, reason, Expected));

    /// <summary>BMP writers put nothing, 72 or 96 where they know nothing: less than 100 is no scanner's resolution.</summary>
    private static int? PixelsPerInch(ImageMetadata metadata)
    {
        var stated = metadata.ResolutionUnits switch
        {
            PixelResolutionUnit.PixelsPerInch => metadata.HorizontalResolution,
            PixelResolutionUnit.PixelsPerCentimeter => metadata.HorizontalResolution * 2.54,
            PixelResolutionUnit.PixelsPerMeter => metadata.HorizontalResolution * 0.0254,
            _ => 0,
        };
        return stated is >= 100 and <= 10_000 ? (int)Math.Round(stated) : null;
    }

    private static Configuration Restricted()
    {
        var configuration = new Configuration(new PngConfigurationModule(), new BmpConfigurationModule(), new PbmConfigurationModule())
        {
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { AllocationLimitMegabytes = 64 }),
            MaxDegreeOfParallelism = 1,
        };
        return configuration;
    }
}
