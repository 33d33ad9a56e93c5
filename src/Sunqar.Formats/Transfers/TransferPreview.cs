using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Columnar;

namespace Sunqar.Formats.Transfers;

/// <summary>A transfer as it was understood.</summary>
/// <param name="TimeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="AmountMicro">Millionths of one unit of the currency.</param>
public sealed record PreviewedTransfer(
    string Id,
    long TimeUs,
    string From,
    string To,
    long AmountMicro,
    Currency Currency,
    TransferKind Kind
);

/// <summary>What would be read of a transfers file, without reading it into anything.</summary>
/// <param name="Separator">One character.</param>
/// <param name="DecimalMark">A point or a comma.</param>
/// <param name="Dates">ymd, dmy, mdy, unix, days or hours.</param>
/// <param name="Fields">Each of our fields with the columns that it is taken from.</param>
/// <param name="Unused">Columns that are not read.</param>
/// <param name="First">The first rows as understood.</param>
/// <param name="Outcome">How the whole file would be read; refused where not all of it can be.</param>
/// <param name="Bad">Rows that cannot be read, the first of them.</param>
public sealed record TransferPreview(
    string Format,
    string Encoding,
    char Separator,
    char DecimalMark,
    string Dates,
    IReadOnlyList<(string Field, string Columns)> Fields,
    IReadOnlyList<string> Unused,
    IReadOnlyList<PreviewedTransfer> First,
    TransferFileOutcome Outcome,
    IReadOnlyList<BadInput> Bad
)
{
    /// <summary>Rows shown, good and bad.</summary>
    public const int RowsMax = 10;

    /// <summary>Looks at a file; why nothing of it can be understood, or null.</summary>
    public static BadInput? Of(string path, string? format, TransferMapping? mapping, out TransferPreview? preview)
    {
        preview = null;
        try
        {
            using var stream = TableStream.Open(path);
            var opening = TransferTableFile.Open(stream, path, format, mapping);
            if (opening is TransferTableFile.Opening.Refused refused)
            {
                return refused.Why;
            }
            var opened = (TransferTableFile.Opening.Opened)opening;
            var (file, first, bad) = (opened.File, new FirstRows(), new List<BadInput>());
            var outcome = file.Read(
                first,
                one =>
                {
                    if (bad.Count < RowsMax)
                        bad.Add(one);
                },
                null
            );
            var mapped = file.Layout as MappedTransfers;
            var fields =
                mapped?.Mapping.Fields
                ??
                [
                    .. file
                        .Layout.Columns.Concat(["currency", "kind"])
                        .Where(name => file.Header.IndexOf(name) >= 0)
                        .Distinct()
                        .Select(name => (name, name)),
                ];
            var used = (mapped?.Mapping.Columns ?? fields.Select(field => field.Columns)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            preview = new TransferPreview(
                file.Layout.Name,
                file.Dialect.EncodingName,
                (char)file.Dialect.Separator,
                (char)(mapped?.DecimalMark ?? (byte)'.'),
                (mapped?.Dates ?? DateStyle.Ymd).ToString().ToLowerInvariant(),
                fields,
                [.. file.Header.Names.Where(name => !used.Contains(name))],
                first.Rows,
                outcome,
                bad
            );
            return null;
        }
        catch (DecoderFallbackException)
        {
            return BadInput.Undecodable(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return BadInput.Unreadable(path, e);
        }
    }

    private sealed class FirstRows : ITransferSink
    {
        public List<PreviewedTransfer> Rows { get; } = [];

        public void Add(in TransferRow row)
        {
            if (Rows.Count == RowsMax)
                return;
            var text = System.Text.Encoding.UTF8;
            Rows.Add(
                new(
                    text.GetString(row.Id),
                    row.TimeUs,
                    text.GetString(row.From),
                    text.GetString(row.To),
                    row.AmountMicro,
                    row.Currency,
                    row.Kind
                )
            );
        }
    }
}
