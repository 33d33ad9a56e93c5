using System.Buffers;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;

namespace Sunqar.Formats.Footage;

/// <summary>Takes a manifest in, line by line.</summary>
public interface IManifestSink
{
    /// <param name="leafHash">Of its line.</param>
    void Take(Segment segment, ReadOnlyMemory<byte> leafHash);

    void Take(Deletion deletion);

    /// <summary>Everything taken before stands under this head.</summary>
    void Take(TreeHead head);
}

/// <summary>What came of reading a manifest.</summary>
public abstract record ManifestReading
{
    private ManifestReading() { }

    /// <param name="Head">The last signed head.</param>
    /// <param name="Unsigned">Lines after it, which a write that was cut short leaves.</param>
    public sealed record Read(ManifestOpening Opening, HeadReading.Good Head, long Unsigned) : ManifestReading;

    /// <summary>The file cannot be read as a manifest.</summary>
    public sealed record Refused(BadInput Why) : ManifestReading;

    /// <summary>It can be read, and is not what the bank signed.</summary>
    public sealed record Broken(BadInput Why) : ManifestReading;
}

/// <summary>
/// Reads a manifest and holds it against its own signatures: the tree over its lines must have, at each signed head, the root that was
/// signed. Streams: nothing is kept but the right edge of the tree.
/// </summary>
public sealed class ManifestReader
{
    /// <summary>Of one line: some 300 bytes are usual, and stretches may add to it.</summary>
    public const int LineBytesMax = 32_768;

    private const int BufferBytes = 1 << 20;

    private readonly string _file;
    private readonly LogKey? _pinned;
    private readonly IManifestSink _sink;
    private readonly ManifestParse _parse = new();
    private readonly MerkleFrontier _tree = new();
    private readonly byte[] _root = new byte[MerkleTree.HashBytes];
    private ManifestOpening? _opening;
    private HeadReading.Good? _head;
    private long _line;

    /// <param name="file">Its name, for messages.</param>
    /// <param name="pinned">The bank's key as the agency has it; null to believe the manifest's own, which proves nothing against a
    /// bank that made the file anew.</param>
    public ManifestReader(string file, LogKey? pinned, IManifestSink sink) => (_file, _pinned, _sink) = (file, pinned, sink);

    /// <summary>The right edge of the tree over all lines that were taken.</summary>
    public MerkleFrontier Tree => _tree;

    /// <summary>Reads a file.</summary>
    public static ManifestReading Read(string path, LogKey? pinned, IManifestSink sink)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, FileOptions.SequentialScan);
            return new ManifestReader(path, pinned, sink).Read(stream);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return new ManifestReading.Refused(BadInput.Unreadable(path, why));
        }
    }

    /// <summary>Reads lines to the end of the stream. Where they were taken, a further stream goes on from there; after a refusal this
    /// reader is of no use.</summary>
    public ManifestReading Read(Stream stream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var (start, end) = (0, 0);
            while (true)
            {
                int length;
                while ((length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n')) >= 0)
                {
                    if (Line(buffer.AsSpan(start, length)) is { } wrong)
                        return wrong;
                    start += length + 1;
                }
                if (end - start > LineBytesMax)
                    return Refused(0, null, "the line is too long", $"at most {LineBytesMax} bytes");
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
                var read = stream.Read(buffer, end, buffer.Length - end);
                if (read == 0)
                    break;
                end += read;
            }
            if (end > 0)
            {
                _line++;
                return Refused(0, null, "the last line is cut off", "a whole line with its end");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (_opening is not null && _head is not null)
            return new ManifestReading.Read(_opening, _head, _tree.Size - _head.Head.Size);
        _line++;
        return Refused(0, null, "no head is signed in it", "at least one line \"signed\"");
    }

    /// <returns>Null where the line was taken.</returns>
    private ManifestReading? Line(ReadOnlySpan<byte> line)
    {
        _line++;
        if (line.Length > LineBytesMax)
            return Refused(0, null, "the line is too long", $"at most {LineBytesMax} bytes");
        var parsed = _parse.Read(line, out var fault);
        if (fault is not null)
            return Refused(fault.Column, fault.Field, fault.Reason, fault.Expected);
        if (_opening is null && parsed is not ManifestOpening)
            return Refused(1, null, "this is no manifest's beginning", "a line \"footage\" with key and kept_days");
        if (parsed is string note)
            return Signed(note);
        var hash = new byte[MerkleTree.HashBytes];
        MerkleTree.LeafHash(line, hash);
        _tree.Append(hash);
        switch (parsed)
        {
            case ManifestOpening opening:
                return Open(opening);
            case Segment segment:
                _sink.Take(segment, hash);
                return null;
            default:
                _sink.Take((Deletion)parsed!);
                return null;
        }
    }

    private ManifestReading? Open(ManifestOpening opening)
    {
        if (_opening is not null)
            return Refused(1, null, "a second manifest begins here", "one manifest in a file");
        if (_pinned is not null && _pinned.Text != opening.Key.Text)
            return Broken($"it is signed by {opening.Key.Name}", $"the key {_pinned.Name}");
        _opening = opening;
        return null;
    }

    private ManifestReading? Signed(string note)
    {
        if (_opening!.Key.Read(note) is not HeadReading.Good good)
            return Broken("the signature is not of the manifest's key", $"a head signed by {_opening.Key.Name}");
        _tree.Root(_root);
        if (good.Head.Size != _tree.Size || !good.Head.HasRoot(_root))
            return Broken("the lines above are not those that were signed", $"a tree of {good.Head.Size} lines with the signed root");
        if (_head is not null && (good.Head.TimeUs < _head.Head.TimeUs || good.Head.Size < _head.Head.Size))
            return Broken("it is signed before the head above it", "heads in the order of time");
        _head = good;
        _sink.Take(good.Head);
        return null;
    }

    private ManifestReading.Refused Refused(int column, string? field, string reason, string expected) =>
        new(new BadInput(_file, _line, column, field, reason, expected));

    private ManifestReading.Broken Broken(string reason, string expected) => new(new BadInput(_file, _line, 0, null, reason, expected));
}
