using System.Buffers.Binary;

namespace Sunqar.Formats.Pictures;

/// <summary>Whether a JPEG file goes on to the marker that ends it (ITU-T T.81, annex B). The decoder fills what is missing with grey and
/// says nothing.</summary>
internal static class JpegBody
{
    /// <summary>A progressive picture has about ten; each is a walk over all pixels, so that many of them are work without end.</summary>
    public const int ScansMax = 64;

    private const byte Start = 0xD8,
        End = 0xD9,
        Scan = 0xDA,
        FirstRestart = 0xD0,
        LastRestart = 0xD7;

    /// <summary>Segment behind segment, and scan behind scan, up to the end; what follows the end is not looked at.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var scans = 0;
        var at = 2;
        while (at + 1 < bytes.Length)
        {
            if (bytes[at] != 0xFF)
                return false;
            var marker = bytes[at + 1];
            if (marker == End)
                return scans > 0;
            if (marker is 0xFF)
            {
                at++;
                continue;
            }
            if (marker is Start or 0 or (>= FirstRestart and <= LastRestart) || at + 4 > bytes.Length)
                return false;
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (marker != Scan)
                continue;
            if (++scans > ScansMax)
                return false;
            at = AfterScan(bytes, at);
        }
        return false;
    }

    /// <summary>The next marker that is not part of the scan.</summary>
    private static int AfterScan(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            var next = bytes[at..].IndexOf((byte)0xFF);
            if (next < 0)
                return bytes.Length;
            at += next;
            if (at + 1 >= bytes.Length || bytes[at + 1] is not (0 or (>= FirstRestart and <= LastRestart)))
                return at;
            at += 2;
        }
        return bytes.Length;
    }
}
