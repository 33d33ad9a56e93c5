using System.Buffers.Binary;
using System.Text;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats.Footage;

namespace Sunqar.Tests.Footage;

/// <summary>Manifests and files that tests are made of.</summary>
internal static class FootageSamples
{
    public const long HourUs = 3_600_000_000L;

    /// <summary>2026-01-15T00:00:00+05:00.</summary>
    public static readonly long DayUs = new DateTimeOffset(2026, 1, 14, 19, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;

    public static string Clip => Path.Combine(Repository.Root, "docs/pictures/clip.mp4");

    public static LogSigner Signer(byte seed = 1) => LogSigner.Create([.. Enumerable.Repeat(seed, LogSigner.SeedBytes)], "footage");

    public static Segment Segment(string terminal, long startUs, string camera = "", long lengthUs = HourUs) =>
        new(
            terminal,
            camera,
            startUs,
            startUs + lengthUs,
            12,
            "h264",
            1280,
            720,
            500_000_000,
            Root($"{terminal} {camera} {startUs}"),
            new byte[32],
            new PictureLook([], [], [])
        );

    public static byte[] Root(string of) => System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(of));

    /// <summary>A box of an MP4.</summary>
    public static byte[] Box(string type, params ReadOnlySpan<byte[]> parts)
    {
        var body = new List<byte>();
        foreach (var part in parts)
            body.AddRange(part);
        var box = new byte[8 + body.Count];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        body.CopyTo(box, 8);
        return box;
    }

    /// <summary>The least file that claims pictures of a length.</summary>
    public static byte[] Mp4(int seconds, string entry = "avc1", int width = 320, int height = 240, bool isLong = false)
    {
        var header = new byte[isLong ? 36 : 24];
        header[0] = isLong ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(isLong ? 20 : 12), 1000);
        if (isLong)
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), seconds * 1000L);
        else
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(16), seconds * 1000);
        var sample = new byte[70];
        BinaryPrimitives.WriteInt16BigEndian(sample.AsSpan(24), (short)width);
        BinaryPrimitives.WriteInt16BigEndian(sample.AsSpan(26), (short)height);
        byte[] handler = [0, 0, 0, 0, 0, 0, 0, 0, .. "vide"u8];
        var samples = Box("stsd", [0, 0, 0, 0, 0, 0, 0, 1], Box(entry, sample));
        var media = Box("mdia", Box("mdhd", header), Box("hdlr", handler), Box("minf", Box("stbl", samples)));
        return [.. Box("ftyp", "isom"u8.ToArray()), .. Box("moov", Box("trak", media)), .. Box("mdat", [1, 2, 3, 4])];
    }
}

/// <summary>A bank's manifest in memory: lines are added, and signed.</summary>
internal sealed class SampleManifest
{
    private readonly MemoryStream _file = new();
    private readonly MerkleFrontier _tree = new();
    private readonly Dictionary<(string, string), byte[]> _last = [];
    private readonly LogSigner _signer;

    public SampleManifest(LogSigner? signer = null, int keptDays = 180)
    {
        _signer = signer ?? FootageSamples.Signer();
        Leaf(ManifestLines.Opening(_signer.Key, keptDays));
    }

    public byte[] Bytes => _file.ToArray();

    public LogKey Key => _signer.Key;

    public SampleManifest Add(params ReadOnlySpan<Segment> segments)
    {
        foreach (var segment in segments)
        {
            var key = (segment.Terminal, segment.Camera);
            var chained = segment with { Previous = _last.GetValueOrDefault(key) ?? segment.Previous };
            _last[key] = Leaf(ManifestLines.Of(chained));
        }
        return this;
    }

    public SampleManifest Add(Deletion deletion)
    {
        Leaf(ManifestLines.Of(deletion));
        return this;
    }

    public SampleManifest Sign(long atUs)
    {
        var root = new byte[32];
        _tree.Root(root);
        Write(ManifestLines.Of(_signer.Sign(_tree.Size, root, atUs)));
        return this;
    }

    public ManifestReading Read(IManifestSink sink, LogKey? pinned = null) =>
        new ManifestReader("m", pinned, sink).Read(new MemoryStream(Bytes));

    private byte[] Leaf(byte[] line)
    {
        var hash = new byte[32];
        MerkleTree.LeafHash(line, hash);
        _tree.Append(hash);
        Write(line);
        return hash;
    }

    private void Write(byte[] line)
    {
        _file.Write(line);
        _file.WriteByte((byte)'\n');
    }
}

/// <summary>Keeps what a manifest said.</summary>
internal sealed class KeptLines : IManifestSink
{
    public List<object> Lines { get; } = [];

    public void Take(Segment segment, ReadOnlyMemory<byte> leafHash) => Lines.Add(segment);

    public void Take(Deletion deletion) => Lines.Add(deletion);

    public void Take(TreeHead head) => Lines.Add(head);
}
