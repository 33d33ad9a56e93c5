using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Sunqar.Formats.Csv;

/// <summary>What is common to reading any table with a header: its first row, whole rows, and the words for what is wrong.</summary>
internal static class CsvTable
{
    public static bool TryHeader(
        CsvRows rows,
        string file,
        [NotNullWhen(true)] out CsvHeader? header,
        [NotNullWhen(false)] out BadInput? why
    )
    {
        header = null;
        why = null;
        if (!rows.Next())
        {
            why = new(file, 1, 1, null, "the file is empty", "a header row");
            return false;
        }
        if (rows.Fault != CsvFault.None)
        {
            why = Fault(rows, null, file)!;
            return false;
        }
        if (!Utf8.IsValid(rows.Raw))
        {
            why = new(
                file,
                1,
                1,
                null,
                "the header is not UTF-8",
                "a table in UTF-8, UTF-16 or windows-1251; or its encoding told by a mapping"
            );
            return false;
        }
        header = CsvHeader.Of(rows);
        return true;
    }

    /// <summary>The header in a file's first bytes; null where they hold no whole first row.</summary>
    public static CsvHeader? HeaderOf(ReadOnlySpan<byte> head)
    {
        var dialect = CsvDialect.Sniff(head);
        // UTF-16 spreads a line end over two bytes: its head is read whole.
        var line = dialect.Encoding is null ? head.IndexOf((byte)'\n') : -1;
        var rows = dialect.Rows(
            new MemoryStream(head[..(line < 0 ? head.Length - (dialect.Encoding is null ? 0 : head.Length % 2) : line + 1)].ToArray())
        );
        try
        {
            return TryHeader(rows, "", out var header, out _) ? header : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The header has not all the columns that the layout needs.</summary>
    public static BadInput Lacks(string file, CsvHeader header, IReadOnlyList<string> columns) =>
        new(
            file,
            1,
            1,
            null,
            $"the header ({header}) lacks {string.Join(", ", columns.Where(c => header.IndexOf(c) < 0))}",
            $"the columns {string.Join(',', columns)}"
        );

    /// <summary>The row was split, has the header's number of fields, and is UTF-8.</summary>
    public static bool IsWhole(CsvRows rows, CsvHeader header) =>
        rows.Fault == CsvFault.None && rows.Count == header.Count && Utf8.IsValid(rows.Raw);

    /// <summary>Why a row is not whole; null where it is.</summary>
    public static BadInput? Fault(CsvRows rows, CsvHeader? header, string file)
    {
        var place = rows.PlaceOfFault();
        BadInput Of(string reason, string expected) => new(file, place.Line, place.Column, null, reason, expected, Kept(rows));
        switch (rows.Fault)
        {
            case CsvFault.TooLong:
                return Of("the row is too long", $"at most {InputLimits.RowBytesMax} bytes");
            case CsvFault.TooManyColumns:
                return Of("the row has too many columns", $"at most {InputLimits.ColumnsMax}");
            case CsvFault.StrayQuote when header is null && Kept(rows) is ['{' or '[', ..]:
                return Of("this is JSON and no table", "a header row and rows of fields with commas between");
            case CsvFault.StrayQuote:
                return Of(
                    "a quote stands inside a field that does not begin with one",
                    "the whole field in quotes, and quotes in it doubled"
                );
            case CsvFault.TextAfterQuote:
                return Of("text follows a closing quote", "a comma or the line's end");
            case CsvFault.UnclosedQuote:
                return Of("a quote is opened here and never closed", $"a closing quote within {InputLimits.RowBytesMax} bytes");
        }
        if (header is not null && rows.Count != header.Count)
        {
            place = rows.PlaceOf(Math.Min(rows.Count, header.Count));
            return Of($"the row has {rows.Count} {(rows.Count == 1 ? "field" : "fields")}", $"{header.Count}, as in the header");
        }
        if (header is not null && !Utf8.IsValid(rows.Raw))
        {
            var field = 0;
            while (field < rows.Count - 1 && Utf8.IsValid(rows[field]))
            {
                field++;
            }
            return Bad(
                rows,
                header,
                file,
                new(field, "bytes that are not UTF-8 stand here", "text in UTF-8; or its encoding told by a mapping (encoding=…)")
            );
        }
        return null;
    }

    /// <summary>A field of the current row that cannot be understood.</summary>
    public static BadInput Bad(CsvRows rows, CsvHeader header, string file, FieldFault fault)
    {
        var (line, column) = rows.PlaceOf(fault.Field);
        return new(
            file,
            line,
            column,
            fault.Field < header.Count ? header.Names[fault.Field] : null,
            fault.Reason,
            fault.Expected,
            Kept(rows)
        );
    }

    private static string Kept(CsvRows rows) =>
        Encoding.UTF8.GetString(rows.Raw.Length <= InputLimits.RowBytesKept ? rows.Raw : rows.Raw[..InputLimits.RowBytesKept]);
}
