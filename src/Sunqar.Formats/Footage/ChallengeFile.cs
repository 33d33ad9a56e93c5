using System.Security.Cryptography;
using System.Text.Json;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;

namespace Sunqar.Formats.Footage;

/// <summary>A challenge: which leaves of which recordings the bank is to show. One JSON object a line, the first for all of it.</summary>
/// <param name="Id">SHA-256 of the file, hexadecimal: an answer names it.</param>
/// <param name="DrawnUs">When it was drawn, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record Challenge(string Id, long DrawnUs, IReadOnlyList<ChallengedLeaf> Leaves);

/// <summary>What came of reading a challenge.</summary>
public abstract record ChallengeReading
{
    private ChallengeReading() { }

    public sealed record Read(Challenge Challenge) : ChallengeReading;

    public sealed record Refused(BadInput Why) : ChallengeReading;
}

/// <summary>Writes and reads challenges (docs/footage.md).</summary>
public static class ChallengeFile
{
    private const int LineBytesMax = 8192;

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(long drawnUs, IReadOnlyList<ChallengedLeaf> leaves)
    {
        using var file = new MemoryStream();
        Add(
            file,
            json =>
            {
                json.WriteNumber("footage_challenge", 1);
                json.WriteString("drawn", ManifestLines.Time(drawnUs));
                json.WriteNumber("leaves", leaves.Count);
            }
        );
        for (var n = 0; n < leaves.Count; n++)
        {
            var leaf = leaves[n];
            var number = n;
            Add(
                file,
                json =>
                {
                    json.WriteNumber("n", number);
                    json.WriteString("segment", SegmentName.Of(leaf.Segment));
                    json.WriteNumber("sealed_bytes", leaf.SealedBytes);
                    json.WriteBase64String("root", leaf.Root.Span);
                    json.WriteNumber("leaf", leaf.Leaf);
                }
            );
        }
        return file.ToArray();
    }

    public static ChallengeReading Read(string path)
    {
        byte[] bytes;
        try
        {
            var length = new FileInfo(path).Length;
            if (length > (long)LineBytesMax * LeafDraw.LeavesMax)
                return new ChallengeReading.Refused(new BadInput(path, 0, 0, null, "the file is too long", "a challenge"));
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return new ChallengeReading.Refused(BadInput.Unreadable(path, why));
        }
        return Read(bytes, path);
    }

    public static ChallengeReading Read(byte[] bytes, string file)
    {
        var (count, drawnUs) = (-1L, 0L);
        var leaves = new List<ChallengedLeaf>();
        using var stream = new MemoryStream(bytes);
        var bad = JsonLines.Read(
            stream,
            file,
            LineBytesMax,
            LeafDraw.LeavesMax + 1,
            (json, line) =>
            {
                if (line > 1)
                    return Leaf(json, leaves);
                if (JsonLines.Number(json, "footage_challenge", 1, 1) is null)
                    return LineFault.Of("footage_challenge", "1, the version of this format");
                if (JsonLines.Text(json, "drawn", 32) is not { } drawn || !TextTime.TryParseIso(Utf8(drawn), out drawnUs))
                    return LineFault.Of("drawn", TextTime.Expected);
                count = JsonLines.Number(json, "leaves", 1, LeafDraw.LeavesMax) ?? -1;
                return count < 0
                    ? LineFault.Of("leaves", $"1 to {LeafDraw.LeavesMax}")
                    : JsonLines.Stranger(json, "footage_challenge", "drawn", "leaves");
            }
        );
        bad ??= leaves.Count == count ? null : new BadInput(file, 0, 0, "leaves", "lines are missing or too many", "as many as are said");
        return bad is null
            ? new ChallengeReading.Read(new Challenge(Convert.ToHexStringLower(SHA256.HashData(bytes)), drawnUs, leaves))
            : new ChallengeReading.Refused(bad);
    }

    private static LineFault? Leaf(JsonElement json, List<ChallengedLeaf> leaves)
    {
        if (JsonLines.Number(json, "n", leaves.Count, leaves.Count) is null)
            return LineFault.Of("n", $"{leaves.Count}");
        if (JsonLines.Text(json, "segment", 128) is not { } name || SegmentName.Parse(name) is not { } segment)
            return LineFault.Of("segment", "a recording's name");
        if (JsonLines.Number(json, "sealed_bytes", 1, SegmentTree.SealedBytesMax) is not { } bytes)
            return LineFault.Of("sealed_bytes", "bytes, at most 64 GiB");
        if (JsonLines.Bytes(json, "root", MerkleTree.HashBytes) is not { Length: MerkleTree.HashBytes } root)
            return LineFault.Of("root", "32 bytes in base64");
        if (JsonLines.Number(json, "leaf", 0, SegmentTree.LeavesOf(bytes) - 1) is not { } leaf)
            return LineFault.Of("leaf", "the number of a leaf that it has");
        leaves.Add(new ChallengedLeaf(segment, bytes, root, leaf));
        return JsonLines.Stranger(json, "n", "segment", "sealed_bytes", "root", "leaf");
    }

    internal static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    internal static void Add(Stream file, Action<Utf8JsonWriter> members)
    {
        file.Write(ManifestLines.Line(members));
        file.WriteByte((byte)'\n');
    }
}
