using System.Text;
using Sunqar.Core.Footage;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Footage;

/// <summary>When the agency received a signed head of a bank.</summary>
/// <param name="Size">The head's.</param>
/// <param name="ReceivedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record FootageReceipt(long Size, long ReceivedUs);

/// <summary>Tables that a review of footage is held against (docs/footage.md). Every row is read, or the file is refused.</summary>
public static class FootageTables
{
    /// <summary>Rows of one table.</summary>
    public const int RowsMax = 10_000_000;

    /// <summary><c>terminal,from,to[,camera]</c>: when it should have been recorded.</summary>
    public static BadInput? Uptime(string path, Action<DeclaredUptime> take) =>
        Read(
            path,
            ["terminal", "from", "to"],
            row =>
            {
                if (row.Terminal() is not { } terminal || !row.Time("from", out var from) || !row.Time("to", out var to))
                    return row.Fault;
                if (to < from)
                    return row.Wrong("to", "a time after from");
                var camera = row.Text("camera");
                if (!SegmentName.IsCamera(camera))
                    return row.Wrong("camera", "a camera's id, or nothing for every camera");
                take(new DeclaredUptime(terminal, camera, from, to));
                return null;
            }
        );

    /// <summary><c>terminal,from,to,until,reason</c>: recordings that are kept past their time.</summary>
    public static BadInput? Holds(string path, Action<FootageHold> take) =>
        Read(
            path,
            ["terminal", "from", "to", "until", "reason"],
            row =>
            {
                if (
                    row.Terminal() is not { } terminal
                    || !row.Time("from", out var from)
                    || !row.Time("to", out var to)
                    || !row.Time("until", out var until)
                )
                {
                    return row.Fault;
                }
                var reason = row.Text("reason");
                if (reason.Trim().Length is 0 or > 300)
                    return row.Wrong("reason", "why they are held, 1 to 300 characters");
                take(new FootageHold(terminal, from, to, until, reason));
                return null;
            }
        );

    /// <summary><c>size,received</c>: heads of which the agency gave a receipt.</summary>
    public static BadInput? Receipts(string path, Action<FootageReceipt> take) =>
        Read(
            path,
            ["size", "received"],
            row =>
            {
                if (!row.Time("received", out var received))
                    return row.Fault;
                if (!long.TryParse(row.Text("size"), System.Globalization.CultureInfo.InvariantCulture, out var size) || size < 1)
                    return row.Wrong("size", "the size of a signed head");
                take(new FootageReceipt(size, received));
                return null;
            }
        );

    private static BadInput? Read(string path, string[] needed, Func<TableRow, FieldFault?> take)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            var rows = new CsvRows(stream);
            var table = new TableReading(rows, path, null, null);
            if (!table.TryHeader(out var header, out var why))
                return why;
            if (!header.HasAll(needed))
                return CsvTable.Lacks(path, header, needed);
            if (header.Repeated(header.Names) is { } twice)
                return new BadInput(path, 1, 1, twice, $"the column \"{twice}\" stands twice", "each column once");
            var count = 0;
            return table.Rows(
                header,
                row =>
                    ++count > RowsMax
                        ? new FieldFault(0, "the table is too long", $"at most {RowsMax} rows")
                        : take(new TableRow(row, header))
            );
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return BadInput.Unreadable(path, why);
        }
    }

    /// <summary>One row, its fields by name.</summary>
    private sealed class TableRow(CsvRows row, CsvHeader header)
    {
        /// <summary>Of the last field that could not be read.</summary>
        public FieldFault? Fault { get; private set; }

        public string Text(string column) => header.IndexOf(column) is >= 0 and var at ? Encoding.UTF8.GetString(row[at]) : "";

        public FieldFault Wrong(string column, string expected) => Fault = FieldFault.Of(row, header.IndexOf(column), expected);

        public string? Terminal()
        {
            var text = Text("terminal");
            if (SegmentName.IsTerminal(text))
                return text;
            Wrong("terminal", "a terminal's id");
            return null;
        }

        public bool Time(string column, out long us)
        {
            if (TextTime.TryParseIso(row[header.IndexOf(column)], out us))
                return true;
            Wrong(column, TextTime.Expected);
            return false;
        }
    }
}
