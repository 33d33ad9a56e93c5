using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using Sunqar.Core.Biometrics.Faces;

namespace Sunqar.Formats.Pictures;

/// <summary>What reading a picture in colour comes to.</summary>
public abstract record ColourPictureOutcome
{
    private ColourPictureOutcome() { }

    public sealed record Read(FaceImage Picture) : ColourPictureOutcome;

    public sealed record Refused(BadInput Why) : ColourPictureOutcome;
}

/// <summary>
/// Reads JPEG, PNG, BMP and PPM photographs. Bytes from strangers: size and kind are told from the head before anything is decoded, no
/// other decoder is registered, what decoding may allocate is capped, and it ends after a while. A photograph that says how it was held
/// (EXIF) is turned upright.
/// </summary>
public static class ColourPictureFile
{
    /// <summary>More than a camera's JPEG of <see cref="PixelsMax"/>; raw pixels in BMP need 48 MiB, and such a picture is to be
    /// smaller.</summary>
    public const int BytesMax = 16 << 20;

    /// <summary>Of a camera's picture; each takes three bytes when it is decoded.</summary>
    public const int PixelsMax = 16 << 20;

    /// <summary>After it, decoding ends: a hundred times what a picture of <see cref="PixelsMax"/> takes.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    private const string Expected = "a JPEG, PNG, BMP or PPM picture of at most 16,777,216 pixels and 16 MiB";

    private static readonly Configuration Decoders = new(
        new JpegConfigurationModule(),
        new PngConfigurationModule(),
        new BmpConfigurationModule(),
        new PbmConfigurationModule()
    )
    {
        // Of one block; JPEG keeps the coefficients of three channels, each of two bytes, when it is progressive.
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { AllocationLimitMegabytes = 128 }),
        MaxDegreeOfParallelism = 1,
    };

    /// <summary>A file's picture; never throws for what the file holds.</summary>
    public static ColourPictureOutcome Read(string path) =>
        PictureBytes.Of(path, BytesMax, out var why) is { } bytes ? Read(bytes, path) : new ColourPictureOutcome.Refused(why!);

    /// <param name="name">What the picture is called in a refusal.</param>
    /// <param name="timeMax">Null for <see cref="TimeMax"/>.</param>
    public static ColourPictureOutcome Read(byte[] bytes, string name, TimeSpan? timeMax = null)
    {
        if (bytes.Length > BytesMax)
            return Refused(name, "the file is longer than 16 MiB");
        using var limit = new CancellationTokenSource(timeMax ?? TimeMax);
        try
        {
            var info = Image.Identify(Decoders, bytes, out _);
            if (info is null)
                return Refused(name, "this is no picture of a kind that is read");
            if (info.Width <= 0 || info.Height <= 0 || (long)info.Width * info.Height > PixelsMax)
                return Refused(name, "the picture has no or too many pixels");
            if (!PictureBody.IsWhole(bytes))
                return Refused(name, "the picture lacks pixels, or is packed or interlaced as no camera does it");
            using var stream = new MemoryStream(bytes, writable: false);
            using var image = Image.LoadAsync<Rgb24>(Decoders, stream, limit.Token).GetAwaiter().GetResult();
            limit.Token.ThrowIfCancellationRequested();
            image.Mutate(Decoders, upright => upright.AutoOrient());
            var rgb = new byte[3 * image.Width * image.Height];
            image.CopyPixelDataTo(rgb);
            return new ColourPictureOutcome.Read(new FaceImage(image.Width, image.Height, rgb));
        }
        catch (OperationCanceledException)
        {
            return Refused(name, "the picture takes too long to decode");
        }
        // The library reads what it can and throws what it likes for the rest: whatever the bytes made it do, they are no picture.
        catch (Exception why) when (why is not OutOfMemoryException)
        {
            return Refused(name, "the picture is damaged");
        }
    }

    private static ColourPictureOutcome.Refused Refused(string name, string reason) =>
        new(new BadInput(name, 0, 0, null, reason, Expected));
}
