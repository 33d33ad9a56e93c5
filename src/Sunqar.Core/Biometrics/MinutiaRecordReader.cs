using System.Buffers.Binary;

namespace Sunqar.Core.Biometrics;

/// <summary>
/// Reads finger minutiae records: ISO/IEC 19794-2 of 2005 (version " 20") and 2011 (version "030"), big-endian. Ridge counts, cores and
/// deltas are other makers' extensions to the matching and are passed over by their length; the formats for chip cards are none of these
/// two.
/// </summary>
public ref struct MinutiaRecordReader
{
    /// <summary>A record of 16 full views is some 25 kB; extended data may add to it.</summary>
    public const int BytesMax = 1 << 18;

    /// <summary>Ten fingers and some of them twice.</summary>
    public const int ViewsMax = 16;

    private const int QualityBlocksMax = 16;
    private const byte QualityNone = 255;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private MinutiaRecordReading.Refused? _refused;

    private MinutiaRecordReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The views of a record, or the first fault and where it is. Never throws.</summary>
    public static MinutiaRecordReading Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BytesMax)
            return new MinutiaRecordReading.Refused(MinutiaRecordFault.TooLong, BytesMax);
        if (!bytes.StartsWith("FMR\0"u8))
            return new MinutiaRecordReading.Refused(MinutiaRecordFault.NotMinutiae, 0);
        var reader = new MinutiaRecordReader(bytes) { _at = 4 };
        var version = reader.UInt32();
        var length = reader.UInt32();
        if (reader._refused is { } early)
            return early;
        MinutiaRecordEdition edition;
        switch (version)
        {
            case 0x20323000: // " 20\0"
                edition = MinutiaRecordEdition.Iso2005;
                break;
            case 0x30333000: // "030\0"
                edition = MinutiaRecordEdition.Iso2011;
                break;
            default:
                return new MinutiaRecordReading.Refused(MinutiaRecordFault.UnknownEdition, 4);
        }
        if (length != bytes.Length)
            return new MinutiaRecordReading.Refused(MinutiaRecordFault.WrongLength, 8);
        var views = edition == MinutiaRecordEdition.Iso2005 ? reader.Views2005() : reader.Views2011();
        if (reader._refused is null && reader._at != bytes.Length)
            reader.Refuse(MinutiaRecordFault.WrongLength, reader._at);
        return reader._refused is { } refused ? refused : new MinutiaRecordReading.Read(edition, views);
    }

    private List<FingerTemplate> Views2005()
    {
        UInt16(); // capture equipment
        var (width, height) = Size();
        var (across, down) = Resolution();
        var count = ViewCount(Byte());
        Byte(); // reserved
        var views = new List<FingerTemplate>(count);
        for (var i = 0; i < count && _refused is null; i++)
        {
            var position = Position();
            var impression = (byte)(Byte() & 0x0F);
            var quality = Byte();
            var minutiae = Minutiae(Byte(), 6, width, height);
            Skip(UInt16());
            views.Add(new FingerTemplate(width, height, across, down, position, impression, quality, minutiae));
        }
        return views;
    }

    private List<FingerTemplate> Views2011()
    {
        var count = ViewCount(UInt16());
        var isCertified = Byte() != 0;
        var views = new List<FingerTemplate>(count);
        for (var i = 0; i < count && _refused is null; i++)
        {
            var from = _at;
            var length = UInt32();
            Skip(9 + 1 + 2 + 2); // capture time, technology, vendor, device
            var quality = QualityBlocks();
            if (isCertified)
                Skip(3 * Byte());
            var position = Position();
            Byte(); // representation number
            var (across, down) = Resolution();
            var impression = Byte();
            var (width, height) = Size();
            var layoutAt = _at;
            var bytesEach = Byte() >> 4;
            if (bytesEach is not (5 or 6))
                Refuse(MinutiaRecordFault.MinutiaLength, layoutAt);
            var minutiae = Minutiae(Byte(), bytesEach, width, height);
            Skip(UInt16());
            if (_refused is null && _at - from != length)
                Refuse(MinutiaRecordFault.WrongLength, from);
            views.Add(new FingerTemplate(width, height, across, down, position, impression, quality, minutiae));
        }
        return views;
    }

    /// <summary>The first block's score; the others are further opinions.</summary>
    private byte QualityBlocks()
    {
        var at = _at;
        var count = Byte();
        if (count > QualityBlocksMax)
            Refuse(MinutiaRecordFault.WrongLength, at);
        var quality = QualityNone;
        for (var i = 0; i < count && _refused is null; i++)
        {
            var score = Byte();
            quality = i == 0 ? score : quality;
            Skip(4); // vendor and algorithm of the score
        }
        return quality;
    }

    private int ViewCount(int count)
    {
        if (count is 0 or > ViewsMax)
            Refuse(MinutiaRecordFault.ViewCount, _at - 1);
        return _refused is null ? count : 0;
    }

    private (int Width, int Height) Size()
    {
        var at = _at;
        var size = (UInt16(), UInt16());
        if (size.Item1 == 0 || size.Item2 == 0)
            Refuse(MinutiaRecordFault.ImageSize, at);
        return size;
    }

    private (int Across, int Down) Resolution()
    {
        var at = _at;
        var resolution = (UInt16(), UInt16());
        if (!IsKnown(resolution.Item1) || !IsKnown(resolution.Item2))
            Refuse(MinutiaRecordFault.Resolution, at);
        return resolution;

        static bool IsKnown(int value) => value is >= FingerTemplate.PixelsPerCmMin and <= FingerTemplate.PixelsPerCmMax;
    }

    private FingerPosition Position()
    {
        var at = _at;
        var position = (FingerPosition)Byte();
        if (position > FingerPosition.LeftLittle)
            Refuse(MinutiaRecordFault.FingerPosition, at);
        return position;
    }

    private Minutia[] Minutiae(int count, int bytesEach, int width, int height)
    {
        if (_refused is not null || _at + count * bytesEach > _bytes.Length)
        {
            Refuse(MinutiaRecordFault.Truncated, _at);
            return [];
        }
        var minutiae = new Minutia[count];
        for (var i = 0; i < count; i++)
        {
            var at = _at;
            int first = UInt16(),
                second = UInt16();
            var (type, x, y) = (first >> 14, first & Minutia.CoordinateMax, second & Minutia.CoordinateMax);
            var angle = Byte();
            var quality = bytesEach == 6 ? Byte() : (byte)0;
            if (type == 3)
                Refuse(MinutiaRecordFault.MinutiaType, at);
            if (x >= width || y >= height)
                Refuse(MinutiaRecordFault.MinutiaPlace, at);
            // 254 and 255: quality was not reported, or could not be computed (2011, 8.4.4).
            if (quality is > Minutia.QualityMax and < 254)
                Refuse(MinutiaRecordFault.MinutiaQuality, at);
            minutiae[i] = new Minutia((MinutiaType)type, x, y, angle, quality > Minutia.QualityMax ? (byte)0 : quality);
        }
        return minutiae;
    }

    private void Skip(int count)
    {
        if (count > _bytes.Length - _at)
            Refuse(MinutiaRecordFault.Truncated, _at);
        else
            _at += count;
    }

    private byte Byte()
    {
        if (_at < _bytes.Length)
            return _bytes[_at++];
        Refuse(MinutiaRecordFault.Truncated, _at);
        return 0;
    }

    private int UInt16()
    {
        if (_at + 2 > _bytes.Length)
        {
            Refuse(MinutiaRecordFault.Truncated, _at);
            return 0;
        }
        _at += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(_bytes[(_at - 2)..]);
    }

    private uint UInt32()
    {
        if (_at + 4 > _bytes.Length)
        {
            Refuse(MinutiaRecordFault.Truncated, _at);
            return 0;
        }
        _at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_at - 4)..]);
    }

    /// <summary>The first fault is the one that is told; what follows from it is not.</summary>
    private void Refuse(MinutiaRecordFault fault, int at) => _refused ??= new MinutiaRecordReading.Refused(fault, at);
}
