using System.Globalization;

namespace Sunqar.Core.Merkle;

/// <summary>
/// What a log says of itself at one moment. As text, a checkpoint of C2SP tlog-checkpoint: origin, size, root and, as its one extension
/// line, the time; a line each.
/// </summary>
/// <param name="Origin">The log's name, which is also the name of its key.</param>
/// <param name="Size">Leaves.</param>
/// <param name="Root">32 bytes.</param>
/// <param name="TimeUs">When it was signed, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record TreeHead(string Origin, long Size, ReadOnlyMemory<byte> Root, long TimeUs)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const string TimeWord = "time ";
    private const int LinesEach = 4;

    /// <summary>What is signed: every line with its newline.</summary>
    public string Text =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n{TimeWord}{Time}\n");

    /// <summary>Its time in ISO 8601.</summary>
    public string Time => DateTimeOffset.UnixEpoch.AddMicroseconds(TimeUs).ToString(TimeFormat, CultureInfo.InvariantCulture);

    public bool HasRoot(ReadOnlySpan<byte> root) => Root.Span.SequenceEqual(root);

    /// <summary>Reads the text; null unless it is written exactly as <see cref="Text"/> writes it.</summary>
    public static TreeHead? Read(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != LinesEach + 1 || lines[0].Length == 0 || !lines[3].StartsWith(TimeWord, StringComparison.Ordinal))
            return null;
        var root = new byte[MerkleTree.HashBytes];
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return null;
        if (!Convert.TryFromBase64String(lines[2], root, out var written) || written != root.Length)
            return null;
        if (
            !DateTimeOffset.TryParseExact(
                lines[3][TimeWord.Length..],
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
        )
        {
            return null;
        }
        var head = new TreeHead(lines[0], size, root, (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        return head.Text == text ? head : null;
    }
}
