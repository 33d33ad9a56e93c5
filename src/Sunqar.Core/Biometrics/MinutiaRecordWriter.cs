using System.Buffers.Binary;

namespace Sunqar.Core.Biometrics;

/// <summary>Writes finger minutiae records, the bytes that <see cref="MinutiaRecordReader"/> takes back: minutiae of six bytes, no extended
/// data, no claim about the equipment.</summary>
public static class MinutiaRecordWriter
{
    private const int HeadBytes2005 = 24;
    private const int ViewBytes2005 = 6;
    private const int HeadBytes2011 = 15;
    private const int ViewBytes2011 = 34;
    private const int MinutiaBytes = 6;

    /// <summary>A record of one view.</summary>
    public static byte[] Write(FingerTemplate template, MinutiaRecordEdition edition)
    {
        var body = template.Minutiae.Count * MinutiaBytes;
        return edition == MinutiaRecordEdition.Iso2005 ? Write2005(template, body) : Write2011(template, body);
    }

    private static byte[] Write2005(FingerTemplate template, int body)
    {
        var bytes = new byte[HeadBytes2005 + ViewBytes2005 + body];
        var writer = Head(bytes, " 20\0"u8);
        writer.UInt16(0); // capture equipment: none is claimed
        writer.UInt16(template.Width);
        writer.UInt16(template.Height);
        writer.UInt16(template.XPixelsPerCm);
        writer.UInt16(template.YPixelsPerCm);
        writer.Byte(1); // views
        writer.Byte(0);
        writer.Byte((byte)template.Position);
        writer.Byte((byte)(template.ImpressionType & 0x0F)); // view number 0 above it
        writer.Byte(template.Quality);
        writer.Minutiae(template.Minutiae);
        writer.UInt16(0); // extended data
        return bytes;
    }

    private static byte[] Write2011(FingerTemplate template, int body)
    {
        var hasQuality = template.Quality <= Minutia.QualityMax;
        var bytes = new byte[HeadBytes2011 + ViewBytes2011 + (hasQuality ? 5 : 0) + body];
        var writer = Head(bytes, "030\0"u8);
        writer.UInt16(1); // representations
        writer.Byte(0); // no certification
        writer.UInt32((uint)(bytes.Length - HeadBytes2011));
        // Capture time all ones: not known (2011, 7.4.1.3). Technology, vendor and device: unknown.
        for (var i = 0; i < 9; i++)
            writer.Byte(0xFF);
        for (var i = 0; i < 5; i++)
            writer.Byte(0);
        writer.Byte((byte)(hasQuality ? 1 : 0));
        if (hasQuality)
        {
            writer.Byte(template.Quality);
            writer.UInt32(0); // the score's vendor and algorithm: not registered
        }
        writer.Byte((byte)template.Position);
        writer.Byte(0); // representation number
        writer.UInt16(template.XPixelsPerCm);
        writer.UInt16(template.YPixelsPerCm);
        writer.Byte(template.ImpressionType);
        writer.UInt16(template.Width);
        writer.UInt16(template.Height);
        writer.Byte(MinutiaBytes << 4 | 1); // endings stand where the ridge's middle line ends
        writer.Minutiae(template.Minutiae);
        writer.UInt16(0); // extended data
        return bytes;
    }

    private static BigEndian Head(byte[] bytes, ReadOnlySpan<byte> version)
    {
        var writer = new BigEndian(bytes);
        writer.Bytes("FMR\0"u8);
        writer.Bytes(version);
        writer.UInt32((uint)bytes.Length);
        return writer;
    }

    private ref struct BigEndian(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;
        private int _at;

        public void Byte(byte value) => _bytes[_at++] = value;

        public void Bytes(ReadOnlySpan<byte> value)
        {
            value.CopyTo(_bytes[_at..]);
            _at += value.Length;
        }

        public void UInt16(int value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_bytes[_at..], (ushort)value);
            _at += 2;
        }

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_bytes[_at..], value);
            _at += 4;
        }

        public void Minutiae(IReadOnlyList<Minutia> minutiae)
        {
            Byte((byte)minutiae.Count);
            foreach (var minutia in minutiae)
            {
                UInt16((int)minutia.Type << 14 | minutia.X);
                UInt16(minutia.Y);
                Byte(minutia.Angle);
                Byte(minutia.Quality);
            }
        }
    }
}
