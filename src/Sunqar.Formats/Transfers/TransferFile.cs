using System.Text;
using System.Text.Unicode;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Columnar;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>How the reading of a transfers file ended.</summary>
public abstract record TransferFileOutcome
{
    private TransferFileOutcome() { }

    /// <summary>The whole file was read.</summary>
    /// <param name="Rows">Rows handed to the sink.</param>
    /// <param name="LeftOut">Rows understood and left out on purpose, such as tokens that only bear the name USDT.</param>
    /// <param name="Skipped">Bad rows, handed to the bad-row taker.</param>
    public sealed record Completed(string Format, long Rows, long LeftOut, long Skipped) : TransferFileOutcome;

    /// <summary>The file cannot be taken; what the sink received of it is to be thrown away.</summary>
    public sealed record Refused(BadInput Why) : TransferFileOutcome;
}

/// <summary>Reads transfers files of every layout the house knows, row by row, in memory bounded by <see cref="InputLimits"/>.</summary>
public static class TransferFile
{
    /// <summary>The names that a format argument may have.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. TransferFormats.All.Select(f => f.Name)];

    /// <summary>The layout that carries token transfers, which <see cref="Trc20File"/> reads with more detail.</summary>
    public static string Trc20 { get; } = new Trc20Export().Name;

    /// <summary>The layout of a file with these first bytes, or null.</summary>
    public static string? FormatOf(ReadOnlySpan<byte> head) =>
        CsvTable.HeaderOf(head) is { } header ? TransferFormats.Knowing(header)?.Name : null;

    /// <param name="format">One of <see cref="FormatNames"/>; null to tell the layout by the header.</param>
    /// <param name="badRows">Takes each bad row, and reading goes on; null: the first bad row refuses the file.</param>
    /// <param name="bytesRead">Told now and then how many bytes were read.</param>
    /// <param name="mapping">Reads the file, whatever its header; null where no mapping was told.</param>
    public static TransferFileOutcome Read(
        string path,
        string? format,
        ITransferSink sink,
        Action<BadInput>? badRows = null,
        Action<long>? bytesRead = null,
        TransferMapping? mapping = null
    )
    {
        Stream stream;
        try
        {
            stream = TableStream.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TransferFileOutcome.Refused(BadInput.Unreadable(path, e));
        }
        using (stream)
        {
            return Read(stream, path, format, sink, badRows, bytesRead, mapping);
        }
    }

    /// <param name="stream">Seekable: its beginning is looked at first.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <inheritdoc cref="Read(string, string?, ITransferSink, Action{BadInput}?, Action{long}?, TransferMapping?)"/>
    public static TransferFileOutcome Read(
        Stream stream,
        string name,
        string? format,
        ITransferSink sink,
        Action<BadInput>? badRows = null,
        Action<long>? bytesRead = null,
        TransferMapping? mapping = null
    )
    {
        try
        {
            return TransferTableFile.Open(stream, name, format, mapping) switch
            {
                TransferTableFile.Opening.Refused refused => new TransferFileOutcome.Refused(refused.Why),
                TransferTableFile.Opening.Opened opened => opened.File.Read(sink, badRows, bytesRead),
                _ => throw new InvalidOperationException("An opening that this reader does not know."),
            };
        }
        catch (DecoderFallbackException)
        {
            return new TransferFileOutcome.Refused(BadInput.Undecodable(name));
        }
        catch (UnreadableTableException broken)
        {
            return new TransferFileOutcome.Refused(BadInput.Unreadable(name, broken));
        }
    }

    /// <summary>Hands over the tags that an export carries beside addresses; a file of a layout without tags has none.</summary>
    public static TransferFileOutcome ReadTags(string path, Action<string, string> take)
    {
        try
        {
            using var stream = TableStream.Open(path);
            var head = new byte[InputLimits.RowBytesMax];
            var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (FormatOf(head.AsSpan(0, length)) != Trc20)
            {
                return new TransferFileOutcome.Completed("", 0, 0, 0);
            }
            stream.Position = 0;
            return Trc20File.ReadTagged(
                stream,
                path,
                transfer =>
                {
                    if (transfer.FromTag is not null)
                        take(transfer.From, transfer.FromTag);
                    if (transfer.ToTag is not null)
                        take(transfer.To, transfer.ToTag);
                }
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TransferFileOutcome.Refused(BadInput.Unreadable(path, e));
        }
    }
}
