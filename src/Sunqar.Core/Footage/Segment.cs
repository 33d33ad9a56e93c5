namespace Sunqar.Core.Footage;

/// <summary>A stretch of a recording, milliseconds after its start.</summary>
public readonly record struct Stretch(int FromMs, int ToMs);

/// <summary>What somebody saw in the picture of a segment: keyframes alone, so a stretch is as exact as they are close.</summary>
/// <param name="Black">Nothing is to be seen.</param>
/// <param name="Frozen">The picture does not change, which an empty lobby's does not either.</param>
/// <param name="ClockStopped">The clock that the recorder burns into the picture stands still.</param>
public sealed record PictureLook(IReadOnlyList<Stretch> Black, IReadOnlyList<Stretch> Frozen, IReadOnlyList<Stretch> ClockStopped);

/// <summary>
/// The manifest of one sealed recording of one camera. It holds no picture: the agency has manifests, the bank the footage.
/// </summary>
/// <param name="Terminal">The cash machine, as payments name it.</param>
/// <param name="Camera">Empty where a terminal has one camera and its files name none.</param>
/// <param name="StartUs">Microseconds since 1970-01-01T00:00:00Z, as the file's name says.</param>
/// <param name="EndUs">Start and the length of the video.</param>
/// <param name="ClockOffsetMs">The recorder's clock against true time; null where nobody measured it.</param>
/// <param name="Codec">As ffprobe names it: h264, hevc, ...</param>
/// <param name="SealedBytes">Length of the ciphertext.</param>
/// <param name="Root">Root of the Merkle tree over the ciphertext in leaves of <see cref="SegmentTree.LeafBytes"/>, 32 bytes.</param>
/// <param name="Previous">Leaf hash of the manifest of the same camera before this one, 32 bytes; zeros where it is the first.</param>
/// <param name="Look">Null where nobody looked at the picture.</param>
public sealed record Segment(
    string Terminal,
    string Camera,
    long StartUs,
    long EndUs,
    int? ClockOffsetMs,
    string Codec,
    int Width,
    int Height,
    long SealedBytes,
    ReadOnlyMemory<byte> Root,
    ReadOnlyMemory<byte> Previous,
    PictureLook? Look
)
{
    public long Leaves => SegmentTree.LeavesOf(SealedBytes);

    /// <summary>Which recording this is, whatever lies behind it.</summary>
    public SegmentKey Key => new(Terminal, Camera, StartUs);
}

/// <summary>A recording: of which camera of which terminal, from when on.</summary>
public readonly record struct SegmentKey(string Terminal, string Camera, long StartUs);

/// <summary>The certificate that a recording is no longer kept.</summary>
/// <param name="Root">What was deleted: the root that was committed.</param>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record Deletion(SegmentKey Segment, ReadOnlyMemory<byte> Root, long AtUs, string Reason);
