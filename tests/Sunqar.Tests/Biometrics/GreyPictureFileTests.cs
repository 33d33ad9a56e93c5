using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Sunqar.Formats.Pictures;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Pictures from strangers: what they are comes from their head, and what is wrong with them is said.</summary>
public class GreyPictureFileTests
{
    private const int Width = 37,
        Height = 23;

    private static readonly byte[] Grey = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i * 7 % 256))];

    public static TheoryData<string> Kinds => ["pgm", "png", "bmp"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_picture_in_each_kind_has_the_same_pixels(string kind)
    {
        var picture = Assert.IsType<PictureOutcome.Read>(GreyPictureFile.Read(Made(kind), "x")).Picture;
        Assert.Equal((Width, Height), (picture.Width, picture.Height));
        Assert.Equal(Grey, picture.Grey.ToArray());
        // 19,685 pixels a metre.
        Assert.Equal(kind == "pgm" ? null : 500, picture.PixelsPerInch);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FMR")]
    [InlineData("P5\n")]
    [InlineData("P5\n0 0\n255\n")]
    [InlineData("P5\n60000 60000\n255\n")]
    [InlineData("P5\n99999999999 1\n255\n")]
    [InlineData("P5\n37 23\n255\nshort")]
    [InlineData("GIF89a")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    public void What_is_no_such_picture_is_refused_by_its_name(string text)
    {
        var refused = Assert.IsType<PictureOutcome.Refused>(GreyPictureFile.Read(Encoding.Latin1.GetBytes(text), "print.pgm"));
        Assert.Equal("print.pgm", refused.Why.File);
    }

    [Fact]
    public void A_small_file_that_unpacks_to_a_large_picture_is_refused_by_its_head()
    {
        Assert.IsType<PictureOutcome.Refused>(GreyPictureFile.Read(Png(50_000, 50_000, []), "bomb.png"));
        // And one whose head lies: it says less than it holds.
        Assert.IsType<PictureOutcome.Read>(GreyPictureFile.Read(Png(Width, Height, new byte[1 << 24]), "lie.png"));
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read_to_its_end()
    {
        var refused = Assert.IsType<PictureOutcome.Refused>(GreyPictureFile.Read("/dev/zero"));
        Assert.Contains("32 MiB", refused.Why.ToString(), StringComparison.Ordinal);
        Assert.IsType<PictureOutcome.Refused>(GreyPictureFile.Read("/no/such/file.png"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_that_is_cut_off_is_refused(string kind)
    {
        var whole = Made(kind);
        for (var length = 0; length < whole.Length; length++)
            Assert.IsType<PictureOutcome.Refused>(GreyPictureFile.Read(whole.AsSpan(0, length), "x"));
        // Also where everything but the rows is there.
        if (kind == "png")
            Assert.IsType<PictureOutcome.Refused>(GreyPictureFile.Read(Png(Width, Height, new byte[Width * Height]), "x"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_pictures_are_read_or_refused_and_never_harm(string kind) => Fuzz(kind, seed: 5, times: 4_000);

    [Theory]
    [Trait("Suite", "Whole")]
    [MemberData(nameof(Kinds))]
    public void Many_more_damaged_pictures_are_read_or_refused(string kind) => Fuzz(kind, seed: 6, times: 400_000);

    private static void Fuzz(string kind, int seed, int times)
    {
        var (random, whole) = (new Random(seed), Made(kind));
        var read = 0;
        for (var i = 0; i < times; i++)
        {
            var bytes = Damage.Done(whole, random);
            if (GreyPictureFile.Read(bytes, "x") is not PictureOutcome.Read { Picture: var picture })
                continue;
            read++;
            Assert.Equal(picture.Width * picture.Height, picture.Grey.Length);
            Assert.InRange(picture.Grey.Length, 1, GreyPictureFile.PixelsMax);
        }
        Assert.InRange(read, 1, times - 1);
    }

    private static byte[] Made(string kind) =>
        kind switch
        {
            "pgm" => [.. Encoding.ASCII.GetBytes($"P5\n{Width} {Height}\n255\n"), .. Grey],
            "png" => Png(Width, Height, [.. Grey.Chunk(Width).SelectMany(row => row.Prepend((byte)0))]),
            _ => Bmp(),
        };

    private static byte[] Png(int width, int height, byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(rows);
        var (head, scale) = (new byte[13], new byte[9]);
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8; // bits, grey
        BinaryPrimitives.WriteInt32BigEndian(scale, 19_685);
        BinaryPrimitives.WriteInt32BigEndian(scale.AsSpan(4), 19_685);
        scale[8] = 1; // a metre
        return
        [
            0x89,
            .. "PNG\r\n\u001a\n"u8,
            .. Chunk("IHDR", head),
            .. Chunk("pHYs", scale),
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string name, byte[] body)
    {
        var chunk = new byte[12 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        Encoding.ASCII.GetBytes(name).CopyTo(chunk, 4);
        body.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc(chunk.AsSpan(4, 4 + body.Length)));
        return chunk;
    }

    /// <summary>CRC-32 of ISO 3309, as PNG has it.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }

    /// <summary>Eight bits a pixel with a grey palette, rows from below, each of whole words.</summary>
    private static byte[] Bmp()
    {
        const int Stride = (Width + 3) / 4 * 4,
            Head = 54 + 1024;
        var bytes = new byte[Head + Stride * Height];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        (int At, int Value)[] head =
        [
            (10, Head),
            (14, 40),
            (18, Width),
            (22, Height),
            (26, 1 | 8 << 16),
            (38, 19_685),
            (42, 19_685),
            (46, 256),
        ];
        foreach (var (at, value) in head)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        for (var i = 0; i < 256; i++)
            bytes.AsSpan(54 + 4 * i, 3).Fill((byte)i);
        for (var y = 0; y < Height; y++)
            Grey.AsSpan((Height - 1 - y) * Width, Width).CopyTo(bytes.AsSpan(Head + y * Stride));
        return bytes;
    }
}
