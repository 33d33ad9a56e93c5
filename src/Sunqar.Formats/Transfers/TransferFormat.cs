using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>One layout of transfers tables. Each is one file of this folder and one line of <see cref="TransferFormats"/>.</summary>
internal abstract class TransferFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>The columns that must stand in the header, and by which a file of this layout is known.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    public virtual bool Knows(CsvHeader header) => header.HasAll(Columns);

    /// <summary>Readies the reading of rows below this header, which <see cref="Knows"/> accepted.</summary>
    public abstract TransferRowReader Open(CsvHeader header);
}

/// <summary>Turns rows of one file into transfers.</summary>
internal abstract class TransferRowReader
{
    /// <summary>What is wrong with the row refused last: its field, from 0, the reason and what was expected.</summary>
    public (int Field, string Reason, string Expected) Fault { get; private set; }

    /// <summary>Rows understood but left out, such as transfers of a token that only bears the name.</summary>
    public long LeftOut { get; protected set; }

    /// <summary>Hands the row's transfer to the sink; false with a <see cref="Fault"/> where it cannot be understood.</summary>
    public abstract bool TryRead(CsvRows row, ITransferSink sink);

    protected bool Refuse(int field, string reason, string expected)
    {
        Fault = (field, reason, expected);
        return false;
    }

    /// <summary>Names of things: something, not too long, and without control characters.</summary>
    protected bool IsId(CsvRows row, int field)
    {
        var id = row[field];
        if (id.Length is > 0 and <= InputLimits.IdBytesMax && !id.ContainsAnyInRange((byte)0, (byte)31))
        {
            return true;
        }
        return Refuse(
            field, id.IsEmpty ? "nothing stands here" : id.Length > InputLimits.IdBytesMax ? $"{id.Length} bytes stand here" : "a control character stands here",
            $"an id of 1 to {InputLimits.IdBytesMax} bytes");
    }

    protected bool RefuseText(CsvRows row, int field, string expected) => Refuse(field, Quote(row[field]), expected);

    private static string Quote(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? "nothing stands here" : $"\"{System.Text.Encoding.UTF8.GetString(text.Length <= 60 ? text : text[..60])}{(text.Length <= 60 ? "" : "…")}\" cannot be read";
}

/// <summary>Every layout, the most particular first; the first that knows a header reads the file.</summary>
internal static class TransferFormats
{
    public static readonly IReadOnlyList<TransferFormat> All =
    [
        new NativeTransfers(),
    ];

    public static TransferFormat? Named(string name) => All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static TransferFormat? Knowing(CsvHeader header) => All.FirstOrDefault(f => f.Knows(header));
}
