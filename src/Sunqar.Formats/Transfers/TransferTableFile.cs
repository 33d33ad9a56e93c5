using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>A transfers file whose dialect, header and layout are understood, before its rows are read.</summary>
internal sealed class TransferTableFile
{
    private readonly CsvRows _rows;
    private readonly string _name;

    private TransferTableFile(CsvRows rows, string name, CsvDialect dialect, CsvHeader header, TransferFormat layout) =>
        (_rows, _name, Dialect, Header, Layout) = (rows, name, dialect, header, layout);

    /// <summary>How the opening of a file ended.</summary>
    public abstract record Opening
    {
        private Opening() { }

        public sealed record Opened(TransferTableFile File) : Opening;

        public sealed record Refused(BadInput Why) : Opening;
    }

    public CsvDialect Dialect { get; }

    public CsvHeader Header { get; }

    public TransferFormat Layout { get; }

    /// <param name="stream">Seekable: its beginning is looked at, and of a mapped table as many rows as it takes.</param>
    public static Opening Open(Stream stream, string name, string? format, TransferMapping? mapping)
    {
        var start = stream.Position;
        var head = new byte[CsvDialect.HeadBytes];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = start;
        var dialect = CsvDialect.Sniff(head.AsSpan(0, length), mapping?.Separator, mapping?.Encoding);
        CsvRows FromStart()
        {
            stream.Position = start;
            return dialect.Rows(stream);
        }
        return Open(FromStart, dialect, name, format, mapping);
    }

    /// <param name="fromStart">The file's rows, from its first on; asked once more where a mapped table was looked at.</param>
    internal static Opening Open(Func<CsvRows> fromStart, CsvDialect dialect, string name, string? format, TransferMapping? mapping)
    {
        var rows = fromStart();
        if (!CsvTable.TryHeader(rows, name, out var header, out var bad))
        {
            return new Opening.Refused(bad);
        }
        var layout =
            mapping?.Knows(header) == true ? new MappedTransfers(mapping)
            : format is null || format == mapping?.Name
                ? TransferFormats.Knowing(header) ?? (mapping is null ? null : new MappedTransfers(mapping))
            : TransferFormats.Named(format);
        if (layout is null || !layout.Knows(header) || header.Repeated(layout.Columns) is not null)
        {
            return new Opening.Refused(HeaderRefused(name, format, layout, header));
        }
        if (layout is MappedTransfers mapped)
        {
            if (mapped.Study(rows, header, name) is { } untold)
            {
                return new Opening.Refused(untold);
            }
            rows = fromStart();
            CsvTable.TryHeader(rows, name, out _, out _);
        }
        return new Opening.Opened(new(rows, name, dialect, header, layout));
    }

    /// <summary>Reads the rows, once.</summary>
    public TransferFileOutcome Read(ITransferSink sink, Action<BadInput>? badRows, Action<long>? bytesRead)
    {
        var reading = new TableReading(_rows, _name, badRows, bytesRead);
        var read = Layout.Open(Header);
        return reading.Rows(Header, row => read(row, sink)) is { } bad
            ? new TransferFileOutcome.Refused(bad)
            : new TransferFileOutcome.Completed(Layout.Name, reading.Taken, reading.LeftOut, reading.Skipped);
    }

    private static BadInput HeaderRefused(string name, string? format, TransferFormat? layout, CsvHeader header)
    {
        if (layout is null)
        {
            return format is null
                ? new(
                    name,
                    1,
                    1,
                    null,
                    $"the header ({header}) is of no known layout",
                    string.Join("; or ", TransferFormats.All.Select(f => $"{f.Name}: {string.Join(',', f.Columns)}")) + Proposal(header)
                )
                : new(name, 0, 0, null, $"there is no format \"{format}\"", string.Join(", ", TransferFile.FormatNames));
        }
        return header.Repeated(layout.Columns) is { } twice
            ? new(name, 1, 1, twice, $"the column \"{twice}\" stands twice", "each column once")
            : CsvTable.Lacks(name, header, layout.Columns);
    }

    /// <summary>Words that tables of transfers often have for our fields: proposed, never taken unasked.</summary>
    private static readonly (string Field, string[] Words)[] Usual =
    [
        ("id", ["id", "reference", "transaction id", "transaction hash", "txhash", "hash", "номер", "№"]),
        ("time", ["time", "date", "datetime", "timestamp", "booking date", "value date", "дата", "күні"]),
        ("from", ["from", "sender", "payer", "debtor", "source", "orig", "отправитель", "плательщик"]),
        ("to", ["to", "receiver", "recipient", "payee", "beneficiary", "creditor", "dest", "destination", "получатель"]),
        ("amount", ["amount", "sum", "value", "quantity", "сумма"]),
        ("currency", ["currency", "ccy", "token", "symbol", "валюта"]),
    ];

    private static string Proposal(CsvHeader header)
    {
        var pairs = Usual
            .Select(one => (one.Field, Column: one.Words.Select(header.IndexOf).FirstOrDefault(at => at >= 0, -1)))
            .Where(one => one.Column >= 0)
            .Select(one => $"{one.Field}={header.Names[one.Column]}")
            .ToList();
        return "; or a mapping, such as --map "
            + (pairs.Count >= 3 ? $"\"{string.Join(',', pairs)}\"" : "time=Date,from=Sender,to=Receiver,amount=Sum");
    }
}
