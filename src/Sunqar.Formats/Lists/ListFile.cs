using System.Text;
using Sunqar.Core.Facts;

namespace Sunqar.Formats.Lists;

/// <summary>How the reading of a list ended.</summary>
public abstract record ListFileOutcome
{
    private ListFileOutcome() { }

    /// <param name="Items">Labels, actors, entries, domains, licences or rates handed over.</param>
    /// <param name="Skipped">Bad items, handed to the bad-row taker.</param>
    public sealed record Completed(string Format, long Items, long Skipped) : ListFileOutcome;

    /// <summary>The file cannot be taken; the facts received of it are to be thrown away.</summary>
    public sealed record Refused(BadInput Why) : ListFileOutcome;
}

/// <summary>
/// Reads lists: tag packs and actor packs (YAML), the OFAC SDN list (advanced XML, plain or .bz2), phishing domains (JSON), the
/// supervisor's registry, high-risk wallets and exchange rates (CSV). What they say comes out as facts, in runs.
/// </summary>
public static class ListFile
{
    private const int HeadBytes = 4_096;

    /// <summary>The names that a format argument may have.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. ListFormats.All.Select(f => f.Name)];

    /// <summary>What kind of list a file with these first bytes is, or null.</summary>
    public static string? FormatOf(ReadOnlySpan<byte> head) => ListFormats.Knowing(head)?.Name;

    /// <param name="format">One of <see cref="FormatNames"/>; null to tell the kind by the file's beginning.</param>
    /// <param name="badRows">Takes each bad item, and reading goes on where the format allows it; null: the first bad item refuses the
    /// file.</param>
    /// <param name="bytesRead">Told now and then how many bytes of the file were read.</param>
    /// <param name="latestUs">A statement as of a later moment (microseconds since 1970-01-01T00:00:00Z) is bad.</param>
    public static ListFileOutcome Read(
        string path,
        string? format,
        Action<Fact> take,
        Action<BadInput>? badRows = null,
        Action<long>? bytesRead = null,
        long latestUs = long.MaxValue
    )
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ListFileOutcome.Refused(BadInput.Unreadable(path, e));
        }
        using (stream)
        {
            return Read(stream, path, format, take, badRows, bytesRead, latestUs);
        }
    }

    /// <param name="stream">Seekable: its beginning is looked at first.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <inheritdoc cref="Read(string, string?, Action{Fact}, Action{BadInput}?, Action{long}?, long)"/>
    public static ListFileOutcome Read(
        Stream stream,
        string name,
        string? format,
        Action<Fact> take,
        Action<BadInput>? badRows = null,
        Action<long>? bytesRead = null,
        long latestUs = long.MaxValue
    )
    {
        var head = new byte[HeadBytes];
        var read = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        stream.Position = 0;
        var kind = format is null ? ListFormats.Knowing(head.AsSpan(0, read)) : ListFormats.Named(format);
        if (kind is null)
        {
            return new ListFileOutcome.Refused(
                format is null
                    ? new(name, 1, 1, null, "the beginning of the file is of no known list", string.Join(", ", FormatNames))
                    : new(name, 0, 0, null, $"there is no list format \"{format}\"", string.Join(", ", FormatNames))
            );
        }
        var reading = new ListReading(name, take, badRows, bytesRead, latestUs);
        try
        {
            return kind.Read(stream, reading) is { } bad
                ? new ListFileOutcome.Refused(bad)
                : new ListFileOutcome.Completed(kind.Name, reading.Taken, reading.Skipped);
        }
        catch (DecoderFallbackException)
        {
            return new ListFileOutcome.Refused(BadInput.Undecodable(name));
        }
    }
}
