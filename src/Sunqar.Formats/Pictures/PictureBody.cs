using System.Buffers.Binary;
using System.IO.Compression;

namespace Sunqar.Formats.Pictures;

/// <summary>
/// Whether a picture's file holds all the pixels that its head promises. The decoder fills what is missing with black and says nothing;
/// half a finger would become a template.
/// </summary>
internal static class PictureBody
{
    /// <summary>False where pixels are missing, or the kind is one whose pixels are not counted: PGM and PPM as text, BMP packed,
    /// PNG interlaced; JPEG is followed to its end (<see cref="JpegBody"/>).</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("P5"u8) ? IsWholePgm(bytes, 1)
        : bytes.StartsWith("P6"u8) ? IsWholePgm(bytes, 3)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? JpegBody.IsWhole(bytes)
        : bytes.StartsWith("BM"u8) ? IsWholeBmp(bytes)
        : bytes.Length > 8 && bytes[0] == 0x89 && IsWholePng(bytes);

    /// <summary>Three numbers parted by blanks or comments, one blank, then rows of one or two bytes for each channel of a pixel; PPM is
    /// the same with three.</summary>
    private static bool IsWholePgm(ReadOnlySpan<byte> bytes, int channels)
    {
        Span<long> numbers = stackalloc long[3];
        var at = 2;
        for (var i = 0; i < numbers.Length; i++)
        {
            while (at < bytes.Length && (IsBlank(bytes[at]) || bytes[at] == '#'))
            {
                if (bytes[at++] != '#')
                    continue;
                while (at < bytes.Length && bytes[at] != '\n')
                    at++;
            }
            for (; at < bytes.Length && bytes[at] is >= (byte)'0' and <= (byte)'9' && numbers[i] < 1 << 24; at++)
                numbers[i] = numbers[i] * 10 + (bytes[at] - '0');
        }
        var (width, height, white) = (numbers[0], numbers[1], numbers[2]);
        return at < bytes.Length
            && IsBlank(bytes[at])
            && white is > 0 and < 65_536
            && width * height * channels * (white < 256 ? 1 : 2) <= bytes.Length - at - 1;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>Rows of whole words behind the place that the head names.</summary>
    private static bool IsWholeBmp(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 54 || BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) < 40)
            return false;
        long from = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]),
            width = BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]),
            height = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])),
            bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        var isPacked = BinaryPrimitives.ReadInt32LittleEndian(bytes[30..]) != 0;
        return !isPacked && width > 0 && from >= 54 && from + (width * bits + 31) / 32 * 4 * height <= bytes.Length;
    }

    /// <summary>The rows, each with the byte of its filter, unpacked from all IDAT chunks; and the chunk that ends it.</summary>
    private static bool IsWholePng(ReadOnlySpan<byte> bytes)
    {
        long needed = -1;
        using var packed = new MemoryStream();
        var at = 8;
        while (at + 12 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - 12)
                return false;
            var name = bytes.Slice(at + 4, 4);
            var body = bytes.Slice(at + 8, (int)length);
            if (name.SequenceEqual("IHDR"u8))
                needed = Rows(body);
            else if (name.SequenceEqual("IDAT"u8))
                packed.Write(body);
            else if (name.SequenceEqual("IEND"u8))
                return needed >= 0 && Unpacks(packed, needed);
            at += 12 + (int)length;
        }
        return false;
    }

    /// <summary>Bytes of all rows; below zero where they are interlaced or the head is none.</summary>
    private static long Rows(ReadOnlySpan<byte> head)
    {
        if (head.Length != 13 || head[12] != 0)
            return -1;
        long width = BinaryPrimitives.ReadUInt32BigEndian(head),
            height = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        var channels = head[9] switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };
        return ((width * head[8] * channels + 7) / 8 + 1) * height;
    }

    private static bool Unpacks(MemoryStream packed, long needed)
    {
        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        while (needed > 0)
        {
            var read = rows.Read(buffer, 0, (int)Math.Min(needed, buffer.Length));
            if (read == 0)
                return false;
            needed -= read;
        }
        return true;
    }
}
