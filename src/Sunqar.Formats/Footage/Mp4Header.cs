using System.Buffers.Binary;
using System.Text;

namespace Sunqar.Formats.Footage;

/// <summary>What the header of an MP4 says of its picture.</summary>
/// <param name="Codec">As ffprobe names it, or the four characters of the sample entry.</param>
public sealed record Mp4Video(long LengthUs, string Codec, int Width, int Height);

/// <summary>What came of reading an MP4.</summary>
public abstract record Mp4Reading
{
    private Mp4Reading() { }

    public sealed record Read(Mp4Video Video) : Mp4Reading;

    public sealed record Refused(string Reason, string Expected) : Mp4Reading;
}

/// <summary>
/// Reads the boxes of an MP4 (ISO/IEC 14496-12) down to its first track of pictures: enough to see that a file is whole and what it claims.
/// Boxes must lie inside their parents, as many as a header may have; nothing is read of the picture itself.
/// </summary>
public static class Mp4Header
{
    /// <summary>A header of two days at 60 frames a second stays below; it is read as a whole.</summary>
    private const long MovieBytesMax = 256L << 20;

    private const int TopBoxesMax = 1_000_000,
        BoxesMax = 10_000;
    private const string Expected = "an MP4 file (ISO/IEC 14496-12), closed by its recorder, with a track of pictures";

    public static Mp4Reading Read(Stream file)
    {
        Span<byte> head = stackalloc byte[16];
        var (at, length, hasType, hasData) = (0L, file.Length, false, false);
        byte[]? movie = null;
        for (var box = 0; at < length; box++)
        {
            if (box == TopBoxesMax)
                return Refused("it has too many boxes");
            file.Position = at;
            var got = file.ReadAtLeast(head, 8, throwOnEndOfStream: false);
            var type = got < 8 ? "" : Type(head);
            if (at == 0 && type != "ftyp")
                return Refused("it does not begin with the box ftyp");
            if (got < 8 || Size(head[..got], length - at) is not { } size)
                return Refused($"the box at byte {at} goes beyond the file's end, as in a file that was cut off");
            hasType |= type == "ftyp";
            hasData |= type == "mdat";
            if (type == "moov")
            {
                if (movie is not null || size.Bytes > MovieBytesMax)
                    return Refused("its box moov comes twice or is too large");
                movie = new byte[size.Bytes - size.Head];
                file.Position = at + size.Head;
                file.ReadExactly(movie);
            }
            at += size.Bytes;
        }
        if (!hasType || movie is null || !hasData)
            return Refused("it lacks the box ftyp, moov or mdat");
        var budget = BoxesMax;
        return Movie(movie, ref budget) is { } video
            ? new Mp4Reading.Read(video)
            : Refused("its box moov has no readable track of pictures");
    }

    private static Mp4Reading.Refused Refused(string reason) => new(reason, Expected);

    private static Mp4Video? Movie(ReadOnlyMemory<byte> movie, ref int budget)
    {
        while (Next(ref movie, ref budget, out var type, out var body))
        {
            if (type == "trak" && Track(body, ref budget) is { } video)
                return video;
        }
        return null;
    }

    private static Mp4Video? Track(ReadOnlyMemory<byte> track, ref int budget)
    {
        var media = Child(track, "mdia", ref budget);
        var handler = Child(media, "hdlr", ref budget).Span;
        if (handler.Length < 12 || Type(handler[4..]) != "vide")
            return null;
        var length = Length(Child(media, "mdhd", ref budget).Span);
        var samples = Child(Child(Child(media, "minf", ref budget), "stbl", ref budget), "stsd", ref budget).Span;
        // Version and flags, a count, then the sample entry: its box, reserved bytes, width and height.
        if (length is not { } us || samples.Length < 8 + 8 + 28)
            return null;
        var entry = samples[8..];
        int width = BinaryPrimitives.ReadUInt16BigEndian(entry[32..]),
            height = BinaryPrimitives.ReadUInt16BigEndian(entry[34..]);
        return width > 0 && height > 0 ? new Mp4Video(us, Codec(Type(entry)), width, height) : null;
    }

    /// <summary>Microseconds of a media header, of version 0 or 1.</summary>
    private static long? Length(ReadOnlySpan<byte> header)
    {
        if (header.Length < 24 || (header[0] != 0 && header.Length < 36))
            return null;
        var scale = BinaryPrimitives.ReadUInt32BigEndian(header[(header[0] == 0 ? 12 : 20)..]);
        ulong units = BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
        if (header[0] != 0)
            units = BinaryPrimitives.ReadUInt64BigEndian(header[24..]);
        // More than that is beyond every limit of a recording, and would overflow.
        return scale == 0 || units / scale > 10_000_000 ? null : (long)((UInt128)units * 1_000_000 / scale);
    }

    private static string Codec(string entry) =>
        entry switch
        {
            "avc1" or "avc3" => "h264",
            "hev1" or "hvc1" => "hevc",
            "av01" => "av1",
            "vp09" => "vp9",
            "mp4v" => "mpeg4",
            _ => entry,
        };

    private static ReadOnlyMemory<byte> Child(ReadOnlyMemory<byte> parent, string wanted, ref int budget)
    {
        while (Next(ref parent, ref budget, out var type, out var body))
        {
            if (type == wanted)
                return body;
        }
        return default;
    }

    private static bool Next(ref ReadOnlyMemory<byte> rest, ref int budget, out string type, out ReadOnlyMemory<byte> body)
    {
        type = "";
        body = default;
        if (rest.Length < 8 || budget-- <= 0 || Size(rest.Span, rest.Length) is not { } size)
            return false;
        type = Type(rest.Span);
        body = rest[size.Head..(int)size.Bytes];
        rest = rest[(int)size.Bytes..];
        return true;
    }

    /// <summary>A box's length and that of its head; null where it goes beyond what there is.</summary>
    private static (long Bytes, int Head)? Size(ReadOnlySpan<byte> head, long left)
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var headBytes = 8;
        if (size == 1)
        {
            if (head.Length < 16)
                return null;
            size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(head[8..]), long.MaxValue);
            headBytes = 16;
        }
        // 0: to the end.
        if (size == 0)
            size = left;
        return size < headBytes || size > left ? null : (size, headBytes);
    }

    private static string Type(ReadOnlySpan<byte> head)
    {
        var name = Encoding.Latin1.GetString(head.Slice(4, 4));
        return name.All(c => c is > ' ' and <= '~') ? name : "?";
    }
}
