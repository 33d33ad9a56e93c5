using System.Diagnostics.CodeAnalysis;

namespace Sunqar.Formats.Csv;

/// <summary>What is wrong with one field of a row.</summary>
internal sealed record FieldFault(int Field, string Reason, string Expected)
{
    /// <summary>Nothing is wrong, and the row is left out on purpose.</summary>
    public static readonly FieldFault LeftOut = new(0, "", "");

    /// <summary>The field's text is not what was expected.</summary>
    public static FieldFault Of(CsvRows row, int field, string expected) => new(field, BadInput.CannotBeRead(row[field]), expected);

    /// <summary>Names of things: something, not too long, and without control characters. Null where the field is one.</summary>
    public static FieldFault? OfId(CsvRows row, int field) => OfId(row[field], field);

    /// <summary>The same of a text that was put together of fields.</summary>
    public static FieldFault? OfId(ReadOnlySpan<byte> id, int field) =>
        id.Length is > 0 and <= InputLimits.IdBytesMax && !id.ContainsAnyInRange((byte)0, (byte)31)
            ? null
            : new(
                field,
                id.Length > InputLimits.IdBytesMax ? $"{id.Length} bytes stand here"
                    : id.IsEmpty ? BadInput.CannotBeRead(id)
                    : "a control character stands here",
                $"an id of 1 to {InputLimits.IdBytesMax} bytes"
            );
}

/// <summary>Reads one table row by row: counts, tells of bad rows or stops at the first, and keeps the place of each.</summary>
internal sealed class TableReading(CsvRows rows, string file, Action<BadInput>? badRows, Action<long>? bytesRead)
{
    private const int ProgressEveryRows = 1 << 14;

    /// <summary>Rows understood and kept.</summary>
    public long Taken { get; private set; }

    /// <summary>Rows understood and left out on purpose.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Bad rows, told to whoever takes them.</summary>
    public long Skipped { get; private set; }

    public bool TryHeader([NotNullWhen(true)] out CsvHeader? header, [NotNullWhen(false)] out BadInput? why) =>
        CsvTable.TryHeader(rows, file, out header, out why);

    /// <summary>Gives every row to <paramref name="take"/>, which answers null, a fault or <see cref="FieldFault.LeftOut"/>; the bad row
    /// that stopped it, or null.</summary>
    public BadInput? Rows(CsvHeader header, Func<CsvRows, FieldFault?> take)
    {
        for (long count = 1; rows.Next(); count++)
        {
            var isWhole = CsvTable.IsWhole(rows, header);
            var fault = isWhole ? take(rows) : null;
            if (isWhole && fault is null)
            {
                Taken++;
            }
            else if (ReferenceEquals(fault, FieldFault.LeftOut))
            {
                LeftOut++;
            }
            else
            {
                var bad = fault is null ? CsvTable.Fault(rows, header, file)! : CsvTable.Bad(rows, header, file, fault);
                if (badRows is null)
                {
                    return bad;
                }
                badRows(bad);
                Skipped++;
            }
            if (count % ProgressEveryRows == 0)
            {
                bytesRead?.Invoke(rows.BytesRead);
            }
        }
        bytesRead?.Invoke(rows.BytesRead);
        return null;
    }
}
